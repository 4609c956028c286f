"""The model pages of the diary: rooms, clinicians and types to set up; courses and appointments to look at."""

from django import forms
from django.contrib import admin, messages
from django.db.models import ManyToManyField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.locations.admin import hours_link
from clinic.locations.directors import is_medical_director
from patients.people.admin import OfVisiblePatientsAdmin

from . import timetable
from .confirming import confirm_type
from .models import Appointment, AppointmentType, Clinician, Course, Room

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


@admin.register(Clinician)
class ClinicianAdmin(NeverDeleted, admin.ModelAdmin):
    fields = ["user", "types", "is_active", "hours"]
    readonly_fields = ["hours"]
    list_display = ["user", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["user"]

    formfield_overrides = TICKED

    @admin.display(description=_("hours and leave"))
    def hours(self, clinician):
        """They change on a page of their own, which strands nobody unseen."""
        query = {"clinician": clinician.pk} if clinician.pk else None
        return hours_link(_("See and change the hours"), query)


@admin.register(AppointmentType)
class AppointmentTypeAdmin(NeverDeleted, admin.ModelAdmin):
    list_display = ["name", "kind", "minutes", "is_confirmed", "confirmed_by", "is_active"]
    list_select_related = ["confirmed_by"]
    readonly_fields = ["confirmed_by", "confirmed_on"]
    actions = ["confirm"]
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
        (_("Safety"), {"fields": ["needs_prescriber_on_site", "needs_escort"]}),
        (_("Confirmation"), {"fields": ["confirmed_by", "confirmed_on"]}),
    ]

    @admin.display(description=_("prepare + session + observe + turnover"))
    def minutes(self, type):
        return f"{type.prepare_minutes} + {type.session_minutes} + {type.observe_minutes} + {type.turnover_minutes}"

    @admin.display(description=_("confirmed"), boolean=True)
    def is_confirmed(self, type):
        return type.is_confirmed

    def get_readonly_fields(self, request, obj=None):
        """What appointments hold on to does not change under them."""
        return [*self.readonly_fields, *(["key", "kind", "treatment"] if obj else [])]

    def changelist_view(self, request, extra_context=None):
        unconfirmed = AppointmentType.objects.unconfirmed().count()
        if unconfirmed and self._shows_the_page(request):
            messages.warning(
                request,
                ngettext(
                    "%(count)s type waits for a medical director to confirm its minutes.",
                    "%(count)s types wait for a medical director to confirm their minutes.",
                    unconfirmed,
                )
                % {"count": unconfirmed},
            )
        return super().changelist_view(request, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        type = self.get_object(request, object_id)
        if type and not type.is_confirmed and self._shows_the_page(request):
            messages.warning(request, _("No medical director has confirmed these minutes."))
        return super().change_view(request, object_id, form_url, extra_context)

    def _shows_the_page(self, request):
        """What is said to somebody who may not read it would wait for their next page."""
        return request.method == "GET" and self.has_view_or_change_permission(request)

    @admin.action(description=_("Confirm the minutes, as medical director"), permissions=["confirm"])
    def confirm(self, request, queryset):
        for type in queryset:
            confirm_type(type=type, by=request.user, now=timezone.now())

    def has_confirm_permission(self, request):
        return is_medical_director(request.user)


@admin.register(Course)
class CourseAdmin(OfVisiblePatientsAdmin):
    fields = [
        "patient",
        "treatment",
        "sessions_authorised",
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
