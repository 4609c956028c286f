from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

READS_THEIR_PATIENTS = ("view_patientlink", "view_patientmessage", "change_patientmessage")


class AreaConfig(AppConfig):
    """A patient's own area: the private link to it, and what they write to us there."""

    name = "patients.area"
    label = "area"
    verbose_name = _("Private area of patients")
    default_auto_field = "django.db.models.BigAutoField"
    tells = ("patients.area.telling.tell",)
    follow_patient = ("patients.area.linking.follow", "patients.area.writing.follow")
    grants = {
        roles.FRONT_DESK: (*READS_THEIR_PATIENTS, "add_patientlink", "change_patientlink"),
        roles.CLINICIAN: READS_THEIR_PATIENTS,
        roles.PRESCRIBER: READS_THEIR_PATIENTS,
    }
