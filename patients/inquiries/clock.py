"""How long somebody has waited for us, and by when we promised to answer.

Each location says how many working days it takes at most (`Location.answer_within`). The form, the thank-you
page, the mail and the inbox all read it there. The promise ends when the location closes on the last of them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.timesince import timesince

from clinic.locations.models import Closure, Location, OpeningHours, SpecialHours

MONDAY_TO_FRIDAY = {1: time(17), 2: time(17), 3: time(17), 4: time(17), 5: time(17)}
LOOKS_AHEAD = 400  # days; a location that never opens again keeps no promise


def longest_promise(locations):
    """Within how many working days somebody is answered who has not said at which of these locations."""
    return max((location.answer_within for location in locations), default=0)


@dataclass(frozen=True)
class Reading:
    """What the clock says of one inquiry. Without somebody who waits, there is no `answer_by`."""

    waited: str
    answer_by: date | None
    is_overdue: bool


class Clock:
    """The working days of every location, read once for as many inquiries as a page shows (three queries)."""

    def __init__(self, now=None):
        self.now = now or timezone.now()
        self.weekly, self.special = defaultdict(list), defaultdict(list)
        for hours in OpeningHours.objects.all():
            self.weekly[hours.location_id].append(hours)
        for location, day, closes in SpecialHours.objects.values_list("location", "day", "closes"):
            self.special[location, day].append(closes)
        self.closures = list(Closure.objects.all())

    def closes(self, location, day):
        """When this location closes on this date, on its own wall clock, or None on a day it is closed."""
        if any(closure.closes(location, day) for closure in self.closures):
            return None
        if special := self.special.get((location.pk, day)):
            return max(special)
        if location.pk not in self.weekly:
            return MONDAY_TO_FRIDAY.get(day.isoweekday())
        return max((hours.closes for hours in self.weekly[location.pk] if hours.count_on(day)), default=None)

    def answer_by(self, location, asked_on):
        """The last day of the promise to somebody who asked on this day."""
        days = (asked_on + timedelta(days=ahead) for ahead in range(1, LOOKS_AHEAD))
        working = (day for day in days if self.closes(location, day))
        promised = [day for day, _ in zip(working, range(location.answer_within), strict=False)]
        if len(promised) < location.answer_within:
            return asked_on + timedelta(days=LOOKS_AHEAD)
        return promised[-1]

    def due_at(self, location, asked_on):
        """The moment the promise to somebody who asked on this day ends."""
        day = self.answer_by(location, asked_on)
        return datetime.combine(day, self.closes(location, day) or time.max, location.zone)

    def read(self, inquiry):
        """How long they wait or have known us, by when they are to be answered, and whether that has passed."""
        since = inquiry.unanswered_since
        waited = timesince(since or inquiry.received_at, self.now, depth=1)
        if since is None:
            return Reading(waited, answer_by=None, is_overdue=False)
        asked_on = since.astimezone(inquiry.location.zone).date()
        return Reading(
            waited,
            answer_by=self.answer_by(inquiry.location, asked_on),
            is_overdue=self.now > self.due_at(inquiry.location, asked_on),
        )

    def overdue(self):
        """The same for the whole table, as a condition: unanswered since before the day whose promise still holds."""
        too_early = Q(pk__in=[])
        for location in Location.objects.all():
            day = self.now.astimezone(location.zone).date()
            while self.due_at(location, day) >= self.now:
                day -= timedelta(days=1)
            next_midnight = datetime.combine(day + timedelta(days=1), time(), location.zone)
            too_early |= Q(location=location, unanswered_since__lt=next_midnight)
        return too_early
