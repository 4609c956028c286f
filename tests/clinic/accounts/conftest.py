"""Somebody who works here."""

import pytest

from clinic.accounts import roles
from tests.small_clinic import person

PASSWORD = "a long walk by the river"


@pytest.fixture
def colleague(db):
    return person("fran.desk", roles.FRONT_DESK, password=PASSWORD)


@pytest.fixture
def password():
    return PASSWORD
