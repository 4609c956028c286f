"""Two calendars of the demo clinic that are read elsewhere. Nobody has their addresses, which were shown once."""

from datetime import timedelta

from clinic.feeds import reading, subscribing
from clinic.feeds.models import CalendarFeed
from clinic.scheduling.models import Room

# whose, the room or None for a clinician's own times, days ago when it was made, minutes ago when it was read
READ_ELSEWHERE = (("clinician", None, 20, 12), ("frontdesk", "Room 1", 6, 190))


def load_feeds(team, now):
    """Made and read. Loading twice adds nothing."""
    if CalendarFeed.objects.exists():
        return
    for mailbox, room, days, minutes in READ_ELSEWHERE:
        room = Room.objects.get(name=room) if room else None
        subscribing.make_feed(by=team[mailbox], room=room, now=now - timedelta(days=days))
        reading.note_read(CalendarFeed.objects.latest("pk"), now - timedelta(minutes=minutes))
