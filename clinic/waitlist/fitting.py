"""Who on the waiting list fits a time, in which order, and why in words. Nothing here asks the database."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.scheduling import gaps
from clinic.scheduling.openings import Opening

from .models import Wish
from .offering import latest_answer

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Place:
    """Where a wish stands in its course: the number that is wished for, and the dates of the other sessions."""

    number: int
    count: int
    steps: dict
    days: dict

    def breaks(self, day):
        """What a session on that day would break between the sessions: nothing, or `soon`, `late`.

        Later than authorized after the session before is no breach here: it would come later still otherwise.
        """
        broken = gaps.broken_beside(self.steps, self.days | {self.number: day}, {self.number})
        return any(gap.is_short or gap.number != self.number for gap in broken)

    def days_late(self, day):
        """How many days later than authorized after the session before it would come on that day."""
        before = max((number for number in self.days if number < self.number), default=None)
        step = before and gaps.step_between(self.steps, before, self.number)
        return max((day - self.days[before]).days - step[1], 0) if step else 0

    @property
    def words(self):
        return _("Session %(number)s of %(count)s") % {"number": self.number, "count": self.count}


@dataclass(frozen=True)
class Fit:
    """Somebody who fits a time: the opening they could have, and how late they would be without it.

    `place` is where they stand in their course, if it is one; `otherwise` the day they would have instead, None where
    there is none up to `looked_until`.
    """

    wish: Wish
    opening: Opening
    visit_starts: datetime
    now: datetime
    place: Place | None = None
    otherwise: date | None = None
    looked_until: date | None = None

    @property
    def days_late(self):
        """The days by which their course drifts without it, as far as it is known."""
        return self.place.days_late(self.otherwise or self.looked_until) if self.place else 0

    @property
    def reasons(self):
        """Why they, one sentence each."""
        return list(
            filter(None, [self._drift(), self._wait(), self._earlier(), self._wanted(), self._notice()])
        )

    def _drift(self):
        if not self.days_late:
            return ""
        words = {"session": self.place.words, "count": self.days_late}
        if not self.otherwise:
            return _("%(session)s has no other time in the four weeks to come") % words
        return (
            ngettext(
                "%(session)s would be %(count)s day late otherwise",
                "%(session)s would be %(count)s days late otherwise",
                self.days_late,
            )
            % words
        )

    def _wait(self):
        return _("waits since %(day)s") % {"day": self.wish.waits_since}

    def _earlier(self):
        present = self.wish.instead_of
        if not present:
            return ""
        return _("has %(day)s now") % {"day": date_format(present.starts_at, "D, M j, H:i")}

    def _wanted(self):
        if not self.wish.in_words:
            return ""
        words = {"wanted": self.wish.in_words, "this": date_format(self.opening.session_start, "l H:i")}
        return _("wants %(wanted)s; this is %(this)s") % words

    def _notice(self):
        if not self.wish.notice_hours:
            return ""
        hours = int((self.visit_starts - self.now) / HOUR)
        away = ngettext("it is %(count)s hour away", "it is %(count)s hours away", hours) % {"count": hours}
        return _("%(needs)s; %(away)s") % {"needs": self.wish.notice_in_words, "away": away}


def in_order(fits):
    """First whose course drifts most without it, then who waits longest."""
    return sorted(fits, key=lambda fit: (-fit.days_late, fit.wish.made_at, fit.wish.pk))


def against(wish, start, now):
    """What in their own words is against a session that starts then (aware): a key of `MISFITS`, or ""."""
    visit_starts = wish.type.ranges(start).visit.lower
    here = start.astimezone(wish.location.zone)
    if wish.instead_of and start >= wish.instead_of.session.lower:
        return "not_earlier"
    if latest_answer(wish, visit_starts) <= now:
        return "notice"
    if wish.weekdays and here.isoweekday() not in wish.weekdays:
        return "another_time"
    is_early = wish.not_before and here.time() < wish.not_before
    is_late = wish.not_after and here.time() > wish.not_after
    is_before = wish.earliest and here.date() < wish.earliest
    is_after = wish.latest and here.date() > wish.latest
    return "another_time" if is_early or is_late or is_before or is_after else ""


@dataclass
class Misfits:
    """How many do not fit, by why."""

    counted: dict = field(default_factory=dict)

    def add(self, why):
        self.counted[why] = self.counted.get(why, 0) + 1

    @property
    def words(self):
        """One sentence each, in a fixed order."""
        return [
            words(count) % {"count": count}
            for why, words in MISFITS.items()
            if (count := self.counted.get(why))
        ]


MISFITS = {
    "another_time": lambda n: ngettext(
        "%(count)s wants another day or time", "%(count)s want another day or time", n
    ),
    "notice": lambda n: ngettext("%(count)s needs more notice", "%(count)s need more notice", n),
    "not_earlier": lambda n: ngettext(
        "for %(count)s it would be no earlier than what they have",
        "for %(count)s it would be no earlier than what they have",
        n,
    ),
    "gap": lambda n: ngettext(
        "for %(count)s it is not within the days authorized between sessions",
        "for %(count)s it is not within the days authorized between sessions",
        n,
    ),
    "waits": lambda n: ngettext(
        "the care of %(count)s waits for a decision", "the care of %(count)s waits for a decision", n
    ),
    "asked": lambda n: ngettext("%(count)s has an offer already", "%(count)s have an offer already", n),
    "nothing_left": lambda n: ngettext(
        "%(count)s has nothing left to book", "%(count)s have nothing left to book", n
    ),
    "no_room": lambda n: ngettext(
        "for %(count)s it is too short, or nobody who does it is free, or they are here then already",
        "for %(count)s it is too short, or nobody who does it is free, or they are here then already",
        n,
    ),
}
