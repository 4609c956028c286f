"""The mail that tells of an offer: that there is a time, until when to answer, and the way there; nothing else."""

from urllib.parse import urljoin

from django.utils.translation import gettext_lazy, override

from patients.area.linking import language_of, link_for_a_notice
from patients.inquiries.mails import queue
from patients.links.delivering import address_in_a_mail

SUBJECT = gettext_lazy("we have a time for you")


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
        )
