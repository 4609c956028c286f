"""Notices as they leave: made from the appointment as it stands then, or withdrawn.

In the queue a notice is an address that leads nowhere and names it. The patient's address, the words, the private
link and the calendar file are made as it goes to the mail server, so no table keeps them, and a mail that had to
wait says nothing that is no longer so.
"""

from email.mime.text import MIMEText
from urllib.parse import urljoin

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from clinic.scheduling.calendar_files import FILE_NAME, calendar_file
from patients.area.linking import language_of, link_for_a_notice
from patients.inquiries.mails import written
from patients.links.delivering import WithPrivateLinks, address_in_a_mail
from patients.links.texting import ByText, Text, in_plain_letters

from .due import GRACE
from .models import Delivery
from .words import said, text_of
from .writing import NO_SUCH_HOST, agreed_channels, queue, when_it_goes, with_all_that_counts, withdraw

Channel, Because = Delivery.Channel, Delivery.Because


class Mails(WithPrivateLinks):
    """Every mail: a notice as it stands now, and all others as they were written."""

    def going(self, message):
        return on_its_way(message, Channel.EMAIL) if is_a_notice(message) else message

    def made(self, going):
        return super().made(mail_of(going) if isinstance(going, Delivery) else going)

    def say_left(self, message):
        if is_a_notice(message):
            say_told(message, Channel.EMAIL)
        super().say_left(message)


class Texts(ByText):
    """Every text is a notice."""

    def going(self, message):
        return on_its_way(message, Channel.TEXT)

    def made(self, going):
        return message_of(going)

    def say_left(self, message):
        say_told(message, Channel.TEXT)
        super().say_left(message)


def is_a_notice(message):
    return message.to[0].endswith(f"@{NO_SUCH_HOST}")


def deliveries_of(message, channel):
    """The delivery this message of the queue stands for, while it waits; none once it was put off or is over."""
    reference = message.to[0].partition("@")[0]
    return Delivery.objects.waiting().filter(
        notice__reference=reference,
        channel=channel,
        queued__message_id=message.extra_headers["Message-ID"],
    )


def say_told(message, channel):
    deliveries_of(message, channel).update(sent_at=timezone.now())


@transaction.atomic
def on_its_way(message, channel):
    """The delivery of a message that is to leave now, with its appointment as it stands; or None.

    What no longer holds is withdrawn. What comes into the quiet hours, or has just changed, is put off.
    """
    now = timezone.now()
    delivery = deliveries_of(message, channel).select_for_update(of=("self",)).first()
    if delivery is None:
        return None
    notice = delivery.notice
    notice.appointment = appointment = with_all_that_counts().get(pk=notice.appointment_id)
    if appointment.visit.lower <= now:
        return withdraw(delivery, Because.BEGUN, now)
    if not notice.says_where_it_stands(appointment):
        settles_at = appointment.changed_at + GRACE
        if now < settles_at < notice.starts:
            return _put_off(delivery, settles_at, now)
        return withdraw(delivery, Because.CHANGED, now)
    if channel not in agreed_channels(appointment.patient):
        return _give_up(delivery, Because.CONSENT, now)
    at = when_it_goes(notice, channel, now)
    if at is None:
        return _give_up(delivery, Because.BEGUN, now)
    if at > now:
        return _put_off(delivery, at, now)
    delivery.tried_at = now
    delivery.save(update_fields=["tried_at"])
    return delivery


def _put_off(delivery, at, now):
    """It waits in a new row of the queue, and this one is done with."""
    queue(delivery, at=at, now=now)


def _give_up(delivery, because, now):
    """Withdrawn for good; where nothing else tells it, a person does."""
    withdraw(delivery, because, now)
    others = delivery.notice.deliveries.exclude(pk=delivery.pk)
    if not others.filter(withdrawn_at=None).exists():
        Delivery.objects.get_or_create(notice=delivery.notice, channel=Channel.PHONE)


def mail_of(delivery):
    """The mail to the patient, in their language, with the calendar file."""
    notice, appointment = delivery.notice, delivery.notice.appointment
    patient = appointment.patient
    address = address_in_a_mail(link_for_a_notice(patient=patient))
    if notice.tells_of_a_visit:
        address = urljoin(address, f"visits/{appointment.reference}/")
    with override(language_of(patient)):
        mail = written("notices/mail/notice", **said(notice), link=address)
        file = calendar_file(appointment)
    made = EmailMultiAlternatives(
        subject=mail["subject"],
        body=mail["message"],
        from_email=mail["from_email"],
        to=[patient.email],
        headers={"Message-ID": delivery.queued.message_id, **(mail["headers"] or {})},
    )
    made.attach_alternative(mail["html_message"], "text/html")
    made.attach(_attached(file))
    return made


def _attached(file):
    """The calendar file as a part of a mail, with the method that calendars go by."""
    part = MIMEText(file.decode(), "calendar", "utf-8")
    part.set_param("method", str(Calendar.from_ical(file)["method"]))
    part.add_header("Content-Disposition", "attachment", filename=FILE_NAME)
    return part


def message_of(delivery):
    """The text to the patient, in their language."""
    patient = delivery.notice.appointment.patient
    with override(language_of(patient)):
        return Text(patient.phone.as_e164, in_plain_letters(text_of(delivery.notice)))
