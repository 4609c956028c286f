"""The diary held against a plain model of it: whatever is done in whatever order, both agree.

The model knows the rules in the simplest words there are: minutes since the Monday's midnight, sets and loops. It
foretells of each act whether the diary takes it, and afterwards the rows must be what the model remembers.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import time, timedelta
from itertools import pairwise

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clinic.locations.models import Closure
from clinic.scheduling import booking, cancelling, changing_hours, offering
from clinic.scheduling.booking import Move, Session
from clinic.scheduling.models import Absence, Appointment

DAY, OPENS, CLOSES, DAYS = 24 * 60, 8 * 60, 18 * 60, 10
SESSIONS, LEAST, MOST = 4, 2, 4
# Minutes before the session, after it until the patient goes, and until the room is clean again.
AROUND = {"evaluation": (0, 0, 10), "treatment": (30, 60, 10)}
USUAL_MINUTES = {"evaluation": 60, "treatment": 50}
TAKING_UP = {"offered", "booked", "arrived", "ready", "finished"}
UNTIL = timedelta(hours=1)  # how long a time is offered
REASON = "The model"
NO_MORE = {"booked": "cancelled", "offered": "lapsed"}  # what is canceled becomes


@dataclass(frozen=True)
class Entry:
    """An appointment as the model remembers it; `start` in minutes since the Monday's midnight."""

    kind: str
    patient: int
    room: int
    clinician: int
    start: int
    minutes: int
    number: int | None = None
    status: str = "booked"

    @property
    def day(self):
        return self.start // DAY

    @property
    def session(self):
        return self.start, self.start + self.minutes

    @property
    def visit(self):
        before, after, _clean = AROUND[self.kind]
        return self.start - before, self.start + self.minutes + after

    @property
    def room_block(self):
        start, end = self.visit
        return start, end + AROUND[self.kind][2]


def meet(one, other):
    return one[0] < other[1] and other[0] < one[1]


class DiaryModel(RuleBasedStateMachine):
    """Front desk and machine, side by side; each run begins with an empty diary and leaves none behind."""

    clinic = None  # a small clinic with three patients, each with a course; set by `hold_against_the_model`
    courses = ()

    def __init__(self):
        super().__init__()
        self.run = transaction.atomic()
        self.run.__enter__()
        self.entries, self.closed, self.away = {}, set(), []
        self.works_until = {0: CLOSES, 1: CLOSES}

    def teardown(self):
        transaction.set_rollback(True)
        self.run.__exit__(None, None, None)

    # -- The rules, foretold ---------------------------------------------------------------------------

    def active(self, besides=()):
        return {
            key: entry
            for key, entry in self.entries.items()
            if entry.status in TAKING_UP and key not in besides
        }

    def fits(self, entry, besides=()):
        """Whether the place and the people are there and free."""
        span = tuple(moment - entry.day * DAY for moment in entry.visit)
        busy = tuple(moment - entry.day * DAY for moment in entry.session)
        is_open = entry.day not in self.closed and span[0] >= OPENS and span[1] <= CLOSES
        is_there = busy[0] >= OPENS and busy[1] <= self.works_until[entry.clinician]
        is_away = any(who == entry.clinician and meet(entry.session, when) for who, when in self.away)
        taken = any(
            (other.room == entry.room and meet(other.room_block, entry.room_block))
            or (other.clinician == entry.clinician and meet(other.session, entry.session))
            or (other.patient == entry.patient and meet(other.visit, entry.visit))
            for other in self.active(besides).values()
        )
        return 40 <= entry.minutes <= 60 and is_open and is_there and not is_away and not taken

    def days_of(self, patient, besides=()):
        return {
            entry.number: entry.day
            for entry in self.active(besides).values()
            if entry.patient == patient and entry.number and entry.status != "offered"
        }

    def keeps_its_days(self, days, changed, may_be_late=False):
        """Whether no gap beside a changed session is broken; an offer may leave too many days before its own."""
        numbers = sorted(days)
        for before, number in pairwise(numbers):
            steps = number - before
            gap = days[number] - days[before]
            most = DAYS if may_be_late and number in changed else steps * MOST
            if {before, number} & changed and not steps * LEAST <= gap <= most:
                return False
        return True

    def free_numbers(self, patient):
        taken = self.days_of(patient)
        return [number for number in range(1, SESSIONS + 1) if number not in taken]

    # -- What is done ----------------------------------------------------------------------------------

    def at(self, minute):
        return self.clinic.at(0) + timedelta(minutes=minute)

    def does(self, is_expected, act):
        """Do it, and find that the diary took it exactly where the model said so."""
        try:
            with transaction.atomic():
                done = act()
        except ValidationError as refusal:
            assert not is_expected, f"the diary refused: {refusal}"
            return None
        assert is_expected, "the diary took what the model refuses"
        return done

    def seen(self, key):
        return Appointment.objects.select_related("room__location", "clinician", "patient").get(pk=key)

    def write(self, entry):
        """What the acts of booking and moving are told of an entry."""
        return {
            "session_start": self.at(entry.start),
            "room": self.clinic.rooms[entry.room],
            "clinician": self.clinic.clinicians[entry.clinician],
            "session_minutes": entry.minutes,
        }

    def told(self, **words):
        return {"by": self.clinic.front_desk, "now": self.clinic.now, **words}

    places = st.fixed_dictionaries(
        {
            "room": st.integers(0, 1),
            "clinician": st.integers(0, 1),
            "start": st.builds(
                lambda day, half_hour: day * DAY + 7 * 60 + half_hour * 30,
                st.integers(0, DAYS - 1),
                st.integers(0, 22),
            ),
        }
    )
    patients = st.integers(0, 2)
    minutes = st.sampled_from([39, 40, 50, 50, 60, 61])

    @initialize(steps=st.lists(st.integers(LEAST, MOST), min_size=3, max_size=3))
    def somebody_is_in_the_middle_of_a_course(self, steps):
        """With an evaluation on the day of the second session, so that the two can change places."""
        place = {"room": 0, "clinician": 0, "start": 10 * 60}
        self.book_the_rest_of_a_course(place, 0, steps)
        self.book_an_evaluation(place | {"start": steps[0] * DAY + 14 * 60}, 0, 60)

    @rule(place=places, patient=patients, minutes=minutes)
    def book_an_evaluation(self, place, patient, minutes):
        entry = Entry("evaluation", patient, minutes=minutes, **place)
        booked = self.does(
            self.fits(entry),
            lambda: self.clinic.book(patient=self.people[patient], **self.write(entry)),
        )
        if booked:
            self.entries[booked.pk] = entry

    @rule(place=places, patient=patients)
    def book_the_next_session(self, place, patient):
        free = self.free_numbers(patient)
        entry = Entry("treatment", patient, minutes=50, number=free[0] if free else None, **place)
        days = self.days_of(patient) | {entry.number: entry.day}
        expected = bool(free) and self.fits(entry) and self.keeps_its_days(days, {entry.number})
        booked = self.does(
            expected,
            lambda: self.clinic.book(
                patient=self.people[patient],
                type=self.clinic.treatment_type,
                course=self.courses[patient],
                **self.write(entry),
            ),
        )
        if booked:
            self.entries[booked.pk] = entry

    @rule(place=places, patient=patients, steps=st.lists(st.integers(2, 5), min_size=3, max_size=3))
    def book_the_rest_of_a_course(self, place, patient, steps):
        """All that are free, so many days apart: all of them or none."""
        free, days_ahead, entries = self.free_numbers(patient), 0, []
        for number, step in zip(free, [0, *steps], strict=False):
            days_ahead += step
            start = place["start"] + days_ahead * DAY
            entries.append(
                Entry("treatment", patient, minutes=50, number=number, **{**place, "start": start})
            )
        days = self.days_of(patient) | {entry.number: entry.day for entry in entries}
        expected = (
            bool(free)
            and all(self.fits(entry) for entry in entries)
            and self.keeps_its_days(days, {entry.number for entry in entries})
        )
        booked = self.does(
            expected,
            lambda: booking.book_course(
                course=self.courses[patient],
                type=self.clinic.treatment_type,
                sessions=[
                    Session(number=entry.number, **(self.write(entry) | {"session_minutes": None}))
                    for entry in entries
                ],
                form_key=uuid.uuid4(),
                **self.told(),
            ),
        )
        for row, entry in zip(booked or (), entries, strict=False):
            self.entries[row.pk] = entry

    def some(self, data, statuses):
        keys = sorted(key for key, entry in self.entries.items() if entry.status in statuses)
        return data.draw(st.sampled_from(keys))

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), place=places)
    def move_one(self, data, place):
        key = self.some(data, {entry.status for entry in self.entries.values()})
        entry = replace(self.entries[key], **place)
        expected = entry.status == "booked" and self.fits(entry, {key})
        if entry.number and entry.status == "booked":
            days = self.days_of(entry.patient, {key}) | {entry.number: entry.day}
            expected = expected and self.keeps_its_days(days, {entry.number})
        moved = self.does(
            expected,
            lambda: booking.move(appointment=self.seen(key), **self.write(entry), **self.told(reason=REASON)),
        )
        if moved:
            self.entries[key] = entry

    @precondition(lambda self: len(self.entries) > 1)
    @rule(data=st.data())
    def two_change_places(self, data):
        """Two appointments of one patient take each other's time, room and clinician."""
        one = self.some(data, {entry.status for entry in self.entries.values()})
        same = [
            key
            for key, entry in sorted(self.entries.items())
            if key != one and entry.patient == self.entries[one].patient
        ]
        if not same:
            return
        other = data.draw(st.sampled_from(same))
        first, second = self.entries[one], self.entries[other]
        there = {name: getattr(second, name) for name in ("start", "room", "clinician")}
        here = {name: getattr(first, name) for name in ("start", "room", "clinician")}
        changed = {one: replace(first, **there), other: replace(second, **here)}
        entries = list(changed.values())
        numbered = {entry.number: entry.day for entry in entries if entry.number}
        days = self.days_of(first.patient, set(changed)) | numbered
        expected = (
            first.status == second.status == "booked"
            and all(self.fits(entry, set(changed)) for entry in entries)
            and not meet(entries[0].visit, entries[1].visit)
            and not (
                entries[0].room == entries[1].room and meet(entries[0].room_block, entries[1].room_block)
            )
            and self.keeps_its_days(days, set(numbered))
        )
        moved = self.does(
            expected,
            lambda: booking.move_all(
                moves=[Move(self.seen(key), **self.write(entry)) for key, entry in changed.items()],
                **self.told(reason=REASON),
            ),
        )
        if moved:
            self.entries |= changed

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def cancel_one(self, data):
        key = self.some(data, {entry.status for entry in self.entries.values()})
        entry = self.entries[key]
        if self.does(
            entry.status in NO_MORE,
            lambda: cancelling.cancel(appointment=self.seen(key), **self.told(reason=REASON)),
        ):
            self.entries[key] = replace(entry, status=NO_MORE[entry.status])

    @rule(patient=patients)
    def cancel_the_rest_of_a_course(self, patient):
        theirs = [
            key
            for key, entry in self.entries.items()
            if entry.patient == patient and entry.number and entry.status in NO_MORE
        ]
        self.does(
            bool(theirs),
            lambda: cancelling.cancel_rest(course=self.courses[patient], **self.told(reason=REASON)),
        )
        for key in theirs:
            self.entries[key] = replace(self.entries[key], status=NO_MORE[self.entries[key].status])

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def somebody_does_not_come(self, data):
        key = self.some(data, {entry.status for entry in self.entries.values()})
        entry = self.entries[key]
        now = self.at(entry.visit[0])
        if self.does(
            entry.status == "booked",
            lambda: cancelling.mark_no_show(appointment=self.seen(key), **self.told(now=now)),
        ):
            self.entries[key] = replace(entry, status="no_show")
            # That was days later: the act lets what ran out lapse, as far as it holds its rows.
            self.lapse(
                lambda other: (
                    other.room == entry.room
                    or other.clinician == entry.clinician
                    or other.patient == entry.patient
                )
            )

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def take_it_back(self, data):
        key = self.some(data, {entry.status for entry in self.entries.values()})
        entry = self.entries[key]
        back = replace(entry, status="booked")
        expected = entry.status in ("cancelled", "no_show")
        if entry.number:
            free = self.free_numbers(entry.patient)
            expected = expected and bool(free)
            if free and entry.number not in free:
                back = replace(back, number=free[0])
        if entry.status == "cancelled":
            days = self.days_of(entry.patient) | {back.number: back.day}
            expected = expected and self.fits(back)
            expected = expected and (not back.number or self.keeps_its_days(days, {back.number}))
        elif entry.status == "no_show":
            others = self.active().values()
            expected = expected and not any(
                (other.room == back.room and meet(other.room_block, back.room_block))
                or (other.clinician == back.clinician and meet(other.session, back.session))
                or (other.patient == back.patient and meet(other.visit, back.visit))
                for other in others
            )
        if self.does(expected, lambda: cancelling.restore(appointment=self.seen(key), **self.told())):
            self.entries[key] = back

    # -- Offers ----------------------------------------------------------------------------------------

    def lapse(self, whose):
        """What is offered keeps nothing any more, once its time is over."""
        for key, entry in self.entries.items():
            if entry.status == "offered" and whose(entry):
                self.entries[key] = replace(entry, status="lapsed")

    def would_have(self, entry, besides=()):
        """The entry as it would be offered or booked, with its number, or None where a rule is against it."""
        if entry.kind == "treatment":
            free = self.free_numbers(entry.patient)
            if not free:
                return None
            entry = replace(entry, number=entry.number if entry.number in free else free[0])
            days = self.days_of(entry.patient) | {entry.number: entry.day}
            if not self.keeps_its_days(days, {entry.number}, may_be_late=True):
                return None
        return entry if self.fits(entry, besides) else None

    def for_whom(self, entry):
        course = self.courses[entry.patient] if entry.kind == "treatment" else None
        return {"patient": self.people[entry.patient], "course": course, "form_key": uuid.uuid4()}

    @rule(place=places, patient=patients, kind=st.sampled_from(sorted(AROUND)))
    def offer_a_time(self, place, patient, kind):
        wanted = Entry(kind, patient, minutes=USUAL_MINUTES[kind], status="offered", **place)
        entry = self.would_have(wanted)
        kept = self.does(
            entry is not None,
            lambda: offering.keep(
                type=self.clinic.treatment_type if kind == "treatment" else self.clinic.evaluation_type,
                until=self.clinic.now + UNTIL,
                **self.for_whom(wanted),
                **self.write(wanted),
                **self.told(),
            ),
        )
        if kept:
            self.entries[kept.pk] = entry

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), patient=patients)
    def somebody_says_yes(self, data, patient):
        """Who it is kept for, or somebody else who was asked for the same time."""
        key = self.some(data, {entry.status for entry in self.entries.values()})
        offered = self.entries[key]
        is_theirs = offered.patient == patient
        wanted = replace(
            offered, patient=patient, status="booked", number=offered.number if is_theirs else None
        )
        entry = self.would_have(wanted, {key}) if offered.status == "offered" else None
        taken = self.does(
            entry is not None,
            lambda: offering.take(kept=self.seen(key), **self.for_whom(wanted), **self.told()),
        )
        if taken:
            assert (taken.pk == key) == is_theirs
            self.entries[key] = replace(offered, status="lapsed")
            self.entries[taken.pk] = entry

    @precondition(lambda self: self.entries)
    @rule(data=st.data(), patient=patients)
    def it_is_passed_on(self, data, patient):
        key = self.some(data, {entry.status for entry in self.entries.values()})
        offered = self.entries[key]
        wanted = replace(offered, patient=patient, number=None)
        entry = self.would_have(wanted, {key}) if offered.status == "offered" else None
        passed = self.does(
            entry is not None,
            lambda: offering.pass_on(
                kept=self.seen(key),
                until=self.clinic.now + UNTIL,
                **self.for_whom(wanted),
                **self.told(),
            ),
        )
        if passed:
            self.entries[key] = replace(offered, status="lapsed")
            self.entries[passed.pk] = entry

    @precondition(lambda self: self.entries)
    @rule(data=st.data())
    def it_is_given_back(self, data):
        key = self.some(data, {entry.status for entry in self.entries.values()})
        entry = self.entries[key]
        if self.does(
            entry.status == "offered", lambda: offering.give_back(kept=self.seen(key), **self.told())
        ):
            self.entries[key] = replace(entry, status="lapsed")

    @rule(is_over=st.booleans())
    def the_minutes_job_comes(self, is_over):
        offering.lapse_run_out(self.clinic.now + UNTIL if is_over else self.clinic.now)
        self.lapse(lambda entry: is_over)

    # -- What changes around it ------------------------------------------------------------------------

    @rule(clinician=st.integers(0, 1), hour=st.integers(12, 18))
    def hours_change(self, clinician, hour):
        """Whom that strands is said first; then they stay where they are, as somebody has seen and said."""
        person, day = self.clinic.clinicians[clinician], self.clinic.monday
        week = {weekday: [(time(8), time(hour))] for weekday in range(1, 8)}

        def change(**said):
            changing_hours.set_weekly_hours(
                location=self.clinic.location,
                clinician=person,
                first_day=day,
                week=week,
                now=self.clinic.now,
                **said,
            )

        outside = {
            key
            for key, entry in self.active().items()
            if entry.clinician == clinician
            and entry.session[1] - entry.day * DAY > hour * 60
            and entry.session[1] - entry.day * DAY <= self.works_until[clinician]
            and not any(who == clinician and meet(entry.session, when) for who, when in self.away)
        }
        try:
            with transaction.atomic():
                change()
                assert not outside, "the diary left somebody stranded in silence"
        except ValidationError as refusal:
            stranded = refusal.params["stranded"]
            assert {each.pk for each in stranded} == outside
            change(knowing=[each.reference for each in stranded], because=REASON)
        self.works_until[clinician] = hour * 60

    @rule(day=st.integers(0, DAYS - 1))
    def a_day_is_closed(self, day):
        on = self.clinic.monday + timedelta(days=day)
        Closure.objects.create(location=self.clinic.location, first_day=on, last_day=on, reason="The model")
        self.closed.add(day)

    @rule(place=places, hours=st.integers(1, 5))
    def somebody_is_away(self, place, hours):
        span = (place["start"], place["start"] + hours * 60)
        Absence.objects.create(
            clinician=self.clinic.clinicians[place["clinician"]],
            away=DateTimeTZRange(self.at(span[0]), self.at(span[1])),
        )
        self.away.append((place["clinician"], span))

    # -- What must hold --------------------------------------------------------------------------------

    @invariant()
    def the_diary_is_what_the_model_remembers(self):
        rows = Appointment.objects.select_related("room", "clinician").order_by("pk")
        monday = self.clinic.at(0)
        found = {
            row.pk: Entry(
                kind=row.kind,
                patient=self.people_keys.index(row.patient_id),
                room=[room.pk for room in self.clinic.rooms].index(row.room_id),
                clinician=[who.pk for who in self.clinic.clinicians].index(row.clinician_id),
                start=int((row.session.lower - monday).total_seconds()) // 60,
                minutes=row.session_minutes,
                number=row.number,
                status=row.status,
            )
            for row in rows
        }
        kept = {
            key: entry if entry.status in TAKING_UP else replace(entry, number=found[key].number)
            for key, entry in self.entries.items()
        }
        assert found == kept

    @property
    def people(self):
        return [course.patient for course in self.courses]

    @property
    def people_keys(self):
        return [course.patient_id for course in self.courses]


def hold_against_the_model(clinic, *, max_examples, stateful_step_count, **how):
    """Runs of so many steps in this small clinic, which is left as it was."""
    courses = [clinic.authorise(clinic.register(), phases=[(SESSIONS, LEAST, MOST, False)]) for _ in range(3)]
    model = type("Diary", (DiaryModel,), {"clinic": clinic, "courses": courses})
    run_state_machine_as_test(
        model,
        settings=settings(
            max_examples=max_examples,
            stateful_step_count=stateful_step_count,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            **how,
        ),
    )
