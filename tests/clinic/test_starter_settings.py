"""What a clinic begins with."""

import pytest
from django.core.management import call_command

from clinic.locations.models import CrisisLine
from clinic.scheduling.models import AppointmentType
from education.models import Edition, Treatment
from patients.consent.documents import issue
from patients.consent.models import Document

pytestmark = pytest.mark.django_db


def everything():
    return [list(model.objects.values()) for model in (CrisisLine, Edition, AppointmentType, Document)]


@pytest.mark.drill
def test_a_clinic_begins_with_lines_types_texts_and_drafts_and_loads_them_once():
    call_command("load_starter_settings", verbosity=0)
    loaded = everything()
    assert all(loaded)
    about_one = Document.objects.exclude(treatment=None)
    assert set(about_one.values_list("treatment", flat=True)) == set(
        AppointmentType.objects.exclude(treatment=None).values_list("treatment", flat=True)
    )
    call_command("load_starter_settings", verbosity=0)
    assert everything() == loaded


@pytest.mark.drill
def test_a_treatment_is_called_the_same_in_the_library_and_in_the_diary(starter_library):
    call_command("load_starter_settings", verbosity=0)
    types = AppointmentType.objects.exclude(treatment=None)
    assert {type.name for type in types} == {type.treatment.name for type in types}


def test_a_consent_text_of_the_clinics_own_stays(starter_library):
    drip = Treatment.objects.get(key="ketamine_iv")
    own = issue(treatment=drip, title="Ours", summary="- Ours.", text="Ours.", issued_on="2026-01-01")
    call_command("load_starter_settings", verbosity=0)
    assert Document.objects.get(treatment=drip) == own
