"""The model pages of where we are: the clinic's one row, its locations and crisis lines."""

from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.db.models import TextField
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.kept_pages import ShowsAtOnce
from clinic.words import Words

from .models import Clinic, CrisisLine, Location


@admin.register(Clinic)
class ClinicAdmin(ShowsAtOnce, admin.ModelAdmin):
    fields = ["name", "short_name", "phone", "email", "country"]

    def changelist_view(self, request, extra_context=None):
        """There is one clinic, so its list is its page."""
        clinic = Clinic.objects.first()
        if clinic is None or not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(reverse("admin:locations_clinic_change", args=[quote(clinic.pk)]))

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Clinic.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


def hours_link(words, query=None):
    """A link to the page on which all hours are seen and changed."""
    return format_html('<a href="{}">{}</a>', reverse("scheduling:hours", query=query), words)


@admin.register(Location)
class LocationAdmin(ShowsAtOnce, admin.ModelAdmin):
    list_display = ["name", "city", "region", "phone", "time_zone", "is_active"]
    prepopulated_fields = {"slug": ["name"]}
    formfield_overrides = {TextField: {"form_class": Words}}
    readonly_fields = ["hours_and_closures"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "is_active", "medical_director", "sees_in_person_first"]}),
        (_("Address"), {"fields": ["street", "city", "region", "postal_code", "country", "time_zone"]}),
        (
            _("For visitors"),
            {
                "fields": [
                    "phone",
                    "getting_here",
                    "answer_within",
                    "late_cancel_hours",
                    "change_request_hours",
                    "hours_and_closures",
                ]
            },
        ),
        (_("Quiet hours"), {"fields": ["quiet_from", "quiet_until"]}),
    ]

    @admin.display(description=_("hours and closures"))
    def hours_and_closures(self, location):
        """They change on a page of their own, which strands no appointment unseen."""
        query = {"location": location.slug} if location.pk else None
        return hours_link(_("See and change the hours"), query)

    def has_delete_permission(self, request, obj=None):
        """A location that closes for good is unticked; its past appointments keep its name."""
        return False


@admin.register(CrisisLine)
class CrisisLineAdmin(ShowsAtOnce, admin.ModelAdmin):
    list_display = ["name", "country", "phone", "checked_on", "checked_by", "due_on"]
    list_filter = ["country"]
    list_select_related = ["checked_by"]
    actions = ["check_today"]
    fieldsets = [
        (None, {"fields": ["country", "position", "name", "is_emergency"]}),
        (_("How to reach it"), {"fields": ["phone", "text", "website", "when", "cost"]}),
        (
            _("Checked"),
            {
                "fields": ["checked_on", "checked_by", "due_on"],
                "description": _(
                    "Call or read the service’s own page before you write a new date here. "
                    "Never call an emergency number to try it: read up on it."
                ),
            },
        ),
    ]
    readonly_fields = ["checked_by", "due_on"]

    def get_changeform_initial_data(self, request):
        return {"checked_on": timezone.localdate()} | super().get_changeform_initial_data(request)

    @admin.display(description=_("check again on"), empty_value=_("now"))
    def due_on(self, line):
        return None if line.is_due_for_check else line.check_due_on

    def save_model(self, request, line, form, change):
        if "checked_on" in form.changed_data:
            line.checked_by = request.user
        super().save_model(request, line, form, change)

    @admin.action(description=_("I have checked these today"), permissions=["change"])
    def check_today(self, request, queryset):
        checked = queryset.update(checked_on=timezone.localdate(), checked_by=request.user)
        said = ngettext(
            "%(count)s crisis line is checked: by you, today.",
            "%(count)s crisis lines are checked: by you, today.",
            checked,
        )
        messages.success(request, said % {"count": checked})
