"""Appointment types to begin with. Every number waits for a medical director to confirm it."""

from education.models import Treatment

from .models import AppointmentType, Kind

FROM_START = AppointmentType.FloorFrom.SESSION_START
FROM_END = AppointmentType.FloorFrom.SESSION_END

FIELDS = (
    "kind", "prepare_minutes", "session_minutes", "observe_minutes", "turnover_minutes",
    "observe_floor_minutes", "observe_floor_from",
)  # fmt: skip
APPOINTMENT_TYPES = {
    "evaluation": (Kind.EVALUATION, 0, 60, 0, 10, 0, FROM_END),
    "ketamine_iv": (Kind.TREATMENT, 30, 50, 60, 10, 60, FROM_END),
    "ketamine_im": (Kind.TREATMENT, 30, 45, 50, 10, 90, FROM_START),
    "esketamine": (Kind.TREATMENT, 20, 60, 75, 10, 120, FROM_START),
    "follow_up": (Kind.FOLLOW_UP, 0, 40, 0, 5, 0, FROM_END),
}


def load_appointment_types():
    """Put in the types that are missing, unconfirmed; a type that is there stays as the clinic left it.

    A treatment's type has the key and the name of its treatment, which comes with the starter library.
    """
    for key, row in APPOINTMENT_TYPES.items():
        values = dict(zip(FIELDS, row, strict=True))
        if values["kind"] == Kind.TREATMENT:
            values["treatment"] = Treatment.objects.get(key=key)
            values["name"] = values["treatment"].name
        else:
            values["name"] = str(values["kind"].label)
        AppointmentType.objects.get_or_create(key=key, defaults=values)
