"""Appointment types to begin with. Every number waits for a medical director to confirm it."""

from education.models import Treatment

from .models import AppointmentType, Kind

FROM_START = AppointmentType.FloorFrom.SESSION_START
FROM_END = AppointmentType.FloorFrom.SESSION_END

# key: name, kind, treatment, minutes of prepare, session, observe, turnover, floor of observation, counted from
APPOINTMENT_TYPES = {
    "evaluation": ("Evaluation", Kind.EVALUATION, None, 0, 60, 0, 10, 0, FROM_END),
    "ketamine_iv": ("IV session", Kind.TREATMENT, "ketamine_iv", 30, 50, 60, 10, 60, FROM_END),
    "ketamine_im": ("IM session", Kind.TREATMENT, "ketamine_im", 30, 45, 50, 10, 90, FROM_START),
    "esketamine": ("Nasal spray session", Kind.TREATMENT, "esketamine", 20, 60, 75, 10, 120, FROM_START),
    "follow_up": ("Follow-up", Kind.FOLLOW_UP, None, 0, 40, 0, 5, 0, FROM_END),
}


def load_appointment_types():
    """Put in the types that are missing, unconfirmed; a type that is there stays as the clinic left it.

    Needs the treatments, which `load_starter_content` brings.
    """
    for key, (name, kind, treatment, prepare, session, observe, turnover, floor, counted_from) in (
        APPOINTMENT_TYPES.items()
    ):
        AppointmentType.objects.get_or_create(
            key=key,
            defaults={
                "name": name,
                "kind": kind,
                "treatment": Treatment.objects.get(key=treatment) if treatment else None,
                "prepare_minutes": prepare,
                "session_minutes": session,
                "observe_minutes": observe,
                "turnover_minutes": turnover,
                "observe_floor_minutes": floor,
                "observe_floor_from": counted_from,
            },
        )
