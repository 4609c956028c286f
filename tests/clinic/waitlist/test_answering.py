"""One opening, several people: it is kept as long as any of them may answer, and the first yes has it."""

import re
from datetime import timedelta

import pytest
import time_machine
from post_office.mail import get_queued
from post_office.models import Email

from clinic.scheduling import booking, cancelling
from clinic.scheduling import offering as times
from clinic.scheduling.models import Appointment
from clinic.waitlist import answering, keeping, offering, wishing
from clinic.waitlist.models import Offer, Wish
from patients.people.models import Hold
from tests.clinic.scheduling.refused import refused

from .conftest import HOUR, agree_to_mail

Status = Appointment.Status


@pytest.fixture
def three(small_clinic, wishes, offers):
    """Three people who were offered Monday at 10, the second for longer than the others."""
    people = [small_clinic.register(f"Waiting {name}") for name in ("Ann", "Ben", "Cam")]
    hours = (2, 4, 3)
    return [
        offers(wishes(person), expires_at=small_clinic.now + each * HOUR)
        for person, each in zip(people, hours, strict=True)
    ]


def fresh(offer):
    return Offer.objects.with_all_it_shows().get(pk=offer.pk)


def kept():
    return Appointment.objects.filter(status=Status.OFFERED)


def is_free(clinic):
    """Whether somebody else could book the time that was offered."""
    booked = clinic.book(patient=clinic.register())
    cancelling.cancel(appointment=booked, reason="Only looked", by=clinic.front_desk, now=clinic.now)
    return booked


def test_three_people_are_offered_one_time_and_it_is_kept_once(three):
    [one] = kept()
    assert {fresh(offer).kept_id for offer in three} == {one.pk}
    assert one.patient == three[0].patient
    assert one.offered_until == three[1].expires_at, "as long as any of them may answer"


def test_the_first_yes_has_it_and_the_others_read_that_it_is_gone(small_clinic, three):
    now = small_clinic.now + HOUR
    accepted = answering.accept(offer=three[2], now=now)
    assert accepted.appointment.patient == three[2].patient
    assert accepted.appointment.status == Status.BOOKED
    assert Wish.objects.get(pk=three[2].wish_id).ended_how == "filled"
    for loser in three[:2]:
        with refused("offer_over"):
            answering.accept(offer=fresh(loser), now=now)
        assert Wish.objects.get(pk=loser.wish_id).is_open, "they stay on the list"
    assert not kept().exists()


def test_a_double_click_is_one_yes(small_clinic, three):
    first = answering.accept(offer=three[0], now=small_clinic.now)
    again = answering.accept(offer=three[0], now=small_clinic.now + HOUR)
    assert (again.pk, again.appointment) == (first.pk, first.appointment)
    assert Appointment.objects.active().count() == 1


def test_the_first_says_no_and_it_stays_kept_for_the_others(small_clinic, three):
    answering.decline(offer=three[0], now=small_clinic.now)
    [one] = kept()
    assert one.patient == three[1].patient
    # Whoever said no is free at that time.
    small_clinic.book(
        patient=three[0].patient, room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1]
    )
    assert answering.accept(offer=fresh(three[2]), now=small_clinic.now).appointment


def test_it_is_kept_no_longer_than_those_who_are_left_may_answer(small_clinic, three):
    answering.decline(offer=three[1], now=small_clinic.now)
    assert kept().get().offered_until == three[2].expires_at


def test_when_all_have_said_no_it_is_free_at_once(small_clinic, three):
    for offer in three:
        assert kept().exists()
        answering.decline(offer=fresh(offer), now=small_clinic.now)
    assert not kept().exists()
    assert is_free(small_clinic)


def test_it_is_passed_over_whoever_could_not_have_it_now(small_clinic, three):
    small_clinic.book(
        patient=three[1].patient, room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1]
    )
    answering.decline(offer=three[0], now=small_clinic.now)
    assert kept().get().patient == three[2].patient
    with refused("appointment_patient_once_at_a_time"):
        answering.accept(offer=fresh(three[1]), now=small_clinic.now)


def test_the_minutes_job_passes_on_what_the_first_may_no_longer_answer(small_clinic, three):
    with time_machine.travel(three[0].expires_at, tick=False):
        keeping.pass_on_the_kept()
        assert kept().get().patient == three[1].patient
        keeping.pass_on_the_kept()
    assert kept().count() == 1
    with time_machine.travel(three[1].expires_at, tick=False):
        times.lapse_run_out()
    assert not kept().exists()


def test_a_late_yes_changes_nothing(small_clinic, three):
    with refused("offer_over"):
        answering.accept(offer=three[0], now=three[0].expires_at)
    with refused("offer_over"):
        answering.decline(offer=three[0], now=three[0].expires_at)
    assert answering.accept(offer=three[1], now=three[0].expires_at).appointment


def test_no_after_yes_and_yes_after_no_are_too_late(small_clinic, three):
    answering.accept(offer=three[0], now=small_clinic.now)
    with refused("offer_over"):
        answering.decline(offer=three[0], now=small_clinic.now)


def test_an_earlier_time_moves_their_appointment(small_clinic, wishes, offers):
    later = small_clinic.book(session_start=small_clinic.at(15))
    wish = wishes(instead_of=later)
    moved = answering.accept(offer=offers(wish), now=small_clinic.now).appointment
    assert (moved.pk, moved.starts_at) == (later.pk, small_clinic.at(10))
    assert Appointment.objects.active().count() == 1


def test_a_time_that_is_no_earlier_is_not_offered_for_an_earlier_one(small_clinic, wishes, offers):
    wish = wishes(instead_of=small_clinic.book(session_start=small_clinic.at(9)))
    with refused("not_earlier"):
        offers(wish)


def test_what_was_moved_earlier_meanwhile_is_not_moved_back_to_the_offered_time(
    small_clinic, wishes, offers, told
):
    has = small_clinic.book(session_start=small_clinic.at(15))
    offer = offers(wishes(instead_of=has))
    place = {"session_start": small_clinic.at(8), "room": has.room, "clinician": has.clinician}
    booking.move(appointment=has, reason="They called", **place, **told)
    with refused("not_earlier"):
        answering.accept(offer=offer, now=small_clinic.now)
    assert Appointment.objects.agreed().get().starts_at == small_clinic.at(8)


def test_who_was_booked_meanwhile_has_one_visit_and_not_two(small_clinic, wishes, offers):
    offer = offers(wishes())
    later = {"now": small_clinic.now + timedelta(minutes=1)}
    booked = small_clinic.book(session_start=small_clinic.at(15), **later)
    with refused("has_a_time"):
        answering.accept(offer=offer, **later)
    cancelling.cancel(
        appointment=booked, reason="They rather come at 10", by=small_clinic.front_desk, **later
    )
    assert answering.accept(offer=fresh(offer), **later).appointment.starts_at == small_clinic.at(10)


def test_two_appointments_move_into_one_time_and_one_gets_there(small_clinic, wishes, offers):
    both = []
    for number, hour in enumerate((13, 15)):
        person = small_clinic.register()
        later = small_clinic.book(
            patient=person, session_start=small_clinic.at(hour), clinician=small_clinic.clinicians[number]
        )
        both.append(offers(wishes(person, instead_of=later)))
    answering.accept(offer=both[1], now=small_clinic.now)
    with refused("offer_over"):
        answering.accept(offer=fresh(both[0]), now=small_clinic.now)
    stays = Appointment.objects.get(pk=both[0].wish.instead_of_id)
    assert (stays.starts_at, stays.status) == (small_clinic.at(13), Status.BOOKED)


def test_a_hold_that_came_meanwhile_refuses_the_yes_and_the_offer_stands(small_clinic, wishes, offers):
    course = small_clinic.authorise()
    offer = offers(wishes(type=small_clinic.treatment_type, course=course))
    Hold.objects.create(patient=small_clinic.patient, reason="Call.", raised_by=small_clinic.prescriber)
    with refused("appointment_patient_not_on_hold"):
        answering.accept(offer=offer, now=small_clinic.now)
    assert fresh(offer).is_out(small_clinic.now)


def test_the_desk_notes_a_yes_by_phone(small_clinic, wishes, offers):
    offer = offers(wishes())
    accepted = answering.accept(offer=offer, by=small_clinic.front_desk, now=small_clinic.now)
    assert accepted.answered_by == small_clinic.front_desk
    assert accepted.appointment.asked_by == "patient"


def test_nobody_has_two_offers_for_one_wish(small_clinic, wishes, offers):
    wish = wishes()
    offers(wish)
    with refused("asked_already"):
        offers(wish, session_start=small_clinic.at(14))


def test_an_offer_leaves_them_the_notice_they_need(small_clinic, wishes, offers):
    wish = wishes(notice_hours=24)
    with refused("offer_end"):
        offers(wish, expires_at=small_clinic.at(10) - 23 * HOUR)
    with refused("notice"):
        offers(wish, now=small_clinic.at(10) - 23 * HOUR)
    assert offers(wish, expires_at=small_clinic.at(10) - 24 * HOUR)


def test_a_stricter_person_may_join_with_an_earlier_end(small_clinic, wishes, offers):
    first = offers(wishes(small_clinic.register()), expires_at=small_clinic.now + 4 * HOUR)
    offers(wishes(small_clinic.register()), expires_at=small_clinic.now + HOUR)
    assert kept().get().offered_until == first.expires_at


def test_taken_back_it_is_free_and_can_be_offered_again(small_clinic, wishes, offers, told):
    offer = offers(wishes())
    offering.take_back(offer=offer, **told)
    offering.take_back(offer=fresh(offer), **told)
    assert not kept().exists()
    with refused("offer_over"):
        answering.accept(offer=fresh(offer), now=small_clinic.now)
    assert offers(offer.wish)


def test_a_wish_that_ends_takes_its_offer_back(small_clinic, wishes, offers, told):
    offer = offers(wishes())
    wishing.end(wish=offer.wish, how="withdrawn", **told)
    assert fresh(offer).answer == "taken_back"
    assert not kept().exists()
    with refused("ended"):
        offers(offer.wish)


@pytest.mark.parametrize("said", ["decline", "accept"])
def test_an_answer_a_moment_before_the_wish_ends_stays_as_it_was_given(
    small_clinic, wishes, offers, told, monkeypatch, said
):
    offer, hold = offers(wishes()), keeping.hold

    def hold_too_late(*args):
        monkeypatch.setattr(keeping, "hold", hold)
        getattr(answering, said)(offer=offer, now=small_clinic.now)
        hold(*args)

    monkeypatch.setattr(keeping, "hold", hold_too_late)
    ended = wishing.end(wish=offer.wish, how="withdrawn", **told)
    answer, how = {"decline": ("declined", "withdrawn"), "accept": ("accepted", "filled")}[said]
    assert (fresh(offer).answer, ended.ended_how) == (answer, how)


def test_a_wish_that_ends_frees_what_was_passed_on_to_them_a_moment_before(
    small_clinic, three, told, monkeypatch
):
    hold = keeping.hold

    def hold_too_late(*args):
        monkeypatch.setattr(keeping, "hold", hold)
        for offer in (three[0], three[2]):
            answering.decline(offer=fresh(offer), now=small_clinic.now)
        hold(*args)

    monkeypatch.setattr(keeping, "hold", hold_too_late)
    wishing.end(wish=three[1].wish, how="withdrawn", **told)
    assert not kept().exists()


def test_a_time_given_back_on_its_own_page_ends_every_offer_of_it(small_clinic, three, told):
    cancelling.cancel(appointment=kept().get(), reason="Room is broken", **told)
    for offer in three:
        with refused("offer_over"):
            answering.accept(offer=fresh(offer), now=small_clinic.now)


def test_the_mail_goes_with_the_offer_and_says_no_time_of_a_visit(small_clinic, wishes, offers):
    agree_to_mail(small_clinic.patient)
    offer = offers(wishes())
    mail = Email.objects.get()
    assert offer.by_mail
    assert mail.to == [small_clinic.patient.email]
    assert f"/offers/{offer.reference}/" in mail.message
    assert re.search(r"/my/link-[0-9a-f]{32}/offers/", mail.message)
    for words in (mail.subject, mail.message, mail.html_message):
        for secret in ("Robin", "valuation", "10:00", "Riverside", "Clinician"):
            assert secret not in words, (secret, words)


def test_a_mail_that_could_not_leave_in_time_never_leaves(small_clinic, wishes, offers):
    agree_to_mail(small_clinic.patient)
    offer = offers(wishes())
    with time_machine.travel(offer.expires_at - timedelta(seconds=1), tick=False):
        assert [mail.message_id for mail in get_queued()] == [Email.objects.get().message_id]
    with time_machine.travel(offer.expires_at, tick=False):
        assert not get_queued()


@pytest.mark.parametrize(
    "end",
    [
        lambda offer, told: answering.accept(offer=offer, **told),
        lambda offer, told: answering.decline(offer=offer, **told),
        lambda offer, told: offering.take_back(offer=offer, **told),
        lambda offer, told: wishing.end(wish=offer.wish, how="withdrawn", **told),
    ],
)
def test_what_was_answered_before_its_mail_left_is_not_asked_again(small_clinic, wishes, offers, told, end):
    agree_to_mail(small_clinic.patient)
    offer = offers(wishes())
    assert get_queued()
    end(offer, told)
    assert not get_queued()


def test_no_mail_without_consent_and_none_where_it_is_refused(small_clinic, wishes, offers):
    assert not offers(wishes()).by_mail
    other = agree_to_mail(small_clinic.register())
    wish = wishes(other)
    with refused("offer_end"):
        offers(wish, expires_at=small_clinic.now - timedelta(minutes=1))
    assert not Email.objects.exists()
