"""Appointment types and protocols to begin with. Every number waits for a medical director to confirm it."""

from django.utils.translation import gettext, gettext_noop

from education.models import Treatment

from .models import AppointmentType, Kind, Preparation, Protocol, ProtocolPhase

FROM_START = AppointmentType.FloorFrom.SESSION_START
FROM_END = AppointmentType.FloorFrom.SESSION_END

FIELDS = (
    "kind", "prepare_minutes", "session_minutes", "observe_minutes", "turnover_minutes",
    "observe_floor_minutes", "observe_floor_from", "needs_prescriber_on_site", "needs_escort",
)  # fmt: skip
APPOINTMENT_TYPES = {
    "evaluation": (Kind.EVALUATION, 0, 60, 0, 10, 0, FROM_END, False, False),
    "ketamine_iv": (Kind.TREATMENT, 30, 50, 60, 10, 60, FROM_END, False, True),
    "ketamine_im": (Kind.TREATMENT, 30, 45, 50, 10, 90, FROM_START, False, True),
    "esketamine": (Kind.TREATMENT, 20, 60, 75, 10, 120, FROM_START, True, True),
    "follow_up": (Kind.FOLLOW_UP, 0, 40, 0, 5, 0, FROM_END, False, False),
}

# Phases: sessions, days after the one before (least, most), whether a prescriber reviews after them. Six infusions
# in two to three weeks, and weekly ones after a response, are the courses that were studied; twice a week for
# four weeks and then weekly is what esketamine's label says. What no number is known for follows the infusions.
PROTOCOLS = {
    "ketamine_iv": ("ketamine_iv", gettext_noop("Six sessions, twice a week"), [(6, 2, 4, True)]),
    "ketamine_iv_weekly": (
        "ketamine_iv",
        gettext_noop("Six sessions, twice a week, then four, weekly"),
        [(6, 2, 4, True), (4, 6, 8, True)],
    ),
    "ketamine_im": ("ketamine_im", gettext_noop("Six sessions, twice a week"), [(6, 2, 4, True)]),
    "esketamine": (
        "esketamine",
        gettext_noop("Eight sessions, twice a week, then four, weekly"),
        [(8, 3, 4, True), (4, 6, 8, True)],
    ),
}

# Minutes before the session without food, drink and nasal spray, and where they come from.
FASTING_IS_THE_CLINICS = gettext_noop(
    "No rule of the FDA: the clinic decides. Fasting as before an anesthetic (clear fluids 2 hours, a light meal 6 "
    "hours) is common, which nobody has checked here; an EU label for esketamine as an anesthetic says 4 to 6 hours."
)
PREPARATIONS = {
    "ketamine_iv": (None, None, None, FASTING_IS_THE_CLINICS),
    "ketamine_im": (None, None, None, FASTING_IS_THE_CLINICS),
    "esketamine": (
        120,
        30,
        60,
        gettext_noop(
            "US label of the nasal spray: no food for 2 hours, no liquids for 30 minutes, a steroid or a decongestant "
            "for the nose at least 1 hour before. Checked in a page that quotes the label, not in the label itself."
        ),
    ),
    "evaluation": (0, 0, None, ""),
    "follow_up": (0, 0, None, ""),
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


def load_preparations():
    """Put in how to prepare for the types that are there, unconfirmed; what is there stays as the clinic left it."""
    for type in AppointmentType.objects.filter(key__in=PREPARATIONS):
        food, drink, spray, source = PREPARATIONS[type.key]
        said = {"no_food_minutes": food, "no_drink_minutes": drink, "no_spray_minutes": spray}
        Preparation.objects.get_or_create(
            type=type, defaults={**said, "source": gettext(source) if source else ""}
        )


def load_protocols():
    """Put in the protocols that are missing, unconfirmed; a protocol that is there stays as the clinic left it."""
    for key, (treatment, name, phases) in PROTOCOLS.items():
        protocol, is_new = Protocol.objects.get_or_create(
            key=key, defaults={"treatment": Treatment.objects.get(key=treatment), "name": gettext(name)}
        )
        if is_new:
            ProtocolPhase.objects.bulk_create(
                ProtocolPhase(
                    protocol=protocol,
                    position=position,
                    sessions=sessions,
                    least_days=least,
                    most_days=most,
                    review_after=review,
                )
                for position, (sessions, least, most, review) in enumerate(phases, start=1)
            )
