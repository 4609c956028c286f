from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LimitsConfig(AppConfig):
    """How often a public form may be used."""

    name = "clinic.limits"
    label = "limits"
    verbose_name = _("Limits")
    default_auto_field = "django.db.models.BigAutoField"
    due_jobs = ("clinic.limits.counting.forget_senders",)
