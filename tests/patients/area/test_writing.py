"""What a patient tells us on their page: kept once, word for word, and read once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone
from post_office.models import Email

from patients.area import agreeing, writing
from patients.area.models import PatientMessage
from patients.people.known import what_is_known
from patients.people.models import Patient
from tests.patients.area.own_pages import a_patient, merged
from tests.patients.conftest import text_of_length
from tests.small_clinic import open_small_clinic


def test_a_message_is_kept_to_its_last_character_and_a_longer_one_is_refused(robin):
    """T32"""
    longest = text_of_length(2000)
    assert (
        PatientMessage.objects.get(pk=writing.write(patient=robin, text=longest, form_key=uuid4()).pk).text
        == longest
    )
    with pytest.raises(ValidationError, match="at most 2000 characters"):
        writing.write(patient=robin, text=text_of_length(2001), form_key=uuid4())
    with pytest.raises(ValidationError, match="Write your message first"):
        writing.write(patient=robin, text=" ", form_key=uuid4())


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_ten_times_at_once_is_one_message():
    """T07"""
    robin, key = a_patient(open_small_clinic()), uuid4()

    def send(_number):
        try:
            return writing.write(patient=robin, text="Hello", form_key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as at_once:
        assert len(set(at_once.map(send, range(10)))) == 1
    with pytest.raises(ValidationError, match="sent before with other details"):
        writing.write(patient=robin, text="Goodbye", form_key=key)
    assert PatientMessage.objects.get().text == "Hello"


def test_one_form_cannot_speak_for_two_patients(small_clinic, robin):
    key = uuid4()
    writing.write(patient=robin, text="Hello", form_key=key)
    with pytest.raises(ValidationError, match="sent before"):
        writing.write(patient=a_patient(small_clinic, "Kim Other"), text="Hello", form_key=key)


def test_once_two_patients_are_one_the_messages_of_both_are_theirs(small_clinic, robin):
    stays = a_patient(small_clinic, "Robyn Reach", email="robyn@visitor.example")
    message = writing.write(patient=robin, text="Hello", form_key=uuid4())
    writing.mark_read(message=message, by=small_clinic.front_desk)
    writing.write(patient=stays, text="Hello again", form_key=uuid4())
    merged(small_clinic, robin, into=stays)
    assert [each.text for each in stays.sent_to_us.all()] == ["Hello again", "Hello"]
    assert stays.sent_to_us.unread().get().text == "Hello again"


def test_nobody_writes_under_a_row_that_went(small_clinic, robin):
    """The page was open while the desk merged the two."""
    stays = a_patient(small_clinic, "Robyn Reach", email="robyn@visitor.example")
    merged(small_clinic, robin, into=stays)
    for act, said in (
        (writing.write, {"text": "Hello", "form_key": uuid4()}),
        (writing.correct_own, {"seen": what_is_known(robin), "email": "new@visitor.example"}),
    ):
        with pytest.raises(ValidationError) as refused:
            act(patient=robin, **said)
        assert refused.value.code == "merged"


def test_one_sender_may_write_twenty_times_a_day(robin):
    """T20"""
    for _again in range(20):
        writing.write(patient=robin, text="Hello", form_key=uuid4(), sender="0" * 64)
    with pytest.raises(ValidationError, match="Many messages"):
        writing.write(patient=robin, text="Hello", form_key=uuid4(), sender="0" * 64)
    assert PatientMessage.objects.count() == 20


def test_the_first_who_reads_it_stands_there(small_clinic, robin):
    message = writing.write(patient=robin, text="Hello", form_key=uuid4())
    assert writing.mark_read(message=message, by=small_clinic.front_desk)
    assert not writing.mark_read(message=message, by=small_clinic.prescriber)
    message.refresh_from_db()
    assert message.read_by == small_clinic.front_desk and message.read_at
    assert not PatientMessage.objects.unread().exists()


@pytest.mark.parametrize(
    "change",
    [
        "SET text = 'Other'",
        "SET written_at = now() - interval '1 day'",
        "SET patient_id = patient_id + 1",
        "SET read_at = NULL, read_by_id = NULL",
        "SET read_at = read_at + interval '1 hour'",
    ],
)
def test_a_message_never_changes_and_is_read_once(small_clinic, robin, as_app_role, change):
    message = writing.write(patient=robin, text="Hello", form_key=uuid4())
    if "read_at" in change:
        writing.mark_read(message=message, by=small_clinic.front_desk)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic(), as_app_role() as cursor:
        cursor.execute(f"UPDATE area_patientmessage {change}")


def test_a_message_is_never_deleted(robin, as_app_role):
    writing.write(patient=robin, text="Hello", form_key=uuid4())
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic(), as_app_role() as cursor:
        cursor.execute("DELETE FROM area_patientmessage")


@pytest.mark.parametrize(
    "change",
    [
        "read_at = now()",
        "read_by_id = registered_by_id",
        "read_at = written_at - interval '1 hour', read_by_id = registered_by_id",
    ],
)
def test_nobody_reads_a_message_namelessly_or_before_it_was_written(robin, as_app_role, change):
    writing.write(patient=robin, text="Hello", form_key=uuid4())
    with pytest.raises(IntegrityError), transaction.atomic(), as_app_role() as cursor:
        cursor.execute(
            f"UPDATE area_patientmessage SET {change} FROM people_patient AS p WHERE p.id = patient_id"
        )


def test_the_history_says_that_the_patient_wrote_it_and_who_read_it(small_clinic, robin):
    message = writing.write(patient=robin, text="Hello", form_key=uuid4())
    writing.mark_read(message=message, by=small_clinic.front_desk)
    made, read = PatientMessage.pgh_event_model.objects.order_by("pgh_id")
    assert made.pgh_context.metadata == {"patient": True} and made.read_at is None
    assert read.read_by_id == small_clinic.front_desk.pk


# -- Correcting how we reach them --------------------------------------------------------------------


def test_what_they_correct_waits_for_the_desk_to_read_it(robin):
    seen = what_is_known(robin)
    changed = {"phone": "+12125550123", "channels": ["email", "call"], "escort_name": ""}
    writing.correct_own(patient=robin, seen=seen, **changed)
    assert PatientMessage.objects.unread().get().corrected == ["phone", "channels"]
    writing.correct_own(patient=robin, seen=seen, **changed)  # a double click
    assert PatientMessage.objects.count() == 1
    assert Patient.objects.get(pk=robin.pk).phone.as_e164 == "+12125550123"


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(robin):
    seen = what_is_known(robin)
    writing.correct_own(patient=robin, seen=seen, email="new@visitor.example")
    with pytest.raises(ValidationError) as refused:
        writing.correct_own(patient=robin, seen=seen, email="other@visitor.example")
    assert refused.value.error_dict["email"][0].code == "changed_meanwhile"
    assert PatientMessage.objects.count() == 1


def test_the_earlier_mailbox_is_told_that_the_address_changed(robin):
    """Who has the link and knows the date could be somebody else; the mail names neither address."""
    writing.correct_own(patient=robin, seen=what_is_known(robin), email="new@visitor.example")
    mail = Email.objects.get()
    assert mail.to == ["robin@visitor.example"] and mail.subject.endswith("how we reach you has changed")
    assert "visitor.example" not in mail.message + mail.html_message


def test_nobody_is_written_to_who_had_not_agreed_to_e_mails(small_clinic):
    silent = a_patient(small_clinic, "Sal Silent", channels=[])
    writing.correct_own(patient=silent, seen=what_is_known(silent), email="new@visitor.example")
    assert not Email.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_each_way_to_reach_them_says_since_when():
    robin = a_patient(open_small_clinic(), phone="+12125550123")
    registered = timezone.now()
    for channels in (["email", "call"], ["call"]):
        writing.correct_own(patient=robin, seen=what_is_known(robin), channels=channels)
        robin.refresh_from_db()
    email, call, voice, text = agreeing.agreements_of(robin)
    assert (email.is_given, call.is_given, voice.is_given) == (False, True, False)
    assert registered < call.since < email.since < timezone.now() + timedelta(seconds=1)
    assert voice.since is None and text.since is None
