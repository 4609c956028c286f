"""Who fits a time: by their own words, by the rules of booking, in which order and why."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.accounts import roles
from clinic.locations.models import Closure, Location
from clinic.scheduling import cancelling, reviewing
from clinic.scheduling.models import Appointment, Clinician, ClinicianHours
from clinic.waitlist import wishing
from clinic.waitlist.board import board_of, freed_that_somebody_wants
from clinic.waitlist.fitting import in_order
from patients.people.models import CareTeamMember, Hold
from tests.small_clinic import CLOSES, OPENS, person

from .conftest import HOUR

DAY = timedelta(days=1)


@pytest.fixture
def board(small_clinic):
    def of(user=None, now=None):
        return board_of(small_clinic.location, user or small_clinic.front_desk, now or small_clinic.now)

    return of


def only_task(board):
    [task] = board.tasks
    return task


def who(task):
    return [fit.wish.patient.legal_name for fit in task.fits]


def test_time_that_came_free_names_who_fits_the_longest_waiting_first(small_clinic, board, wishes, free_time):
    free_time()
    wishes(small_clinic.register("Waits Short"), now=small_clinic.now - DAY)
    wishes(small_clinic.register("Waits Long"), now=small_clinic.now - 9 * DAY)
    task = only_task(board())
    assert who(task) == ["Waits Long", "Waits Short"]
    since = (small_clinic.now - 9 * DAY).astimezone(small_clinic.location.zone)
    assert f"waits since {since:%b} {since.day}" in task.fits[0].reasons
    assert task.fits[0].opening.session_start == small_clinic.at(10)


def test_what_they_want_and_what_this_is_stand_there_in_words(small_clinic, board, wishes, free_time):
    free_time()
    wishes(weekdays=[1, 2], not_before=time(9), notice_hours=24)
    [fit] = only_task(board(now=small_clinic.at(10) - 30 * HOUR)).fits
    assert fit.reasons[1:] == [
        "wants Monday or Tuesday from 09:00 on; this is Monday 10:00",
        "needs 24 hours’ notice; it is 30 hours away",
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"weekdays": [2, 3]},
        {"not_before": time(11, 15)},
        {"not_after": time(8, 45)},
        {"earliest": "the day after"},
        {"latest": "the day before"},
    ],
)
def test_another_day_or_time_does_not_fit(small_clinic, board, wishes, free_time, said):
    days = {
        "the day after": small_clinic.monday + DAY,
        "the day before": small_clinic.monday - DAY,
    }
    free_time()
    wishes(
        **{name: days.get(value, value) if isinstance(value, str) else value for name, value in said.items()}
    )
    task = only_task(board())
    assert (task.fits, task.misfits.words) == ([], ["1 wants another day or time"])


def test_who_needs_more_notice_does_not_fit(small_clinic, board, wishes, free_time):
    free_time()
    wishes(notice_hours=24)
    now = small_clinic.at(10) - 24 * HOUR
    assert only_task(board(now=now)).misfits.words == ["1 needs more notice"]


def test_an_earlier_time_is_earlier_than_what_they_have(small_clinic, board, wishes, free_time):
    free_time()
    early, late = small_clinic.register("Has Early"), small_clinic.register("Has Late")
    for patient, hour, room in ((early, 8, 0), (late, 15, 1)):
        has = small_clinic.book(
            patient=patient,
            session_start=small_clinic.at(hour),
            room=small_clinic.rooms[room],
            clinician=small_clinic.clinicians[room],
        )
        wishes(patient, instead_of=has)
    task = only_task(board())
    assert who(task) == ["Has Late"]
    assert any(reason.startswith("has Mon, ") for reason in task.fits[0].reasons)
    assert task.misfits.words == ["for 1 it would be no earlier than what they have"]


def test_who_is_here_at_that_time_does_not_fit(small_clinic, board, wishes, free_time):
    free_time()
    small_clinic.book(
        room=small_clinic.rooms[1],
        clinician=small_clinic.clinicians[1],
        type=small_clinic.follow_up_type,
        session_start=small_clinic.at(10),
    )
    wishes()
    assert only_task(board()).fits == []


def test_a_longer_visit_fits_where_the_time_around_is_free_too(small_clinic, board, wishes, free_time):
    free_time()
    wishes(type=small_clinic.treatment_type, course=small_clinic.authorise())
    [fit] = only_task(board()).fits
    assert fit.opening.session_start == small_clinic.at(10)
    for room in small_clinic.rooms:  # somebody is in every room right after
        small_clinic.book(
            patient=small_clinic.register(),
            session_start=small_clinic.at(11, 15),
            room=room,
            clinician=small_clinic.clinicians[small_clinic.rooms.index(room)],
        )
    assert only_task(board()).misfits.words[0].startswith("for 1 it is too short")


def test_a_time_off_the_quarters_of_an_hour_fits_as_it_is(small_clinic, board, wishes, offers, free_time):
    free_time(type=small_clinic.follow_up_type, session_start=small_clinic.at(10, 5))
    wishes(type=small_clinic.follow_up_type)
    [fit] = only_task(board()).fits
    assert fit.opening.session_start == small_clinic.at(10, 5)
    assert offers(fit.wish, session_start=fit.opening.session_start).kept.starts_at == small_clinic.at(10, 5)


def test_late_in_the_day_somebody_fits_however_many_clinicians_there_are(
    small_clinic, board, wishes, free_time
):
    for number in range(14):
        clinician = Clinician.objects.create(user=person(f"another.{number}", roles.CLINICIAN))
        clinician.types.set([small_clinic.evaluation_type])
        ClinicianHours.objects.create(
            clinician=clinician, location=small_clinic.location, weekday=1, starts=OPENS, ends=CLOSES,
            valid_from=small_clinic.monday,
        )  # fmt: skip
    free_time(session_start=small_clinic.at(16))
    wishes()
    assert only_task(board()).fits[0].opening.session_start == small_clinic.at(16)


def test_a_closed_day_fits_nobody(small_clinic, board, wishes, free_time):
    free_time()
    wishes()
    Closure.objects.create(first_day=small_clinic.monday, last_day=small_clinic.monday, reason="Staff day")
    assert only_task(board()).fits == []


def test_who_is_on_hold_or_has_nothing_left_does_not_fit(small_clinic, board, wishes, free_time):
    free_time()
    course = small_clinic.authorise(sessions=1)
    wishes(type=small_clinic.treatment_type, course=course)
    Hold.objects.create(patient=small_clinic.patient, reason="Call.", raised_by=small_clinic.prescriber)
    assert only_task(board()).misfits.words == ["the care of 1 waits for a decision"]
    Hold.objects.update(
        lifted_at=small_clinic.now, lifted_by=small_clinic.prescriber, lifted_because="Called"
    )
    small_clinic.book(type=small_clinic.treatment_type, course=course, session_start=small_clinic.at(14))
    shown = board()
    assert only_task(shown).misfits.words == ["1 has nothing left to book"]
    assert shown.lines[0].why_not == "nothing_left"


def test_who_has_left_and_what_is_not_done_any_more_fits_nothing(small_clinic, board, wishes, free_time):
    free_time()
    left, stays = wishes(small_clinic.register()), wishes()
    left.patient.ended_on = small_clinic.monday
    left.patient.save()
    [fit] = only_task(board()).fits
    assert fit.wish == stays
    stays.type.is_active = False
    stays.type.save()
    shown = board()
    assert only_task(shown).misfits.words == ["2 have nothing left to book"]
    assert [line.why_not for line in shown.lines] == ["nothing_left", "nothing_left"]


def test_behind_a_review_that_ends_it_nothing_fits(small_clinic, board, wishes, free_time):
    course = small_clinic.authorise(phases=[(1, 0, 30, True), (2, 0, 30, False)])
    treatment = {"type": small_clinic.treatment_type, "course": course}
    small_clinic.book(**treatment, session_start=small_clinic.at(14))
    free_time(session_start=small_clinic.at(10, day=small_clinic.monday + 4 * DAY))
    wishes(**treatment)
    assert len(only_task(board()).fits) == 1, "nobody has decided, and it may be booked"
    for decision, fits in (("stop", 0), ("change", 0), ("continue", 1)):
        reviewing.decide(
            gate=course.gates.get(), decision=decision, note="Said", by=small_clinic.prescriber,
            now=small_clinic.now,
        )  # fmt: skip
        assert len(only_task(board()).fits) == fits


class TestACourse:
    """Session 1 was on the Monday; the second is authorized for two to four days later."""

    @pytest.fixture
    def course(self, small_clinic):
        course = small_clinic.authorise(phases=[(4, 2, 4, False)])
        small_clinic.book(type=small_clinic.treatment_type, course=course, session_start=small_clinic.at(14))
        return course

    def freed(self, small_clinic, free_time, days):
        return free_time(session_start=small_clinic.at(10, day=small_clinic.monday + days * DAY))

    def test_too_soon_after_the_session_before_does_not_fit(
        self, small_clinic, course, board, wishes, free_time
    ):
        self.freed(small_clinic, free_time, 1)
        wishes(type=small_clinic.treatment_type, course=course)
        assert only_task(board()).misfits.words == [
            "for 1 it is not within the days authorized between sessions"
        ]

    def test_who_would_be_late_without_it_comes_first(self, small_clinic, course, board, wishes, free_time):
        self.freed(small_clinic, free_time, 4)
        wishes(small_clinic.register("Waits Long"), now=small_clinic.now - 30 * DAY)
        at_ten = {"not_before": time(10), "not_after": time(10), "weekdays": [5]}
        wishes(type=small_clinic.treatment_type, course=course, **at_ten)
        Closure.objects.create(
            first_day=small_clinic.monday + 2 * DAY, last_day=small_clinic.monday + 3 * DAY, reason="Works"
        )
        task = only_task(board())
        assert who(task) == ["Robin Example", "Waits Long"]
        assert task.fits[0].place.words == "Session 2 of 4"

    def test_how_late_they_would_be_is_said(self, small_clinic, course, board, wishes, free_time):
        freed = self.freed(small_clinic, free_time, 4)
        wishes(
            type=small_clinic.treatment_type,
            course=course,
            weekdays=[5],
            not_before=time(10),
            not_after=time(10),
        )
        task = only_task(board())
        assert freed.starts_at.isoweekday() == 5
        assert task.fits[0].days_late == 7
        assert task.fits[0].reasons[0] == "Session 2 of 4 would be 7 days late otherwise"

    def test_who_has_another_time_in_time_is_not_said_to_have_none(
        self, small_clinic, course, board, wishes, free_time
    ):
        self.freed(small_clinic, free_time, 4)
        wishes(type=small_clinic.treatment_type, course=course)
        [fit] = only_task(board()).fits
        assert (fit.otherwise, fit.days_late) == (small_clinic.monday + 2 * DAY, 0)

    def test_who_wants_this_hour_alone_has_no_other_time(
        self, small_clinic, course, board, wishes, free_time
    ):
        day = self.freed(small_clinic, free_time, 4).starts_at.date()
        hour = {"earliest": day, "latest": day, "not_before": time(10), "not_after": time(10)}
        wishes(type=small_clinic.treatment_type, course=course, **hour)
        [fit] = only_task(board()).fits
        assert fit.reasons[0] == "Session 2 of 4 has no other time in the four weeks to come"

    def test_many_who_wait_ask_no_more_of_the_database(
        self, small_clinic, course, board, wishes, free_time, django_assert_max_num_queries
    ):
        def wait(how_many):
            for _another in range(how_many):
                patient = small_clinic.register()
                theirs = small_clinic.authorise(patient)
                wishes(patient, type=small_clinic.treatment_type, course=theirs)

        self.freed(small_clinic, free_time, 4)
        wishes(type=small_clinic.treatment_type, course=course)
        wait(1)
        with CaptureQueriesContext(connection) as asked:
            assert len(only_task(board()).fits) == 2
        wait(3)
        with django_assert_max_num_queries(len(asked)):
            assert len(only_task(board()).fits) == 5

    def test_late_even_so_it_fits(self, small_clinic, course, board, wishes, free_time):
        self.freed(small_clinic, free_time, 9)
        wishes(type=small_clinic.treatment_type, course=course)
        assert len(only_task(board()).fits) == 1

    def test_a_session_that_is_booked_late_is_late_without_it(
        self, small_clinic, course, board, wishes, free_time
    ):
        self.freed(small_clinic, free_time, 4)
        late = small_clinic.book(
            type=small_clinic.treatment_type,
            course=course,
            session_start=small_clinic.at(10, day=small_clinic.monday + 6 * DAY),
            gap_because="away",
        )
        wishes(type=small_clinic.treatment_type, course=course, instead_of=late)
        assert only_task(board()).fits[0].reasons[0] == "Session 2 of 4 would be 2 days late otherwise"


def test_the_order_does_not_depend_on_the_order_they_come_in(small_clinic, board, wishes, free_time):
    free_time()
    for number in range(4):
        wishes(small_clinic.register(), now=small_clinic.now - number * DAY)
    fits = only_task(board()).fits
    assert in_order(reversed(fits)) == in_order(fits) == fits


def test_while_it_is_offered_others_fit_the_same_time_alone(small_clinic, board, wishes, offers, free_time):
    free_time()
    asked = offers(wishes(small_clinic.register("Was Asked")))
    wishes(small_clinic.register("Same Type"))
    wishes(small_clinic.register("Other Type"), type=small_clinic.follow_up_type)
    task = only_task(board())
    assert task.offers == [asked]
    assert who(task) == ["Same Type"]
    opening = task.fits[0].opening
    assert (opening.session_start, opening.room) == (asked.kept.starts_at, asked.kept.room)


def test_an_offer_is_seen_where_its_time_is_kept_though_they_wait_elsewhere_now(
    small_clinic, board, wishes, offers, free_time, told
):
    free_time()
    asked = offers(wishes())
    there = Location.objects.create(
        name="Hill", slug="hill", time_zone="America/New_York", street="1 Invented Way", city="Demotown",
        postal_code="10001", country="US", phone="+12125550143",
    )  # fmt: skip
    wishing.change(wish=asked.wish, location=there, by=told["by"])
    assert only_task(board()).offers == board().offers == [asked]
    elsewhere = board_of(there, small_clinic.front_desk, small_clinic.now)
    assert elsewhere.lines[0].offer == asked


def test_what_the_board_says_fits_can_be_offered(small_clinic, board, wishes, offers, free_time):
    free_time()
    wishes(type=small_clinic.treatment_type, course=small_clinic.authorise())
    wishes(small_clinic.register(), type=small_clinic.follow_up_type)
    for fit in only_task(board()).fits:
        opening = fit.opening
        where = {"room": opening.room, "clinician": opening.clinician, "session_start": opening.session_start}
        made = offers(fit.wish, **where)
        made.kept.status = Appointment.Status.LAPSED
        made.kept.save()


def test_a_clinician_sees_the_wishes_of_their_own_patients_alone(small_clinic, board, wishes, free_time):
    free_time()
    wishes()
    clinician = small_clinic.clinicians[0].user
    assert only_task(board(clinician)).fits == []
    CareTeamMember.objects.create(patient=small_clinic.patient, user=clinician)
    assert len(only_task(board(clinician)).fits) == 1


def test_the_first_page_counts_what_somebody_wants(
    small_clinic, wishes, free_time, django_assert_num_queries
):
    def counted():
        return freed_that_somebody_wants(small_clinic.front_desk, small_clinic.now)

    monday = free_time()
    assert counted() == []
    wishes(weekdays=[1])
    free_time(session_start=small_clinic.at(10, day=small_clinic.monday + DAY))
    with django_assert_num_queries(2):
        assert counted() == [monday]


def test_the_first_page_counts_nothing_for_who_was_asked_or_has_nothing_to_wait_for(
    small_clinic, wishes, offers, free_time, told
):
    def counted():
        return len(freed_that_somebody_wants(small_clinic.front_desk, small_clinic.now))

    free_time()
    offers(wishes())
    assert counted() == 0
    patient = small_clinic.register()
    has = small_clinic.book(patient=patient, session_start=small_clinic.at(15))
    wishes(patient, instead_of=has)
    assert counted() == 1, "they could be asked for the same time"
    cancelling.cancel(appointment=has, reason="Is well", **told)
    assert counted() == 0
    left = wishes(small_clinic.register())
    left.patient.ended_on = small_clinic.monday
    left.patient.save()
    assert counted() == 0
