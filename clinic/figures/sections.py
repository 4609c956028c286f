"""The figures in words: what each counts, its chart, and the table that says the same."""

import math
from dataclasses import dataclass, field

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from clinic.bars import Chart, stacked, up_and_down

from .months import FEW

NONE = "–"
STEP = 25  # percent, in which the chart of rooms grows
NARROW = {"width": 28, "gap": 8}  # twelve of them are read on a phone


@dataclass
class Section:
    """One part of the page. `rows` are the newest month first, each what its cells say."""

    key: str
    heading: str
    counted: str
    shows: str
    chart: Chart
    head: list[str]
    rows: list[list[str]]
    legend: list[tuple[str, str]] = field(default_factory=list)


def sections(months):
    """The parts of the page for the months of one place, the newest first."""
    return [_rooms(months), _visits(months), _first_sessions(months), _drift(months), _freed(months)]


def _rooms(months):
    fullest = max(month.used or 0 for month in months)
    return Section(
        key="rooms",
        heading=_("Rooms"),
        counted=_(
            "How much of the time that rooms can be used they were used. Open is: the location’s hours, less its "
            "closures and the room’s own, for each room that is in use today. Used is: from the beginning of a visit "
            "until the room is clean again, for visits that took place there."
        ),
        shows=_("Percent of the open time of rooms that was used, by month."),
        chart=_bars(
            months,
            "used",
            lambda month: month.used or 0,
            lambda month: _percent(month.used),
            highest=max(STEP, math.ceil(fullest / STEP) * STEP),
        ),
        head=[_("Month"), _("Open, hours"), _("Used, hours"), _("Used")],
        rows=[
            [_name(month), _hours(month.open_minutes), _hours(month.used_minutes), _percent(month.used)]
            for month in months
        ],
    )


def _visits(months):
    lost = [("missed", _("Did not come")), ("late", _("Canceled late"))]
    columns = [(_label(month), {"missed": month.missed, "late": month.late}) for month in reversed(months)]
    return Section(
        key="visits",
        heading=_("Visits that did not take place"),
        counted=_(
            "Visits that were to begin in the month, as they stand today. Canceled late is what the patient, or "
            "somebody for them, canceled within the hours the location has set; what the clinic canceled is not "
            "counted. Percent is of those of which somebody has said what became of them."
        ),
        shows=_("Visits that did not take place, by month: did not come, and canceled late."),
        chart=stacked(columns, **NARROW),
        legend=lost,
        head=[_("Month"), _("Took place"), *(words for _part, words in lost), _("Not said yet")],
        rows=[
            [
                _name(month),
                str(month.came),
                _count(month.missed, month.missed_share),
                _count(month.late, month.late_share),
                str(month.unsaid),
            ]
            for month in months
        ],
    )


def _first_sessions(months):
    return Section(
        key="first",
        heading=_("From the inquiry to the first session"),
        counted=_(
            "Days of the calendar between an inquiry and the first session of treatment that the person ever had, "
            "counted in the month of that session. Half of them waited no longer than the median. Who came without an "
            "inquiry is not counted."
        ),
        shows=_("Median of days from the inquiry to the first session, by month."),
        chart=_bars(
            months,
            "days",
            lambda month: month.usual_days_to_first or 0,
            lambda month: _number(month.usual_days_to_first),
        ),
        head=[_("Month"), _("People"), _("Days, median")],
        rows=[[_name(month), str(month.firsts), _number(month.usual_days_to_first)] for month in months],
    )


def _drift(months):
    columns = [(_label(month), month.usual_drift) for month in reversed(months)]
    return Section(
        key="drift",
        heading=_("How far courses drift"),
        counted=_(
            "Days that the last session of a course took place later than authorized, reckoned from its first; earlier "
            "ones have a minus. A course is counted in the month of its last session, once it is over: all sessions "
            "took place, or a prescriber ended it."
        ),
        shows=_("Median of days by which courses ended later or earlier than authorized, by month."),
        chart=up_and_down(columns, name="days", said=[_signed(value) for _label, value in columns], **NARROW),
        head=[_("Month"), _("Courses"), _("Days, median")],
        rows=[[_name(month), str(month.courses), _signed(month.usual_drift)] for month in months],
    )


def _freed(months):
    parts = [("refilled", _("Refilled")), ("freed", _("Stayed free"))]
    columns = [
        (
            _label(month),
            {"refilled": month.refilled_minutes, "freed": month.freed_minutes - month.refilled_minutes},
        )
        for month in reversed(months)
    ]
    return Section(
        key="freed",
        heading=_("Time that came free"),
        counted=_(
            "Room time that a cancellation or a move left free before it began, in the month it lies in, and how much "
            "of it somebody else was given. Time that came free twice counts once; time that the same appointment has "
            "again does not count."
        ),
        shows=_("Hours of room time that came free, by month: refilled, and stayed free."),
        chart=stacked(columns, said=[_hours(month.freed_minutes) for month in reversed(months)], **NARROW),
        legend=parts,
        head=[_("Month"), _("Came free, hours"), _("Refilled, hours"), _("Refilled")],
        rows=[
            [
                _name(month),
                _hours(month.freed_minutes),
                _hours(month.refilled_minutes),
                _percent(month.refilled),
            ]
            for month in months
        ],
    )


def few():
    """What is said once of small numbers."""
    return _(
        "Of fewer than %(few)s there is a count, and neither a percentage nor a median: it would say nothing."
    ) % {"few": FEW}


def _bars(months, color, value, said, highest=None):
    in_order = list(reversed(months))
    columns = [(_label(month), {color: value(month)}) for month in in_order]
    return stacked(columns, said=[said(month) for month in in_order], highest=highest, **NARROW)


def _label(month):
    return date_format(month.day, "M")


def _name(month):
    words = f"{date_format(month.day, 'M')}\N{NO-BREAK SPACE}{month.day.year}"
    return _("%(month)s, so far") % {"month": words} if month.is_running else words


def _hours(minutes):
    """Whole hours; of few, the tenth too."""
    tenths = 0 if minutes >= 600 else 1
    return number_format(round(minutes / 60, tenths), tenths, use_l10n=True, force_grouping=True)


def _percent(share):
    return NONE if share is None else f"{share}\N{NO-BREAK SPACE}%"


def _count(count, share):
    return str(count) if share is None else f"{count} ({_percent(share)})"


def _number(value):
    return NONE if value is None else f"{value:g}"


def _signed(value):
    return NONE if value is None else f"{value:+g}".replace("-", "\N{MINUS SIGN}") if value else "0"
