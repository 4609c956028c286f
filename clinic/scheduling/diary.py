"""What the calendar reads: the appointments of some days at a location, as one person may see them.

Moments stay in UTC until a page shows them: on one wall clock an hour that comes twice is reckoned as one.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, DecimalField, Exists, Max, OuterRef, Q, Sum
from django.db.models.functions import Extract, TruncDate

from clinic.locations.models import Location
from patients.people.models import Hold, Patient

from . import timetable
from .models import Appointment, AppointmentType, Clinician

SATURDAY = 6
ON_HOLD, LATE = "on_hold", "late"


@dataclass(frozen=True)
class Wanted:
    """Which appointments are looked for: of a clinician, of a type, in a state; what is left out is any."""

    clinician: Clinician | None = None
    type: AppointmentType | None = None
    state: str = ""

    def among(self, rows, *, location, now):
        """Those of `rows`, a diary, that are looked for. What the reader may not see has no type and no state."""
        if self.clinician:
            rows = rows.filter(clinician=self.clinician)
        if self.type:
            rows = rows.filter(type=self.type)
        if self.type or self.state:
            rows = rows.filter(is_visible=True)
        if self.state == LATE:
            return rows.late(now)
        if self.state == ON_HOLD:
            waits = rows.on_hold(location.today()).order_by().values("pk")
            return rows.filter(Q(pk__in=waits) | Q(patient__in=Patient.objects.with_open_hold()))
        return rows.filter(status=self.state) if self.state else rows

    @property
    def is_anything(self):
        return not (self.clinician or self.type or self.state)


@dataclass
class Day:
    """One day of a location: when it is open, and its appointments in order of time."""

    date: date
    hours: list[DateTimeTZRange]
    closed_because: str
    appointments: list[Appointment] = field(default_factory=list)

    @property
    def is_closed(self):
        return not self.hours

    @property
    def is_quiet_weekend(self):
        """Whether it is a day of the weekend that is like any other: closed, and nobody comes."""
        is_weekend = self.date.isoweekday() >= SATURDAY
        return is_weekend and self.is_closed and not self.closed_because and not self.appointments


def locations_with_a_diary(now):
    """Locations that see patients, and after them closed ones where somebody is still booked."""
    to_come = Appointment.objects.active().within(DateTimeTZRange(now, None)).order_by()
    to_come = to_come.filter(room__location=OuterRef("pk"))
    return Location.objects.filter(Q(is_active=True) | Exists(to_come)).order_by("-is_active", "name")


def state_of(span, *, now):
    """A word that is another one once an appointment within `span` or a hold has changed, and every minute.

    Whoever changes an appointment writes when; whoever cancels one takes it out of the count.
    """
    changed = Extract("changed_at", "epoch", output_field=DecimalField())  # with its fractions of a second
    booked = (
        Appointment.objects.active()
        .within(span)
        .order_by()
        .aggregate(count=Count("pk"), changed=Sum(changed))
    )
    holds = Hold.objects.open().order_by().aggregate(count=Count("pk"), last=Max("pk"))
    minute = int(now.timestamp()) // 60
    return ".".join(str(part) for part in (*booked.values(), *holds.values(), minute))


class Diary:
    """The diary of one location from `first_day` on, for `days` days, as one person may see it.

    Reads everything in a fixed number of queries, however many appointments there are.
    """

    def __init__(self, *, user, location: Location, first_day, days, now, wanted=None):
        self.user, self.location, self.now, self.wanted = user, location, now, wanted or Wanted()
        shown = {
            "location": location,
            "first_day": first_day,
            "last_day": first_day + timedelta(days=days - 1),
        }
        self.span = timetable.days(**shown)
        self.days = [Day(*day) for day in timetable.hours(**shown)]
        self.appointments = self._marked(
            Appointment.objects.diary_of(user).active().within(self.span).of_location(location)
        )
        for day in self.days:
            day.appointments = [
                row for row in self.appointments if row.is_wanted and row.starts_at.date() == day.date
            ]

    def elsewhere(self, clinicians):
        """What these clinicians have to do at other locations meanwhile."""
        theirs = Appointment.objects.diary_of(self.user).active().filter(clinician__in=clinicians)
        at_others = theirs.filter(clinician_block__overlap=self.span).exclude(room__location=self.location)
        return list(at_others.for_diary())

    def by_day(self):
        """The days of a week, without a weekend that nobody needs to see."""
        return [day for day in self.days if not day.is_quiet_weekend]

    def busy_days(self):
        """The days on which somebody comes."""
        return [day for day in self.days if day.appointments]

    @property
    def left_out(self):
        """How many appointments are not among those that are looked for."""
        return sum(not row.is_wanted for row in self.appointments)

    def types(self):
        """The types of appointment that the reader finds in it, once each."""
        return {row.type_id: row.type for row in self.appointments if row.is_visible}.values()

    def _marked(self, diary):
        """The appointments, each with whether it is on hold, late, and looked for, and its time on the clock."""
        rows = list(diary.for_diary())
        on_hold = _ids(diary.on_hold(self.location.today()))
        wanted = None
        if not self.wanted.is_anything:
            wanted = _ids(self.wanted.among(diary, location=self.location, now=self.now))
        for row in rows:
            row.is_on_hold, row.is_late = row.pk in on_hold, row.is_late_at(self.now)
            row.is_wanted = wanted is None or row.pk in wanted
            row.clock = timetable.on_the_wall_clock(row.session, self.location)
        return rows


def counted_by_day(*, user, location, first_day, days, now, wanted):
    """How many appointments there are each day: `{date: {type or None: count}}`; None is a type the reader may
    not know. Counts in the database, since nobody reads the names of a month.
    """
    span = timetable.days(
        location=location, first_day=first_day, last_day=first_day + timedelta(days=days - 1)
    )
    rows = Appointment.objects.diary_of(user).within(span).of_location(location)
    rows = rows.active() if wanted.state else rows.agreed()  # who is only asked is looked for by the state
    rows = wanted.among(rows, location=location, now=now)
    on_day = TruncDate("session__startswith", tzinfo=location.zone)
    counted = rows.order_by().values("is_visible", "type", day=on_day).annotate(count=Count("pk"))
    types, found = AppointmentType.objects.in_bulk(), {}
    for row in counted:
        type = types[row["type"]] if row["is_visible"] else None
        of_day = found.setdefault(row["day"], {})
        of_day[type] = of_day.get(type, 0) + row["count"]
    return found


def _ids(rows):
    return set(rows.order_by().values_list("pk", flat=True))
