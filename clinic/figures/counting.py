"""The figures of each month, counted by the database: as many queries for a million appointments as for ten.

A month is one of the location's wall calendar and ends at its midnight. Only what was to begin before now is counted,
so the month that runs grows, and a month that is over changes when somebody says later what became of a visit.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

from django.db import connection

from clinic.accounts.roles import PRESCRIBER
from clinic.scheduling import timetable
from clinic.scheduling.gaps import drift_in_all, steps_of
from clinic.scheduling.models import AGREED_STATUSES, CoursePhase

from .months import Month

MONTHS = 12
CAME = ("arrived", "ready", "finished")
GIVEN = (*AGREED_STATUSES, "no_show")
EVERYWHERE = None  # instead of a location's id: all that were asked about, as one

# The months as moments, on the clock of each location; what of them is to come is left out.
ASKED = """
    asked AS (
        SELECT id AS location_id, time_zone AS zone, is_active FROM locations_location
        WHERE id = ANY (%(locations)s)
    ),
    month AS (
        SELECT month::date AS month, location_id, zone, is_active,
               tstzrange(least(month AT TIME ZONE zone, %(now)s),
                         least((month + interval '1 month') AT TIME ZONE zone, %(now)s)) AS span
        FROM asked, generate_series(%(first_day)s::timestamp, %(last_day)s::timestamp, interval '1 month') AS month
    )
"""
EACH_AND_ALL = "GROUP BY GROUPING SETS ((location_id, month), (month))"


def _minutes(spans):
    """SQL: how many minutes a set of moments has."""
    return f"""(
        SELECT coalesce(sum(extract(epoch FROM upper(span) - lower(span))) / 60, 0) FROM unnest({spans}) AS span
    )"""


# How long rooms that are in use today could have been used: the hours of their location, less their own closures.
OPEN = f"""
    WITH {ASKED},
    house AS (
        SELECT location_id, free FROM asked CROSS JOIN LATERAL (
            WITH {timetable.SETS.replace("%(location)s", "asked.location_id")} SELECT free FROM house
        ) AS hours
    )
    SELECT location_id, month, sum({_minutes("free * tstzmultirange(span) - shut.closed")})
    FROM month JOIN house USING (location_id) JOIN scheduling_room AS room USING (location_id)
    CROSS JOIN LATERAL (
        SELECT coalesce(range_agg(closed), '{{}}') AS closed FROM scheduling_roomclosure
        WHERE room_id = room.id AND closed && span
    ) AS shut
    WHERE room.is_active AND month.is_active
    {EACH_AND_ALL}
"""

# What became of the visits that were to begin by now, and how long those that took place had their rooms.
VISITS = f"""
    WITH {ASKED},
    due AS (
        SELECT asked.*, appointment.*, room.is_active AND asked.is_active AS is_in_use,
               date_trunc('month', lower(visit) AT TIME ZONE zone)::date AS month
        FROM scheduling_appointment AS appointment
        JOIN scheduling_room AS room ON room.id = room_id JOIN asked USING (location_id)
        WHERE lower(visit) >= %(since)s AND lower(visit) < %(now)s
    )
    SELECT location_id, month,
           coalesce(sum(extract(epoch FROM least(upper(room_block), %(now)s) - lower(room_block)) / 60)
                    FILTER (WHERE status = ANY (%(came)s) AND is_in_use), 0),
           count(*) FILTER (WHERE status = ANY (%(came)s)),
           count(*) FILTER (WHERE status = 'no_show'),
           count(*) FILTER (WHERE status = 'cancelled' AND was_late),
           count(*) FILTER (WHERE status = 'booked' AND upper(visit) < %(now)s)
    FROM due {EACH_AND_ALL}
"""

# The first session each patient ever had who came by an inquiry, and the days of the calendar since they asked first,
# under whatever row and in whatever inquiry; who asked after it did not wait for it.
FIRST_SESSIONS = f"""
    WITH {ASKED},
    earliest AS (
        SELECT DISTINCT ON (patient_id) patient_id, session, asked.location_id, zone
        FROM scheduling_appointment AS appointment
        JOIN scheduling_room AS room ON room.id = room_id JOIN asked USING (location_id)
        WHERE kind = 'treatment' AND status = ANY (%(came)s)
              AND lower(visit) >= %(since)s AND lower(visit) < %(now)s
        ORDER BY patient_id, session
    ),
    first AS (
        SELECT location_id, date_trunc('month', lower(session) AT TIME ZONE zone)::date AS month,
               (lower(session) AT TIME ZONE zone)::date - (asked_at AT TIME ZONE zone)::date AS days
        FROM earliest CROSS JOIN LATERAL (
            SELECT min(received_at) AS asked_at
            FROM people_patient AS person
            JOIN inquiries_inquiry AS inquiry ON inquiry_id IN (inquiry.id, inquiry.merged_into_id)
            WHERE patient_id IN (person.id, person.merged_into_id)
        ) AS inquiry
        WHERE asked_at < lower(session) AND NOT EXISTS (
            SELECT FROM scheduling_course AS course
            JOIN scheduling_appointment AS before ON before.course_id = course.id
            WHERE course.patient_id = earliest.patient_id AND before.session < earliest.session
                  AND before.status = ANY (%(came)s)
        )
    )
    SELECT location_id, month, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY days)
    FROM first {EACH_AND_ALL}
"""

# Courses that are over: their first and last session, the last one by the location and month where it took place.
COURSES = f"""
    WITH {ASKED}
    SELECT asked.location_id, date_trunc('month', lower(last.session) AT TIME ZONE zone)::date, course.id,
           course.sessions_authorised, first.number, first.day,
           last.number, (lower(last.session) AT TIME ZONE zone)::date
    FROM scheduling_appointment AS last
    JOIN scheduling_room AS room ON room.id = room_id JOIN asked USING (location_id)
    JOIN scheduling_course AS course ON course.id = course_id
    CROSS JOIN LATERAL (
        SELECT number, (lower(session) AT TIME ZONE time_zone)::date AS day
        FROM scheduling_appointment AS session
        JOIN scheduling_room AS room ON room.id = room_id
        JOIN locations_location AS location ON location.id = location_id
        WHERE course_id = course.id AND status = ANY (%(agreed)s) ORDER BY number LIMIT 1
    ) AS first
    WHERE last.status = ANY (%(came)s) AND lower(last.visit) >= %(since)s AND lower(last.visit) < %(now)s
          AND (last.number = course.sessions_authorised OR ended_on IS NOT NULL) AND last.number > first.number
          AND NOT EXISTS (
              SELECT FROM scheduling_appointment AS later
              WHERE later.course_id = course.id AND later.number > last.number AND later.status = ANY (%(agreed)s)
          )
"""

# Time that came free and has come: as sets, so that what came free twice counts once. What the same appointment has
# again was not free; what any other has, or had when nobody came, was refilled.
FREED = f"""
    WITH {ASKED},
    freed AS (
        SELECT asked.location_id, freed.room_id,
               date_trunc('month', lower(freed.room_block) AT TIME ZONE zone)::date AS month,
               tstzmultirange(freed.room_block) - CASE
                   WHEN appointment.status = ANY (%(given)s) AND appointment.room_id = freed.room_id
                   THEN tstzmultirange(appointment.room_block) ELSE '{{}}'
               END AS block
        FROM scheduling_freedtime AS freed
        JOIN scheduling_room AS room ON room.id = freed.room_id JOIN asked USING (location_id)
        JOIN scheduling_appointment AS appointment ON appointment.id = appointment_id
        WHERE lower(freed.session) >= %(since)s AND lower(freed.session) < %(now)s
    ),
    given AS MATERIALIZED (
        SELECT room_id, room_block FROM scheduling_appointment
        WHERE status = ANY (%(given)s) AND lower(visit) >= %(since)s AND lower(visit) < %(now)s + interval '1 day'
    ),
    together AS (
        SELECT location_id, room_id, month, range_agg(block) AS block FROM freed GROUP BY 1, 2, 3
    )
    SELECT location_id, month, sum({_minutes("block")}), sum({_minutes("block * others.blocks")})
    FROM together CROSS JOIN LATERAL (
        SELECT coalesce(range_agg(room_block), '{{}}') AS blocks FROM given
        WHERE given.room_id = together.room_id AND room_block && range_merge(block)
    ) AS others
    {EACH_AND_ALL}
"""


def by_month(locations, now):
    """The last 12 months, the newest first, of each of these locations by its id, and of `EVERYWHERE`."""
    running = {each.pk: {now.astimezone(each.zone).date().replace(day=1)} for each in locations}
    running[EVERYWHERE] = set().union(*running.values()) or {now.date().replace(day=1)}
    days = [_month_from(max(running[EVERYWHERE]), -back) for back in range(MONTHS)]
    found = {
        place: {day: Month(day, is_running=day in months) for day in days}
        for place, months in running.items()
    }
    asked = {
        "locations": [each.pk for each in locations],
        "first_day": days[-1],
        "last_day": _month_from(days[0], 1) - timedelta(days=1),
        "since": datetime.combine(days[-1], time(), UTC) - timedelta(days=1),
        "now": now,
        "prescriber": PRESCRIBER,
        "came": list(CAME),
        "agreed": list(AGREED_STATUSES),
        "given": list(GIVEN),
    }
    for query, names in (
        (OPEN, ("open_minutes",)),
        (VISITS, ("used_minutes", "came", "missed", "late", "unsaid")),
        (FIRST_SESSIONS, ("firsts", "days_to_first")),
        (FREED, ("freed_minutes", "refilled_minutes")),
    ):
        for place, day, *counted in _rows(query, asked):
            _put(found, place, day, zip(names, counted, strict=True))
    for (place, day), drifts in _drifts(asked).items():
        _put(found, place, day, [("courses", len(drifts)), ("drift", median(drifts))])
    return {place: list(months.values()) for place, months in found.items()}


def _month_from(day, months):
    """The first day of the month so many months from that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _drifts(asked):
    """The days by which each course that is over has drifted, by location (and everywhere) and month."""
    rows = _rows(COURSES, asked)
    phases, drifts = defaultdict(list), defaultdict(list)
    for phase in CoursePhase.objects.filter(course__in={course for _place, _day, course, *_rest in rows}):
        phases[phase.course_id].append(phase)
    for place, day, course, sessions, first, first_day, last, last_day in rows:
        drift = drift_in_all(steps_of(phases[course], sessions), {first: first_day, last: last_day})
        drifts[place, day].append(drift)
        drifts[EVERYWHERE, day].append(drift)
    return drifts


def _put(found, place, day: date, counted):
    """What was counted of a month that is shown; a day too many is asked about, since zones differ."""
    if month := found[place].get(day):
        for name, value in counted:
            setattr(month, name, float(value) if name.startswith(("drift", "days")) else int(value))


def _rows(query, asked):
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        return cursor.fetchall()
