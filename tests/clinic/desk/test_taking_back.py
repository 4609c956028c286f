"""A patient with whom work has begun stays registered."""

import pytest
from django.core.exceptions import ValidationError

from patients.people.models import Patient
from patients.people.registering import take_back


@pytest.mark.parametrize(
    ("begin", "words"),
    [
        (lambda clinic: clinic.evaluate(clinic.patient), "evaluation, examination"),
        (lambda clinic: clinic.sign_consent(clinic.patient), "consent"),
        (lambda clinic: clinic.authorise(), "consent, course, evaluation, examination"),
        (lambda clinic: clinic.book(), "appointment, care team member"),
    ],
)
def test_registering_is_not_undone_once_something_was_recorded(small_clinic, begin, words):
    begin(small_clinic)
    with pytest.raises(ValidationError, match=f": {words}. So they stay"):
        take_back(patient=small_clinic.patient, by=small_clinic.front_desk)
    assert Patient.objects.get() == small_clinic.patient
