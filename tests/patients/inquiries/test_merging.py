"""One person who asked several times is answered in one inquiry."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from patients.inquiries import answering, contacting, merging
from patients.inquiries.models import Inquiry
from patients.inquiries.timeline import timeline


def test_who_may_be_the_same_person_is_found(asked, front_desk):
    ana = asked(name="Ana Example", email="ana@visitor.example", phone="+12125550123")
    by_mail = asked(name="A. E.", email="ANA@visitor.example", phone="")
    by_phone = asked(name="Somebody", email="", phone="+12125550123", contact_by="phone")
    by_name = asked(name="Anna Example", email="x@visitor.example", phone="")
    asked(name="Bo Sample", email="bo@visitor.example", phone="")
    spam = asked(name="Buy Now", email="ana@visitor.example", phone="")
    answering.close(inquiry=spam, reason="spam", by=front_desk)
    assert set(Inquiry.objects.perhaps_same_as(ana)) == {by_mail, by_phone, by_name}


def test_a_merged_inquiry_is_told_in_the_one_that_stays(asked, front_desk):
    first, second = asked(hours_ago=50, message="Do you have an elevator?"), asked(hours_ago=2)
    contacting.log_call(inquiry=first, outcome="no_answer", by=front_desk, text="Tried twice.")
    kept = merging.merge(inquiry=first, into=second, by=front_desk)
    first.refresh_from_db()
    assert (first.state, first.close_reason, first.merged_into) == ("closed", "duplicate", second)
    assert kept.unanswered_since == first.received_at  # they wait since they asked first
    told = " ".join(f"{entry.what} {entry.text}" for entry in timeline(kept))
    assert "Do you have an elevator?" in told and "Tried twice." in told


def test_reopening_takes_a_merge_back(asked, front_desk):
    first, second = asked(), asked()
    merging.merge(inquiry=first, into=second, by=front_desk)
    reopened = answering.reopen(inquiry=first, by=front_desk)
    assert (reopened.state, reopened.merged_into) == ("in_touch", None)


def test_merges_never_make_a_chain(asked, front_desk, as_app_role):
    first, second, third = asked(), asked(), asked()
    merging.merge(inquiry=first, into=second, by=front_desk)
    with pytest.raises(ValidationError, match="stands by itself"):
        merging.merge(inquiry=third, into=first, by=front_desk)
    merging.merge(inquiry=second, into=third, by=front_desk)
    first.refresh_from_db()
    assert first.merged_into == third
    fourth = asked()
    with (
        as_app_role() as cursor,
        pytest.raises(IntegrityError, match="inquiry_merged_into_one_that_stands"),
        transaction.atomic(),
    ):
        cursor.execute(
            "UPDATE inquiries_inquiry SET state = 'closed', close_reason = 'duplicate', unanswered_since = NULL, "
            "merged_into_id = %s WHERE id = %s",
            [first.pk, fourth.pk],
        )


def test_nothing_is_merged_into_itself(asked, front_desk):
    inquiry = asked()
    with pytest.raises(ValidationError, match="stands by itself"):
        merging.merge(inquiry=inquiry, into=inquiry, by=front_desk)


@pytest.mark.django_db(transaction=True)
def test_two_inquiries_merged_into_each_other_at_once_leave_one_open(asked, front_desk):
    first, second = asked(), asked()
    start, refused = threading.Barrier(2), []

    def merge(inquiry, into):
        start.wait()
        try:
            merging.merge(inquiry=inquiry, into=into, by=front_desk)
        except ValidationError as refusal:
            refused.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=merge, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert Inquiry.objects.filter(merged_into=None, state="new").count() == 1
