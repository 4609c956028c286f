"""The days between the sessions of a course: what was authorised, and where the diary differs."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Appointment


@dataclass(frozen=True)
class Gap:
    """The days between a session and the one before it in the course, and what was authorised: least to most."""

    before: int
    number: int
    days: int
    least: int
    most: int

    @property
    def is_short(self):
        return self.days < self.least

    @property
    def is_long(self):
        return self.days > self.most

    @property
    def is_broken(self):
        return self.is_short or self.is_long

    @property
    def drift(self):
        """The days beyond what was authorised: late ones above nought, early ones below."""
        return self.days - self.most if self.is_long else min(self.days - self.least, 0)

    @property
    def words(self):
        """The gap as a sentence."""
        words = {"number": self.number, "before": self.before, "days": self.days}
        words |= {"least": self.least, "most": self.most}
        if self.days < 0:
            return _("Session %(number)s would come before session %(before)s.") % words
        between = ngettext(
            "Session %(number)s comes %(days)s day after session %(before)s",
            "Session %(number)s comes %(days)s days after session %(before)s",
            self.days,
        )
        return _("%(between)s; authorized are %(least)s to %(most)s.") % {**words, "between": between % words}


def steps_of(phases, count):
    """For each session from the second on, the least and most days after the one before: `{number: (least, most)}`.

    Sessions that no phase speaks of have none.
    """
    steps, number = {}, 0
    for phase in phases:
        for _session in range(phase.sessions):
            number += 1
            if 1 < number <= count:
                steps[number] = (phase.least_days, phase.most_days)
    return steps


def step_between(steps, before, number):
    """The least and most days from one session to a later one, where those between are missing: their steps add
    up. None where no phase speaks of one of them.
    """
    between = [steps[each] for each in range(before + 1, number + 1) if each in steps]
    if len(between) < number - before:
        return None
    return sum(least for least, _most in between), sum(most for _least, most in between)


def gaps_between(steps, days):
    """Every gap of a course whose sessions lie on `days`, a date by number, as far as phases speak of it."""
    gaps = []
    for before, number in pairwise(sorted(days)):
        if step := step_between(steps, before, number):
            gaps.append(Gap(before, number, (days[number] - days[before]).days, *step))
    return gaps


def drift_in_all(steps, days):
    """How many days the last session lies beyond what was authorised, from the first on; early ones below nought."""
    first, last = min(days, default=0), max(days, default=0)
    step = step_between(steps, first, last)
    if first == last or step is None:
        return 0
    since = (days[last] - days[first]).days
    least, most = step
    return since - most if since > most else min(since - least, 0)


def days_of(course) -> dict[int, date]:
    """The date of each session in the diary by its number, on the wall calendar of its location."""
    rows = course.appointments.agreed().select_related("room__location")
    return {row.number: row.starts_at.date() for row in rows}


def gaps_of(course):
    """The gaps between the sessions of a course as they stand in the diary."""
    return gaps_between(steps_of(course.phases.all(), course.sessions_authorised), days_of(course))


def days_of_courses(courses):
    """What `days_of` says of many courses, by their keys, in one query."""
    days = defaultdict(dict)
    agreed = Appointment.objects.agreed().filter(course__in=courses)
    for row in agreed.select_related("room__location"):
        days[row.course_id][row.number] = row.starts_at.date()
    return days


def broken_in(courses):
    """The keys of those of the courses in which a gap is broken, in three queries however many they are."""
    courses = courses.prefetch_related("phases")
    days = days_of_courses(courses)
    return {
        course.pk
        for course in courses
        if any(
            gap.is_broken
            for gap in gaps_between(
                steps_of(course.phases.all(), course.sessions_authorised), days[course.pk]
            )
        )
    }


def broken_beside(steps, days, changed):
    """The gaps that are broken beside one of these sessions, `changed` being their numbers."""
    return [
        gap for gap in gaps_between(steps, days) if gap.is_broken and {gap.before, gap.number} & set(changed)
    ]


def broken_by(course, number, day):
    """What a session of a course would break on that day, the others being where they are."""
    steps = steps_of(course.phases.all(), course.sessions_authorised)
    return broken_beside(steps, days_of(course) | {number: day}, {number})


def judge(course, days, changed, *, by, because):
    """Refuse what `changed`, a set of numbers, would break between the sessions of a course, unless `because`
    says why and `by` may break it: anybody may leave more days than authorised, a prescriber alone fewer.

    `days` are all dates by number, as they would be. Returns the numbers that now stand beside a broken gap.
    """
    steps = steps_of(course.phases.all(), course.sessions_authorised)
    broken = broken_beside(steps, days, changed)
    if broken and not because:
        raise ValidationError(
            [
                ValidationError(
                    gap.words, "gap_short" if gap.is_short else "gap_long", {"number": gap.number}
                )
                for gap in broken
            ]
        )
    if any(gap.is_short for gap in broken) and not by.has_perm("scheduling.break_course_gaps"):
        raise ValidationError(
            _("Only a prescriber may put sessions closer together than authorized."), "gap_prescriber_only"
        )
    return {number for gap in broken for number in (gap.before, gap.number)} & set(changed)
