"""A patient asks to move or cancel a visit, and takes that back. Nothing moves by itself."""

from datetime import timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clinic.scheduling.models import Appointment
from patients.inquiries import limits
from patients.inquiries.form_keys import sent_before
from patients.people.models import Patient

from .models import ChangeRequest

ONE_OPEN = "changerequest_one_open_per_visit"


def may_ask(appointment, now):
    """Whether a patient can still ask on their page: the visit is to come, later than the clinic's hours."""
    hours = timedelta(hours=appointment.location.change_request_hours)
    return appointment.can_move and now <= appointment.visit.lower - hours


def ask(*, appointment, wants, form_key, now, weekdays=(), parts=(), words="", about=None, sender=None):
    """Keep what a patient asks about a visit. The same `form_key` (a UUID) sent twice is one request. Returns it.

    `about` is when the session was to start as the patient saw it. Refuses, by code: `too_late` within the clinic's
    hours or once it is off, `moved` where it has another time now, `asked_already`, and `too_many` over the day's
    limit of this `sender`.
    """
    suits = {"weekdays": sorted(weekdays), "parts": sorted(parts)} if wants == "move" else {}
    said = {"wants": wants, "weekdays": [], "parts": [], **suits, "words": words.strip()}
    said |= {"appointment_id": appointment.pk}
    try:
        with transaction.atomic(), pghistory.context(patient=True):
            Patient.objects.locked(appointment.patient)
            if earlier := sent_before(ChangeRequest.objects, form_key, said):
                return earlier
            stored = Appointment.objects.select_related("room__location").get(pk=appointment.pk)
            _refuse(stored, about, now)
            if sender:
                limits.count(form="change request", sender=sender)
            request = ChangeRequest(**said, form_key=form_key, about=stored.session.lower, asked_at=now)
            request.full_clean(validate_unique=False, validate_constraints=False)
            request.save()
            return request
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != ONE_OPEN:
            raise
        raise ValidationError(
            _("You have asked about this visit already. You see it on its page."), "asked_already"
        ) from error


def take_back(*, request, now):
    """The patient takes it back: the visit stays as it is. Refuses with code `answered` where somebody has
    answered meanwhile; taken back twice is once.
    """
    with transaction.atomic(), pghistory.context(patient=True):
        held = ChangeRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
        if held.answer == ChangeRequest.Answer.WITHDRAWN:
            return held
        if not held.is_open(now):
            raise ValidationError(_("We have answered meanwhile. Look at it again."), "answered")
        held.answer, held.answered_at = ChangeRequest.Answer.WITHDRAWN, now
        held.save()
        return held


def _refuse(appointment, about, now):
    if not may_ask(appointment, now):
        raise ValidationError(_("It is too late to ask here. Please call us."), "too_late")
    if about and appointment.session.lower != about:
        raise ValidationError(_("This visit has another time now. Look at it again."), "moved")
