"""Sending a patient the private link to their own page, opening it with the birth date, and ending it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from clinic.limits import counting
from patients.inquiries import limits
from patients.inquiries.mails import queue
from patients.links.delivering import address_in_a_mail
from patients.people.models import Patient

from .models import PatientLink

NOBODY = None  # of those who have a mailbox
SUBJECT = gettext_lazy("your private page")
NEWS = gettext_lazy("something new on your private page")
LINKS_A_DAY = 3  # that one patient, or whoever knows their address, may have sent


def language_of(patient):
    """The language they asked us in, else the site's own."""
    return patient.inquiry.language if patient.inquiry else settings.LANGUAGE_CODE


@transaction.atomic
def send_link(*, patient, by=None):
    """Mail the patient a new link; those sent before open nothing any more. Returns the PatientLink.

    Refuses, by code: `no_consent` where the patient has not agreed to e-mails. `by` is who sends it, None where
    the patient asked for it.
    """
    patient = Patient.objects.locked(patient)
    _refuse_unasked(patient)
    patient.private_links.all().revoke()
    return _mail_link(PatientLink.objects.create(patient=patient, made_by=by), "area/mail/link", SUBJECT)


@transaction.atomic
def tell_of_news(*, patient, by=None):
    """Mail the patient that something new is on their page, with a link to it; the mail never says what.

    Returns the PatientLink, see `link_for_a_notice`. Refuses as `send_link` does.
    """
    _refuse_unasked(patient)
    return _mail_link(link_for_a_notice(patient=patient, by=by), "area/mail/news", NEWS)


def link_for_a_notice(*, patient, by=None):
    """A private link for a mail or text that tells of something on the patient's page; those before still work.

    It begins with the wrong birth dates that were said behind the others, so that many links allow no more tries.
    """
    standing = patient.private_links.standing().aggregate(tries=Max("wrong_tries"))
    return PatientLink.objects.create(patient=patient, made_by=by, wrong_tries=standing["tries"] or 0)


def _refuse_unasked(patient):
    if Patient.Channel.EMAIL not in patient.channels:
        raise ValidationError(
            _("They have not agreed to e-mails. Ask them first, then tick it in what we know of them."),
            code="no_consent",
        )


def _mail_link(link, mail, subject):
    with override(language_of(link.patient)):
        way = {"link": address_in_a_mail(link), "days": PatientLink.lasts.days}
        queue(mail, to=link.patient.email, subject=subject, **way)
    return link


@transaction.atomic
def send_link_to(*, email, sender):
    """Mail a new link to the patient with this address who agreed to e-mails; nobody learns whether there is one.

    An address we do not know costs the same work: a mail to nobody. Refuses with code `too_many` over the day's
    limit of this sender; over that of one patient nothing is sent to them.
    """
    limits.count(form="patient link", sender=sender)
    writable = Patient.objects.standing().filter(channels__contains=[Patient.Channel.EMAIL])
    known = writable.filter(email__iexact=email)
    sent = [
        send_link(patient=patient)
        for patient in known.select_related("inquiry")
        if counting.is_within(form="link of a patient", sender=patient.reference, a_day=LINKS_A_DAY)
    ]
    if not sent:
        queue("area/mail/link", to=NOBODY, subject=SUBJECT)


def end_links(*, patient):
    """Nobody opens the patient's page any more, until a new link is sent."""
    return patient.private_links.all().revoke()


def follow(*, patient, into):
    """The patient was here twice: links to the one open nothing any more. Only `merging` calls this."""
    patient.private_links.all().revoke()
    PatientLink.objects.filter(patient=patient).update(patient=into)


def say_birth_date(*, link, birth_date):
    """Judge the birth date somebody says who holds the link; each wrong one is counted, however many come at once,
    at every link the patient has.

    Refuses a wrong one (code `wrong_date`), and every one once the link is closed (code `closed`).
    """
    with transaction.atomic():
        working = PatientLink.objects.working().filter(patient=link.patient_id).order_by("pk")
        rows = working.select_for_update(no_key=True, of=("self",)).select_related("patient")
        found = next((row for row in rows if row.pk == link.pk), None)
        is_right = found is not None and found.patient.birth_date == birth_date
        if is_right:
            found.last_opened_at = timezone.now()
            found.save(update_fields=["last_opened_at"])
        elif found:
            found.wrong_tries += 1
            working.update(wrong_tries=F("wrong_tries") + 1)
    if found is None or not found.tries_left:
        raise ValidationError(_("This link is closed."), code="closed")
    if not is_right:
        raise ValidationError(
            ngettext(
                "This is not the date we know. You can try %(count)s more time.",
                "This is not the date we know. You can try %(count)s more times.",
                found.tries_left,
            )
            % {"count": found.tries_left},
            code="wrong_date",
        )
