"""What can be booked for a patient now, and in words why the rest cannot."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .models import AppointmentType, Course


@dataclass(frozen=True)
class Choice:
    """Something that can be booked: a type, for a treatment with its course and the number that comes next."""

    type: AppointmentType
    course: Course | None = None
    next_number: int | None = None

    @property
    def value(self):
        """How it stands in an address."""
        return f"{self.type.key}~{self.course.reference}" if self.course else self.type.key

    def __str__(self):
        return self.type.called(self.next_number, self.course and self.course.sessions_authorised)


def choices_for(patient):
    """The choices there are for this patient, and a sentence for each treatment that is none.

    A treatment is a choice while a course of it runs, is not on hold and has a session left to book.
    """
    running = list(patient.courses.running())
    on_hold = patient.courses.on_hold(patient.location.today()) if running else []
    choices, missing = [], []
    for type in AppointmentType.objects.bookable():
        if not type.is_treatment:
            choices.append(Choice(type))
            continue
        courses = [course for course in running if course.treatment_id == type.treatment_id]
        if not courses:
            missing.append(_("%(type)s: no course is authorized.") % {"type": type})
        for course in courses:
            words = {"type": type, "count": course.sessions_authorised}
            if course in on_hold:
                missing.append(_("%(type)s: the course is on hold.") % words)
            elif free := course.free_numbers():
                choices.append(Choice(type, course, free[0]))
            else:
                missing.append(_("%(type)s: all %(count)s sessions are booked.") % words)
    return choices, missing
