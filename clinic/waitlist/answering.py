"""A patient's answer to an offer: yes or no, on their own page or by phone."""

import uuid

import pghistory
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinic.scheduling import offering as times
from clinic.scheduling import refusals, timetable
from clinic.scheduling.models import Appointment

from . import keeping, mails, offering, wishing
from .models import Offer, Wish

Answer = Offer.Answer


def accept(*, offer, now, by=None):
    """Yes: the time is booked, or their appointment moves there, and the wish is filled. Returns the Offer.

    `by` is who notes it where they said it by phone. Sent twice it is done once. Refuses with code `offer_over` where
    somebody was faster or the time to answer is over; and what the diary would refuse, then the offer stands.
    """
    with refusals.in_words("waitlist"), pghistory.context(**_context(by)):
        offer = _asked(offer, now)
        if offer.answer == Answer.ACCEPTED:
            return offer
        _refuse_over(offer, now)
        _refuse_overtaken(offer)
        offer.appointment = times.take(
            kept=offer.kept, patient=offer.patient, by=by or offer.made_by,
            form_key=uuid.uuid5(uuid.NAMESPACE_OID, offer.reference), now=now, **keeping.for_wish(offer.wish),
        )  # fmt: skip
        offer.answer, offer.answered_at, offer.answered_by = Answer.ACCEPTED, now, by
        offer.save()
        mails.withdraw(offer, now)
        wish = Wish.objects.select_for_update(of=("self",), no_key=True).get(pk=offer.wish_id)
        if wish.is_open:
            wishing.close(wish, Wish.HowEnded.FILLED, by=by, now=now)
        return offer


def decline(*, offer, now, by=None):
    """No: they stay on the list, and the time goes to whoever else was asked, or is free. Returns the Offer.

    Sent twice it is done once; refuses with code `offer_over` as `accept` does.
    """
    with refusals.in_words("waitlist"), pghistory.context(**_context(by)):
        offer = _asked(offer, now)
        if offer.answer == Answer.DECLINED:
            return offer
        _refuse_over(offer, now)
        return keeping.answer(offer, Answer.DECLINED, by=by, now=now)


def _asked(offer, now):
    """The offer as it is stored, under the locks."""
    keeping.hold(offer, now)
    rows = Offer.objects.with_all_it_shows().select_for_update(of=("self",), no_key=True)
    return rows.get(pk=offer.pk)


def _refuse_over(offer, now):
    if not offer.is_out(now):
        raise ValidationError(_("This offer is over."), "offer_over")


def _refuse_overtaken(offer):
    """Refuse what the diary has overtaken since it was offered: they have a time by now, or an earlier one."""
    wish = offer.wish
    offering.refuse_no_earlier(wish, offer.kept.session.lower)
    since = Appointment.objects.agreed().filter(
        patient=wish.patient_id, type=wish.type_id, booked_at__gt=offer.made_at
    )
    has = None if wish.instead_of else since.select_related("room__location").first()
    if has:
        words = {"patient": wish.patient, "when": timetable.on_the_wall_clock(has.session, has.location)}
        raise ValidationError(
            _("%(patient)s was given a time since: %(when)s. Cancel that one first, or take the offer back."),
            "has_a_time",
            words,
        )


def _context(by):
    return {"user": by.pk} if by else {"patient": True}
