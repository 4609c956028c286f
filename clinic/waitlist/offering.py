"""Offering somebody on the waiting list a time, with its mail in one act; and taking an offer back."""

from datetime import timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinic.scheduling import judging, refusals
from clinic.scheduling import offering as times
from clinic.scheduling.models import Appointment
from patients.people.models import Patient

from . import keeping, mails
from .models import Offer, Wish


def offer(*, wish, room, clinician, session_start, expires_at, by, form_key, now):
    """Offer an opening to somebody who wishes for one; returns the Offer.

    The time is kept until they answer, or until everybody who was asked for it has. With consent to e-mails a
    mail goes out with it, else somebody calls. Refuses what a booking would, and by code: `ended`, `asked_already`,
    `not_earlier`, `notice`.
    """
    with refusals.in_words("waitlist"), pghistory.context(user=by.pk):
        same_time = Appointment.objects.filter(
            status=Appointment.Status.OFFERED, type=wish.type, room=room, clinician=clinician,
            session__startswith=session_start,
        )  # fmt: skip
        judging.lock(
            [room], [clinician], wish.patient, now,
            also=[row.patient for row in same_time.select_related("patient")],
        )  # fmt: skip
        wishes = Wish.objects.select_related(
            "patient__location", "patient__inquiry", "type", "course", "instead_of"
        )
        wish = wishes.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
        _refuse_unfit(wish, session_start, now)
        asked_for = {
            "patient": wish.patient,
            "by": by,
            "now": now,
            "form_key": form_key,
            **keeping.for_wish(wish),
        }
        if kept := same_time.first():
            times.refuse_unless_takeable(kept=kept, **asked_for)
        else:
            kept = times.keep(
                type=wish.type, room=room, clinician=clinician, session_start=session_start, until=expires_at,
                **asked_for,
            )  # fmt: skip
        _refuse_too_late(wish, kept, expires_at, now)
        made = Offer.objects.create(
            wish=wish,
            kept=kept,
            by_mail=Patient.Channel.EMAIL in wish.patient.channels,
            made_at=now,
            made_by=by,
            expires_at=expires_at,
        )
        if kept.offered_until < expires_at:
            times.keep_until(kept=kept, until=expires_at, by=by, now=now)
        if made.by_mail:
            mails.write_of(made)
        return made


def take_back(*, offer, by, now):
    """The clinic takes an offer back; sent twice it is done once. Refuses one that is over (code `offer_over`)."""
    with refusals.in_words("waitlist"), pghistory.context(user=by.pk):
        keeping.hold(offer, now)
        offer = (
            Offer.objects.with_all_it_shows().select_for_update(of=("self",), no_key=True).get(pk=offer.pk)
        )
        if offer.answer == Offer.Answer.TAKEN_BACK:
            return offer
        if not offer.is_out(now):
            raise ValidationError(_("This offer is over."), "offer_over")
        return keeping.answer(offer, Offer.Answer.TAKEN_BACK, by=by, now=now)


def latest_answer(wish, visit_starts):
    """The last moment at which they can say yes and still have the notice they need."""
    return visit_starts - timedelta(hours=wish.notice_hours)


def refuse_no_earlier(wish, session_start):
    """Refuse, for who wishes for an earlier time than they have, one that is not."""
    if wish.instead_of and session_start >= wish.instead_of.session.lower:
        raise ValidationError(_("This is no earlier than the time they have."), "not_earlier")


def _refuse_unfit(wish, session_start, now):
    if not wish.is_open:
        raise ValidationError(
            _("This wish has ended: %(how)s."), "ended", {"how": wish.get_ended_how_display()}
        )
    if out := Offer.objects.out(now).filter(wish=wish).with_all_it_shows().first():
        words = {"patient": wish.patient, "when": out.when_in_words}
        raise ValidationError(
            _("%(patient)s has been offered %(when)s and has not answered."), "asked_already", words
        )
    refuse_no_earlier(wish, session_start)


def _refuse_too_late(wish, kept, expires_at, now):
    latest = latest_answer(wish, kept.visit.lower)
    if latest <= now:
        raise ValidationError(
            _("%(patient)s needs %(hours)s hours’ notice; the visit begins sooner."),
            "notice",
            {"patient": wish.patient, "hours": wish.notice_hours},
        )
    if not now < expires_at <= latest:
        raise ValidationError(
            _("Choose an end from now until %(latest)s: %(patient)s needs %(hours)s hours’ notice."),
            "offer_end",
            {
                "latest": f"{latest.astimezone(kept.location.zone):%Y-%m-%d %H:%M}",
                "patient": wish.patient,
                "hours": wish.notice_hours,
            },
        )
