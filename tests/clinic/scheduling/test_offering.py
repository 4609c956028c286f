"""A time is kept for somebody until they answer; it is no appointment yet, and nobody else has it."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from clinic.scheduling import arriving, booking, cancelling, offering
from clinic.scheduling.history import history_of
from clinic.scheduling.models import Absence, Appointment, FreedTime
from clinic.scheduling.openings import openings
from clinic.scheduling.standing import Standing
from patients.people.models import CareTeamMember, Hold
from tests.clinic.scheduling.refused import refused

HOUR = timedelta(hours=1)
Status = Appointment.Status


@pytest.fixture
def wanted(small_clinic):
    """What `keep` is asked for: the patient's evaluation on Monday at 10, kept for two hours."""

    def of(**said):
        return small_clinic.wish(until=small_clinic.now + 2 * HOUR, **said)

    return of


@pytest.fixture
def kept(wanted):
    return offering.keep(**wanted())


@pytest.fixture
def told(small_clinic):
    return {"by": small_clinic.front_desk, "now": small_clinic.now}


def taken(kept, patient=None, **said):
    return offering.take(kept=kept, patient=patient or kept.patient, form_key=uuid.uuid4(), **said)


def test_a_kept_time_is_taken_for_everybody_else_and_no_opening(small_clinic, kept):
    other = small_clinic.register()
    with refused("appointment_room_once_at_a_time", "appointment_clinician_once_at_a_time"):
        small_clinic.book(patient=other)
    found = openings(
        type=small_clinic.evaluation_type,
        location=small_clinic.location,
        first_day=small_clinic.monday,
        last_day=small_clinic.monday,
        now=small_clinic.now,
        room=small_clinic.rooms[0],
    )
    assert small_clinic.at(10) not in [each.session_start for each in found]


def test_a_kept_time_is_nobodys_appointment(small_clinic, kept, told):
    patient = small_clinic.patient
    assert not Appointment.objects.filter(patient=patient).upcoming(small_clinic.now).exists()
    assert not CareTeamMember.objects.filter(patient=patient).exists(), "nobody looks after them for an offer"
    with time_machine.travel(kept.visit.lower, tick=False), refused("another_status"):
        arriving.arrive(appointment=kept, **told | {"now": kept.visit.lower})
    with refused("cannot_miss"):
        cancelling.mark_no_show(appointment=kept, **told)
    with refused("not_active"):
        arriving.name_escort(appointment=kept, name="Bo", phone="", **told)
    move = {"session_start": small_clinic.at(12), "room": kept.room, "clinician": kept.clinician}
    with refused("cannot_move"):
        booking.move(appointment=kept, reason="No", **move, **told)


def test_the_first_who_was_asked_says_yes_and_has_it(kept, told):
    booked = taken(kept, **told)
    assert (booked.pk, booked.status, booked.asked_by) == (kept.pk, Status.BOOKED, "patient")
    assert CareTeamMember.objects.filter(patient=booked.patient, user=booked.clinician.user).exists()
    assert history_of(booked)[0].what == "The offer was taken: booked; the patient asked"
    with refused("offer_over"):
        taken(kept, **told)


def test_somebody_else_who_was_asked_says_yes_first(small_clinic, kept, told):
    other = small_clinic.register()
    booked = taken(kept, other, **told)
    kept.refresh_from_db()
    assert (kept.status, booked.patient, booked.status) == (Status.LAPSED, other, Status.BOOKED)
    assert booked.session == kept.session
    assert not FreedTime.objects.exists(), "nothing came free"


def test_an_earlier_time_moves_the_appointment_they_have(small_clinic, wanted, told):
    later = small_clinic.book(session_start=small_clinic.at(15))
    kept = offering.keep(**wanted(instead_of=later))
    assert Appointment.objects.get(pk=later.pk).session == later.session, "it stays where it is meanwhile"
    moved = taken(kept, instead_of=later, **told)
    kept.refresh_from_db()
    assert (moved.pk, moved.session, kept.status) == (later.pk, kept.session, Status.LAPSED)
    assert FreedTime.objects.get().session == later.session


def test_a_yes_that_the_diary_refuses_leaves_the_time_kept(small_clinic, kept, told):
    other = small_clinic.register()
    small_clinic.book(patient=other, room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1])
    with refused("appointment_patient_once_at_a_time"):
        taken(kept, other, **told)
    kept.refresh_from_db()
    assert kept.status == Status.OFFERED
    with refused("appointment_patient_once_at_a_time"):
        offering.refuse_unless_takeable(kept=kept, patient=other, form_key=uuid.uuid4(), **told)
    third = small_clinic.register()
    offering.refuse_unless_takeable(kept=kept, patient=third, form_key=uuid.uuid4(), **told)
    assert not Appointment.objects.filter(patient=third).exists(), "asking changes nothing"


def test_what_changed_since_the_offer_is_judged_at_the_yes(small_clinic, kept, told):
    Absence.objects.create(clinician=kept.clinician, away=(small_clinic.at(9), small_clinic.at(12)))
    with refused("clinician_away"):
        taken(kept, **told)


def test_a_session_keeps_its_number_from_nobody(small_clinic, wanted, told):
    course = small_clinic.authorise(sessions=2)
    treatment = {"type": small_clinic.treatment_type, "course": course}
    kept = offering.keep(**wanted(**treatment))
    assert (kept.number, course.free_numbers()) == (1, [1, 2])
    assert Standing(course, small_clinic.now).to_plan == [1, 2]
    small_clinic.book(**treatment, session_start=small_clinic.at(14), room=small_clinic.rooms[1])
    booked = taken(kept, course=course, **told)
    assert booked.number == 2, "its number was taken meanwhile"


def test_all_it_rests_on_is_judged_again_at_the_yes(small_clinic, wanted, told):
    course = small_clinic.authorise(sessions=2)
    kept = offering.keep(**wanted(type=small_clinic.treatment_type, course=course))
    Hold.objects.create(patient=small_clinic.patient, reason="Call.", raised_by=small_clinic.prescriber)
    with refused("appointment_patient_not_on_hold"):
        taken(kept, course=course, **told)


def test_an_offer_may_come_late_and_never_too_soon(small_clinic, wanted):
    course = small_clinic.authorise(phases=[(3, 2, 4, False)])
    treatment = {"type": small_clinic.treatment_type, "course": course}
    small_clinic.book(**treatment)
    day = small_clinic.monday + timedelta(days=1)
    # A prescriber may break the gap with a reason; an offer has none.
    soon = wanted(**treatment, session_start=small_clinic.at(10, day=day)) | {"by": small_clinic.prescriber}
    with refused("gap_short"):
        offering.keep(**soon)
    day = small_clinic.monday + timedelta(days=7)
    late = offering.keep(**wanted(**treatment, session_start=small_clinic.at(10, day=day)))
    assert late.gap_because == offering.FIRST_TIME


def test_an_earlier_time_may_not_tear_the_course_apart_behind_it(small_clinic, wanted):
    course = small_clinic.authorise(phases=[(3, 2, 4, False)])
    treatment = {"type": small_clinic.treatment_type, "course": course}
    days = [small_clinic.monday + timedelta(days=each) for each in (0, 4, 8)]
    _first, second, _third = [
        small_clinic.book(**treatment, session_start=small_clinic.at(10, day=day)) for day in days
    ]
    two_days_earlier = small_clinic.at(10, day=small_clinic.monday + timedelta(days=2))
    earlier = wanted(type=small_clinic.treatment_type, session_start=two_days_earlier, instead_of=second)
    with refused("gap_long"):
        offering.keep(**earlier)


def test_it_is_passed_on_without_being_free_in_between(small_clinic, kept, told):
    other = small_clinic.register()
    until = small_clinic.now + HOUR
    passed = offering.pass_on(kept=kept, patient=other, until=until, form_key=uuid.uuid4(), **told)
    kept.refresh_from_db()
    assert (kept.status, passed.status, passed.patient) == (Status.LAPSED, Status.OFFERED, other)
    small_clinic.book(
        room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1]
    )  # the first is free again


def test_it_is_not_passed_on_to_who_could_not_have_it(small_clinic, kept, told):
    other = small_clinic.register()
    small_clinic.book(patient=other, room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1])
    said = {"until": small_clinic.now + HOUR, "form_key": uuid.uuid4(), **told}
    with refused("appointment_patient_once_at_a_time"):
        offering.pass_on(kept=kept, patient=other, **said)
    kept.refresh_from_db()
    assert kept.status == Status.OFFERED


def test_given_back_it_is_free_at_once(small_clinic, kept, told):
    offering.give_back(kept=kept, **told)
    assert small_clinic.book(patient=small_clinic.register())
    assert not FreedTime.objects.exists(), "it was nobody's"


def test_canceling_it_is_giving_it_back(kept, told):
    over = cancelling.cancel(appointment=kept, reason="Needed", asked_by="patient", **told)
    assert (over.status, over.was_late) == (Status.LAPSED, False)
    assert history_of(over)[0].what == "The offer ended, and its time is not kept any more"
    assert (history_of(over)[0].who, history_of(over)[0].reason) == (str(told["by"]), "Needed")


def test_the_rest_of_a_course_is_canceled_with_what_is_offered_of_it(small_clinic, wanted, told):
    course = small_clinic.authorise(sessions=2)
    treatment = {"type": small_clinic.treatment_type, "course": course}
    booked = small_clinic.book(**treatment)
    kept = offering.keep(
        **wanted(**treatment, session_start=small_clinic.at(10, day=small_clinic.monday + timedelta(days=3)))
    )
    cancelling.cancel_rest(course=course, reason="Stops", **told)
    for row, status in ((booked, Status.CANCELLED), (kept, Status.LAPSED)):
        row.refresh_from_db()
        assert row.status == status


@pytest.mark.parametrize("minutes", [0, -1, 60 * 24 * 30])
def test_an_offer_ends_after_now_and_before_the_visit(small_clinic, wanted, minutes):
    until = small_clinic.now + timedelta(minutes=minutes)
    with refused("offer_end"):
        offering.keep(**wanted() | {"until": until})


def test_the_end_can_be_another_one(kept, told, small_clinic):
    later = small_clinic.now + 5 * HOUR
    offering.keep_until(kept=kept, until=later, **told)
    kept.refresh_from_db()
    assert kept.offered_until == later
    assert history_of(kept)[0].what.startswith("Offered until ")


def test_the_minutes_job_lets_go_of_what_nobody_answered(small_clinic, kept, told):
    with time_machine.travel(kept.offered_until - timedelta(seconds=1), tick=False):
        offering.lapse_run_out()
        kept.refresh_from_db()
        assert kept.status == Status.OFFERED
    with time_machine.travel(kept.offered_until, tick=False):
        offering.lapse_run_out()
    kept.refresh_from_db()
    assert kept.status == Status.LAPSED
    ended, offered = history_of(kept)
    assert (ended.who, ended.what) == ("the portal", "The offer ended: nobody answered in time")
    assert offered.who == str(told["by"])
    with refused("offer_over"):
        taken(kept, **told)


def test_the_job_never_frees_what_was_booked(kept, told):
    booked = taken(kept, **told)
    with time_machine.travel(kept.offered_until + HOUR, tick=False):
        offering.lapse_run_out()
    booked.refresh_from_db()
    assert booked.status == Status.BOOKED


def test_a_yes_in_the_second_in_which_it_ends_is_too_late(kept, told):
    at_the_end = told | {"now": kept.offered_until}
    with refused("offer_over"):
        taken(kept, **at_the_end)
    assert taken(kept, **told | {"now": kept.offered_until - timedelta(microseconds=1)})


def test_whoever_books_after_its_end_has_it_though_no_job_came(small_clinic, kept):
    other = small_clinic.register()
    booked = small_clinic.book(patient=other, now=kept.offered_until)
    kept.refresh_from_db()
    assert (booked.status, kept.status) == (Status.BOOKED, Status.LAPSED)


def test_an_offer_of_another_course_is_refused(small_clinic, wanted):
    with pytest.raises(ValidationError):
        offering.keep(**wanted(type=small_clinic.treatment_type))
