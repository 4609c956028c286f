"""What a plan is like, in words: with whom and where, on which days and when, and which wishes it leaves open."""

from collections import Counter

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.locations.models import Weekday


def said_of(openings, wishes):
    """Such as “The same clinician and room throughout; Thursdays at 10:00, one at 11:30”."""
    parts = [_with_and_where(openings), _days_and_times(openings), *_left_open(openings, wishes)]
    said = "; ".join(parts)
    return said[0].upper() + said[1:]


def _with_and_where(openings):
    clinicians, rooms = ({getattr(each, name) for each in openings} for name in ("clinician", "room"))
    if len(clinicians) == len(rooms) == 1:
        return _("the same clinician and room throughout")
    if len(clinicians) == 1:
        return _("the same clinician throughout, in %(rooms)s rooms") % {"rooms": len(rooms)}
    if len(rooms) == 1:
        return _("the same room throughout, with %(clinicians)s clinicians") % {"clinicians": len(clinicians)}
    words = {"clinicians": len(clinicians), "rooms": len(rooms)}
    return _("with %(clinicians)s clinicians in %(rooms)s rooms") % words


def _days_and_times(openings):
    days = sorted({each.session_start.isoweekday() for each in openings})
    clocks = Counter(f"{each.session_start:%H:%M}" for each in openings)
    (usual, _often), *others = sorted(clocks.items(), key=lambda each: (-each[1], each[0]))
    if len(openings) == 1:
        on = date_format(openings[0].session_start, "l")
    else:
        on = get_text_list([_plural(day) for day in days], _("and"))
    said = [_("%(days)s at %(clock)s") % {"days": on, "clock": usual}]
    for clock, often in others:
        said.append(
            ngettext("one at %(clock)s", "%(often)s at %(clock)s", often) % {"often": often, "clock": clock}
        )
    return ", ".join(said)


def _plural(day):
    return _("%(day)ss") % {"day": Weekday(day).label}


def _left_open(openings, wishes):
    starts = [each.session_start for each in openings]
    off_days = sum(bool(wishes.weekdays) and start.isoweekday() not in wishes.weekdays for start in starts)
    off_hours = sum(
        bool(
            (wishes.earliest and start.time() < wishes.earliest)
            or (wishes.latest and start.time() > wishes.latest)
        )
        for start in starts
    )
    if off_days:
        yield ngettext(
            "%(count)s session on another day than wished for",
            "%(count)s sessions on other days than wished for",
            off_days,
        ) % {"count": off_days}
    if off_hours:
        yield ngettext(
            "%(count)s session outside the hours wished for",
            "%(count)s sessions outside the hours wished for",
            off_hours,
        ) % {"count": off_hours}
