from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

TAKES_UP = ("view_safetytask", "add_safetytask", "acknowledge_safetytask", "view_oncall")
FOLLOWS = (*TAKES_UP, "change_safetytask")


class SafetyConfig(AppConfig):
    """A cry for help, and the person who answers it."""

    name = "patients.safety"
    label = "safety"
    verbose_name = _("Safety")
    default_auto_field = "django.db.models.BigAutoField"
    tells = ("patients.safety.telling.tell",)
    follow_patient = ("patients.safety.raising.follow",)
    due_jobs = ["patients.safety.escalating.escalate"]
    grants = {
        roles.FRONT_DESK: TAKES_UP,
        roles.CLINICIAN: FOLLOWS,
        roles.PRESCRIBER: FOLLOWS,
        roles.MEDICAL_DIRECTOR: ("view_responsetime", "change_responsetime"),
        roles.MANAGER: (
            "view_oncall",
            "add_oncall",
            "change_oncall",
            "delete_oncall",
            "view_responsetime",
        ),
    }
