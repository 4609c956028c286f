from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaitlistConfig(AppConfig):
    """Who would like a time, or an earlier one, and what they are offered when time comes free."""

    name = "clinic.waitlist"
    label = "waitlist"
    verbose_name = _("Waiting list")
    default_auto_field = "django.db.models.BigAutoField"
