"""When a location is open and a clinician is there: what `openings` offers from, `booking` judges by and the
calendar shows.

Hours are kept on a location's wall clock and reckoned with as moments. Where the clocks go back, a time that
comes twice means the second one; where they go forward, a missing time means as long after midnight.
"""

from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _

# Sets of moments for the days asked about, as common table expressions that a query begins with.
# `least` keeps a span that falls into a missing hour from ending before it begins.
SETS = """
    place AS (
        SELECT id, time_zone AS zone FROM locations_location WHERE id = %(location)s
    ),
    day AS (
        SELECT %(first_day)s::date + n AS day
        FROM generate_series(0, %(last_day)s::date - %(first_day)s::date) AS n
    ),
    open AS (
        SELECT range_agg(tstzrange(least(opens, closes), closes)) AS hours
        FROM (
            SELECT (day + opens) AT TIME ZONE zone AS opens, (day + closes) AT TIME ZONE zone AS closes
            FROM day CROSS JOIN place
            JOIN locations_openinghours AS span
                ON span.location_id = place.id AND span.weekday = extract(isodow FROM day)
        ) AS span
    ),
    closed AS (
        SELECT reason, tstzrange(first_day::timestamp AT TIME ZONE zone,
                                 (last_day + 1)::timestamp AT TIME ZONE zone) AS span
        FROM place
        JOIN locations_closure AS closure ON closure.location_id = place.id OR closure.location_id IS NULL
        WHERE first_day <= %(last_day)s AND last_day >= %(first_day)s
    ),
    house AS (
        SELECT hours - coalesce((SELECT range_agg(span) FROM closed), '{}') AS free FROM open
    ),
    at_work AS (
        SELECT clinician_id, range_agg(tstzrange(least(starts, ends), ends)) AS hours
        FROM (
            SELECT clinician_id,
                   (day + starts) AT TIME ZONE zone AS starts, (day + ends) AT TIME ZONE zone AS ends
            FROM day CROSS JOIN place
            JOIN scheduling_clinicianhours AS span
                ON span.location_id = place.id AND span.weekday = extract(isodow FROM day)
                AND day >= valid_from AND (valid_until IS NULL OR day <= valid_until)
        ) AS span
        GROUP BY clinician_id
    )
"""

HOURS = f"""
    WITH {SETS}
    SELECT day, (SELECT reason FROM closed WHERE span @> (day::timestamp AT TIME ZONE zone)
                 ORDER BY span LIMIT 1), span
    FROM day CROSS JOIN place CROSS JOIN house
    LEFT JOIN unnest(free) AS span ON (lower(span) AT TIME ZONE zone)::date = day
    ORDER BY day, span
"""

AT_WORK = f"""
    WITH {SETS}
    SELECT clinician_id, span
    FROM at_work CROSS JOIN house LEFT JOIN unnest(hours * free) AS span ON true
    ORDER BY clinician_id, span
"""

OBJECTIONS = f"""
    WITH {SETS}
    SELECT (SELECT reason FROM closed WHERE span && %(visit)s LIMIT 1),
           coalesce(%(visit)s <@ (SELECT hours FROM open), false),
           coalesce(%(clinician_block)s <@ (SELECT hours FROM at_work WHERE clinician_id = %(clinician)s),
                    false),
           EXISTS (SELECT FROM scheduling_absence
                   WHERE clinician_id = %(clinician)s AND away && %(clinician_block)s)
"""


def bookable_span(*, now, location):
    """The first and the last moment a session may start: now, and this time of day in twelve months."""
    here = now.astimezone(location.zone)
    leap_day = (here.month, here.day) == (2, 29)
    return now, here.replace(year=here.year + 1, day=28 if leap_day else here.day)


def days(*, location, first_day, last_day, margin=timedelta(0)):
    """The moments from the first midnight of `first_day` to the last of `last_day`, and a `margin` around."""
    midnight = time(tzinfo=location.zone)
    start = datetime.combine(first_day, midnight).astimezone(UTC) - margin
    end = datetime.combine(last_day + timedelta(days=1), midnight).astimezone(UTC) + margin
    return DateTimeTZRange(start, end)


def hours(*, location, first_day, last_day):
    """When a location is open: for each of these days its spans in order, and why it is closed, if it is.

    Returns `(date, [DateTimeTZRange], reason)` for each day.
    """
    rows = _rows(HOURS, location=location.pk, first_day=first_day, last_day=last_day)
    for (day, reason), of_day in groupby(rows, key=itemgetter(0, 1)):
        yield day, [span for *_, span in of_day if span], reason or ""


def at_work(*, location, day):
    """Who works at a location that day: for each clinician's id the spans in order, as far as it is open."""
    rows = _rows(AT_WORK, location=location.pk, first_day=day, last_day=day)
    return {
        clinician: [span for *_, span in theirs if span]
        for clinician, theirs in groupby(rows, key=itemgetter(0))
    }


def moment(*, location, day, hour, fold=None):
    """The moment a location's wall clock shows `hour` on `day`, aware, in its zone.

    Refuses a time that the clocks skip, and asks which one is meant (`fold` 0 or 1) where it comes twice.
    """
    wall = datetime.combine(day, hour)
    first, second = (wall.replace(tzinfo=location.zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    words = {"time": hour.strftime("%H:%M"), "day": date_format(day)}
    if first.astimezone(UTC).astimezone(location.zone).replace(tzinfo=None) != wall:
        raise ValidationError(
            _("There is no %(time)s on %(day)s: the clocks go forward. Choose another time.") % words,
            code="missing_hour",
        )
    if fold is None:
        raise ValidationError(
            _("%(time)s comes twice on %(day)s: the clocks go back. Say the first or the second.") % words,
            code="doubled_hour",
        )
    return second if fold else first


def clock(moment, location):
    """A moment as people at the location read it, such as 10:00; a time that comes twice says which: 01:30 EST."""
    here = moment.astimezone(location.zone)
    comes_twice = here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset()
    return f"{here:%H:%M %Z}" if comes_twice else f"{here:%H:%M}"


def on_the_wall_clock(span, location):
    """A range of moments as people at the location read it, such as 10:00–11:15."""
    return f"{clock(span.lower, location)}–{clock(span.upper, location)}"


def objections(appointment):
    """Why the location or the clinician is not there for an appointment, in words."""
    location, clinician = appointment.room.location, appointment.clinician
    visit, clinician_block = appointment.visit, appointment.clinician_block
    [(closed_for, is_open, is_at_work, is_away)] = _rows(
        OBJECTIONS,
        location=location.pk,
        clinician=clinician.pk,
        first_day=visit.lower.astimezone(location.zone).date(),
        last_day=visit.upper.astimezone(location.zone).date(),
        visit=visit,
        clinician_block=clinician_block,
    )
    words = {
        "location": location,
        "clinician": clinician,
        "visit": on_the_wall_clock(visit, location),
        "busy": on_the_wall_clock(clinician_block, location),
        "reason": closed_for,
    }
    if closed_for is not None:
        yield ValidationError(_("%(location)s is closed that day: %(reason)s."), "closed", words)
    elif not is_open:
        yield ValidationError(
            _("%(location)s is not open for the whole visit, %(visit)s."), "outside_hours", words
        )
    if is_away:
        yield ValidationError(_("%(clinician)s is away then."), "clinician_away", words)
    elif not is_at_work:
        yield ValidationError(
            _("%(clinician)s does not work at %(location)s %(busy)s that day."), "clinician_not_there", words
        )


def _rows(query, **asked):
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return cursor.fetchall()
