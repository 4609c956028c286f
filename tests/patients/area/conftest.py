import pytest

from tests.patients.area.own_pages import a_patient
from tests.small_clinic import open_small_clinic


@pytest.fixture
def small_clinic(db):
    return open_small_clinic()


@pytest.fixture
def robin(small_clinic):
    return a_patient(small_clinic)
