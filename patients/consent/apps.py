from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

WITNESSES = ("view_document", "view_consent", "add_consent", "change_consent")


class ConsentConfig(AppConfig):
    name = "patients.consent"
    label = "consent"
    verbose_name = _("Consent")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.CLINICIAN: WITNESSES,
        roles.PRESCRIBER: (*WITNESSES, "add_document"),
    }
    tells = ("patients.consent.telling.tell",)
    follow_patient = ("patients.consent.witnessing.follow",)
