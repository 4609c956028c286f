"""Where the demo clinic is: two invented addresses in two time zones, their rooms and who works there when."""

from datetime import date, time, timedelta

from django.utils import timezone

from clinic.locations.models import Clinic, Closure, Country, Location, OpeningHours, SpecialHours, Weekday
from clinic.locations.public_holidays import public_holidays
from clinic.scheduling import changing_hours, timetable
from clinic.scheduling.models import AppointmentType, Clinician, ClinicianHours, ExtraHours, Room, RoomClosure

from .team import DOMAIN

EVERY_DAY = tuple(Weekday)  # so that a demo started on a Sunday has something to show
HOURS_SINCE = date(2025, 1, 1)

LOCATIONS = (
    {
        "slug": "riverside",
        "name": "Riverside",
        "time_zone": "America/New_York",
        "street": "100 Invented Street",
        "city": "Demotown",
        "region": "New York",
        "postal_code": "10000",
        "phone": "+12125550142",
        "getting_here": "Step-free entrance. Two parking spaces by the door for the person who takes you home.",
    },
    {
        "slug": "lakeside",
        "name": "Lakeside",
        "time_zone": "America/Chicago",
        "street": "20 Example Avenue",
        "city": "Sampleville",
        "region": "Illinois",
        "postal_code": "60000",
        "phone": "+13125550173",
        "getting_here": "Ring at the green door. The elevator is on the left.",
    },
)
OPENS, CLOSES = time(8, 0), time(18, 0)
CLOSED_ON = (
    "New Year's Day",
    "Independence Day",
    "Thanksgiving Day",
    "Christmas Day",
)  # the rest is worked through
SETTLED = "riverside"  # a manager of the other one still has to look through the public holidays
ROOMS = {
    "riverside": (
        ("Room 1", ("ketamine_iv", "ketamine_im", "esketamine")),
        ("Room 2", ("ketamine_iv", "ketamine_im", "esketamine")),
        ("Quiet room", ("evaluation", "follow_up")),
        ("Video desk", ("evaluation", "follow_up")),
    ),
    "lakeside": (
        ("Room A", ("ketamine_iv", "esketamine")),
        ("Room B", ("ketamine_iv", "evaluation", "follow_up")),
    ),
}
# mailbox: location, types, days, hours
CLINICIANS = {
    "clinician": ("riverside", ("ketamine_iv", "ketamine_im", "esketamine", "follow_up"), EVERY_DAY, (8, 17)),
    "second.clinician": ("riverside", ("ketamine_iv", "esketamine"), EVERY_DAY[:5], (9, 18)),
    "prescriber": ("riverside", ("evaluation", "follow_up", "ketamine_iv"), EVERY_DAY, (9, 16)),
    "lake.clinician": ("lakeside", ("ketamine_iv", "esketamine", "follow_up"), EVERY_DAY, (8, 17)),
    "lake.prescriber": ("lakeside", ("evaluation", "follow_up", "ketamine_iv"), EVERY_DAY[1:], (9, 16)),
}


def load_places(team):
    """The clinic, its locations by address name, rooms, clinicians and hours. What is here stays as it is."""
    Clinic.objects.get_or_create(
        id=Clinic.THE_ONLY_ROW,
        defaults={
            "name": "Stillwater Clinic (demo)",
            "short_name": "Stillwater",
            "phone": "+12125550142",
            "email": f"hello@{DOMAIN}",
            "country": Country.UNITED_STATES,
        },
    )
    types = {appointment_type.key: appointment_type for appointment_type in AppointmentType.objects.all()}
    locations = {row["slug"]: _load_location(row, team["prescriber"], types) for row in LOCATIONS}
    for mailbox, (slug, keys, days, hours) in CLINICIANS.items():
        _load_clinician(team[mailbox], locations[slug], [types[key] for key in keys], days, hours)
    return locations


def _load_location(row, medical_director, types):
    location, is_new = Location.objects.get_or_create(
        slug=row["slug"],
        defaults={**row, "country": Country.UNITED_STATES, "medical_director": medical_director},
    )
    if is_new:
        for weekday in EVERY_DAY:
            OpeningHours.objects.create(
                location=location, weekday=weekday, opens=OPENS, closes=CLOSES, valid_from=HOURS_SINCE
            )
        closed = next_monday(location.today()) + timedelta(weeks=3)
        Closure.objects.create(
            location=location, first_day=closed, last_day=closed, reason="Staff training day"
        )
    for name, keys in ROOMS[row["slug"]]:
        room, is_new_room = Room.objects.get_or_create(location=location, name=name)
        if is_new_room:
            room.types.set(types[key] for key in keys)
    if is_new and location.slug == SETTLED:
        _load_special_days(location)
    return location


def _load_special_days(location):
    """Public holidays, a day that ends early, and a room that is painted; four to six weeks ahead."""
    now, today = timezone.now(), location.today()
    closed = {day for day, name in public_holidays(location, today).days if name in CLOSED_ON}
    changing_hours.settle_holidays(location=location, closed=closed, now=now)
    early = next_monday(today) + timedelta(weeks=4, days=2)
    SpecialHours.objects.create(
        location=location, day=early, opens=OPENS, closes=time(12), reason="Building inspection"
    )
    painted = next_monday(today) + timedelta(weeks=4)
    RoomClosure.objects.create(
        room=Room.objects.get(location=location, name="Quiet room"),
        closed=timetable.days(location=location, first_day=painted, last_day=painted + timedelta(days=1)),
        reason="Painting",
    )


def _load_clinician(user, location, types, days, hours):
    clinician, is_new = Clinician.objects.get_or_create(user=user)
    if not is_new:
        return
    clinician.types.set(types)
    starts, ends = (time(hour) for hour in hours)
    for weekday in days:
        ClinicianHours.objects.create(
            clinician=clinician,
            location=location,
            weekday=weekday,
            starts=starts,
            ends=ends,
            valid_from=HOURS_SINCE,
        )
    if missing := sorted(set(EVERY_DAY) - set(days)):  # a day off on which somebody comes in for once
        ExtraHours.objects.create(
            clinician=clinician,
            location=location,
            day=next_monday(location.today()) + timedelta(days=missing[0] - 1),
            starts=starts,
            ends=time(13),
            reason="Catching up",
        )


def next_monday(day):
    """The first Monday after a date."""
    return day + timedelta(days=8 - day.isoweekday())
