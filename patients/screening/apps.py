from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles


class ScreeningConfig(AppConfig):
    name = "patients.screening"
    label = "screening"
    verbose_name = _("Evaluation")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.CLINICIAN: ("view_evaluation",),
        roles.PRESCRIBER: ("view_evaluation", "add_evaluation", "change_evaluation"),
    }
