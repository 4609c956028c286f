"""For whom an offered time is kept, and for how long: as long as anybody who was asked may still answer.

Several people may be asked for one opening. One appointment keeps it, under the name of one of them; their offers
share it. When that one says no, or may no longer answer, it goes over to the next within the same transaction, so
the time is free at no moment between, and free at once when nobody is left.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from clinic.scheduling import judging, refusals
from clinic.scheduling import offering as times
from clinic.scheduling.models import Appointment

from . import mails
from .models import Offer


def hold(offer, now):
    """Hold all that answering an offer may change, as a booking does: rooms, clinicians, patients, by id."""
    present = offer.wish.instead_of
    rows = [offer.kept, *([present] if present else [])]
    asked = Offer.objects.out(now).filter(kept=offer.kept_id).select_related("wish__patient")
    others = [each.wish.patient for each in asked]
    judging.lock(
        [each.room for each in rows],
        [each.clinician for each in rows],
        offer.wish.patient,
        now,
        also=[offer.kept.patient, *others],
    )


def answer(offer, said, *, by, now):
    """Store an answer that is no yes, under the locks; the time goes on being kept for the others, or is free."""
    offer.answer, offer.answered_at, offer.answered_by = said, now, by
    offer.save()
    mails.withdraw(offer, now)
    settle(offer.kept, by=by or offer.made_by, now=now)
    return offer


def settle(kept, *, by, now):
    """Keep a time for those who may still answer, or for nobody; under the locks."""
    kept.refresh_from_db()
    if not kept.is_offered:
        return
    asked = list(Offer.objects.out(now).filter(kept=kept).with_all_it_shows().order_by("made_at", "pk"))
    until = max((each.expires_at for each in asked), default=None)
    if any(each.wish.patient_id == kept.patient_id for each in asked):
        times.keep_until(kept=kept, until=until, by=by, now=now)
        return
    for each in asked:
        try:
            with transaction.atomic():
                passed = times.pass_on(
                    kept=kept, patient=each.wish.patient, until=until, by=each.made_by,
                    form_key=uuid.uuid4(), now=now, **for_wish(each.wish),
                )  # fmt: skip
        except ValidationError:  # they could not say yes to it now
            continue
        Offer.objects.filter(pk__in=[row.pk for row in asked]).update(kept=passed)
        return
    times.give_back(kept=kept, by=by, now=now)


def for_wish(wish):
    """What the acts of the diary need to know of a wish."""
    return {"instead_of": wish.instead_of} if wish.instead_of else {"course": wish.course}


def pass_on_the_kept():
    """The minute's job: a time kept under the name of somebody who may no longer answer goes over to who may."""
    now = timezone.now()
    out = Offer.objects.out(now).filter(kept=OuterRef("pk"))
    theirs = out.filter(wish__patient=OuterRef("patient"))
    for kept in Appointment.objects.filter(Exists(out), ~Exists(theirs), status=Appointment.Status.OFFERED):
        with refusals.in_words("waitlist"):
            offer = Offer.objects.out(now).filter(kept=kept).with_all_it_shows().first()
            if offer:
                hold(offer, now)
                settle(offer.kept, by=offer.made_by, now=now)
