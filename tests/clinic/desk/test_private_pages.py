"""What staff see of patients' own pages: the link, what they wrote, and who has read it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from post_office.models import Email

from clinic.accounts import roles
from clinic.desk import telling
from clinic.locations.models import Clinic
from patients.area import writing
from patients.area.linking import say_birth_date
from patients.area.models import PatientLink
from patients.links.models import MOST_WRONG_TRIES
from patients.people.known import what_is_known
from patients.people.models import CareTeamMember, Hold
from tests.clinic.scheduling.pages import text_of
from tests.patients.area.own_pages import a_link, a_patient
from tests.small_clinic import person

MESSAGES = "/staff/messages/"


@pytest.fixture
def robin(small_clinic):
    return a_patient(small_clinic)


@pytest.fixture
def desk(client, small_clinic):
    client.force_login(small_clinic.front_desk)
    return client


@pytest.fixture
def page(robin):
    return reverse("desk:patient", args=[robin.reference])


def write(patient, text="Do Mondays work?", **fields):
    return writing.write(patient=patient, text=text, form_key=uuid4(), **fields)


def test_the_desk_sends_the_link_sends_it_again_and_ends_it(desk, robin, page):
    act = reverse("area:link", args=[robin.reference])
    assert "No link has been sent yet. Send the link" in text_of(desk.get(page))
    assert "The private link is on its way." in text_of(desk.post(act, {"act": "send"}, follow=True))
    assert "The mail with the link is on its way. Send a new link End the link" in text_of(desk.get(page))
    desk.post(act, {"act": "send"})
    assert Email.objects.filter(to="robin@visitor.example").count() == 2
    assert PatientLink.objects.working().count() == 1
    assert "No private link opens their page" in text_of(desk.post(act, {"act": "end"}, follow=True))
    assert "Ended on" in text_of(desk.get(page)) and not PatientLink.objects.working().exists()


def test_the_page_says_when_the_link_was_opened_and_how_often_the_date_was_wrong(desk, robin, page):
    a_link(robin)
    assert "works until" in text_of(desk.get(page)) and "Not opened yet." in text_of(desk.get(page))
    PatientLink.objects.update(wrong_tries=1, last_opened_at=timezone.now())
    said = text_of(desk.get(page))
    assert "Last opened" in said and "1 wrong birth date" in said
    PatientLink.objects.update(wrong_tries=5)
    assert "Closed after too many wrong birth dates." in text_of(desk.get(page))
    long_ago = timezone.now() - timedelta(days=100)
    PatientLink.objects.update(wrong_tries=0, made_at=long_ago, expires_at=long_ago + timedelta(days=90))
    assert "The link ran out on" in text_of(desk.get(page))


@pytest.mark.parametrize("act", ["send", "end"])
def test_a_page_closed_by_wrong_dates_waits_on_the_desks_home_until_somebody_saw_to_it(desk, robin, act):
    home, waits = reverse("admin:index"), "Private pages closed after"
    link, _address = a_link(robin)
    for _try in range(MOST_WRONG_TRIES):
        assert waits not in text_of(desk.get(home)) and waits not in text_of(desk.get(MESSAGES))
        with pytest.raises(ValidationError):
            say_birth_date(link=link, birth_date=date(1985, 3, 12))
    assert "1 Private pages closed after wrong birth dates" in text_of(desk.get(home))
    assert f"{waits} five wrong birth dates Talk with them" in text_of(desk.get(MESSAGES))
    assert (
        f'href="{reverse("desk:patient", args=[robin.reference])}#private-link"'
        in desk.get(MESSAGES).content.decode()
    )
    desk.post(reverse("area:link", args=[robin.reference]), {"act": act})
    assert waits not in text_of(desk.get(home)) and waits not in text_of(desk.get(MESSAGES))


def test_a_closed_page_waits_for_those_alone_who_can_send_a_new_link(client, small_clinic, robin):
    a_link(robin, wrong_tries=MOST_WRONG_TRIES)
    CareTeamMember.objects.create(patient=robin, user=small_clinic.prescriber)
    client.force_login(small_clinic.prescriber)
    for address in (reverse("admin:index"), MESSAGES):
        assert "Private pages closed after" not in text_of(client.get(address))


def test_a_link_that_works_is_shown_before_a_newer_one_that_ended(desk, robin, page):
    a_link(robin, made_at=timezone.now() - timedelta(days=5))
    a_link(robin, revoked_at=timezone.now())
    said = text_of(desk.get(page))
    assert "works until" in said and "no link opens it" not in said


def test_without_consent_to_e_mails_no_link_is_sent_and_the_page_says_why(desk, small_clinic):
    silent = a_patient(small_clinic, "Sal Silent", channels=[])
    said = text_of(desk.get(reverse("desk:patient", args=[silent.reference])))
    assert "They have not agreed to e-mails, so no link can be sent." in said and "Send the link" not in said
    act = reverse("area:link", args=[silent.reference])
    assert "They have not agreed to e-mails." in text_of(desk.post(act, {"act": "send"}, follow=True))
    assert not Email.objects.exists()


def test_only_who_keeps_contact_data_sends_links(client, small_clinic, robin):
    """R1, R5"""
    act = reverse("area:link", args=[robin.reference])
    client.force_login(small_clinic.front_desk)
    assert client.get(act).status_code == 405
    assert client.post(act, {"act": "other"}).status_code == 400
    assert client.post(reverse("area:link", args=["0" * 32]), {"act": "send"}).status_code == 404
    CareTeamMember.objects.create(patient=robin, user=small_clinic.prescriber)
    client.force_login(small_clinic.prescriber)
    assert client.post(act, {"act": "send"}).status_code == 403
    assert not PatientLink.objects.exists()


def test_a_message_waits_on_the_first_page_until_somebody_marks_it_as_read(desk, robin, small_clinic):
    message = write(robin)
    assert "1 Messages from patients nobody has read" in text_of(desk.get(reverse("admin:index")))
    unread = reverse("area:messages")
    said = text_of(desk.get(unread))
    assert f'href="{unread}"' in desk.get(reverse("admin:index")).content.decode()
    assert "Robin Reach" in said and "Do Mondays work?" in said
    read = reverse("area:read", args=[message.reference])
    assert desk.get(read).status_code == 405  # R5
    assert "The patient can see that you have read it." in text_of(desk.post(read, follow=True))
    assert "Nothing waits to be read" in text_of(desk.get(unread))
    assert "read by Fran Desk" in text_of(desk.get(f"{unread}?show=all"))
    assert "Messages from patients" not in text_of(desk.get(reverse("admin:index")))
    assert "Somebody has read it before you." in text_of(desk.post(read, follow=True))


def test_a_message_is_read_on_the_patients_page_too(desk, robin, page):
    message = write(robin)
    assert "Do Mondays work?" in text_of(desk.get(page)) and "Not read yet" in text_of(desk.get(page))
    read = reverse("area:read", args=[message.reference])
    answer = desk.post(read, {"back": "patient"})
    assert answer["Location"] == page and "read by Fran Desk" in text_of(desk.get(page))


def test_what_they_corrected_themselves_waits_to_be_read_like_a_message(desk, robin):
    writing.correct_own(patient=robin, seen=what_is_known(robin), phone="+12125550123")
    assert "Corrected by themselves: phone" in text_of(desk.get(reverse("area:messages")))


def test_a_clinician_reads_only_what_their_own_patients_wrote(client, small_clinic, robin):
    """R1, T29"""
    message, own = write(robin, "Marmalade"), a_patient(small_clinic, "Kim Own")
    write(own, "Pelican")
    CareTeamMember.objects.create(patient=own, user=small_clinic.prescriber)
    client.force_login(small_clinic.prescriber)
    said = text_of(client.get(reverse("area:messages")))
    assert "Pelican" in said and "Marmalade" not in said
    assert "1 Messages from patients" in text_of(client.get(reverse("admin:index")))
    for reference in (message.reference, "0" * 32):
        assert client.post(reverse("area:read", args=[reference])).status_code == 404
    message.refresh_from_db()
    assert message.read_at is None


def test_an_editor_reads_no_message(client, small_clinic, robin):
    """T30"""
    message = write(robin, "Marmalade")
    client.force_login(person("edi.editor", roles.EDITOR))
    assert client.get(reverse("area:messages")).status_code == 403
    assert client.post(reverse("area:read", args=[message.reference])).status_code == 403
    assert "Messages from" not in text_of(client.get(reverse("admin:index")))


def test_a_hold_is_seen_beside_what_they_wrote(desk, small_clinic, robin):
    write(robin)
    Hold.objects.create(patient=robin, reason="Call first.", raised_by=small_clinic.prescriber)
    assert "Robin Reach On hold" in text_of(desk.get(reverse("area:messages")))


def test_the_list_asks_the_same_queries_for_any_number_of_messages(
    desk, small_clinic, robin, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(15) as asked:
            desk.get(f"{reverse('area:messages')}?show=all")
        return len(asked)

    write(robin)
    few = queries()
    for number in range(20):
        message = write(a_patient(small_clinic, f"Patient Number{number}"))
        writing.mark_read(message=message, by=small_clinic.front_desk)
    assert queries() == few


def test_the_desk_is_told_of_messages_in_the_same_mail_as_of_inquiries(robin):
    """T20, T42"""
    Clinic.objects.create(
        name="Stillwater", short_name="Stillwater", phone="+12125550100", email="a@b.example", country="US"
    )
    now = timezone.now()
    write(robin, "Marmalade", now=now - timedelta(minutes=1))
    mail = telling.tell_the_desk(now=now)
    assert mail.subject == "Stillwater: a new message is waiting" and "/staff/messages/" in mail.message
    for said in (mail.subject, mail.message, mail.html_message):
        assert not [word for word in ("Marmalade", "Robin", "visitor.example") if word in said]
    write(robin, now=now + timedelta(minutes=1))
    assert telling.tell_the_desk(now=now + timedelta(minutes=14)) is None
    assert telling.tell_the_desk(now=now + telling.EVERY)
    assert telling.tell_the_desk(now=now + 2 * telling.EVERY) is None  # nothing new
    message = write(robin, now=now + 2 * telling.EVERY)
    writing.mark_read(message=message, by=robin.registered_by, now=now + 3 * telling.EVERY)
    assert telling.tell_the_desk(now=now + 3 * telling.EVERY) is None
