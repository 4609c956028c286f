"""Correcting what we know about a patient: by staff, or by the patients themselves."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .known import THEIR_OWN, in_words, what_is_known
from .look_alikes import keep_apart
from .models import Patient
from .registering import refuse_minors_and_typing_errors, save_once


def correct_patient(*, patient, seen, by, because="", **changed):
    """Correct what we know, `changed` by field; `seen` is what the form showed (`what_is_known`).

    `by` is a member of staff, or None for the patient: then only how to reach them, whom to call in an
    emergency and who takes them home (`THEIR_OWN`), and the history says that the patient did it. Refuses with
    code `changed_meanwhile`, field by field, what somebody else has changed since; and with code `namesake` a
    legal name and birth date of somebody who is here, unless `because` says how we know that they are two.
    """
    if by is None and not set(changed) <= set(THEIR_OWN):
        raise ValidationError(_("Only the clinic can change this. Please call us."), code="not_theirs")
    who = {"patient": True} if by is None else {"user": by.pk}
    with transaction.atomic(), pghistory.context(**who):
        patient = Patient.objects.locked(patient)
        refuse_what_changed_meanwhile(patient, seen, changed)
        for field, value in changed.items():
            setattr(patient, field, value)
        refuse_minors_and_typing_errors(patient.birth_date, patient.location)
        known = {"legal_name": patient.legal_name, "birth_date": patient.birth_date}
        namesakes = Patient.objects.same_person_as(**known).exclude(pk=patient.pk) if because.strip() else ()
        patient.is_namesake |= bool(namesakes)
        save_once(patient)
        if namesakes:
            keep_apart(patient=patient, others=namesakes, because=because, by=by)
    return patient


def refuse_what_changed_meanwhile(patient, seen, changed):
    """Nobody overwrites what they have not seen."""
    now = what_is_known(patient)
    against = {}
    for field, value in changed.items():
        here = now.get(field)
        if seen.get(field) != here and str(value) != here:
            words = _(
                "Somebody has just changed this to “%(words)s”. If you send yours again, it takes its place."
            )
            if not in_words(patient, field):
                words = _("Somebody has just emptied this. If you send yours again, it takes its place.")
            params = {"words": in_words(patient, field)}
            against[field] = ValidationError(words, code="changed_meanwhile", params=params)
    if against:
        raise ValidationError(against)
