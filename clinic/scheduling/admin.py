"""The model pages of the diary: rooms, clinicians and types to set up; courses and appointments to look at."""

from django import forms
from django.contrib import admin
from django.db.models import ManyToManyField
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from clinic.locations.admin import hours_link
from patients.people.admin import OfVisiblePatientsAdmin

from . import preparing, timetable
from .confirmed_admin import Confirmed
from .models import (
    Appointment,
    AppointmentType,
    Clinician,
    Course,
    Preparation,
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
        (_("Safety"), {"fields": ["needs_prescriber_on_site", "needs_escort"]}),
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


@admin.register(Preparation)
class PreparationAdmin(Confirmed, NeverDeleted, admin.ModelAdmin):
    list_display = ["type", "minutes", "is_confirmed", "says_what_was_confirmed", "confirmed_by"]
    list_select_related = ["type", "confirmed_by"]
    readonly_fields = [*Confirmed.readonly_fields, "words"]
    not_confirmed = _("No medical director has confirmed these numbers: patients read no times of the clock.")
    fieldsets = [
        (None, {"fields": ["type", "words"]}),
        (_("Before the session"), {"fields": ["no_food_minutes", "no_drink_minutes", "no_spray_minutes"]}),
        (_("For staff"), {"fields": ["source"]}),
        (_("Confirmation"), {"fields": ["confirmed_by", "confirmed_on"]}),
    ]

    @admin.display(description=_("minutes without food, drink, nasal spray"))
    def minutes(self, preparation):
        numbers = (
            preparation.no_food_minutes,
            preparation.no_drink_minutes,
            preparation.no_spray_minutes,
        )
        return ", ".join("–" if number is None else str(number) for number in numbers)

    @admin.display(description=_("says what was confirmed"), boolean=True)
    def says_what_was_confirmed(self, preparation):
        return preparing.are_words_confirmed(preparation)

    @admin.display(description=_("what patients read"))
    def words(self, preparation):
        return format_html(
            '<a href="{}">{}</a>', reverse("preparation:sheets"), _("Read the sheets and their words")
        )

    @admin.action(
        description=_("Confirm the numbers and the words, as medical director"), permissions=["confirm"]
    )
    def confirm(self, request, queryset):
        for setting in queryset:
            preparing.confirm(setting=setting, by=request.user, now=timezone.now())

    def get_readonly_fields(self, request, obj=None):
        """For which type it was made stays."""
        return [*self.readonly_fields, *(["type"] if obj else [])]

    def they_wait(self, count):
        return ngettext(
            "%(count)s type waits for a medical director to confirm how patients prepare.",
            "%(count)s types wait for a medical director to confirm how patients prepare.",
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
