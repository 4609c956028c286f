"""The model pages of safety: on-call hours and response times to set, tasks and their mails to look at."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.locations.directors import is_medical_director
from clinic.locations.models import Weekday
from patients.inquiries.admin import ReadOnlyAdmin
from patients.people.forms import clinicians

from .confirming import confirm_response_time
from .models import OnCall, ResponseTime, SafetyEntry, SafetyNotice, SafetyTask


class OnCallForm(forms.ModelForm):
    weekdays = forms.TypedMultipleChoiceField(
        label=_("days of the week"), coerce=int, choices=Weekday.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = OnCall
        fields = [
            "person",
            "phone",
            "location",
            "position",
            "weekdays",
            "starts",
            "ends",
            "first_day",
            "last_day",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "person" in self.fields:
            self.fields["person"].queryset = clinicians()


@admin.register(OnCall)
class OnCallAdmin(admin.ModelAdmin):
    form = OnCallForm
    list_display = ["person", "position", "days", "starts", "ends", "location", "first_day", "last_day"]
    list_select_related = ["person", "location"]

    @admin.display(description=_("days of the week"))
    def days(self, duty):
        return ", ".join(str(Weekday(day).label) for day in duty.weekdays)


@admin.register(ResponseTime)
class ResponseTimeAdmin(admin.ModelAdmin):
    """A medical director changes and confirms them; a change takes the confirmation back."""

    fields = ["level", "minutes", "working_days", "then_every", "call_within", "confirmed_by", "confirmed_on"]
    readonly_fields = ["level", "confirmed_by", "confirmed_on"]
    list_display = ["level", "minutes", "working_days", "then_every", "call_within", "confirmed_by"]
    list_select_related = ["confirmed_by"]
    actions = ["confirm"]

    def save_model(self, request, times, form, change):
        if form.changed_data:
            times.confirmed_by = times.confirmed_on = None
        super().save_model(request, times, form, change)

    @admin.action(description=_("Confirm, as medical director"), permissions=["confirm"])
    def confirm(self, request, queryset):
        for times in queryset:
            confirm_response_time(times=times, by=request.user, now=timezone.now())

    def has_confirm_permission(self, request):
        return is_medical_director(request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(SafetyTask)
class SafetyTaskAdmin(ReadOnlyAdmin):
    """To look up only, by who follows tasks: `raising.py` and `following.py` write them."""

    list_display = ["level", "cause", "state", "raised_at", "owner", "closed_at"]
    list_filter = ["level", "state", "cause"]
    list_select_related = ["owner"]
    date_hierarchy = "raised_at"

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("safety.change_safetytask")


class OfTaskAdmin(ReadOnlyAdmin):
    list_select_related = ["task"]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("safety.change_safetytask")


@admin.register(SafetyEntry)
class SafetyEntryAdmin(OfTaskAdmin):
    list_display = ["task", "at", "what", "by"]
    list_select_related = ["task", "by"]


@admin.register(SafetyNotice)
class SafetyNoticeAdmin(OfTaskAdmin):
    fields = ["task", "person", "asked_at", "delivered"]
    readonly_fields = ["delivered"]
    list_display = ["task", "person", "asked_at", "delivered"]
    list_select_related = ["task", "person", "mail"]

    @admin.display(description=_("mail taken by the mail server"), boolean=True)
    def delivered(self, notice):
        return notice.was_delivered
