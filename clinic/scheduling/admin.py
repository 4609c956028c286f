"""The model pages of the diary: rooms, clinicians and types to set up; courses and appointments to look at."""

from django import forms
from django.contrib import admin
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import ManyToManyField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.locations.models import Location
from patients.people.admin import OfVisiblePatientsAdmin

from . import refusals, timetable
from .confirmed_admin import Confirmed
from .forms import of_this_century
from .models import (
    Absence,
    Appointment,
    AppointmentType,
    Clinician,
    ClinicianHours,
    Course,
    Protocol,
    ProtocolPhase,
    Room,
)

TICKED = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}


class NeverDeleted:
    """What was once used in the diary is taken out of use, not deleted."""

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Room)
class RoomAdmin(NeverDeleted, admin.ModelAdmin):
    fields = ["location", "name", "types", "is_active"]
    list_display = ["name", "location", "is_active"]
    list_filter = ["location", "is_active"]
    list_select_related = ["location"]

    formfield_overrides = TICKED


class ClinicianHoursInline(admin.TabularInline):
    model = ClinicianHours
    fields = ["location", "weekday", "starts", "ends", "valid_from", "valid_until"]
    extra = 1


class AbsenceForm(forms.ModelForm):
    """Days, or hours, when a clinician is away, on the wall clock of one location."""

    location = forms.ModelChoiceField(
        label=_("on the clock of"), queryset=Location.objects.all(), empty_label=None
    )
    first_day = forms.DateField(
        label=_("first day"), widget=admin.widgets.AdminDateWidget, validators=[of_this_century]
    )
    starts = forms.TimeField(
        label=_("from"), required=False, widget=admin.widgets.AdminTimeWidget, help_text=_("Empty: all day.")
    )
    last_day = forms.DateField(
        label=_("last day"), widget=admin.widgets.AdminDateWidget, validators=[of_this_century]
    )
    ends = forms.TimeField(
        label=_("to"), required=False, widget=admin.widgets.AdminTimeWidget, help_text=_("Empty: all day.")
    )

    class Meta:
        model = Absence
        fields = ["reason"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            hours = self.instance.clinician.hours.select_related("location").first()
            location = hours.location if hours else Location.objects.first()
            start, end = (
                bound.astimezone(location.zone)
                for bound in (self.instance.away.lower, self.instance.away.upper)
            )
            self.initial |= {
                "location": location.pk,
                "first_day": start.date(),
                "starts": start.time(),
                "last_day": end.date(),
                "ends": end.time(),
            }

    def clean(self):
        given = super().clean()
        if not self.errors:
            location = given["location"]
            whole_days = timetable.days(
                location=location, first_day=given["first_day"], last_day=given["last_day"]
            )
            start, end = whole_days.lower, whole_days.upper
            if given["starts"]:
                start = timetable.moment(
                    location=location, day=given["first_day"], hour=given["starts"], fold=0
                )
            if given["ends"]:
                end = timetable.moment(location=location, day=given["last_day"], hour=given["ends"], fold=1)
            if start >= end:
                raise refusals.of("absence_begins_and_ends")
            self.instance.away = DateTimeTZRange(start, end)
        return given


class AbsenceInline(admin.TabularInline):
    model = Absence
    form = AbsenceForm
    fields = ["location", "first_day", "starts", "last_day", "ends", "reason"]
    extra = 0


@admin.register(Clinician)
class ClinicianAdmin(NeverDeleted, admin.ModelAdmin):
    fields = ["user", "types", "is_active"]
    list_display = ["user", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["user"]
    inlines = [ClinicianHoursInline, AbsenceInline]

    formfield_overrides = TICKED


@admin.register(AppointmentType)
class AppointmentTypeAdmin(Confirmed, NeverDeleted, admin.ModelAdmin):
    list_display = ["name", "kind", "minutes", "is_confirmed", "confirmed_by", "is_active"]
    list_select_related = ["confirmed_by"]
    not_confirmed = _("No medical director has confirmed these minutes.")
    fieldsets = [
        (None, {"fields": ["name", "key", "kind", "treatment", "is_active"]}),
        (
            _("Minutes"),
            {
                "fields": [
                    "prepare_minutes",
                    "session_minutes",
                    "observe_minutes",
                    "turnover_minutes",
                    "observe_floor_minutes",
                    "observe_floor_from",
                    "clinician_stays_for_visit",
                ]
            },
        ),
        (_("Confirmation"), {"fields": ["confirmed_by", "confirmed_on"]}),
    ]

    @admin.display(description=_("prepare + session + observe + turnover"))
    def minutes(self, type):
        return f"{type.prepare_minutes} + {type.session_minutes} + {type.observe_minutes} + {type.turnover_minutes}"

    def get_readonly_fields(self, request, obj=None):
        """What appointments hold on to does not change under them."""
        return [*self.readonly_fields, *(["key", "kind", "treatment"] if obj else [])]

    def they_wait(self, count):
        return ngettext(
            "%(count)s type waits for a medical director to confirm its minutes.",
            "%(count)s types wait for a medical director to confirm their minutes.",
            count,
        ) % {"count": count}


class ProtocolPhaseForm(forms.ModelForm):
    class Meta:
        model = ProtocolPhase
        fields = ["position", "sessions", "least_days", "most_days", "review_after"]
        help_texts = {"review_after": ""}


class ProtocolPhaseInline(admin.TabularInline):
    model = ProtocolPhase
    form = ProtocolPhaseForm
    extra = 1


@admin.register(Protocol)
class ProtocolAdmin(Confirmed, NeverDeleted, admin.ModelAdmin):
    list_display = ["name", "treatment", "phases_in_words", "is_confirmed", "confirmed_by", "is_active"]
    list_select_related = ["treatment", "confirmed_by"]
    fieldsets = [
        (None, {"fields": ["name", "key", "treatment", "is_active"]}),
        (_("Confirmation"), {"fields": ["confirmed_by", "confirmed_on"]}),
    ]
    inlines = [ProtocolPhaseInline]
    not_confirmed = _("No medical director has confirmed these phases.")

    @admin.display(description=_("phases"))
    def phases_in_words(self, protocol):
        return protocol.phases_in_words

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("phases")

    def get_readonly_fields(self, request, obj=None):
        """What it was once called and for what stays."""
        return [*self.readonly_fields, *(["key", "treatment"] if obj else [])]

    def they_wait(self, count):
        return ngettext(
            "%(count)s protocol waits for a medical director to confirm its phases.",
            "%(count)s protocols wait for a medical director to confirm their phases.",
            count,
        ) % {"count": count}


@admin.register(Course)
class CourseAdmin(OfVisiblePatientsAdmin):
    fields = [
        "patient",
        "treatment",
        "sessions_authorised",
        "phases_in_words",
        "evaluation",
        "consent",
        "authorised_by",
        "authorised_at",
        "ended_on",
    ]
    list_display = ["patient", "on_hold", "treatment", "sessions_authorised", "authorised_by", "ended_on"]
    list_filter = ["treatment"]
    list_select_related = ["treatment", "authorised_by"]


@admin.register(Appointment)
class AppointmentAdmin(OfVisiblePatientsAdmin):
    fields = [
        "patient",
        "type",
        "status",
        "starts",
        "whole_visit",
        "room",
        "clinician",
        "course",
        "number",
        "booked_by",
        "booked_at",
        "changed_by",
        "changed_at",
        "reason",
    ]
    list_display = ["starts", "patient", "on_hold", "type", "room", "clinician", "status"]
    list_filter = ["status", "type", "room__location"]
    list_select_related = ["type", "room__location", "clinician__user"]
    show_full_result_count = False

    @admin.display(description=_("session"), ordering="session")
    def starts(self, appointment):
        return f"{appointment.starts_at:%Y-%m-%d} {self._clock(appointment, appointment.session)}"

    @admin.display(description=_("whole visit"))
    def whole_visit(self, appointment):
        return self._clock(appointment, appointment.visit)

    def _clock(self, appointment, span):
        return timetable.on_the_wall_clock(span, appointment.location)
