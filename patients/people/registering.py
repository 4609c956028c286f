"""Registering a patient, from an inquiry or directly."""

import uuid

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from patients.inquiries import answering
from patients.inquiries.form_keys import sent_before

from . import caring
from .models import ADULT_AGE, Patient

OLDEST = 120  # years; beyond it the year is mistyped
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
    access_needs="",
    inquiry=None,
    is_namesake=False,
    looked_after_by=None,
    form_key=None,
    now=None,
):
    """Make somebody a patient; their inquiry, if there is one, ends as registered and stays as it is.

    Refuses, by code: `minor`; `birth_date`; `namesake` when somebody with this legal name and birth date is
    here and `is_namesake` does not say that this is another person; `registered` when the inquiry has its
    patient already; `sent_before` when the same `form_key` (a UUID) comes with other content. The same form
    sent twice is one patient. `looked_after_by` is the first of their care team.
    """
    refuse_minors_and_typing_errors(birth_date, location)
    said = {
        "legal_name": legal_name.strip(),
        "chosen_name": chosen_name.strip(),
        "birth_date": birth_date,
        "email": email,
        "phone": phone,
        "channels": list(channels),
        "access_needs": access_needs.strip(),
        "location": location,
        "inquiry": inquiry,
        "is_namesake": is_namesake,
    }
    patient = Patient(
        **said,
        form_key=form_key or uuid.uuid4(),
        registered_by=by,
        registered_at=now or timezone.now(),
    )
    try:
        with transaction.atomic(), pghistory.context(user=by.pk):
            if inquiry:
                answering.finish_as_registered(inquiry=inquiry, by=by)
            save_once(patient)
            if looked_after_by:
                caring.join_care_team(patient=patient, user=looked_after_by, by=by)
    except (IntegrityError, ValidationError):
        earlier = sent_before(Patient.objects, patient.form_key, said, SENT_BEFORE)
        if earlier is None:
            raise
        return earlier
    return patient


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
