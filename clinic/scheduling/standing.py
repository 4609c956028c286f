"""How a course stands: its sessions as they are in the diary, what is missing, what waits, how far it has drifted."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .gaps import drift_in_all, gaps_between, steps_of
from .models import Appointment


@dataclass(frozen=True)
class Line:
    """A session of the course: its appointment, or the last one that was missed; the time that is offered for it; the
    gap before it and its review.
    """

    number: int
    appointment: Appointment | None
    missed: Appointment | None
    offered: Appointment | None
    gap: object
    waits_for: str
    is_skipped: bool
    gate: object


class Standing:
    """Read once, in three queries, and asked about afterwards."""

    def __init__(self, course, now):
        self.course, self.now = course, now
        self.phases, self.gates = list(course.phases.all()), list(course.gates.select_related("decided_by"))
        rows = course.appointments.select_related("type", "room__location", "clinician__user")
        self.booked, self.missed, self.offered = {}, {}, {}
        for row in rows.exclude(status="lapsed").order_by("changed_at", "pk"):
            if row.is_offered:
                self.offered[row.number] = row
            else:
                (self.booked if row.is_agreed else self.missed)[row.number] = row

    @cached_property
    def steps(self):
        return steps_of(self.phases, self.course.sessions_authorised)

    @cached_property
    def numbers(self):
        return range(1, self.course.sessions_authorised + 1)

    @cached_property
    def days(self):
        """The date of each session that is booked, on the wall calendar of its location."""
        return {number: row.starts_at.date() for number, row in self.booked.items()}

    @cached_property
    def gaps(self):
        """By number, the gap before each session that is booked."""
        return {gap.number: gap for gap in gaps_between(self.steps, self.days)}

    @cached_property
    def begun(self):
        """The numbers of the sessions that have begun: they stay where they are."""
        return {
            number for number, row in self.booked.items() if not row.can_move or row.session.lower <= self.now
        }

    @property
    def last_begun(self):
        return max(self.begun, default=0)

    @cached_property
    def open_until(self):
        """The last number that may be booked: a review that decided to change or to stop ends the course there."""
        ends = [gate.after_number for gate in self.gates if gate.ends_the_course]
        return min(ends, default=self.course.sessions_authorised)

    @cached_property
    def to_plan(self):
        """The numbers that can still be booked in order: a session that was missed before one that has begun stays
        missed.
        """
        return [
            number
            for number in self.numbers
            if self.last_begun < number <= self.open_until and number not in self.booked
        ]

    @cached_property
    def skipped(self):
        """Those that stay missed."""
        return [number for number in self.numbers if number < self.last_begun and number not in self.booked]

    @cached_property
    def to_come(self):
        """The sessions that are booked and have not begun, by number: they can be moved and canceled."""
        return {number: row for number, row in sorted(self.booked.items()) if number not in self.begun}

    @property
    def missing(self):
        """The numbers to book again between those that are booked."""
        return [number for number in self.to_plan if number < max(self.to_come, default=0)]

    @property
    def breaks(self):
        """The broken gaps before sessions to come that nobody gave a reason for."""
        return [
            gap
            for number, gap in self.gaps.items()
            if gap.is_broken and number in self.to_come and not self.because(gap)
        ]

    @property
    def needs_repair(self):
        return bool(self.missing or self.breaks)

    def gate_before(self, number):
        """The review this session waits for, if there is one: the first that is not through."""
        return next((gate for gate in self.gates if gate.is_shut and gate.after_number < number), None)

    def lines(self):
        gates = {gate.after_number: gate for gate in self.gates}
        for number in self.numbers:
            gate = self.gate_before(number)
            yield Line(
                number=number,
                appointment=self.booked.get(number),
                missed=self.missed.get(number),
                offered=self.offered.get(number),
                gap=self.gaps.get(number),
                waits_for=gate.words if gate else "",
                is_skipped=number in self.skipped,
                gate=gates.get(number),
            )

    def because(self, gap):
        """Why a gap was broken, as whoever booked beside it said."""
        return self.booked[gap.number].gap_because or self.booked[gap.before].gap_because

    @cached_property
    def drifts(self):
        """Where the diary leaves what was authorised, a sentence for each broken gap."""
        return [self._drift_words(gap) for gap in self.gaps.values() if gap.is_broken]

    def _drift_words(self, gap):
        late = ngettext("%(days)s day late", "%(days)s days late", gap.drift)
        early = ngettext("%(days)s day early", "%(days)s days early", -gap.drift)
        said = (late if gap.is_long else early) % {"days": abs(gap.drift)}
        words = {"drift": said, "before": gap.before, "because": self.because(gap)}
        if words["because"]:
            return _("%(drift)s after session %(before)s: %(because)s") % words
        return _("%(drift)s after session %(before)s; nobody said why") % words

    @cached_property
    def drift_in_all(self):
        """How many days the last session that is booked lies beyond what was authorised, reckoned from the first."""
        return drift_in_all(self.steps, self.days)

    @property
    def drift_in_all_words(self):
        if not self.drifts:
            return ""
        number, drift = max(self.days), self.drift_in_all
        if not drift:
            return _("In all, session %(number)s is where it was authorized to be.") % {"number": number}
        late = ngettext(
            "In all, session %(number)s is %(days)s day later than authorized.",
            "In all, session %(number)s is %(days)s days later than authorized.",
            drift,
        )
        early = ngettext(
            "In all, session %(number)s is %(days)s day earlier than authorized.",
            "In all, session %(number)s is %(days)s days earlier than authorized.",
            -drift,
        )
        return (late if drift > 0 else early) % {"number": number, "days": abs(drift)}
