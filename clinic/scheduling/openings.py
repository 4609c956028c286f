"""Openings: the times that can be booked, for room and clinician together."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from . import timetable
from .models import ACTIVE_STATUSES, Clinician, Room

GRID = timedelta(minutes=15)
SOME_START = datetime(2000, 1, 1, tzinfo=UTC)  # on the grid, since every zone is quarters of an hour from UTC
LONGEST_BLOCK = timedelta(days=1)


@dataclass(frozen=True)
class Opening:
    """A time that can be booked; `session_start` is aware, in the location's zone. `rooms` are all that are free
    then, where `each_room` was asked for.
    """

    session_start: datetime
    room: Room
    clinician: Clinician
    rooms: tuple[Room, ...] = ()


def _starts_within(free, block):
    """SQL: when a session may start so that its `block` (visit, room or clinician) lies in the set `free`.

    Each free range shrinks by the minutes the block reaches before the start and after it; its last
    moment counts, so these ranges are closed: `[]`.
    """
    before, after = f"%({block}_before)s", f"%({block}_after)s"
    return f"""(
        SELECT range_agg(tstzrange(lower(span) + {before}, upper(span) - {after}, '[]'))
        FROM unnest({free}) AS span WHERE upper(span) - lower(span) >= {before} + {after}
    )"""


def _taken(who, block):
    """SQL: the set of moments at which active appointments occupy a room, clinician or patient (`who.id`)."""
    return f"""coalesce((
        SELECT range_agg({block}) FROM scheduling_appointment AS taken
        WHERE {who}_id = {who}.id AND status IN %(active)s AND {block} && %(window)s
              AND NOT taken.id = ANY(%(moving)s)
    ), '{{}}')"""


OPENINGS = f"""
    WITH {timetable.SETS},
    room AS (
        SELECT id, position,
               tstzmultirange(%(window)s) - {_taken("room", "room_block")} - coalesce((
                   SELECT range_agg(closed) FROM scheduling_roomclosure
                   WHERE room_id = room.id AND closed && %(window)s
               ), '{{}}') AS free
        FROM unnest(%(rooms)s::bigint[]) WITH ORDINALITY AS room (id, position)
    ),
    room_starts AS (
        SELECT id, position, {_starts_within("free", "room")} AS starts FROM room
    ),
    clinician AS (
        SELECT id, position, hours - {_taken("clinician", "clinician_block")} AS free
        FROM unnest(%(clinicians)s::bigint[]) WITH ORDINALITY AS clinician (id, position)
        JOIN here ON here.clinician_id = clinician.id
    ),
    clinician_starts AS (
        SELECT id, position, {_starts_within("free", "clinician")} AS starts FROM clinician
    ),
    patient AS (
        SELECT tstzmultirange(%(window)s) - {_taken("patient", "visit")} AS free
        FROM (SELECT %(patient)s::bigint AS id) AS patient
    ),
    led AS (
        SELECT CASE WHEN %(needs_prescriber)s THEN (SELECT hours FROM on_site)
               ELSE tstzmultirange(%(window)s) END AS free
    ),
    visit_starts AS MATERIALIZED (
        SELECT {_starts_within("house.free * patient.free * led.free", "visit")}
               * (SELECT range_agg(starts) FROM room_starts)
               * tstzmultirange(tstzrange(%(earliest)s, %(latest)s, '[]')) AS starts
        FROM house CROSS JOIN patient CROSS JOIN led
    ),
    everybody_starts AS (
        SELECT clinician_starts.id AS clinician, clinician_starts.position,
               clinician_starts.starts * visit_starts.starts AS starts
        FROM clinician_starts CROSS JOIN visit_starts
    ),
    opening AS (
        SELECT start, clinician, position
        FROM place, everybody_starts,
             unnest(starts) AS stretch,
             generate_series(
                 date_bin(%(grid)s, lower(stretch) + %(grid)s - interval '1 microsecond', %(grid_from)s),
                 upper(stretch),
                 %(grid)s
             ) AS start
        WHERE (%(weekdays)s IS NULL OR extract(isodow FROM start AT TIME ZONE zone) = ANY (%(weekdays)s))
              AND (%(not_before)s IS NULL OR (start AT TIME ZONE zone)::time >= %(not_before)s)
              AND (%(not_after)s IS NULL OR (start AT TIME ZONE zone)::time <= %(not_after)s)
        ORDER BY start, position
        LIMIT %(limit)s
    )
    SELECT start, clinician,
           ARRAY(
               SELECT id FROM room_starts WHERE starts @> start ORDER BY position LIMIT %(rooms_each)s
           ) AS rooms
    FROM opening
    ORDER BY start, position
"""


def grid_through(moment):
    """Where the grid begins that this moment lies on: the same for all moments whole quarters of an hour from it."""
    return SOME_START + (moment - SOME_START) % GRID


def fit_for(*, type, location):
    """The rooms of a location and the clinicians who work there, as far as they can serve a type."""
    rooms = Room.objects.fit_for(type).filter(location=location).select_related("location")
    clinicians = Clinician.objects.fit_for(type).working_at(location).select_related("user")
    return list(rooms), list(clinicians)


def openings(
    *,
    type,
    location,
    first_day,
    last_day,
    now,
    patient=None,
    clinician=None,
    room=None,
    weekdays=None,
    not_before=None,
    not_after=None,
    session_minutes=None,
    instead_of=None,
    besides=(),
    limit=500,
    each_room=False,
    fit=None,
    grid_from=SOME_START,
):
    """The first `limit` openings of a type at a location, from `first_day` to `last_day` (its wall calendar); all of
    them without a `limit`.

    One opening for each start on the quarter of an hour and each clinician, in the first room that is free;
    `clinician` and `room` ask for that one only, and `patient` leaves out when this one is here already.
    `weekdays` (ISO: Monday is 1), `not_before` and `not_after` say on which days and between which times of the
    wall clock the session may start, both included.
    `instead_of` is an appointment to be moved, and `besides` are others that move in the same act: the times
    they take now count as free. With `each_room` an opening names every room that is free then. What this offers,
    `booking` accepts, unless somebody else is faster. `fit` is what `fit_for` found, for whoever has asked
    already. `grid_from` has openings lie on another grid than the quarters of the hour: see `grid_through`.

    One query does it by arithmetic on sets of moments (multiranges), not by trying every time:

    - `house`: the location's hours on these days, weekly or special, minus its closures;
    - `room`: all the time there is, minus what active appointments block of each room that fits, minus the times
      when it is closed;
    - `clinician`: the hours each one works here, weekly and extra, minus absences, minus appointments anywhere;
    - `patient`: all the time there is, minus the visits the patient makes anywhere;
    - `led`: when any prescriber is here, where the type needs one on site, else all the time there is;
    - `…_starts`: each free stretch shrunk to the starts whose visit, room block or clinician block fits
      into it; a start must be in the set that house, patient and prescriber have in common, in the clinician's
      and in any room's;
    - `opening`: only what is left is cut into quarters of an hour, and gets its first free room. Weekdays and
      times are asked of each quarter, since a time of the wall clock may come twice.

    Hours become moments in `timetable.SETS`, so days of 23 and 25 hours come out right. All values are bound.
    """
    rooms, clinicians = fit or fit_for(type=type, location=location)
    rooms = {row.pk: row for row in rooms if room in (None, row)}
    clinicians = {row.pk: row for row in clinicians if clinician in (None, row)}
    earliest, latest = timetable.bookable_span(now=now, location=location)
    days = {"location": location, "first_day": first_day, "last_day": last_day}
    asked = timetable.bound(**days) | {
        "window": timetable.days(**days, margin=LONGEST_BLOCK),
        "rooms": list(rooms),
        "clinicians": list(clinicians),
        "patient": patient and patient.pk,
        "needs_prescriber": type.needs_prescriber_on_site,
        "weekdays": None if weekdays is None else sorted(weekdays),
        "not_before": not_before,
        "not_after": not_after,
        "moving": [each.pk for each in (instead_of, *besides) if each],
        "rooms_each": None if each_room else 1,
        "active": ACTIVE_STATUSES,
        "earliest": earliest,
        "latest": latest,
        "grid": GRID,
        "grid_from": grid_from,
        "limit": limit,
    }
    shape = type.ranges(SOME_START, session_minutes)
    blocks = {"visit": shape.visit, "room": shape.room_block, "clinician": shape.clinician_block}
    for name, block in blocks.items():
        asked |= {f"{name}_before": SOME_START - block.lower, f"{name}_after": block.upper - SOME_START}
    with connection.cursor() as cursor:
        cursor.execute(OPENINGS, asked)
        found = cursor.fetchall()
    return [
        Opening(
            start.astimezone(location.zone),
            rooms[free[0]],
            clinicians[clinician_id],
            tuple(rooms[each] for each in free) if each_room else (),
        )
        for start, clinician_id, free in found
    ]
