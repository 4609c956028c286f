"""What a calendar reads under a feed's address: when time is taken, and nothing else.

Nobody is named, patient or not. Appointments are read from 31 days back to the end of the diary; a canceled one is
not there any more. DTSTAMP is when an appointment was last changed, since the file has no METHOD (RFC 5545, 3.8.7.2).
"""

import hashlib
from datetime import UTC, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, TextField, Value
from django.db.models.functions import MD5, Cast, JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, vDuration

from clinic.locations.models import Clinic
from clinic.scheduling.calendar_files import MADE_BY, event_of, uid_of
from clinic.scheduling.models import Appointment

from .models import CalendarFeed

FILE_NAME = "calendar.ics"
BACK = timedelta(days=31)
ASK_AGAIN = timedelta(minutes=15)
NOTED_EVERY = timedelta(hours=1)
# All that an event is made of, as one row of the database says it.
SAID = ("reference", "status", "changed_at", "version")
SAID_OF_THE_PLACE = ("street", "city", "region", "postal_code")


def state_of(feed, now):
    """A word that is another one once anything in the feed is; the database works it out, in two queries."""
    whose, span, rows = _read_by(feed, now)
    places = {name: f"room__location__{name}" for name in SAID_OF_THE_PLACE}
    said = Cast(JSONObject(**{name: name for name in (*SAID, span)}, **places), TextField())
    found = rows.order_by().aggregate(state=MD5(StringAgg(said, Value(","), order_by="pk")))
    around = (whose, feed.pk, found["state"], _name(), settings.SITE_URL)
    return hashlib.sha256("|".join(map(str, around)).encode()).hexdigest()[:32]


def as_file(feed, now):
    """The calendar, as bytes; the same as long as `state_of` is."""
    (whose, span, rows), name = _read_by(feed, now), _name()
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN))
    with override(settings.LANGUAGE_CODE):  # the staff's, whatever the calendar asks for
        title = _("Booked")
    for row in rows.select_related("room__location").order_by("session", "pk"):
        event = event_of(row, getattr(row, span), uid=uid_of(row, whose), title=title)
        event.add("dtstamp", row.changed_at.astimezone(UTC))
        event.add("status", "TENTATIVE" if row.status == Appointment.Status.OFFERED else "CONFIRMED")
        event.add("url", urljoin(settings.SITE_URL, reverse("scheduling:appointment", args=[row.reference])))
        calendar.add_component(event)
    return calendar.to_ical()


def note_read(feed, now):
    """That the feed was read, once an hour at most: calendars ask every few minutes."""
    long_ago = Q(last_read_at=None) | Q(last_read_at__lte=now - NOTED_EVERY)
    if feed.last_read_at is None or feed.last_read_at <= now - NOTED_EVERY:
        CalendarFeed.objects.filter(long_ago, pk=feed.pk).update(last_read_at=now)


def _read_by(feed, now):
    """Whose calendar it is, which range of an appointment takes up their time, and the appointments."""
    whose, span = ("clinician", "clinician_block") if feed.clinician_id else ("room", "room_block")
    to_come = {f"{span}__overlap": DateTimeTZRange(now - BACK, None)}
    mine = Appointment.objects.active().filter(**{whose: getattr(feed, whose)}, **to_come)
    return whose, span, mine.with_version()


def _name():
    """A calendar is called by the clinic's discreet short name alone."""
    clinic = Clinic.objects.first()
    return clinic.short_name if clinic else "Calendar"
