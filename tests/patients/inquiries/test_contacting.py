"""Getting in touch: a mail from a template, or a call that is noted."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction
from post_office.models import Email

from education.wordings import wording
from patients.inquiries import contacting
from patients.inquiries.models import Contact

KETAMINE = "We can offer you ketamine on Monday."


def test_an_answer_by_mail_ends_the_waiting_and_says_who_answered(asked, front_desk):
    inquiry = asked()
    contacting.reply_by_mail(inquiry=inquiry, text="Please call us.", by=front_desk)
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.unanswered_since, inquiry.owner) == ("in_touch", None, front_desk)
    mail = Email.objects.latest("pk")
    assert mail.to == ["ana@visitor.example"] and mail.subject == "Stillwater: an answer to your message"
    assert "Please call us." in mail.message and "Please call us." in mail.html_message


@pytest.mark.parametrize("outcome", ["no_answer", "left_message", "wrong_number"])
def test_a_call_that_reached_nobody_answers_nobody(asked, front_desk, outcome):
    inquiry = asked()
    contacting.log_call(inquiry=inquiry, outcome=outcome, by=front_desk)
    inquiry.refresh_from_db()
    assert inquiry.state == "new" and inquiry.unanswered_since and inquiry.answered_at is None


def test_when_somebody_was_first_answered_is_kept(asked, front_desk):
    inquiry = asked(hours_ago=5)
    first = contacting.log_call(inquiry=inquiry, outcome="spoke", by=front_desk)
    contacting.log_call(inquiry=inquiry, outcome="spoke", by=front_desk)
    inquiry.refresh_from_db()
    assert inquiry.answered_at == first.at


@pytest.mark.parametrize(
    "text", [KETAMINE, "About your depression:", "Your TREATMENT plan", "patients like you"]
)
def test_no_mail_tells_what_it_is_about(asked, front_desk, text):
    inquiry = asked()
    before = Email.objects.count()
    with pytest.raises(ValidationError, match="may not stand in a mail"):
        contacting.reply_by_mail(inquiry=inquiry, text=text, by=front_desk)
    inquiry.refresh_from_db()
    assert (inquiry.state, Email.objects.count(), Contact.objects.count()) == ("new", before, 0)


def test_without_an_address_there_is_no_mail(asked, front_desk):
    inquiry = asked(email="", contact_by="phone")
    with pytest.raises(ValidationError, match="Call them instead"):
        contacting.reply_by_mail(inquiry=inquiry, text="Please call us.", by=front_desk)


def test_one_form_sent_twice_is_one_mail(asked, front_desk):
    inquiry, key = asked(), uuid.uuid4()
    sent = {
        contacting.reply_by_mail(inquiry=inquiry, text="Please call us.", by=front_desk, form_key=key).pk
        for _again in range(3)
    }
    assert len(sent) == 1 and Contact.objects.count() == 1
    assert Email.objects.filter(subject__contains="answer").count() == 1


def test_a_closed_inquiry_is_reopened_before_somebody_answers(asked, front_desk):
    from patients.inquiries import answering

    inquiry = answering.close(inquiry=asked(), reason="spam", by=front_desk)
    with pytest.raises(ValidationError, match="Reopen it first"):
        contacting.log_call(inquiry=inquiry, outcome="spoke", by=front_desk)


@pytest.mark.parametrize("template", contacting.REPLIES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_template_is_filled_in_and_may_be_sent_as_it_is(asked, front_desk, template, language):
    inquiry = asked()
    inquiry.language = language
    text = contacting.reply_text(inquiry, template, front_desk)
    assert front_desk.name in text and "(212) 555-0101" in text and "{" not in text
    assert wording.clinical_words(text) == []


def test_contacts_only_grow(asked, front_desk, as_app_role):
    contacting.log_call(inquiry=asked(), outcome="spoke", by=front_desk, text="As it was.")
    with as_app_role() as cursor:
        with pytest.raises(InternalError, match="contact_never_changes"), transaction.atomic():
            cursor.execute("UPDATE inquiries_contact SET text = 'Otherwise.'")
        with pytest.raises(IntegrityError, match="contact_outcome_fits_its_way"), transaction.atomic():
            cursor.execute(
                "INSERT INTO inquiries_contact (inquiry_id, by_id, at, way, outcome, text) "
                "SELECT inquiry_id, by_id, at, 'mail', 'spoke', '' FROM inquiries_contact"
            )
