"""Putting a patient on the waiting list, changing what they wish, and ending it."""

import pghistory
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clinic.scheduling import refusals
from clinic.scheduling.models import Appointment
from patients.inquiries.form_keys import sent_before
from patients.people.models import Patient

from . import keeping
from .models import Offer, Wish

HowEnded = Wish.HowEnded


def wish(*, patient, type, location, by, form_key, now, course=None, instead_of=None, **wanted):
    """Put a patient on the waiting list; returns the Wish.

    With `instead_of` they wish for an earlier time than that appointment's, else for a first or the next time of the
    `type`; a treatment belongs to a `course`. `wanted` are the days, times, notice and note of the Wish. The same
    form sent again is the same wish. Refuses a second open wish for the same thing.
    """
    said = {"patient": patient, "type": type, "course": course, "instead_of": instead_of}
    with refusals.in_words("waitlist"), pghistory.context(user=by.pk):
        patient = Patient.objects.locked(patient)
        if earlier := sent_before(Wish.objects, form_key, said):
            return earlier
        if patient.ended_on:
            raise ValidationError(
                _("%(patient)s has left the clinic.") % {"patient": patient}, "patient_left"
            )
        if instead_of and instead_of.session.lower <= now:
            raise ValidationError(_("This appointment has begun: no earlier time can be found."), "begun")
        new = Wish(
            **said, location=location, form_key=form_key, made_at=now, made_by=by, changed_by=by, **wanted
        )
        new.clean_fields(exclude=["form_key"])
        new.save()
        return new


def change(*, wish, by, location, **wanted):
    """Say otherwise when it would suit them; offers that are out stay."""
    with refusals.in_words("waitlist"), pghistory.context(user=by.pk):
        wish = _open(wish)
        for name, value in {"location": location, **wanted}.items():
            setattr(wish, name, value)
        wish.changed_by = by
        wish.clean_fields()
        wish.save()
        return wish


def end(*, wish, how, by, now):
    """They wait no longer; an offer that is out is taken back, and its time free at once for others.

    Sent twice it is done once.
    """
    with refusals.in_words("waitlist"), pghistory.context(user=by.pk):
        outs = Offer.objects.out(now).filter(wish=wish).with_all_it_shows()
        seen = outs.first()
        if seen:
            keeping.hold(seen, now)
        wish = Wish.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
        if not wish.is_open:
            return wish
        out = outs.select_for_update(of=("self",), no_key=True).first()  # answered, or passed on, meanwhile
        if out and out != seen:
            raise ValidationError(
                _("Somebody has just offered them a time. Look at it again."), "changed_meanwhile"
            )
        if out:
            keeping.answer(out, Offer.Answer.TAKEN_BACK, by=by, now=now)
        return close(wish, how, by=by, now=now)


def close(wish, how, *, by, now):
    """Store that a wish has ended, under the patient's lock; `by` is None where the patient did it themselves."""
    wish.ended_at, wish.ended_by, wish.ended_how = now, by, how
    wish.save()
    return wish


def follow(*, patient, into):
    """The patient was here twice: their wishes follow to `into`.

    Refuses where both wait for the same. Only `merging` calls this.
    """
    theirs = Wish.objects.open().filter(patient=into)
    for wish in Wish.objects.open().filter(patient=patient).select_related("type", "course"):
        if theirs.filter(type=wish.type, course=wish.course).exists():
            raise ValidationError(
                _("Both are on the waiting list for “%(type)s”. End one of the wishes first."),
                "both_wait",
                {"type": wish.type},
            )
    with refusals.in_words("waitlist"):
        Wish.objects.filter(patient=patient).update(patient=into)


def can_wish_earlier(appointment, now):
    """Whether somebody could wish for an earlier time than this appointment's."""
    return appointment.status == Appointment.Status.BOOKED and appointment.session.lower > now


def _open(wish):
    Patient.objects.locked(wish.patient)
    wish = Wish.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
    if not wish.is_open:
        raise ValidationError(
            _("This wish has ended: %(how)s."), "ended", {"how": wish.get_ended_how_display()}
        )
    return wish
