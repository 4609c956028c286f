"""How long an inquiry has waited, and by when we promised to answer it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.timesince import timesince

from clinic.locations.models import Closure, Location, OpeningHours

from .models import Inquiry

# We answer by the end of the second working day after the day somebody asked. The form, the thank-you page,
# the mail and the inbox say so; a clinic that cannot keep this changes it here, and all change with it.
ANSWER_WITHIN = 2

MONDAY_TO_FRIDAY = {1, 2, 3, 4, 5}
LOOKS_AHEAD = 400  # days; a location that never opens again keeps no promise


@dataclass(frozen=True)
class Reading:
    """What the clock says of one inquiry."""

    waited: str
    answer_by: date
    is_overdue: bool


class Clock:
    """The working days of every location, read once for as many inquiries as a page shows (two queries)."""

    def __init__(self, now=None):
        self.now = now or timezone.now()
        self.open_weekdays = defaultdict(set)
        for location, weekday in OpeningHours.objects.values_list("location", "weekday"):
            self.open_weekdays[location].add(weekday)
        self.closures = list(Closure.objects.values_list("location", "first_day", "last_day"))

    def is_working_day(self, location, day):
        weekdays = self.open_weekdays.get(location.pk, MONDAY_TO_FRIDAY)
        return day.isoweekday() in weekdays and not any(
            closed in (None, location.pk) and first <= day <= last for closed, first, last in self.closures
        )

    def answer_by(self, location, asked_on):
        """The last day of the promise to somebody who asked on this day."""
        days = (asked_on + timedelta(days=ahead) for ahead in range(1, LOOKS_AHEAD))
        working = [day for day, _ in zip(self.working(location, days), range(ANSWER_WITHIN), strict=False)]
        return working[-1] if len(working) == ANSWER_WITHIN else asked_on + timedelta(days=LOOKS_AHEAD)

    def working(self, location, days):
        return (day for day in days if self.is_working_day(location, day))

    def read(self, inquiry):
        """How long it waits, by when it is to be answered, and whether that has passed without an answer."""
        location = inquiry.location
        answer_by = self.answer_by(location, inquiry.received_at.astimezone(location.zone).date())
        return Reading(
            waited=timesince(inquiry.received_at, self.now, depth=1),
            answer_by=answer_by,
            is_overdue=inquiry.state == Inquiry.State.NEW and self.today(location) > answer_by,
        )

    def overdue(self):
        """The same for the whole table, as a condition: still new, and received too early."""
        too_early = Q(pk__in=[])
        for location in Location.objects.all():
            day = self.today(location)
            while self.answer_by(location, day) >= self.today(location):
                day -= timedelta(days=1)
            next_midnight = datetime.combine(day + timedelta(days=1), time(), location.zone)
            too_early |= Q(location=location, received_at__lt=next_midnight)
        return Q(too_early, state=Inquiry.State.NEW)

    def today(self, location):
        return self.now.astimezone(location.zone).date()
