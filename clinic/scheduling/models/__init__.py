"""When, where, with whom: rooms, clinicians and their hours, types, courses, appointments."""

from .appointments import Appointment
from .courses import SOON, Course
from .freed import FreedTime
from .phases import CoursePhase, Protocol, ProtocolPhase, ReviewGate
from .preparations import Preparation
from .resources import (
    Absence,
    Clinician,
    ClinicianHours,
    ClinicianSkill,
    ExtraHours,
    Room,
    RoomClosure,
    RoomUse,
)
from .statuses import ACTIVE_STATUSES, AGREED_STATUSES
from .types import AppointmentType, Kind

__all__ = [
    "ACTIVE_STATUSES",
    "AGREED_STATUSES",
    "SOON",
    "Absence",
    "Appointment",
    "AppointmentType",
    "Clinician",
    "ClinicianHours",
    "ClinicianSkill",
    "Course",
    "CoursePhase",
    "ExtraHours",
    "FreedTime",
    "Kind",
    "Preparation",
    "Protocol",
    "ProtocolPhase",
    "ReviewGate",
    "Room",
    "RoomClosure",
    "RoomUse",
]
