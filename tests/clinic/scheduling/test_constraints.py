"""No constraint of the diary goes without a test that has seen it refuse."""

from clinic.scheduling.models import Appointment, Course
from tests.clinic.scheduling.test_appointment_constraints import WRONG_APPOINTMENTS
from tests.clinic.scheduling.test_course_constraints import (
    NO_LONGER_IN_FORCE,
    WRONG_COURSES,
    WRONG_TREATMENTS,
)
from tests.clinic.scheduling.test_overlap_constraints import ELSEWHERE


def test_every_rule_of_appointments_and_courses_is_tried():
    """A constraint that no test tries is a constraint nobody has seen refuse."""
    tried = {name for name, _ in [*WRONG_APPOINTMENTS.values(), *WRONG_TREATMENTS.values()]}
    tried |= {name for name, _ in WRONG_COURSES.values()} | set(NO_LONGER_IN_FORCE.values())
    tried |= {f"appointment_{shared}_once_at_a_time" for shared in ELSEWHERE}
    tried |= {
        "appointment_form_key_once",
        "appointment_number_once_per_course",
        "appointment_status_moves_along_arrows",
        "appointment_treatment_is_the_types",
        "course_running_once_per_treatment",
    }
    tried |= {"row_stays_with_its_patient", "patient_was_merged"}  # in tests/clinic/desk/test_merging.py
    rules = {rule.name for model in (Appointment, Course) for rule in model._meta.constraints}
    rules |= {name for trigger in Appointment._meta.triggers for name in getattr(trigger, "refusals", ())}
    rules.discard("course_for_appointments")  # not a rule: the key that appointments refer to
    assert rules == tried
