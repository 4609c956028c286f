"""The desk moves, cancels, keeps or proposes; the patient chooses. Nothing happens by itself."""

import re
from datetime import date, time, timedelta

import pytest
from post_office.models import Email

from clinic.locations.models import Location
from clinic.requests import answering, asking, finding
from clinic.requests.models import ChangeRequest, ProposedTime
from clinic.scheduling.history import history_of
from clinic.scheduling.models import ClinicianHours, FreedTime
from clinic.scheduling.openings import Opening
from patients.area.models import PatientLink
from patients.people.models import Patient
from tests.clinic.scheduling.refused import refused


@pytest.fixture
def now(small_clinic):
    return small_clinic.now + timedelta(minutes=5)


@pytest.fixture
def opening(small_clinic):
    """`opening(14)`: Monday at 14:00 in the first room with the first clinician."""

    def at(hour, **day):
        return Opening(small_clinic.at(hour, **day), small_clinic.rooms[0], small_clinic.clinicians[0])

    return at


@pytest.fixture
def propose(small_clinic, ask, now, opening):
    """`propose(14, 16)`: these hours of the Monday, for the evaluation that Robin wants to move."""

    def send(*hours):
        asked = ChangeRequest.objects.first() or ask()
        times = [opening(hour) for hour in hours]
        seen = ProposedTime.objects.standing().values_list("reference", flat=True)
        return answering.propose(request=asked, times=times, seen=seen, by=small_clinic.front_desk, now=now)

    return send


def somebody_takes(small_clinic, hour):
    return small_clinic.book(patient=small_clinic.register(), session_start=small_clinic.at(hour))


def test_the_desk_moves_it_at_once(small_clinic, booked, ask, now, opening):
    at = opening(14)
    where = {"session_start": at.session_start, "room": at.room, "clinician": at.clinician}
    answered = answering.move(request=ask(), **where, by=small_clinic.front_desk, now=now)
    booked.refresh_from_db()
    assert (booked.starts_at, booked.asked_by) == (small_clinic.at(14), "patient")
    assert (answered.answer, answered.answered_by) == ("moved", small_clinic.front_desk)
    assert Email.objects.count() == 0  # the notices of the diary tell of it


@pytest.mark.parametrize(("hours", "was_late"), [(30, False), (20, True)])
def test_a_cancellation_is_late_by_when_the_patient_asked(small_clinic, booked, ask, hours, was_late):
    Location.objects.update(change_request_hours=1)
    asked = ask(wants="cancel", now=booked.visit.lower - timedelta(hours=hours))
    answering.cancel(request=asked, by=small_clinic.front_desk, now=booked.visit.lower - timedelta(hours=3))
    booked.refresh_from_db()
    assert (booked.status, booked.was_late, booked.asked_by) == ("cancelled", was_late, "patient")
    assert FreedTime.objects.get().appointment == booked


def test_what_stays_as_it_is_says_why_and_a_neutral_mail_says_only_that_there_is_news(small_clinic, ask, now):
    """T42"""
    before = PatientLink.objects.create(patient=small_clinic.patient)
    with refused("words_missing"):
        answering.keep(request=ask(), words=" ", by=small_clinic.front_desk, now=now)
    asked = ChangeRequest.objects.get()
    kept = answering.keep(
        request=asked, words="The doctor is here then.", by=small_clinic.front_desk, now=now
    )
    assert (kept.answer, kept.answer_words) == ("kept", "The doctor is here then.")
    mail = Email.objects.get()
    assert mail.subject == "Stillwater: something new on your private page"
    assert re.search(r"/my/link-[0-9a-f]{32}/", mail.message) and "doctor" not in mail.message
    before.refresh_from_db()
    assert before.revoked_at is None  # earlier links stay


def test_whoever_did_not_agree_to_mails_gets_none(small_clinic, propose):
    Patient.objects.update(channels=["call"])
    propose(14)
    assert Email.objects.count() == 0


def test_up_to_three_times_are_proposed_and_keep_nothing(small_clinic, booked, propose):
    with refused("how_many"):
        propose(12, 13, 14, 15)
    with refused("how_many"):
        propose()
    assert [time.starts_at.hour for time in propose(16, 14)] == [14, 16]
    assert somebody_takes(small_clinic, 14).status == "booked"
    booked.refresh_from_db()
    assert booked.starts_at == small_clinic.at(10)


def test_new_times_take_the_place_of_those_before(propose):
    propose(14, 16)
    propose(15)
    assert [time.starts_at.hour for time in ProposedTime.objects.standing()] == [15]
    assert ProposedTime.objects.count() == 3


def test_the_same_times_proposed_twice_are_proposed_and_written_of_once(propose):
    """T07: two clicks on the button."""
    times = propose(14, 16)
    assert propose(16, 14) == times
    assert ProposedTime.objects.count() == 2 and Email.objects.count() == 1


def test_the_patient_chooses_and_it_moves_as_they_asked(small_clinic, booked, propose, now):
    [_first, second] = propose(14, 16)
    answering.pick(proposed=second, now=now)
    booked.refresh_from_db()
    assert booked.starts_at == small_clinic.at(16)
    [entry, *_earlier] = history_of(booked)
    assert entry.who == str(small_clinic.front_desk) and "the patient asked" in entry.what
    assert entry.reason == "The patient chose this time on their own page"
    asked = ChangeRequest.objects.get()
    assert asked.answer == "moved" and asked.answered_by is None
    with refused("answered"):
        answering.pick(proposed=second, now=now)


def test_a_time_that_somebody_else_has_is_dropped_and_the_rest_stays(small_clinic, booked, propose, now):
    times = propose(14, 16)
    somebody_takes(small_clinic, 14)
    assert finding.still_free(times, booked, now) == times[1:]
    with refused("gone"):
        answering.pick(proposed=times[0], now=now)
    booked.refresh_from_db()
    assert booked.starts_at == small_clinic.at(10)
    assert list(ProposedTime.objects.standing()) == times[1:]
    assert not ChangeRequest.objects.for_the_desk(now)


def test_once_the_last_time_is_gone_or_none_suits_the_desk_is_next_again(small_clinic, propose, now):
    [time] = propose(14)
    assert list(ChangeRequest.objects.for_the_patient(now)) == [time.request]
    somebody_takes(small_clinic, 14)
    with refused("gone"):
        answering.pick(proposed=time, now=now)
    assert list(ChangeRequest.objects.for_the_desk(now)) == [time.request]
    seen = [each.reference for each in propose(15, 16)]
    answering.turn_down(request=time.request, seen=seen, now=now)
    assert list(ChangeRequest.objects.for_the_desk(now)) == [time.request]


def test_times_that_the_patient_has_not_seen_are_not_turned_down(propose, now):
    """The desk proposes others while the patient reads the ones before."""
    seen = [time.reference for time in propose(14)]
    [other] = propose(16)
    with refused("other_times"):
        answering.turn_down(request=other.request, seen=seen, now=now)
    assert list(ProposedTime.objects.standing()) == [other]
    for _click in range(2):
        answering.turn_down(request=other.request, seen=[other.reference], now=now)
    assert not ProposedTime.objects.standing()


def test_what_was_answered_is_answered_once(small_clinic, ask, now):
    asked, by = ask(), small_clinic.front_desk
    answering.keep(request=asked, words="Sorry.", by=by, now=now)
    with refused("answered"):
        answering.cancel(request=asked, by=by, now=now)
    with refused("answered"):
        asking.take_back(request=asked, now=now)


def test_openings_fit_what_the_patient_said(small_clinic, booked, ask, now):
    asked = ask(weekdays=[3], parts=["afternoon"])
    found = finding.fitting(ChangeRequest.objects.get(pk=asked.pk), now=now)
    assert {day.isoweekday() for day, _here in found} == {3}
    starts = [opening.session_start for _day, here in found for opening in here]
    assert starts and all(start.hour >= 12 for start in starts)
    assert {opening.clinician for _day, here in found for opening in here} == {booked.clinician}
    anything = finding.fitting(asked, now=now, as_they_said=False)
    assert len({day.isoweekday() for day, _here in anything}) > 1


def test_of_a_course_only_days_that_keep_the_days_between_are_found(small_clinic, ask, now):
    course = small_clinic.authorise(phases=[(3, 2, 4, False)])
    first, second, third = (
        small_clinic.book(
            type=small_clinic.treatment_type, course=course,
            session_start=small_clinic.at(14, day=small_clinic.monday + timedelta(days=days)),
        )
        for days in (0, 3, 6)
    )  # fmt: skip
    found = finding.fitting(ask(second), now=now)
    assert [(day - small_clinic.monday).days for day, _here in found] == [2, 3, 4]
    for day, here in found:
        assert first.starts_at.date() < day < third.starts_at.date() and here


def test_a_proposed_time_in_an_hour_that_comes_twice_is_free(small_clinic, ask, now):
    location, night = small_clinic.location, date(2030, 11, 3)  # 1:30 comes twice in New York
    location.hours.update(opens=time(0), closes=time(23, 59))
    ClinicianHours.objects.update(starts=time(0), ends=time(23, 59))
    before = small_clinic.at(10, day=night) - timedelta(days=3)
    asked = ask(small_clinic.book(session_start=before + timedelta(days=2), now=before), now=before)
    twice = [small_clinic.at(1, 30, day=night).replace(fold=fold) for fold in (0, 1)]
    times = [Opening(at, small_clinic.rooms[0], small_clinic.clinicians[0]) for at in twice]
    answering.propose(request=asked, times=times, by=small_clinic.front_desk, now=before)
    kept = list(ProposedTime.objects.select_related("room__location", "clinician__user"))
    assert finding.still_free(kept, asked.appointment, before) == kept
