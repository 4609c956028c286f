"""What somebody writes is kept to its last character, or refused: in the form, in the act, in the database (T32)."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, TextField
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

from clinic.locations.models import Location
from patients.consent.documents import issue
from patients.inquiries.wording import issue_consent_text
from patients.screening.evaluating import evaluate
from tests.small_clinic import open_small_clinic

WINGS = ("clinic", "patients")


@pytest.fixture
def small_clinic(db):
    return open_small_clinic()


# -- In the database ---------------------------------------------------------------------------------


def texts_of_any_length(models):
    """Long texts whose length the database does not hold, as `Model.field`. (A short one is a varchar.)"""
    for model in models:
        held = [each.condition for each in model._meta.constraints if isinstance(each, CheckConstraint)]
        for field in model._meta.local_fields:
            if isinstance(field, TextField):
                limit = field.max_length
                if limit is None or LessThanOrEqual(Length(field.name), limit) not in held:
                    yield f"{model.__name__}.{field.name}"


def test_the_database_holds_the_length_of_every_long_text():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in WINGS]
    history = {model.pgh_event_model for model in ours if hasattr(model, "pgh_event_model")}
    assert list(texts_of_any_length(set(ours) - history)) == []


@pytest.mark.parametrize(
    ("write", "limit"),
    [
        (lambda clinic, text: issue_consent_text(text=text), 1000),
        (
            lambda clinic, text: issue(
                treatment=clinic.treatment, title="Consent", text=text, issued_on=clinic.monday
            ),
            20000,
        ),
        (
            lambda clinic, text: evaluate(
                patient=clinic.patient,
                treatment=clinic.treatment,
                decision="not_now",
                mode="remote",
                summary=text,
                decided_on=clinic.location.today(),
                valid_until=clinic.monday,
                by=clinic.prescriber,
            ),
            5000,
        ),
        (
            lambda clinic, text: Location(pk=clinic.location.pk, getting_here=text).validate_constraints(),
            1000,
        ),
    ],
    ids=["words to agree to", "document", "findings", "getting here"],
)
def test_a_text_that_is_too_long_is_refused_in_words_by_every_path(small_clinic, write, limit):
    """R3"""
    write(small_clinic, "x" * limit)
    with pytest.raises(ValidationError, match=f"at most {limit} characters"):
        write(small_clinic, "x" * (limit + 1))
