"""Two devices, or a double click: several at once answer for one patient, and it is as if they came in turn."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from patients.people.models import Hold
from patients.safety.models import SafetyTask
from patients.screening import answering, ruling
from patients.screening.loading import load_rules
from patients.screening.models import Answer, QuestionnaireResponse, Rule
from tests.patients.screening.answer_sets import HARMLESS
from tests.patients.screening.asking import is_watched, save
from tests.small_clinic import open_small_clinic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


def at_once(act, number=6):
    def closing(place):
        try:
            return act(place)
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(closing, range(number)))


def test_all_of_it_at_once_is_as_if_in_turn():
    """One test, since it commits: begun once, a crisis raised once for each page, sent once, proposed once."""
    clinic = open_small_clinic()
    load_rules()
    is_watched(clinic)
    robin = clinic.patient

    begun = at_once(lambda _place: answering.begin(patient=robin).pk)
    assert len(set(begun)) == QuestionnaireResponse.objects.count() == 1
    response = QuestionnaireResponse.objects.get()

    pages = [uuid4(), uuid4()]
    at_once(lambda place: save(response, {"S02": "yes", "S03": "yes"}, pages[place % 2]))
    said = Answer.objects.filter(rule__key="S02").count()
    assert 2 <= said == SafetyTask.objects.count() <= 6
    assert set(Answer.objects.filter(rule__key="S02").values_list("form_key", flat=True)) == set(pages)
    assert Answer.objects.filter(rule__key="S03").count() == 1
    assert Hold.objects.filter(cause=Hold.Cause.SAFETY).count() == 1
    assert Hold.objects.filter(cause=Hold.Cause.ANSWERS).count() == 1

    save(response, {**HARMLESS, "S02": "yes"})
    outcomes = at_once(lambda _place: answering.submit(response=response).value)
    assert set(outcomes) == {"crisis"} and Answer.objects.filter(rule__key="S01").count() == 1
    late = at_once(lambda _place: save(response, {"S04": "yes"}))
    assert {each[:28] for each in late} == {"You have sent these answers."}
    assert Answer.objects.filter(rule__key="S04").count() == 1

    rule = Rule.objects.in_use().get(key="S36")
    said = {"level": "clinician_review", "because": "More studies.", "by": clinic.prescriber}
    proposals = at_once(lambda _place: ruling.propose(rule=rule, **said).version)
    assert proposals.count(2) == 1 and Rule.objects.proposed().count() == 1
    assert all("Decide about it first." in refusal for refusal in proposals if refusal != 2)
