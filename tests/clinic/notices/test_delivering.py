"""What leaves is made as it leaves: from the appointment as it stands then, or it is withdrawn."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import override
from icalendar import Calendar
from post_office.models import STATUS, Attachment, Email, Log

from clinic.health import unsent_too_long
from clinic.locations.models import Location
from clinic.notices import phoning
from clinic.notices.delivering import Mails
from clinic.notices.models import Delivery, Notice, ReminderTime
from clinic.notices.writing import write_what_is_due
from clinic.scheduling import arriving
from clinic.tokens import digest_of
from education.wordings.wording import clinical_words
from patients.area.models import PatientLink
from patients.inquiries.receiving import receive_inquiry
from patients.people.models import Patient
from tests.clinic.notices.minutes import (
    MINUTE,
    NOW,
    at,
    cancel,
    minute,
    move,
    restore,
    send_what_waits,
    sent,
)

pytestmark = pytest.mark.django_db
NEUTRAL = re.compile(
    r"robin|example ketamine|ketamin|clinic|treatment|session|infusion|evaluation|room|pat\b", re.I
)


def write(moment):
    """The minute's job alone: the mail server is away."""
    with at(moment):
        write_what_is_due()


def send(moment):
    with at(moment):
        send_what_waits()


def asked_in(language, clinic):
    """How the patient came to us, in their language."""
    said = {"name": "Robin", "email": "robin@visitor.example", "phone": "", "contact_by": "email"}
    with override(language):
        asked = receive_inquiry(form_key=uuid4(), location=clinic.location, **said)
    Email.objects.all().delete()  # the acknowledgement
    return asked


def file_of(message):
    [part] = [each for each in message.message().walk() if each.get_content_type() == "text/calendar"]
    return part, Calendar.from_ical(part.get_payload(decode=True))


def test_the_mail_says_when_and_where_and_leads_to_the_private_page(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    [left] = mail.outbox
    assert left.to == ["robin@visitor.example"] and left.subject == "Stillwater: your appointment"
    for words in (left.body, left.alternatives[0].content):
        assert "Your appointment is at 10:00 a.m. on Monday, December 14." in words
        assert "100 Invented Street, Demotown" in words and "+1 212-555-0142" in words
        token = re.search(rf"/my/([\w-]{{43}})/visits/{booked.reference}/", words)[1]
        assert PatientLink.objects.get().token_sha256 == digest_of(token)
    assert left.extra_headers["Reply-To"] == "hello@stillwater.example"


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_mail_text_or_file_says_what_it_is_about(clinic, with_texts, language):
    """R8, T42"""
    inquiry = asked_in(language, clinic)
    Patient.objects.update(channels=["email", "text"], inquiry=inquiry)
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    minute(clinic.at(10) - timedelta(days=7))
    move(clinic, booked, clinic.at(14), clinic.at(11) - timedelta(days=7))
    minute(clinic.at(12) - timedelta(days=7))
    cancel(clinic, booked, clinic.at(13) - timedelta(days=7))
    minute(clinic.at(14) - timedelta(days=7))
    assert len(mail.outbox) == 8
    for left in mail.outbox:
        parts = left.message().walk()
        texts = [p.get_payload(decode=True).decode() for p in parts if p.get_content_maintype() == "text"]
        names = [p.get_filename() for p in left.message().walk() if p.get_filename()]
        for said in [left.subject, *texts, *names]:
            said = re.sub(r"PRODID.*|https?://\S+|988.*|ORGANIZER.*", "", said)
            assert not NEUTRAL.search(said), said
            assert not clinical_words(said), said


def test_the_calendar_file_updates_the_event_it_made_and_takes_it_away(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    move(clinic, booked, clinic.at(14), NOW + timedelta(hours=1))
    minute(NOW + timedelta(hours=2))
    cancel(clinic, booked, NOW + timedelta(hours=3))
    minute(NOW + timedelta(hours=4))
    found = [file_of(left) for left in mail.outbox]
    assert [part.get_param("method") for part, _file in found] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert {part.get_filename() for part, _file in found} == {"appointment.ics"}
    events = [file.walk("VEVENT")[0] for _part, file in found]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [event["sequence"] for event in events] == sorted({event["sequence"] for event in events})


def test_the_queue_never_holds_who_is_written_to_or_what(clinic, with_texts):
    Patient.objects.update(channels=["email", "text"])
    clinic.book()
    write(NOW + 3 * MINUTE)
    for _before_and_after in range(2):
        for queued in Email.objects.all():
            said = f"{queued.to} {queued.subject}{queued.message}{queued.html_message}{queued.headers}"
            assert said == f"['{Notice.objects.get().reference}@notices.invalid'] None"
        assert not Attachment.objects.exists() and not Log.objects.exists()
        send(NOW + 4 * MINUTE)


def test_a_moved_mail_says_where_it_is_no_longer(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    move(clinic, booked, clinic.at(14), NOW + timedelta(hours=1))
    minute(NOW + timedelta(hours=2))
    words = mail.outbox[-1].body
    assert "It is now at 2:00 p.m. on Monday, December 14." in words
    assert "no longer at 10:00 a.m. on Monday, December 14, 100 Invented Street, Demotown" in words


def test_a_cancellation_names_the_time_the_patient_knows(clinic, with_texts):
    Patient.objects.update(channels=["email", "text"])
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    move(clinic, booked, clinic.at(14, day=clinic.monday + timedelta(days=1)), NOW + 10 * MINUTE)
    cancel(clinic, booked, NOW + 11 * MINUTE)  # nobody was told of the Tuesday
    minute(NOW + 14 * MINUTE)
    mailed, texted = mail.outbox[-2:]
    assert "at 10:00 a.m. on Monday, December 14 is canceled" in mailed.body
    assert "on Mon, December 14, 10:00 a.m. is canceled" in texted.body


def test_the_hour_has_its_zone_where_the_patient_lives_by_another_clock(clinic):
    Patient.objects.update(time_zone="America/Los_Angeles")
    clinic.book()
    minute(NOW + timedelta(hours=3))
    assert "at 10:00 a.m. EST on Monday" in mail.outbox[0].body


def test_a_mail_that_waited_for_a_mail_server_never_says_what_is_no_longer_so(clinic):
    booked = clinic.book()
    write(NOW + 3 * MINUTE)
    move(clinic, booked, clinic.at(14), NOW + timedelta(hours=3))
    send(NOW + timedelta(hours=3, minutes=1))  # it may still be moved back, so it waits
    assert mail.outbox == [] and Delivery.objects.get().is_waiting
    minute(NOW + timedelta(hours=3, minutes=4))
    [left] = mail.outbox
    assert "at 2:00 p.m. on Monday, December 14" in left.body and "no longer" not in left.body
    assert not Email.objects.exclude(status=STATUS.sent).exists()


def test_moved_and_moved_back_while_a_mail_waited_leaves_it_as_it_is(clinic):
    booked = clinic.book()
    write(NOW + 3 * MINUTE)
    move(clinic, booked, clinic.at(14), NOW + 4 * MINUTE)
    send(NOW + 5 * MINUTE)
    move(clinic, booked, clinic.at(10), NOW + 6 * MINUTE)
    for passed in range(7, 12):
        minute(NOW + passed * MINUTE)
    assert len(mail.outbox) == 1 and Notice.objects.count() == 1


def test_cancelled_while_it_waited_says_nothing_at_all(clinic):
    booked = clinic.book()
    write(NOW + 3 * MINUTE)
    cancel(clinic, booked, NOW + timedelta(hours=1))
    send(NOW + timedelta(hours=2))
    minute(NOW + timedelta(hours=3))
    assert mail.outbox == [] and Notice.objects.count() == 1
    assert Delivery.objects.get().withdrawn_because == "changed"
    with at(NOW + timedelta(hours=4)):
        assert not unsent_too_long()


def test_restored_after_that_is_told_as_booked(clinic):
    booked = clinic.book()
    write(NOW + 3 * MINUTE)
    cancel(clinic, booked, NOW + timedelta(hours=1))
    send(NOW + timedelta(hours=2))
    restore(clinic, booked, NOW + timedelta(hours=3))
    minute(NOW + timedelta(hours=4))
    assert sent() == [("11-30 13:00", "email", "booked")]


def test_whoever_takes_consent_back_gets_no_mail_and_somebody_calls(clinic):
    clinic.book()
    write(NOW + 3 * MINUTE)
    Patient.objects.update(channels=["call"])
    send(NOW + 4 * MINUTE)
    assert mail.outbox == []
    mailed, called = Delivery.objects.order_by("pk")
    assert mailed.withdrawn_because == "consent" and called.channel == "phone" and called.is_waiting


def test_a_mail_goes_to_the_address_as_it_is_corrected_meanwhile(clinic):
    clinic.book()
    write(NOW + 3 * MINUTE)
    Patient.objects.update(email="new@visitor.example")
    send(NOW + 4 * MINUTE)
    assert mail.outbox[0].to == ["new@visitor.example"]


def test_once_the_visit_has_begun_nothing_goes_out_and_nothing_waits(clinic):
    clinic.book()
    write(NOW + 3 * MINUTE)
    send(clinic.at(10))
    assert mail.outbox == []
    with at(clinic.at(11)):
        assert not unsent_too_long()


def test_whoever_is_here_already_is_not_reminded(clinic):
    ReminderTime.objects.create(location=clinic.location, amount=1, unit="hours")
    Location.objects.update(quiet_until="9:45")
    booked = clinic.book()
    minute(NOW + timedelta(hours=1))
    write(clinic.at(9))  # within the quiet hours
    arriving.arrive(appointment=booked, by=clinic.front_desk, now=clinic.at(9, 40))
    send(clinic.at(9, 45))
    assert len(mail.outbox) == 1
    booked.refresh_from_db()
    arriving.step_back(appointment=booked, by=clinic.front_desk, now=clinic.at(9, 46))
    minute(clinic.at(9, 49))
    assert sent()[1:] == [("12-14 09:49", "email", "reminder")]


def test_a_mail_that_waited_into_the_night_waits_for_the_morning(clinic):
    clinic.book()
    write(NOW + 3 * MINUTE)
    send(NOW.replace(hour=23))
    assert mail.outbox == []
    with at(NOW.replace(hour=23, minute=30)):
        assert not unsent_too_long()
    send(clinic.at(8, day=NOW.date() + timedelta(days=1)))
    assert sent() == [("12-01 08:00", "email", "booked")]


class AwayMailServer(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionError


def test_a_mail_that_nobody_took_leaves_no_private_link_behind(clinic, settings):
    clinic.book()
    write(NOW + 3 * MINUTE)
    taking, settings.TRANSPORT = settings.TRANSPORT, f"{__name__}.AwayMailServer"
    for passed in range(4, 9):
        with pytest.raises(ConnectionError):
            send(NOW + passed * MINUTE)
    assert not PatientLink.objects.exists()
    settings.TRANSPORT = taking
    send(NOW + 9 * MINUTE)
    token = re.search(r"/my/([\w-]{43})/", mail.outbox[0].body)[1]
    assert PatientLink.objects.get().token_sha256 == digest_of(token)


def test_a_mail_that_was_sent_is_not_sent_again_by_whoever_was_killed_before_saying_so(clinic):
    """T14: what stands in the queue a second time, or was put off, sends nothing."""
    clinic.book()
    write(NOW + 3 * MINUTE)
    [queued] = Email.objects.all()
    again = queued.prepare_email_message()
    send(NOW + 4 * MINUTE)
    assert Email.objects.get().status == STATUS.sent
    with at(NOW + 5 * MINUTE):
        Mails().send_messages([again])
    assert len(mail.outbox) == 1


def test_a_booking_that_was_perhaps_sent_is_followed_by_its_cancellation(clinic):
    booked = clinic.book()
    write(NOW + 3 * MINUTE)
    Delivery.objects.update(tried_at=NOW + 4 * MINUTE)  # the mail server broke off; who knows what it kept
    cancel(clinic, booked, NOW + 5 * MINUTE)
    minute(NOW + 8 * MINUTE)
    assert sent() == [("11-30 09:08", "email", "cancelled")]


def test_a_booking_that_was_tried_in_vain_is_told_after_a_move_that_was_taken_back(clinic):
    booked, night = clinic.book(), NOW.replace(hour=22)
    write(NOW + 3 * MINUTE)
    Delivery.objects.update(tried_at=NOW + 4 * MINUTE)  # and since then the mail server is away
    move(clinic, booked, clinic.at(14), night)
    write(night + 3 * MINUTE)
    move(clinic, booked, clinic.at(10), night + 10 * MINUTE)
    write(night + 13 * MINUTE)
    minute(clinic.at(8, day=NOW.date() + timedelta(days=1)))
    assert sent() == [("12-01 08:00", "email", "booked")]
    assert "Your appointment is at 10:00 a.m. on Monday, December 14." in mail.outbox[0].body


def test_a_cancellation_that_was_tried_in_vain_is_told_after_it_was_taken_back_and_made_again(clinic):
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    cancel(clinic, booked, NOW + 10 * MINUTE)
    write(NOW + 13 * MINUTE)
    Delivery.objects.filter(sent_at=None).update(tried_at=NOW + 14 * MINUTE)
    restore(clinic, booked, NOW + 20 * MINUTE)
    write(NOW + 23 * MINUTE)
    cancel(clinic, booked, NOW + 24 * MINUTE)
    for passed in range(27, 30):
        minute(NOW + passed * MINUTE)
    assert sent()[1:] == [("11-30 09:27", "email", "cancelled")]


def test_told_by_phone_is_told_and_its_cancellation_is_a_call_too(clinic):
    Patient.objects.update(channels=[])
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    phoning.say_told(notice=Notice.objects.get(), by=clinic.front_desk, now=NOW + 5 * MINUTE)
    cancel(clinic, booked, NOW + 6 * MINUTE)
    minute(NOW + 9 * MINUTE)
    assert [notice.kind for notice in Notice.objects.order_by("pk")] == ["booked", "cancelled"]
    assert Delivery.objects.latest("pk").is_waiting


def test_cancelled_before_anybody_called_needs_no_call(clinic):
    Patient.objects.update(channels=[])
    booked = clinic.book()
    minute(NOW + 3 * MINUTE)
    cancel(clinic, booked, NOW + 5 * MINUTE)
    minute(NOW + 8 * MINUTE)
    assert Delivery.objects.get().withdrawn_because == "changed"
    assert not Notice.objects.to_tell(NOW + 9 * MINUTE).exists()


# -- Texts -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_text_fits_into_one_and_says_when_and_how_to_stop(clinic, with_texts, language):
    inquiry = asked_in(language, clinic)
    Patient.objects.update(channels=["text"], inquiry=inquiry)
    booked = clinic.book(session_start=clinic.at(10, day=clinic.monday + timedelta(days=2)))
    minute(NOW + 3 * MINUTE)
    minute(booked.visit.lower - timedelta(days=7))
    move(clinic, booked, clinic.at(14), clinic.at(11) - timedelta(days=6))
    minute(clinic.at(12) - timedelta(days=6))
    cancel(clinic, booked, clinic.at(13) - timedelta(days=6))
    minute(clinic.at(14) - timedelta(days=6))
    assert len(mail.outbox) == 4
    for left in mail.outbox:
        assert left.to == ["12125550199@texts.example"] and left.subject == ""
        assert left.body.startswith("Stillwater: ") and "+1 212-555-0142" in left.body
        assert len(left.body) <= 160, (len(left.body), left.body)


def test_texts_that_wait_while_the_clinic_gives_texts_up_are_calls_at_once(clinic, with_texts, settings):
    Patient.objects.update(channels=["text"])
    clinic.book()
    write(NOW + 3 * MINUTE)
    settings.TEXT_CARRIER = ""
    send(NOW + 4 * MINUTE)
    texted, called = Delivery.objects.order_by("pk")
    assert texted.get_withdrawn_because_display() == "nobody may write to them so any more"
    assert called.channel == "phone" and Notice.objects.to_tell(NOW + 4 * MINUTE).exists()
