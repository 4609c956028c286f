from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

from . import preparation_words

SEE_DIARY = (
    "view_room",
    "view_clinician",
    "view_clinicianhours",
    "view_absence",
    "view_extrahours",
    "view_roomclosure",
    "view_appointmenttype",
    "view_preparation",
    "view_protocol",
    "view_protocolphase",
    "view_course",
    "view_coursephase",
    "view_reviewgate",
    "view_appointment",
    "view_freedtime",
)
KEEP_DIARY = (*SEE_DIARY, "add_appointment", "change_appointment", "change_freedtime")


class SchedulingConfig(AppConfig):
    name = "clinic.scheduling"
    label = "scheduling"
    verbose_name = _("Diary")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.FRONT_DESK: KEEP_DIARY,
        roles.CLINICIAN: (*KEEP_DIARY, "book_outside_hours"),
        roles.PRESCRIBER: (
            *KEEP_DIARY,
            "book_outside_hours",
            "break_course_gaps",
            "add_course",
            "change_course",
            "change_reviewgate",
        ),
        roles.EDITOR: ("view_preparation",),  # whose words are theirs to change
        roles.CLINICAL_REVIEWER: ("view_preparation",),
        roles.MANAGER: (
            "view_room",
            "add_room",
            "change_room",
            "view_clinician",
            "add_clinician",
            "change_clinician",
            "view_clinicianhours",
            "add_clinicianhours",
            "change_clinicianhours",
            "delete_clinicianhours",
            "view_absence",
            "add_absence",
            "change_absence",
            "delete_absence",
            "view_extrahours",
            "add_extrahours",
            "change_extrahours",
            "delete_extrahours",
            "view_roomclosure",
            "add_roomclosure",
            "change_roomclosure",
            "delete_roomclosure",
            "view_appointmenttype",
            "change_appointmenttype",
            "view_preparation",
            "add_preparation",
            "change_preparation",
            "view_protocol",
            "add_protocol",
            "change_protocol",
            "view_protocolphase",
            "add_protocolphase",
            "change_protocolphase",
            "delete_protocolphase",
        ),
    }
    wordings = preparation_words.PLACES
    tells = ("clinic.scheduling.telling.tell",)
    follow_patient = (
        "clinic.scheduling.booking.refuse_two_at_once",
        "clinic.scheduling.authorising.follow",
        "clinic.scheduling.booking.follow",
    )
    due_jobs = ("clinic.scheduling.offering.lapse_run_out",)
    follow_consent = ("clinic.scheduling.authorising.rest_on_newest",)
