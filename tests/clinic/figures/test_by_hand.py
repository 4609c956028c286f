"""The figures beside a slow and obvious count, minute by minute, of months in which anything may have happened."""

import random
import uuid
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from statistics import median

import pytest
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from clinic.figures.counting import EVERYWHERE, by_month
from clinic.locations.models import Closure, Location, OpeningHours, SpecialHours
from clinic.scheduling import arriving, authorising, booking, cancelling
from clinic.scheduling.models import Appointment, Course, Room, RoomClosure
from patients.people.models import Patient
from tests.patients.area.own_pages import merged

from .conftest import NOW

CAME, AGREED = {"arrived", "ready", "finished"}, {"booked", "arrived", "ready", "finished"}
FIRST_DAY, DAYS = date(2026, 9, 20), 64  # over the clock change of November 1, to some days past now
INVENTED = "Invented."


class Months:
    """What happens to some dozens of appointments in two locations, and a log of the time that came free."""

    def __init__(self, past, seed):
        self.past, self.clinic, self.chance, self.freed = past, past.clinic, random.Random(seed), []
        self.here = self.clinic.location
        self.there = Location.objects.get()
        self.there.pk, self.there.name, self.there.slug = None, "Lakeside", "lakeside"
        self.there.time_zone = "America/Chicago"
        self.there.save()
        OpeningHours.objects.create(
            location=self.there, weekday=3, opens=time(0), closes=time(23, 59), valid_from=date(2026, 10, 10)
        )
        lakeside = Room.objects.create(location=self.there, name="Room A")
        lakeside.types.set(self.clinic.rooms[0].types.all())
        self.rooms = [*self.clinic.rooms, lakeside]
        self.patients = [self.somebody() for _ in range(10)]
        self.courses = [
            self.clinic.authorise(patient, phases=[(self.chance.choice([1, 2]), 1, 4, False)])
            for patient in self.patients[:8]
        ]

    def somebody(self):
        if self.chance.random() < 0.3:
            return self.clinic.register()
        return self.past.asked(self.past.at(8, 25) + timedelta(hours=self.chance.randrange(24 * 50)))

    def some_time(self):
        midnight = datetime.combine(FIRST_DAY, time(), tzinfo=self.here.zone).astimezone(UTC)
        day = self.chance.choice(
            [0, 10, 11, 41, 42, 60, 61]
        )  # few, so that they are full: ends of months, and now
        return midnight + timedelta(days=day, minutes=15 * self.chance.randrange(96))

    def happen(self, count):
        for _ in range(count):
            self.unless_refused(self.something)

    def unless_refused(self, act, *args, **said):
        with suppress(ValidationError):
            act(*args, **said)

    def something(self):
        room, starts = self.chance.choice(self.rooms), self.some_time()
        wishes = {"patient": self.chance.choice(self.patients)}
        if self.chance.random() < 0.5:
            course = self.chance.choice(self.courses)
            wishes = {"course": course, "patient": course.patient, "type": self.clinic.treatment_type}
        wish = self.clinic.wish(
            session_start=starts, room=room, clinician=self.chance.choice(self.clinic.clinicians),
            now=starts - timedelta(days=30), form_key=uuid.uuid4(), by=self.clinic.prescriber,
            outside_hours_because=INVENTED, **({"gap_because": INVENTED} if "course" in wishes else {}),
            **wishes,
        )  # fmt: skip
        row = booking.book(**wish)
        for _ in range(self.chance.choice([0, 0, 1, 2])):
            row = self.elsewhere(row)
        self.end(row)

    def elsewhere(self, row):
        now = row.visit.lower - timedelta(hours=self.chance.choice([1, 30]))
        left = row.room_id, row.room_block, row.session.lower
        moved = booking.move(
            appointment=row, session_start=row.session.lower + timedelta(minutes=15 * self.chance.randrange(-8, 9)),
            room=self.chance.choice([row.room, *self.rooms]), clinician=row.clinician, by=self.clinic.prescriber,
            reason=INVENTED, outside_hours_because=INVENTED, gap_because=INVENTED if row.course else "", now=now,
        )  # fmt: skip
        if left[:2] != (moved.room_id, moved.room_block):
            self.freed.append((row.pk, *left))
        return moved

    def end(self, row):
        who, fate = (
            {"by": self.clinic.front_desk},
            self.chance.choice(["came", "came", "came", "left", "missed", "off", "back"]),
        )
        if fate == "came":
            row = arriving.arrive(appointment=row, now=row.visit.lower, **who)
            if self.chance.random() < 0.5:
                row = arriving.make_ready(appointment=row, now=row.visit.upper, **who)
                arriving.finish(appointment=row, now=row.visit.upper, **who)
        elif fate == "missed":
            cancelling.mark_no_show(appointment=row, now=row.visit.lower + timedelta(minutes=20), **who)
        elif fate in ("off", "back"):
            now = row.visit.lower - timedelta(hours=self.chance.choice([1, 23, 24, 48]))
            asked_by = self.chance.choice(["patient", "family", "clinic"])
            row = cancelling.cancel(appointment=row, reason=INVENTED, asked_by=asked_by, now=now, **who)
            self.freed.append((row.pk, row.room_id, row.room_block, row.session.lower))
            if fate == "back":
                cancelling.restore(appointment=row, by=self.clinic.prescriber, now=now)

    def close_things(self):
        OpeningHours.objects.filter(location=self.here, weekday=2).update(valid_until=date(2026, 10, 13))
        SpecialHours.objects.create(
            location=self.here, day=date(2026, 10, 22), opens=time(6), closes=time(11), reason=INVENTED
        )
        Closure.objects.create(first_day=date(2026, 10, 31), last_day=date(2026, 11, 1), reason=INVENTED)
        for hours in (5, 9):
            begins = self.past.at(10, 5, 16)
            closed = DateTimeTZRange(begins, begins + timedelta(hours=hours * 10))
            RoomClosure.objects.create(room=self.rooms[hours % 2], closed=closed, reason=INVENTED)
        for course in self.chance.sample(self.courses, 4):
            self.unless_refused(authorising.end_course, course=course, by=self.clinic.prescriber, now=NOW)
        if self.chance.random() < 0.5:
            Room.objects.filter(pk=self.rooms[1].pk).update(is_active=False)
        patients = self.chance.sample(self.patients, 4)
        for one, other in zip(patients[:2], patients[2:], strict=True):
            self.unless_refused(merged, self.clinic, one, other)


def minutes_of(span, until=None):
    upper = min(span.upper, until) if until else span.upper
    return set(range(int(span.lower.timestamp()) // 60, int(upper.timestamp()) // 60))


def month_of(moment, zone):
    return moment.astimezone(zone).date().replace(day=1)


class ByHand:
    """The same figures of one place, counted as one would with a pencil."""

    def __init__(self, locations, freed):
        self.locations = {each.pk: each for each in locations}
        rows = Appointment.objects.select_related("room__location").order_by("pk")
        self.rows = {row.pk: row for row in rows}
        self.freed_log = freed
        self.found = defaultdict(lambda: defaultdict(int))

    def count(self):
        self.rooms()
        self.visits()
        self.first_sessions()
        self.courses()
        self.freed()
        return self.found

    def is_asked(self, row):
        return row.room.location_id in self.locations

    def is_due(self, row):
        return row.visit.lower < NOW

    def rooms(self):
        for location in self.locations.values():
            open_at = self.open_at(location)
            for room in Room.objects.filter(location=location, is_active=True):
                shut = set().union(
                    *(minutes_of(each.closed) for each in RoomClosure.objects.filter(room=room))
                )
                for month, minutes in open_at.items():
                    self.found[month]["open_minutes"] += len(minutes - shut)

    def open_at(self, location):
        open_at, day = defaultdict(set), date(2025, 12, 1)
        weekly, special = list(location.hours.all()), list(SpecialHours.objects.filter(location=location))
        while day <= NOW.date():
            of_day = [each for each in special if each.day == day] or [
                each for each in weekly
                if each.weekday == day.isoweekday() and each.valid_from <= day <= (each.valid_until or day)
            ]  # fmt: skip
            if not any(each.first_day <= day <= each.last_day for each in Closure.objects.all()):
                for each in of_day:
                    ends = [datetime.combine(day, at, location.zone) for at in (each.opens, each.closes)]
                    span = DateTimeTZRange(*(end.astimezone(UTC) for end in ends))
                    open_at[day.replace(day=1)] |= minutes_of(span, until=max(NOW, span.lower))
            day += timedelta(days=1)
        return open_at

    def visits(self):
        for row in filter(self.is_asked, filter(self.is_due, self.rows.values())):
            month = self.found[month_of(row.visit.lower, row.location.zone)]
            month["came"] += row.status in CAME
            month["missed"] += row.status == "no_show"
            month["late"] += row.status == "cancelled" and row.was_late
            month["unsaid"] += row.status == "booked" and row.visit.upper < NOW
            if row.status in CAME and row.room.is_active:
                month["used_minutes"] += len(minutes_of(row.room_block, NOW))

    def first_sessions(self):
        waited = defaultdict(list)
        for patient in Patient.objects.all():
            theirs = [
                row for row in self.rows.values()
                if row.patient_id == patient.pk and row.kind == "treatment" and row.status in CAME and self.is_due(row)
            ]  # fmt: skip
            same = Patient.objects.filter(pk=patient.pk) | Patient.objects.filter(merged_into=patient)
            asked = [each.inquiry.received_at for each in same.select_related("inquiry") if each.inquiry]
            first = min(theirs, key=lambda row: row.session.lower, default=None)
            if first and asked and min(asked) < first.session.lower and self.is_asked(first):
                zone = first.location.zone
                days = (first.starts_at.date() - min(asked).astimezone(zone).date()).days
                waited[month_of(first.session.lower, zone)].append(days)
        for month, days in waited.items():
            self.found[month] |= {"firsts": len(days), "days_to_first": median(days)}

    def courses(self):
        drifts = defaultdict(list)
        for course in Course.objects.all():
            stand = {
                row.number: row
                for row in self.rows.values()
                if row.course_id == course.pk and row.status in AGREED
            }
            if len(stand) < 2:
                continue
            first, last = stand[min(stand)], stand[max(stand)]
            is_over = last.number == course.sessions_authorised or course.ended_on
            if not (is_over and last.status in CAME and self.is_due(last) and self.is_asked(last)):
                continue
            phase, steps = course.phases.get(), last.number - first.number
            days = (last.starts_at.date() - first.starts_at.date()).days
            least, most = steps * phase.least_days, steps * phase.most_days
            drift = days - most if days > most else min(days - least, 0)
            drifts[month_of(last.session.lower, last.location.zone)].append(drift)
        for month, of_month in drifts.items():
            self.found[month] |= {"courses": len(of_month), "drift": median(of_month)}

    def freed(self):
        came_free, given = defaultdict(set), defaultdict(set)
        for row in self.rows.values():
            if row.status in AGREED | {"no_show"}:
                given[row.room_id] |= minutes_of(row.room_block)
        rooms = {room.pk: room for room in Room.objects.select_related("location")}
        for appointment, room, block, session_start in self.freed_log:
            location, row = rooms[room].location, self.rows[appointment]
            if location.pk not in self.locations or session_start >= NOW:
                continue
            has_it_again = row.room_id == room and row.status in AGREED | {"no_show"}
            minutes = minutes_of(block) - (minutes_of(row.room_block) if has_it_again else set())
            came_free[room, month_of(block.lower, location.zone)] |= minutes
        for (room, month), minutes in came_free.items():
            self.found[month]["freed_minutes"] += len(minutes)
            self.found[month]["refilled_minutes"] += len(minutes & given[room])


COUNTED = (
    "open_minutes", "used_minutes", "came", "missed", "late", "unsaid", "firsts", "days_to_first", "courses", "drift",
    "freed_minutes", "refilled_minutes",
)  # fmt: skip


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(4))
def test_the_figures_are_what_a_slow_count_finds(past, seed):
    months = Months(past, seed)
    months.happen(450)
    months.close_things()
    here, there = months.here, months.there
    for place, locations in ((here.pk, [here]), (there.pk, [there]), (EVERYWHERE, [here, there])):
        by_hand = ByHand(locations, months.freed).count()
        for month in by_month(locations, NOW)[place]:
            found = {name: getattr(month, name) for name in COUNTED}
            empty = {"days_to_first": None, "drift": None}
            assert found == dict.fromkeys(COUNTED, 0) | empty | by_hand[month.day], (place, month.day)
