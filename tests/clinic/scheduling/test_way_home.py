"""Who takes the patient home, as the patient says it: the history says who did, and another day asks anew."""

from datetime import timedelta

import pytest

from clinic.scheduling import arriving, booking, cancelling
from clinic.scheduling.history import history_of
from tests.clinic.scheduling.refused import refused


@pytest.fixture
def confirmed(small_clinic):
    booked = small_clinic.book()
    return arriving.confirm_escort(
        appointment=booked,
        session_start=booked.session.lower,
        name=" Gale ",
        phone="212",
        now=small_clinic.now,
    )


def move(clinic, appointment, start):
    return booking.move(
        appointment=appointment, session_start=start, room=appointment.room, clinician=appointment.clinician,
        by=clinic.front_desk, reason="Asked", now=clinic.now,
    )  # fmt: skip


def test_the_history_says_that_the_patient_did_it(small_clinic, confirmed):
    [entry, _booked] = history_of(confirmed)
    assert (entry.who, entry.what) == ("the patient", "Said on their own page who takes them home: Gale, 212")
    event = confirmed.events.order_by("-pgh_id").first()
    assert event.pgh_context.metadata["patient"] is True
    assert (
        confirmed.changed_by == small_clinic.front_desk and confirmed.escort_confirmed_at == small_clinic.now
    )


def test_said_again_it_is_told_again_and_a_later_step_is_not_theirs(small_clinic, confirmed):
    again = arriving.confirm_escort(
        appointment=confirmed, session_start=confirmed.session.lower, name="Gale", phone="212",
        now=small_clinic.now + timedelta(hours=1),
    )  # fmt: skip
    arriving.arrive(appointment=again, by=small_clinic.front_desk, now=small_clinic.at(10))
    who = [entry.who for entry in history_of(again)]
    assert who == [str(small_clinic.front_desk), "the patient", "the patient", str(small_clinic.front_desk)]


@pytest.mark.parametrize(("days", "hour", "stands"), [(0, 14, True), (1, 10, False)])
def test_it_stands_on_that_day_and_lapses_on_another(small_clinic, confirmed, days, hour, stands):
    day = small_clinic.monday + timedelta(days=days)
    moved = move(small_clinic, confirmed, small_clinic.at(hour, day=day))
    assert (moved.escort_name, bool(moved.escort_confirmed_at)) == ("Gale", stands)


def test_somebody_else_whom_the_desk_names_is_not_confirmed(small_clinic, confirmed):
    same = {"appointment": confirmed, "by": small_clinic.front_desk, "now": small_clinic.now}
    named = arriving.name_escort(**same, name="Gale", phone="212")
    assert named.escort_confirmed_at
    named = arriving.name_escort(**same | {"appointment": named}, name="Sam", phone="")
    assert named.escort_confirmed_at is None


def test_it_is_said_of_a_visit_to_come_at_the_time_they_saw(small_clinic, confirmed):
    said = {"appointment": confirmed, "name": "Sam", "phone": "", "now": small_clinic.now}
    with refused("moved"):
        arriving.confirm_escort(**said, session_start=small_clinic.at(11))
    with refused("escort_missing"):
        arriving.confirm_escort(**said | {"name": " "}, session_start=small_clinic.at(10))
    cancelling.cancel(appointment=confirmed, by=small_clinic.front_desk, reason="Ill", now=small_clinic.now)
    with refused("too_late"):
        arriving.confirm_escort(**said, session_start=small_clinic.at(10))


def test_a_desk_that_looked_before_is_told_that_the_patient_changed_it(small_clinic):
    """T08"""
    seen, later = small_clinic.book(), small_clinic.now + timedelta(minutes=1)
    arriving.confirm_escort(
        appointment=seen, session_start=seen.session.lower, name="Gale", phone="", now=later
    )
    with refused("changed_meanwhile"):
        arriving.name_escort(appointment=seen, name="Sam", phone="", by=small_clinic.front_desk, now=later)
