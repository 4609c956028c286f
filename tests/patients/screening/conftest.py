import pytest

from patients.people.caring import join_care_team
from patients.people.models import CareTeamMember
from tests.patients.area.own_pages import a_patient
from tests.patients.screening.asking import is_watched
from tests.small_clinic import open_small_clinic


@pytest.fixture
def small_clinic(db):
    return open_small_clinic()


@pytest.fixture
def robin(health_questions, small_clinic):
    """A patient of a clinic that asks the health questions, with a clinician and a prescriber who care for them."""
    is_watched(small_clinic)
    patient = a_patient(small_clinic, phone="+12125550123")
    for carer in (small_clinic.prescriber, small_clinic.clinicians[0].user):
        join_care_team(patient=patient, user=carer, by=carer)
    return patient


@pytest.fixture
def prescriber(client, small_clinic):
    """The browser of a prescriber who looks after the patient."""
    CareTeamMember.objects.create(patient=small_clinic.patient, user=small_clinic.prescriber)
    client.force_login(small_clinic.prescriber)
    return client
