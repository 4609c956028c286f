"""The mail that tells of an offer: that there is a time, until when to answer, and the way there; nothing else."""

from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext_lazy, override
from post_office.models import STATUS, Email

from patients.area.linking import language_of, link_for_a_notice
from patients.inquiries.mails import queue
from patients.links.delivering import address_in_a_mail

SUBJECT = gettext_lazy("we have a time for you")
UNSENT = {STATUS.queued: "waits", STATUS.requeued: "fails", STATUS.failed: "fails"}


def write_of(offer):
    """Queue it, in the patient's language and with the end on their own clock. Returns the queue's row."""
    patient = offer.patient
    link = link_for_a_notice(patient=patient)
    with override(language_of(patient)):
        return queue(
            "waitlist/mail/offer",
            to=patient.email,
            subject=SUBJECT,
            link=urljoin(address_in_a_mail(link), f"offers/{offer.reference}/"),
            days=link.lasts.days,
            until=offer.expires_at.astimezone(patient.zone),
            message_id=_message_id(offer),
            expires_at=offer.expires_at,
        )


def mark_unsent(offers):
    """Say of each offer, in `mail`, that its mail has not left yet: `waits`, or `fails` where it was tried in vain."""
    written = {_message_id(each): each for each in offers if each.by_mail}
    unsent = Email.objects.filter(message_id__in=written, status__in=UNSENT) if written else ()
    for row in unsent:
        written[row.message_id].mail = UNSENT[row.status]
    return offers


def withdraw(offer, now):
    """A mail that has not left says nothing that is over; one that a worker has in hand leaves all the same."""
    if offer.by_mail:
        waits = Email.objects.filter(message_id=_message_id(offer), status__in=UNSENT)
        free = waits.select_for_update(skip_locked=True).values("pk")
        Email.objects.filter(pk__in=free).update(expires_at=now)


def _message_id(offer):
    return f"<{offer.reference}@{settings.SITE_HOST}>"
