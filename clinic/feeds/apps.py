from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    """Calendars that staff subscribe to: of a clinician, of a room, with no patient in them."""

    name = "clinic.feeds"
    label = "feeds"
    verbose_name = _("Calendar feeds")
    default_auto_field = "django.db.models.BigAutoField"
