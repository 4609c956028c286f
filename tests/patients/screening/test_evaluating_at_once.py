"""A double click, or two prescribers: several sign at once for one patient, and it is as if they came in turn."""

from uuid import uuid4

import pytest

from patients.screening.evaluating import newest_of
from patients.screening.models import Assessment, Evaluation
from tests.patients.screening.signed import sign
from tests.patients.screening.test_answering_at_once import at_once
from tests.small_clinic import open_small_clinic

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_form_is_signed_once_and_of_two_prescribers_one_reads_the_other_first():
    """One test, since it commits. T07"""
    clinic, key = open_small_clinic(), uuid4()
    signed = at_once(lambda _place: sign(clinic, form_key=key).pk)
    assert len(set(signed)) == Assessment.objects.count() == 1

    seen, decisions = newest_of(clinic.patient), ["eligible", "not_now"]
    outcomes = at_once(lambda place: sign(clinic, decide={"decision": decisions[place]}, seen=seen), 2)
    refused = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert refused == ["Somebody signed an evaluation meanwhile. Read it below, then sign yours."]
    assert Evaluation.objects.count() == 2
    assert Evaluation.objects.in_force(clinic.location.today()).count() == 1
