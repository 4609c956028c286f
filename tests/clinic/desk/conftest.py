import pytest

from tests.small_clinic import open_small_clinic


@pytest.fixture
def small_clinic(db):
    return open_small_clinic()
