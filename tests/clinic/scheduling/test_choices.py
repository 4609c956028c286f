"""What can be booked for a patient, as the booking page offers it."""

from clinic.scheduling import authorising, cancelling
from clinic.scheduling.choices import choices_for
from clinic.scheduling.models import AppointmentType
from patients.people.models import Hold


def offered(clinic):
    choices, missing = choices_for(clinic.patient)
    return [str(choice).replace("\u00a0", " ") for choice in choices], missing


def book_session(clinic, course, hour):
    return clinic.book(type=clinic.treatment_type, course=course, session_start=clinic.at(hour))


def test_a_treatment_is_offered_while_its_course_runs(small_clinic):
    always = ["Evaluation", "Follow-up"]
    assert offered(small_clinic) == (always, ["Ketamine into a vein: no course is authorized."])
    course = small_clinic.authorise(sessions=2)
    assert offered(small_clinic) == (["Evaluation", "Follow-up", "Ketamine into a vein, session 1 of 2"], [])
    hold = Hold.objects.create(
        patient=small_clinic.patient, reason="Call.", raised_by=small_clinic.prescriber
    )
    assert offered(small_clinic) == (always, ["Ketamine into a vein: the course is on hold."])
    Hold.objects.filter(pk=hold.pk).update(
        lifted_at=small_clinic.now, lifted_by=small_clinic.prescriber, lifted_because="Called."
    )
    authorising.end_course(course=course, by=small_clinic.prescriber, now=small_clinic.now)
    assert offered(small_clinic) == (always, ["Ketamine into a vein: no course is authorized."])


def test_the_number_offered_is_the_one_that_is_booked(small_clinic):
    course = small_clinic.authorise(sessions=3)
    booked = [book_session(small_clinic, course, hour) for hour in (9, 12, 15)]
    assert offered(small_clinic)[1] == ["Ketamine into a vein: all 3 sessions are booked."]
    for session in booked[1:]:
        cancelling.cancel(appointment=session, by=small_clinic.front_desk, reason="Ill", now=small_clinic.now)
    assert "Ketamine into a vein, session 2 of 3" in offered(small_clinic)[0]
    assert book_session(small_clinic, course, 12).number == 2


def test_a_type_that_is_not_in_use_is_no_choice(small_clinic):
    AppointmentType.objects.filter(key="follow_up").update(is_active=False)
    assert offered(small_clinic)[0] == ["Evaluation"]
