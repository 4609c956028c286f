"""What became of the inquiries of each week: received, answered in time, registered, closed and why.

A week is counted where it was received: Monday to Sunday by the calendar of the location that was asked.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from .clock import Clock
from .models import Inquiry

State, Reason = Inquiry.State, Inquiry.CloseReason
NOT_COUNTED = (Reason.SPAM, Reason.DUPLICATE)  # nobody who waits for an answer of their own


@dataclass
class Week:
    """One week's inquiries, counted. `closed` holds a count for each reason."""

    monday: date
    received: int = 0
    in_time: int = 0
    late: int = 0
    not_yet: int = 0
    registered: int = 0
    closed: Counter = field(default_factory=Counter)

    @property
    def closed_because(self):
        """The reasons that were given, in words, each with how often."""
        return [(reason.label, self.closed[reason]) for reason in Reason if self.closed[reason]]


def weeks(inquiries, now, count):
    """The last `count` weeks, the newest first, of these inquiries; in three queries however many there are.

    Spam and what somebody asked twice is counted as closed, and otherwise left out.
    """
    today = now.date()
    first = today - timedelta(days=today.weekday(), weeks=count - 1)
    found = {
        first + timedelta(weeks=number): Week(first + timedelta(weeks=number)) for number in range(count)
    }
    clock = Clock(now)
    since = now - timedelta(weeks=count, days=1)
    for inquiry in inquiries.filter(received_at__gte=since).select_related("location").iterator():
        day = inquiry.received_at.astimezone(inquiry.location.zone).date()
        week = found.get(day - timedelta(days=day.weekday()))
        if week:
            _count(inquiry, week, clock.due_at(inquiry.location, day), now)
    return sorted(found.values(), key=lambda week: week.monday, reverse=True)


def _count(inquiry, week, due_at, now):
    if inquiry.state == State.CLOSED:
        week.closed[inquiry.close_reason] += 1
        if inquiry.close_reason in NOT_COUNTED:
            return
    week.received += 1
    if inquiry.state == State.REGISTERED:
        week.registered += 1
    if inquiry.answered_at:
        if inquiry.answered_at <= due_at:
            week.in_time += 1
        else:
            week.late += 1
    elif inquiry.is_waiting:
        if now > due_at:
            week.late += 1
        else:
            week.not_yet += 1
