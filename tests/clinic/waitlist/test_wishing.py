"""Wishes: one for each thing, of one patient, told in their story, and never lost."""

import uuid
from datetime import time

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from clinic.scheduling import booking
from clinic.waitlist import wishing
from clinic.waitlist.models import Offer, Wish
from tests.clinic.scheduling.refused import refused
from tests.patients.area.own_pages import merged


def test_one_open_wish_for_each_thing(small_clinic, wishes, told):
    wish = wishes()
    with refused("wish_open_once"):
        wishes()
    assert wishes(type=small_clinic.follow_up_type)
    wishing.end(wish=wish, how="not_needed", **told)
    assert wishes(), "and again once that has ended"


def test_the_same_form_twice_is_one_wish(small_clinic, wishes):
    key = uuid.uuid4()
    assert wishes(form_key=key) == wishes(form_key=key)
    with refused("sent_before"):
        wishes(form_key=key, type=small_clinic.follow_up_type)


def test_a_treatment_is_wished_for_within_its_course_and_their_own(small_clinic, wishes):
    course = small_clinic.authorise()
    treatment = small_clinic.treatment_type
    with refused("wish_for_a_treatment_has_a_course"):
        wishes(type=treatment)
    with refused("wish_is_of_one_patient"):
        wishes(small_clinic.register(), type=treatment, course=course)
    assert wishes(type=treatment, course=course)


def test_an_earlier_time_is_for_their_own_appointment_that_has_not_begun(small_clinic, wishes):
    has = small_clinic.book()
    with refused("wish_is_of_one_patient"):
        wishes(small_clinic.register(), instead_of=has)
    with refused("begun"):
        wishes(instead_of=has, now=small_clinic.at(10))
    assert wishes(instead_of=has).what == "an earlier time for Evaluation"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"weekdays": [0]}, "wish_known_weekdays"),
        ({"not_before": time(14), "not_after": time(9)}, "wish_times_in_order"),
    ],
)
def test_what_makes_no_sense_is_refused_by_the_database(wishes, said, code):
    with refused(code):
        wishes(**said)


def test_who_has_left_waits_for_nothing(small_clinic, wishes):
    small_clinic.patient.ended_on = small_clinic.monday
    small_clinic.patient.save()
    with refused("patient_left"):
        wishes()


def test_what_was_wished_for_never_changes_and_nothing_is_deleted(wishes, offers, as_app_role):
    wish = wishes()
    offer = offers(wish)
    for sql in (
        f"UPDATE waitlist_wish SET type_id = type_id + 1 WHERE id = {wish.pk}",
        f"DELETE FROM waitlist_wish WHERE id = {wish.pk}",
        f"UPDATE waitlist_offer SET expires_at = now() + interval '9 days' WHERE id = {offer.pk}",
        f"DELETE FROM waitlist_offer WHERE id = {offer.pk}",
    ):
        with as_app_role() as cursor, pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            cursor.execute(sql)
    assert (Wish.objects.count(), Offer.objects.count()) == (1, 1)


def test_an_answer_is_given_once(wishes, offers, told):
    offer = offers(wishes())
    Offer.objects.filter(pk=offer.pk).update(answer="declined", answered_at=told["now"])
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE waitlist_offer SET answer = '', answered_at = NULL")


def test_every_change_is_kept(wishes, told):
    wish = wishes()
    wishing.change(wish=wish, location=wish.location, weekdays=[5], by=told["by"])
    wishing.end(wish=wish, how="withdrawn", **told)
    wishing.end(wish=wish, how="not_needed", **told)
    assert [event.weekdays for event in wish.events.order_by("pgh_id")] == [[], [5], [5]]
    assert Wish.objects.get().ended_how == "withdrawn", "sent twice it is done once"
    with refused("ended"):
        wishing.change(wish=wish, location=wish.location, weekdays=[1], by=told["by"])


def test_wishes_follow_when_two_patients_are_one(small_clinic, wishes, offers):
    twice = small_clinic.register("Robyn Example")
    wish = wishes(twice, type=small_clinic.follow_up_type)
    offer = offers(wishes(small_clinic.patient))
    merged(small_clinic, twice, small_clinic.patient)
    wish.refresh_from_db()
    assert wish.patient == small_clinic.patient
    assert offer.wish.patient == small_clinic.patient


def test_two_who_wait_for_the_same_are_not_merged_unseen(small_clinic, wishes):
    twice = small_clinic.register("Robyn Example")
    wishes(twice), wishes()
    with refused("both_wait"):
        merged(small_clinic, twice, small_clinic.patient)


def test_a_wish_survives_a_move_of_its_appointment(small_clinic, wishes, told):
    has = small_clinic.book(session_start=small_clinic.at(15))
    wish = wishes(instead_of=has)
    place = {"session_start": small_clinic.at(14), "room": has.room, "clinician": has.clinician}
    booking.move(appointment=has, reason="Works", **place, **told)
    assert Wish.objects.with_all_it_shows().get(pk=wish.pk).instead_of.starts_at == small_clinic.at(14)
