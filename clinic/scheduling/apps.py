from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

SEE_DIARY = (
    "view_room",
    "view_clinician",
    "view_clinicianhours",
    "view_absence",
    "view_appointmenttype",
    "view_course",
    "view_appointment",
)
KEEP_DIARY = (*SEE_DIARY, "add_appointment", "change_appointment")


class SchedulingConfig(AppConfig):
    name = "clinic.scheduling"
    label = "scheduling"
    verbose_name = _("Diary")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.FRONT_DESK: KEEP_DIARY,
        roles.CLINICIAN: KEEP_DIARY,
        roles.PRESCRIBER: (*KEEP_DIARY, "add_course", "change_course"),
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
            "view_appointmenttype",
            "change_appointmenttype",
        ),
    }
    tells = ("clinic.scheduling.telling.tell",)
    follow_patient = ("clinic.scheduling.authorising.follow", "clinic.scheduling.booking.follow")
    follow_consent = ("clinic.scheduling.authorising.rest_on_newest",)
