"""Registering a patient, from an inquiry or directly, and undoing it within a day."""

import uuid
from datetime import timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.inquiries import answering, merging
from patients.inquiries.form_keys import sent_before

from . import caring
from .look_alikes import keep_apart, refuse_look_alikes, wait_for_who_registers
from .models import ADULT_AGE, Patient

OLDEST = 120  # years; beyond it the year is mistyped
UNDO_WITHIN = timedelta(days=1)
SENT_BEFORE = gettext_lazy(
    "This form was sent before and registered %(name)s. Correct their contact data instead."
)


def register_patient(
    *,
    legal_name,
    birth_date,
    location,
    by,
    chosen_name="",
    email="",
    phone="",
    channels=(),
    language="",
    access_needs="",
    inquiry=None,
    different_from=(),
    because="",
    looked_after_by=None,
    form_key=None,
    now=None,
):
    """Make somebody a patient; their inquiry, if there is one, ends as registered and stays as it is.

    Refuses, by code: `minor`; `birth_date`; `perhaps_here` when somebody is here who looks like them and is
    not in `different_from`, with `because` saying how we know; `registered` when the inquiry has its patient
    already; `sent_before` when the same `form_key` (a UUID) comes with other content; `taken_back` when what this
    form registered was undone. The same form sent twice is one patient. `looked_after_by` is the first of their
    care team.
    """
    refuse_minors_and_typing_errors(birth_date, location)
    now = now or timezone.now()
    said = {
        "legal_name": legal_name.strip(),
        "chosen_name": chosen_name.strip(),
        "birth_date": birth_date,
        "email": email,
        "phone": phone,
        "channels": list(channels),
        "language": language.strip(),
        "access_needs": access_needs.strip(),
        "location": location,
        "inquiry": inquiry,
    }
    patient = Patient(**said, form_key=form_key or uuid.uuid4(), registered_by=by, registered_at=now)
    with transaction.atomic(), pghistory.context(user=by.pk):
        wait_for_who_registers()
        if earlier := sent_before(Patient.objects, patient.form_key, said, SENT_BEFORE):
            return earlier
        refuse_what_was_taken_back(patient.form_key)
        if inquiry:
            answering.finish_as_registered(inquiry=inquiry, by=by)
        others = refuse_look_alikes(patient, different_from, because)
        namesakes = Patient.objects.same_person_as(legal_name=patient.legal_name, birth_date=birth_date)
        patient.is_namesake = namesakes.exists()
        save_once(patient)
        keep_apart(patient=patient, others=others, because=because, by=by, now=now)
        if looked_after_by:
            caring.join_care_team(patient=patient, user=looked_after_by, by=by, now=now)
    return patient


def add_inquiry(*, inquiry, patient, by):
    """Somebody asked who is a patient already: the inquiry is theirs.

    It ends as registered where the patient came without one, and else as asked twice, in the one they came by.
    """
    with transaction.atomic(), pghistory.context(user=by.pk):
        patient = Patient.objects.locked(patient)
        if patient.inquiry_id == inquiry.pk:  # sent twice
            return patient
        if patient.inquiry_id:
            merging.merge(inquiry=inquiry, into=patient.inquiry, by=by)
        else:
            answering.finish_as_registered(inquiry=inquiry, by=by)
            patient.inquiry = inquiry
            patient.save(update_fields=["inquiry"])
    return patient


def can_take_back(*, patient, by, now=None):
    """Whether this person registered the patient within a day, and so may undo it."""
    return patient.registered_by_id == by.pk and (now or timezone.now()) < patient.registered_at + UNDO_WITHIN


@transaction.atomic
def take_back(*, patient, by, now=None):
    """Undo registering, where nothing hangs on the patient yet; their inquiry stands where it stood before.

    Returns the inquiry, or None. Refuses, by code: `not_yours`, `too_late`, and `in_use` where something was
    recorded since. The history keeps all of it.
    """
    patient = Patient.objects.select_for_update(of=["self"]).get(pk=patient.pk)
    if patient.registered_by_id != by.pk:
        raise ValidationError(
            _("Only %(name)s, who registered them, can undo it.") % {"name": patient.registered_by},
            code="not_yours",
        )
    if not can_take_back(patient=patient, by=by, now=now):
        raise ValidationError(
            _("They were registered more than a day ago, so they stay. Correct what is wrong instead."),
            code="too_late",
        )
    inquiry = patient.inquiry
    try:
        with transaction.atomic(), pghistory.context(user=by.pk):
            patient.care_team.filter(since=patient.registered_at).delete()
            patient.delete()
            if inquiry:
                answering.take_back_registered(inquiry=inquiry, by=by)
    except ProtectedError as error:
        there = sorted({str(row._meta.verbose_name) for row in error.protected_objects})
        raise ValidationError(
            _("Something was recorded for them since: %(what)s. So they stay.") % {"what": ", ".join(there)},
            code="in_use",
        ) from error
    return inquiry


def refuse_what_was_taken_back(form_key):
    """Somebody goes back to a form whose registering was undone, and sends it again."""
    if Patient.pgh_event_model.objects.filter(form_key=form_key, pgh_label="delete").exists():
        raise ValidationError(
            _(
                "This form was sent before, and registering was taken back. Send it again to register them anew."
            ),
            code="taken_back",
        )


def save_once(patient):
    """Keep the row, unless the database finds this person here already (code `namesake`)."""
    patient.full_clean(validate_unique=False)
    try:
        with transaction.atomic():
            patient.save()
    except IntegrityError:
        patient.validate_constraints()  # somebody else was quicker: now their row is there to be found
        raise


def refuse_minors_and_typing_errors(birth_date, location):
    today = location.today()
    if birth_date > today or today.year - birth_date.year > OLDEST:
        raise ValidationError(
            {"birth_date": ValidationError(_("Check the year of birth."), code="birth_date")}
        )
    if Patient(birth_date=birth_date).age_on(today) < ADULT_AGE:
        raise ValidationError(
            {
                "birth_date": ValidationError(
                    _(
                        "This person is under %(age)s. We see adults only, so they were not registered. "
                        "If they asked by themselves, close the inquiry as better helped elsewhere."
                    )
                    % {"age": ADULT_AGE},
                    code="minor",
                )
            }
        )
