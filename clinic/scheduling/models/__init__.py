"""When, where, with whom: rooms, clinicians and their hours, types, courses, appointments."""

from .appointments import ACTIVE_STATUSES, Appointment
from .courses import Course
from .resources import Absence, Clinician, ClinicianHours, Room
from .types import AppointmentType, Kind

__all__ = [
    "ACTIVE_STATUSES",
    "Absence",
    "Appointment",
    "AppointmentType",
    "Clinician",
    "ClinicianHours",
    "Course",
    "Kind",
    "Room",
]
