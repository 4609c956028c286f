"""Patients, who looks after them, what their care waits for, and who is not the same person."""

from .following import FollowsPatient
from .pairs import AskedInquiry, DifferentPeople
from .patients import ADULT_AGE, CareTeamMember, Hold, Patient

__all__ = [
    "ADULT_AGE",
    "AskedInquiry",
    "CareTeamMember",
    "DifferentPeople",
    "FollowsPatient",
    "Hold",
    "Patient",
]
