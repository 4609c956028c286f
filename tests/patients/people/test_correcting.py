"""Correcting what we know: by staff, by the patients themselves, and never over somebody else's change."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from patients.people.correcting import correct_patient
from patients.people.forms import errors_of
from patients.people.known import KNOWN, THEIR_OWN, in_words, what_is_known
from patients.people.models import DifferentPeople, Patient

EVERYTHING = {
    "chosen_name": "Annie",
    "pronouns": "she/her",
    "email": "annie@visitor.example",
    "phone": "+12125550177",
    "channels": ["email", "voice"],
    "emergency_name": "Bea Example",
    "emergency_relation": "sister",
    "emergency_phone": "+12125550178",
    "escort_name": "Cy Example",
    "escort_phone": "+12125550179",
    "language": "Spanish",
    "needs_interpreter": True,
    "access_needs": "No stairs",
    "heard_from": "clinician",
}


@pytest.fixture
def patient(register):
    return register()


def correct(patient, by, **changed):
    return correct_patient(patient=patient, seen=what_is_known(patient), by=by, **changed)


def refused(refusal):
    return {(field, error.code) for field, error in errors_of(refusal.value)}


def test_everything_we_know_can_be_corrected_and_the_history_says_by_whom(patient, front_desk):
    corrected = correct(patient, front_desk, **EVERYTHING)
    corrected.refresh_from_db()
    assert {name: getattr(corrected, name) for name in EVERYTHING} == EVERYTHING
    event = corrected.events.latest("pgh_id")
    assert (event.channels, event.pgh_context.metadata["user"]) == (["email", "voice"], front_desk.pk)


def test_patients_correct_how_to_reach_them_by_themselves(patient):
    theirs = {name: value for name, value in EVERYTHING.items() if name in THEIR_OWN}
    corrected = correct(patient, None, **theirs)
    assert corrected.emergency_name == "Bea Example"
    assert corrected.events.latest("pgh_id").pgh_context.metadata["patient"] is True


@pytest.mark.parametrize("field", [name for name in KNOWN if name not in THEIR_OWN])
def test_patients_do_not_correct_by_themselves_what_the_clinic_answers_for(patient, field):
    value = EVERYTHING.get(field, getattr(patient, field))
    with pytest.raises(ValidationError) as refusal:
        correct(patient, None, **{field: value})
    assert refused(refusal) == {(None, "not_theirs")}


@pytest.mark.parametrize("field", [name for name in KNOWN if name in EVERYTHING])
def test_nobody_overwrites_what_somebody_else_has_just_changed(patient, front_desk, field):
    """T08: refused at the field, with the other's change shown."""
    seen = what_is_known(patient)
    first = correct(patient, front_desk, **EVERYTHING)
    with pytest.raises(ValidationError) as refusal:
        correct_patient(patient=patient, seen=seen, by=front_desk, **{field: getattr(patient, field)})
    assert refused(refusal) == {(field, "changed_meanwhile")}
    assert in_words(first, field) in refusal.value.messages[0]
    assert what_is_known(Patient.objects.get()) == what_is_known(first)


def test_what_somebody_emptied_meanwhile_is_said_too(patient, front_desk):
    patient = correct(patient, front_desk, pronouns="she/her")
    seen = what_is_known(patient)
    correct(patient, front_desk, pronouns="")
    with pytest.raises(ValidationError, match="emptied"):
        correct_patient(patient=patient, seen=seen, by=front_desk, pronouns="they/them")


def test_two_people_may_change_different_things(patient, front_desk):
    seen = what_is_known(patient)
    correct_patient(patient=patient, seen=seen, by=front_desk, chosen_name="Annie")
    corrected = correct_patient(patient=patient, seen=seen, by=None, phone="+12125550177")
    assert (corrected.chosen_name, corrected.phone) == ("Annie", "+12125550177")


def test_what_was_never_seen_is_not_changed(patient, front_desk):
    with pytest.raises(ValidationError):
        correct_patient(patient=patient, seen={}, by=front_desk, email="other@visitor.example")


def test_a_correction_cannot_make_two_of_one_person(register, patient, front_desk):
    other = register("Bo Sample")
    with pytest.raises(ValidationError) as refusal:
        correct(other, front_desk, legal_name="ana example")
    assert {code for _field, code in refused(refusal)} == {"namesake"}
    corrected = correct(other, front_desk, legal_name="ana example", because="Their birth records differ.")
    assert corrected.is_namesake
    assert DifferentPeople.objects.get().because == "Their birth records differ."


WRONG = [
    ("patient_known_channels", {"channels": ["email", "pigeon"]}),
    ("patient_writing_needs_an_address", {"email": "", "phone": "+12125550100", "channels": ["email"]}),
    ("patient_calling_needs_a_number", {"channels": ["call"]}),
    ("patient_calling_needs_a_number", {"channels": ["voice"]}),
    ("patient_calling_needs_a_number", {"channels": ["email", "text"]}),
    ("patient_emergency_contact_is_whole", {"emergency_name": "Bea Example"}),
    ("patient_emergency_contact_is_whole", {"emergency_phone": "+12125550178"}),
    ("patient_emergency_contact_is_whole", {"emergency_relation": "sister"}),
    ("patient_escort_has_a_name", {"escort_phone": "+12125550179"}),
    ("patient_interpreter_speaks_a_language", {"needs_interpreter": True}),
    ("patient_heard_from_known", {"heard_from": "a pigeon"}),
    ("patient_can_be_reached", {"email": ""}),
]


@pytest.mark.parametrize(("constraint", "changed"), WRONG)
def test_the_database_itself_holds_what_belongs_together(patient, as_app_role, constraint, changed):
    columns = ", ".join(f"{name} = %s" for name in changed)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        as_app_role() as cursor,
    ):
        cursor.execute(f"UPDATE people_patient SET {columns}", list(changed.values()))


@pytest.mark.parametrize(("constraint", "changed"), [each for each in WRONG if "known" not in each[0]])
def test_what_does_not_belong_together_is_refused_in_words(patient, front_desk, constraint, changed):
    with pytest.raises(ValidationError) as refusal:
        correct(patient, front_desk, **changed)
    [words] = {
        str(each.violation_error_message) for each in Patient._meta.constraints if each.name == constraint
    }
    assert words in refusal.value.messages


@pytest.mark.parametrize(
    "right",
    [
        {"channels": []},
        {"channels": ["email"]},
        {"phone": "+12125550100", "channels": ["email", "call", "voice", "text"]},
        {"email": "", "phone": "+12125550100", "channels": ["text"]},
        {"escort_name": "Cy Example"},
        {"language": "Spanish"},
        {"language": "American Sign Language", "needs_interpreter": True},
        {"emergency_name": "Bea Example", "emergency_phone": "+12125550178"},
    ],
)
def test_what_belongs_together_is_kept(patient, front_desk, right):
    corrected = correct(patient, front_desk, **right)
    corrected.refresh_from_db()
    assert {name: getattr(corrected, name) for name in right} == right
