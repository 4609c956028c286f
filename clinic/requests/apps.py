from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsConfig(AppConfig):
    """What patients ask to change in their appointments, and what the desk answers."""

    name = "clinic.requests"
    label = "requests"
    verbose_name = _("Requests of patients")
    default_auto_field = "django.db.models.BigAutoField"
