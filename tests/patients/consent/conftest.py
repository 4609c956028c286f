from uuid import uuid4

import pytest

from patients.consent.signing import sign
from tests.patients.area.own_pages import BORN, a_link, a_patient
from tests.patients.consent.texts import a_text_for_all
from tests.small_clinic import open_small_clinic


@pytest.fixture
def small_clinic(db):
    return open_small_clinic()


@pytest.fixture
def robin(small_clinic):
    return a_patient(small_clinic)


@pytest.fixture
def link(robin):
    return a_link(robin)[0]


@pytest.fixture
def screens(small_clinic):
    """The text about electronic records."""
    return a_text_for_all("electronic_records")


@pytest.fixture
def signs(robin, link):
    """`signs(document)`: Robin signs it on their page; `otherwise` is what differs from doing it right."""

    def one(document, **otherwise):
        said = {
            "patient": robin,
            "document": document,
            "text_sha256": document.sha256,
            "signed_name": "Robin Reach",
            "drawing": [],
            "answers": {asked.pk: asked.right for asked in document.questions.all()},
            "birth_date": BORN,
            "link": link,
            "form_key": uuid4(),
        }
        return sign(**said | otherwise)

    return one
