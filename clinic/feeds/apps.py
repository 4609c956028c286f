from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

THEIR_OWN = ("view_calendarfeed", "add_calendarfeed", "change_calendarfeed")


class FeedsConfig(AppConfig):
    """Calendars that staff subscribe to: of a clinician, of a room, with no patient in them."""

    name = "clinic.feeds"
    label = "feeds"
    verbose_name = _("Calendar feeds")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.CLINICIAN: THEIR_OWN,
        roles.PRESCRIBER: THEIR_OWN,
        roles.FRONT_DESK: (*THEIR_OWN, "keep_room_feeds"),
        roles.MANAGER: (*THEIR_OWN, "keep_room_feeds", "end_every_feed"),
    }
