"""The private link of a patient: sent with their consent, opened with their birth date, closed after few tries."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from post_office.models import Email

from patients.area import linking, writing
from patients.area.models import PatientLink
from patients.inquiries.models import Inquiry
from patients.links.models import MOST_WRONG_TRIES
from patients.people import registering
from patients.people.correcting import correct_patient
from patients.people.known import what_is_known
from tests.patients.area.own_pages import BORN, a_link, a_patient
from tests.small_clinic import open_small_clinic

NOT_THEIRS = BORN.replace(day=13)
SENDER = "0" * 64


def code_of(act, **words):
    with pytest.raises(ValidationError) as refused:
        act(**words)
    return refused.value.code


def test_the_mail_with_the_link_names_nobody_and_no_treatment(robin):
    """R8, T42"""
    linking.send_link(patient=robin)
    mail = Email.objects.get()
    assert mail.to == ["robin@visitor.example"]
    for said in (mail.subject, mail.message, mail.html_message):
        assert not [word for word in ("Robin", "etamine", "1984", "treatment", "session") if word in said]
    link = PatientLink.objects.get()
    assert f"/my/link-{link.reference}/" in mail.message and link.token_sha256 is None


def test_a_link_is_sent_only_where_they_agreed_to_e_mails(small_clinic, robin):
    silent = a_patient(small_clinic, "Sal Silent", channels=[], phone="+12125550123")
    assert code_of(linking.send_link, patient=silent) == "no_consent"
    seen = what_is_known(robin)
    correct_patient(patient=robin, seen=seen, by=None, channels=[])
    assert code_of(linking.send_link, patient=robin) == "no_consent"
    assert not PatientLink.objects.exists() and not Email.objects.exists()


def test_a_new_link_ends_the_earlier_ones(robin):
    a_link(robin)
    new = linking.send_link(patient=robin)
    assert list(PatientLink.objects.working()) == [new]
    linking.end_links(patient=robin)
    assert not PatientLink.objects.working().exists()


def test_the_right_date_opens_and_wrong_ones_close_the_link(robin):
    link, _address = a_link(robin)
    linking.say_birth_date(link=link, birth_date=BORN)
    for left in range(MOST_WRONG_TRIES - 1, 0, -1):
        with pytest.raises(ValidationError, match=f"try {left} more time") as refused:
            linking.say_birth_date(link=link, birth_date=NOT_THEIRS)
        assert refused.value.code == "wrong_date"
        linking.say_birth_date(link=link, birth_date=BORN)  # which starts no new count
    assert code_of(linking.say_birth_date, link=link, birth_date=NOT_THEIRS) == "closed"
    assert code_of(linking.say_birth_date, link=link, birth_date=BORN) == "closed"
    link.refresh_from_db()
    assert link.wrong_tries == MOST_WRONG_TRIES and link.last_opened_at


def test_a_wrong_date_counts_at_every_link_the_patient_has_and_at_nobody_elses(small_clinic, robin):
    first, second = a_link(robin)[0], a_link(robin)[0]
    others, _address = a_link(a_patient(small_clinic, "Kim Reach"))
    assert code_of(linking.say_birth_date, link=first, birth_date=NOT_THEIRS) == "wrong_date"
    assert code_of(linking.say_birth_date, link=second, birth_date=NOT_THEIRS) == "wrong_date"
    for link, tries in ((first, 2), (second, 2), (others, 0)):
        link.refresh_from_db()
        assert link.wrong_tries == tries
    for _again in range(MOST_WRONG_TRIES - 2):
        code_of(linking.say_birth_date, link=first, birth_date=NOT_THEIRS)
    assert not robin.private_links.working().exists() and PatientLink.objects.working().get() == others


def test_a_link_in_a_notice_leaves_the_others_and_allows_no_more_tries_than_they_do(robin):
    """R10: else every reminder would be five tries more at the birth date."""
    first, _address = a_link(robin)
    for _again in range(MOST_WRONG_TRIES - 1):
        code_of(linking.say_birth_date, link=first, birth_date=NOT_THEIRS)
    noticed = linking.link_for_a_notice(patient=robin)
    assert noticed.wrong_tries == MOST_WRONG_TRIES - 1
    assert set(PatientLink.objects.working()) == {first, noticed}
    assert code_of(linking.say_birth_date, link=noticed, birth_date=NOT_THEIRS) == "closed"
    assert not PatientLink.objects.working().exists()
    assert not linking.link_for_a_notice(patient=robin).tries_left


def test_a_mail_about_news_leaves_the_links_of_notices_and_offers_open(robin):
    """What was offered by mail can still be answered after a letter; and a letter allows no more tries (R10)."""
    offered = linking.link_for_a_notice(patient=robin)
    code_of(linking.say_birth_date, link=offered, birth_date=NOT_THEIRS)
    told = linking.tell_of_news(patient=robin)
    assert set(PatientLink.objects.working()) == {offered, told}
    assert told.wrong_tries == 1


def test_a_new_link_from_the_desk_allows_new_tries_and_ends_those_of_notices(robin):
    noticed = linking.link_for_a_notice(patient=robin)
    new = linking.send_link(patient=robin)
    assert list(PatientLink.objects.working()) == [new] and new.wrong_tries == 0
    noticed.refresh_from_db()
    assert noticed.revoked_at


@pytest.mark.django_db(transaction=True)
def test_many_wrong_dates_at_once_are_counted_one_by_one():
    """R10"""
    link, _address = a_link(a_patient(open_small_clinic()))

    def say(_number):
        try:
            return code_of(linking.say_birth_date, link=link, birth_date=NOT_THEIRS)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as at_once:
        codes = sorted(at_once.map(say, range(16)))
    assert codes == ["closed"] * 12 + ["wrong_date"] * 4
    link.refresh_from_db()
    assert link.wrong_tries == MOST_WRONG_TRIES


def test_an_expired_a_revoked_and_an_unsent_link_open_nothing(robin):
    link, address = a_link(robin)
    token = address.split("/")[2]
    assert PatientLink.objects.behind(token) == link
    with time_machine.travel(timezone.now() + PatientLink.lasts + timedelta(minutes=1)):
        assert PatientLink.objects.behind(token) is None
    linking.end_links(patient=robin)
    assert PatientLink.objects.behind(token) is None
    assert code_of(linking.say_birth_date, link=link, birth_date=BORN) == "closed"


def test_who_asks_for_a_link_by_address_gets_one_only_as_a_patient_who_agreed(small_clinic, robin):
    """T27"""
    a_patient(small_clinic, "Sal Silent", email="sal@visitor.example", channels=[])
    for email in ("Robin@visitor.example", "sal@visitor.example", "nobody@visitor.example"):
        linking.send_link_to(email=email, sender=SENDER)
    assert [mail.to for mail in Email.objects.order_by("pk")] == [["robin@visitor.example"], [], []]


def test_two_who_share_a_mailbox_both_get_their_link(small_clinic, robin):
    a_patient(small_clinic, "Kim Reach")
    linking.send_link_to(email="robin@visitor.example", sender=SENDER)
    assert PatientLink.objects.working().count() == Email.objects.count() == 2


def test_nobody_can_have_link_after_link_sent_to_one_patient(robin):
    """R10: else whoever reads their mail has as many tries at the birth date as they like."""
    for number in range(linking.LINKS_A_DAY + 2):
        linking.send_link_to(email=robin.email, sender=f"{number:064}")
    assert PatientLink.objects.count() == linking.LINKS_A_DAY
    assert Email.objects.filter(to="robin@visitor.example").count() == linking.LINKS_A_DAY
    linking.send_link(patient=robin)  # the desk always may


@pytest.mark.django_db
def test_one_sender_may_ask_for_twenty_links_a_day():
    """T20"""
    for _again in range(20):
        linking.send_link_to(email="nobody@visitor.example", sender=SENDER)
    assert code_of(linking.send_link_to, email="nobody@visitor.example", sender=SENDER) == "too_many"


def test_the_mail_speaks_the_language_they_asked_in(robin):
    assert linking.language_of(robin) == "en"
    robin.inquiry = Inquiry(language="es")
    assert linking.language_of(robin) == "es"


def test_where_registering_is_undone_the_link_opens_nothing_any_more(small_clinic, robin):
    _link, address = a_link(robin)
    registering.take_back(patient=robin, by=small_clinic.front_desk)
    assert PatientLink.objects.behind(address.split("/")[2]) is None


def test_registering_cannot_be_undone_once_they_wrote_to_us(small_clinic, robin):
    a_link(robin)
    writing.write(patient=robin, text="Hello", form_key=uuid4())
    assert code_of(registering.take_back, patient=robin, by=small_clinic.front_desk) == "in_use"
    assert PatientLink.objects.working().exists()
