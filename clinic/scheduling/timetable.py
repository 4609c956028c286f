"""When a location is open and a clinician is there: what `openings` offers from, `booking` judges by and the
calendar shows.

The weekly hours of a location count within their validity, special hours of a date instead of them, and a closure
beats both. Extra hours of a date add to a clinician's weekly ones, and an absence takes from both. A room that is
closed, and a type that needs a prescriber on site, take from what is left.

Hours are kept on a location's wall clock and reckoned with as moments. Where the clocks go back, a time that
comes twice means the second one; where they go forward, a missing time means as long after midnight.
"""

from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.accounts.roles import PRESCRIBER

from .models import ACTIVE_STATUSES

# Sets of moments for the days asked about, as common table expressions that a query begins with; `bound` binds
# what they ask for. `least` keeps a span that falls into a missing hour from ending before it begins.
SETS = """
    place AS (
        SELECT id, time_zone AS zone FROM locations_location WHERE id = %(location)s
    ),
    day AS (
        SELECT %(first_day)s::date + n AS day
        FROM generate_series(0, %(last_day)s::date - %(first_day)s::date) AS n
    ),
    special AS (
        SELECT day, opens, closes FROM locations_specialhours
        WHERE location_id = %(location)s AND day BETWEEN %(first_day)s AND %(last_day)s
    ),
    open AS (
        SELECT range_agg(tstzrange(least(opens, closes), closes)) AS hours
        FROM (
            SELECT (day + opens) AT TIME ZONE zone AS opens, (day + closes) AT TIME ZONE zone AS closes
            FROM place CROSS JOIN (
                SELECT day, opens, closes
                FROM day JOIN locations_openinghours AS weekly
                    ON location_id = %(location)s AND weekday = extract(isodow FROM day)
                    AND day >= valid_from AND (valid_until IS NULL OR day <= valid_until)
                WHERE day NOT IN (SELECT day FROM special)
                UNION ALL
                SELECT day, opens, closes FROM special
            ) AS span
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
            FROM place CROSS JOIN (
                SELECT clinician_id, day, starts, ends
                FROM day JOIN scheduling_clinicianhours AS weekly
                    ON location_id = %(location)s AND weekday = extract(isodow FROM day)
                    AND day >= valid_from AND (valid_until IS NULL OR day <= valid_until)
                UNION ALL
                SELECT clinician_id, day, starts, ends FROM scheduling_extrahours
                WHERE location_id = %(location)s AND day BETWEEN %(first_day)s AND %(last_day)s
            ) AS span
        ) AS span
        GROUP BY clinician_id
    ),
    here AS (
        SELECT clinician_id, hours - coalesce((
                   SELECT range_agg(away) FROM scheduling_absence AS absence
                   WHERE absence.clinician_id = at_work.clinician_id AND away && range_merge(hours)
               ), '{}') AS hours
        FROM at_work
    ),
    on_site AS (
        SELECT coalesce(range_agg(hours), '{}') AS hours
        FROM here JOIN scheduling_clinician AS clinician ON clinician.id = clinician_id
        WHERE clinician.is_active AND EXISTS (
            SELECT FROM accounts_user AS person
            JOIN accounts_user_groups AS role ON role.user_id = person.id
            JOIN auth_group ON auth_group.id = role.group_id
            WHERE person.id = clinician.user_id AND person.is_active AND auth_group.name = %(prescriber)s
        )
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

HERE = f"""
    WITH {SETS}
    SELECT clinician_id, (lower(span) AT TIME ZONE zone)::date, span
    FROM place CROSS JOIN house CROSS JOIN here CROSS JOIN unnest(hours * free) AS span
    ORDER BY clinician_id, span
"""

# What is found against each of the appointments `asked` about, in the columns of `Findings`.
JUDGED = """
    judged AS (
        SELECT id,
               (SELECT reason FROM closed WHERE span && visit ORDER BY span LIMIT 1) AS closed_for,
               coalesce(visit <@ (SELECT hours FROM open), false) AS is_open,
               EXISTS (
                   SELECT FROM scheduling_absence AS absence
                   WHERE absence.clinician_id = asked.clinician_id AND away && clinician_block
               ) AS is_away,
               coalesce(clinician_block <@ (
                   SELECT hours FROM at_work WHERE at_work.clinician_id = asked.clinician_id
               ), false) AS is_at_work,
               (SELECT reason FROM scheduling_roomclosure AS shut
                WHERE shut.room_id = asked.room_id AND shut.closed && room_block
                ORDER BY shut.closed LIMIT 1) AS room_closed_for,
               NOT needs_prescriber_on_site OR visit <@ (SELECT hours FROM on_site) AS is_led
        FROM asked
    )
"""

OBJECTIONS = f"""
    WITH {SETS},
    asked AS (
        SELECT %(id)s::bigint AS id, %(room)s AS room_id, %(clinician)s AS clinician_id, %(visit)s AS visit,
               %(room_block)s AS room_block, %(clinician_block)s AS clinician_block,
               %(needs_prescriber)s AS needs_prescriber_on_site
    ),
    {JUDGED}
    SELECT * FROM judged
"""

STRANDED = f"""
    WITH {SETS},
    asked AS (
        SELECT appointment.id, room_id, clinician_id, visit, room_block, clinician_block,
               needs_prescriber_on_site
        FROM scheduling_appointment AS appointment
        JOIN scheduling_appointmenttype AS type ON type.id = type_id
        WHERE room_id IN (SELECT id FROM scheduling_room WHERE location_id = %(location)s)
              AND status IN %(active)s AND room_block && %(to_come)s AND upper(visit) > %(now)s
    ),
    {JUDGED}
    SELECT * FROM judged
    WHERE closed_for IS NOT NULL OR NOT is_open OR is_away OR NOT is_at_work
          OR room_closed_for IS NOT NULL OR NOT is_led
"""


class Findings(NamedTuple):
    """What the sets say of one appointment; `objections` puts it in words."""

    id: int | None
    closed_for: str | None
    is_open: bool
    is_away: bool
    is_at_work: bool
    room_closed_for: str | None
    is_led: bool  # by a prescriber on site, where the type asks for one


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
    rows = _rows(HOURS, location=location, first_day=first_day, last_day=last_day)
    for (day, reason), of_day in groupby(rows, key=itemgetter(0, 1)):
        yield day, [span for *_, span in of_day if span], reason or ""


def at_work(*, location, day):
    """Who works at a location that day: for each clinician's id the spans in order, as far as it is open."""
    rows = _rows(AT_WORK, location=location, first_day=day, last_day=day)
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


def comes_twice(moment):
    """Whether the wall clock shows this aware moment’s time twice that day."""
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def clock(moment, location):
    """A moment as people at the location read it, such as 10:00; a time that comes twice says which: 01:30 EST."""
    here = moment.astimezone(location.zone)
    return f"{here:%H:%M %Z}" if comes_twice(here) else f"{here:%H:%M}"


def on_the_wall_clock(span, location):
    """A range of moments as people at the location read it, such as 10:00–11:15."""
    return f"{clock(span.lower, location)}–{clock(span.upper, location)}"


def here(*, location, first_day, last_day):
    """Who is here when, absences taken off and as far as it is open: spans in order by (clinician's id, date)."""
    rows = _rows(HERE, location=location, first_day=first_day, last_day=last_day)
    return {key: [span for *_, span in theirs] for key, theirs in groupby(rows, key=itemgetter(0, 1))}


def objections(appointment):
    """Why the location, the clinician or the room is not there for an appointment, in words."""
    location, visit = appointment.room.location, appointment.visit
    [found] = _rows(
        OBJECTIONS,
        location=location,
        first_day=visit.lower.astimezone(location.zone).date(),
        last_day=visit.upper.astimezone(location.zone).date(),
        id=appointment.pk,
        room=appointment.room.pk,
        clinician=appointment.clinician.pk,
        visit=visit,
        room_block=appointment.room_block,
        clinician_block=appointment.clinician_block,
        needs_prescriber=appointment.type.needs_prescriber_on_site,
    )
    return in_words(appointment, Findings(*found))


def stranded(*, location, now):
    """The `Findings` against every active appointment to come at a location, by its key; see `stranded.py`."""
    earliest, latest = bookable_span(now=now, location=location)
    rows = _rows(
        STRANDED,
        location=location,
        first_day=earliest.astimezone(location.zone).date() - timedelta(days=1),
        last_day=latest.date() + timedelta(days=1),
        active=ACTIVE_STATUSES,
        to_come=DateTimeTZRange(now, None),
        now=now,
    )
    return {found.id: found for found in map(Findings._make, rows)}


def in_words(appointment, found):
    """What was found against an appointment, as the refusals that people read."""
    location = appointment.room.location
    words = {
        "location": location,
        "clinician": appointment.clinician,
        "room": appointment.room,
        "visit": on_the_wall_clock(appointment.visit, location),
        "busy": on_the_wall_clock(appointment.clinician_block, location),
    }
    if found.closed_for is not None:
        words["reason"] = found.closed_for
        yield ValidationError(_("%(location)s is closed that day: %(reason)s."), "closed", words)
    elif not found.is_open:
        yield ValidationError(
            _("%(location)s is not open for the whole visit, %(visit)s."), "outside_hours", words
        )
    if found.is_away:
        yield ValidationError(_("%(clinician)s is away then."), "clinician_away", words)
    elif not found.is_at_work:
        yield ValidationError(
            _("%(clinician)s does not work at %(location)s %(busy)s that day."), "clinician_not_there", words
        )
    if found.room_closed_for is not None:
        words = {**words, "reason": found.room_closed_for}
        yield ValidationError(_("%(room)s is closed then: %(reason)s."), "room_closed", words)
    if not found.is_led:
        yield ValidationError(
            _("No prescriber is at %(location)s for the whole visit, %(visit)s."),
            "prescriber_not_on_site",
            words,
        )


def bound(*, location, first_day, last_day, **asked):
    """What `SETS` ask for, with what else a query asks."""
    return {
        "location": location.pk,
        "first_day": first_day,
        "last_day": last_day,
        "prescriber": PRESCRIBER,
        **asked,
    }


def _rows(query, **asked):
    with connection.cursor() as cursor:
        cursor.execute(query, bound(**asked))
        return cursor.fetchall()
