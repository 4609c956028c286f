"""When, where, with whom: rooms, clinicians and their hours, types, courses, appointments."""

from .appointments import Appointment
from .courses import SOON, Course
from .resources import Absence, Clinician, ClinicianHours, ClinicianSkill, Room, RoomUse
from .statuses import ACTIVE_STATUSES
from .types import AppointmentType, Kind

__all__ = [
    "ACTIVE_STATUSES",
    "SOON",
    "Absence",
    "Appointment",
    "AppointmentType",
    "Clinician",
    "ClinicianHours",
    "ClinicianSkill",
    "Course",
    "Kind",
    "Room",
    "RoomUse",
]
