"""What somebody who asked does on their private page."""

import uuid

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from post_office.models import Email

from clinic.limits import counting
from patients.inquiries import answering, contacting, following
from patients.inquiries.limits import A_DAY
from patients.inquiries.models import Inquiry, Message, StatusLink

NEW_LINK = "Stillwater: your new link"


def write(inquiry, text="One more thing.", **more):
    return following.add_message(inquiry=inquiry, text=text, **{"form_key": uuid.uuid4(), **more})


def test_who_writes_again_waits_for_us_again(asked, front_desk):
    inquiry = asked()
    contacting.log_call(inquiry=inquiry, outcome="spoke", by=front_desk)
    tomorrow = timezone.now().date() + timezone.timedelta(days=3)
    answering.snooze(inquiry=inquiry, until=tomorrow, by=front_desk)
    message = write(inquiry)
    inquiry.refresh_from_db()
    assert (inquiry.unanswered_since, inquiry.snoozed_until) == (message.written_at, None)


def test_a_second_message_does_not_make_the_first_wait_shorter(asked):
    inquiry = asked(hours_ago=30)
    since = inquiry.unanswered_since
    write(inquiry)
    inquiry.refresh_from_db()
    assert inquiry.unanswered_since == since


@pytest.mark.parametrize("reason", Inquiry.CloseReason.values)
def test_a_message_opens_what_was_closed_spam_too(asked, front_desk, reason):
    """Nothing ever hides a real person's inquiry."""
    inquiry = asked()
    if reason == "withdrawn":
        following.withdraw(inquiry=inquiry)
    else:
        answering.close(inquiry=inquiry, reason=reason, by=front_desk)
    write(inquiry)
    inquiry.refresh_from_db()
    assert inquiry.state == "in_touch" and inquiry.unanswered_since


def test_one_form_sent_twice_is_one_message_and_with_other_words_none(asked):
    inquiry, key = asked(), uuid.uuid4()
    assert write(inquiry, form_key=key) == write(inquiry, form_key=key)
    with pytest.raises(ValidationError, match="sent before"):
        write(inquiry, text="Something else.", form_key=key)
    assert Message.objects.count() == 1


def test_nobody_floods_an_inquiry(asked, rf):
    inquiry, sender = asked(), counting.sender_of(rf.post("/", REMOTE_ADDR="203.0.113.9"))
    for number in range(A_DAY):
        write(inquiry, text=f"{number}", sender=sender)
    with pytest.raises(ValidationError) as refusal:
        write(inquiry, text="And one more.", sender=sender)
    assert refusal.value.code == "too_many" and Message.objects.count() == A_DAY


def test_taking_it_back_closes_it_and_doing_it_twice_is_once(asked):
    inquiry = asked()
    for _again in range(2):
        following.withdraw(inquiry=inquiry)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.close_reason, inquiry.unanswered_since) == ("closed", "withdrawn", None)


def test_a_patient_writes_elsewhere(asked, front_desk):
    inquiry = answering.finish_as_registered(inquiry=asked(), by=front_desk)
    for act in (write, lambda inquiry: following.withdraw(inquiry=inquiry)):
        with pytest.raises(ValidationError, match="registered"):
            act(inquiry)


def test_a_new_link_ends_the_earlier_ones(asked):
    inquiry = asked()
    first = StatusLink.objects.get()
    mail = following.send_new_link(inquiry=inquiry)
    first.refresh_from_db()
    assert first.revoked_at and StatusLink.objects.working().count() == 1
    assert mail.subject == NEW_LINK and "link-" in mail.message


def test_only_an_address_that_asked_is_written_to(asked, rf):
    """T27: the page answers alike; here is what happens behind it."""
    asked(email="ana@visitor.example")
    sender = counting.sender_of(rf.post("/"))
    following.send_new_link_to(email="nobody@visitor.example", sender=sender)
    following.send_new_link_to(email="ANA@visitor.example", sender=sender)
    to_nobody, to_ana = Email.objects.filter(subject=NEW_LINK).order_by("pk")
    assert (to_nobody.to, to_ana.to) == ([], ["ana@visitor.example"])


def test_a_link_ends_after_sixty_days(asked):
    asked()
    with time_machine.travel(timezone.now() + StatusLink.lasts + timezone.timedelta(minutes=1)):
        assert not StatusLink.objects.working().exists()
