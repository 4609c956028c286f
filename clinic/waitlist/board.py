"""The waiting list of a location as the desk works with it: time that came free, offers that are out, and wishes."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Min, Q

from clinic.scheduling import gaps
from clinic.scheduling.models import Appointment, Course, FreedTime, ReviewGate
from clinic.scheduling.openings import Opening, fit_for, grid_through, openings

from .deadlines import proposed
from .fitting import Fit, Misfits, Place, against, in_order
from .mails import mark_unsent
from .models import Offer, Wish
from .offering import latest_answer

LOOK_AHEAD = timedelta(weeks=4)  # for what somebody would have otherwise
MOST_TASKS = 20
GOES_ON = ("", ReviewGate.Decision.CONTINUE)


@dataclass
class Task:
    """A time that came free and is still free: who fits, in order, and who was asked for it."""

    freed: FreedTime
    fits: list[Fit]
    misfits: Misfits
    offers: list[Offer]
    answer_by: object = None


@dataclass
class Line:
    """A wish on the list, with the offer that is out for it, and why nothing can be offered now, if so."""

    wish: Wish
    offer: Offer | None = None
    why_not: str = ""


@dataclass
class Board:
    tasks: list[Task] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    has_more: bool = False  # time that came free, later than that of the tasks


def board_of(location, user, now):
    """All of a location's waiting list that this person may see; of time that came free the next."""
    to_offer = FreedTime.objects.of_location(location).to_offer(now)
    freed = list(to_offer.select_related("room__location", "clinician__user")[: MOST_TASKS + 1])
    has_more, freed = len(freed) > MOST_TASKS, freed[:MOST_TASKS]
    matching = _matching(location, user, freed, now)
    by_wish = {offer.wish_id: offer for offer in matching.offers}
    lines = [Line(wish, by_wish.get(wish.pk), matching.why_not(wish)) for wish in matching.wishes]
    return Board([matching.task(each) for each in freed], matching.offers, lines, has_more)


def task_of(freed, user, now):
    """One time that came free, as the board shows it to this person, also where others come before it."""
    return _matching(freed.location, user, [freed], now).task(freed)


def _matching(location, user, freed, now):
    wishes = Wish.objects.visible_to(user).open().of_location(location).with_all_it_shows()
    here = Q(wish__location=location) | Q(kept__room__location=location)  # a wish may go elsewhere meanwhile
    out = Offer.objects.visible_to(user).out(now).filter(here).with_all_it_shows()
    offers = mark_unsent(list(out.order_by("expires_at", "pk")))
    return Matching(location, list(wishes), offers, freed, now)


def freed_that_somebody_wants(user, now):
    """The times that came free and that somebody on the list wants by their own words, the next one first; in a fixed
    number of queries. Who was asked for a time and may still answer waits for nothing else.
    """
    asked = Offer.objects.out(now).values("wish")
    to_come = Q(instead_of=None) | Q(instead_of__status=Appointment.Status.BOOKED)
    wishes = (
        Wish.objects.visible_to(user).open().filter(to_come, patient__ended_on=None).exclude(pk__in=asked)
    )
    wishes = list(wishes.select_related("location", "type", "instead_of__room__location"))
    if not wishes:
        return []
    return [
        freed
        for freed in FreedTime.objects.to_offer(now).select_related("room__location")
        if any(
            wish.location_id == freed.room.location_id and not against(wish, freed.session.lower, now)
            for wish in wishes
        )
    ]


class Matching:
    """Holds wishes against times; what many of them need is asked once."""

    def __init__(self, location, wishes, offers, freed, now):
        self.location, self.wishes, self.offers, self.now = location, wishes, offers, now
        self.asked = {offer.wish_id for offer in offers}
        courses = {wish.course_id: wish.course for wish in wishes if wish.course}
        self.days = gaps.days_of_courses(courses.values())
        waits = Course.objects.on_hold(location.today()).filter(pk__in=courses).values_list("pk", flat=True)
        self.on_hold = set(waits) if courses else set()
        ended = ReviewGate.objects.filter(course__in=courses).exclude(decision__in=GOES_ON)
        lowest = ended.order_by().values("course").annotate(Min("after_number")) if courses else ()
        self.ends_after = {row["course"]: row["after_number__min"] for row in lowest}
        self.visits = self._visits(freed)
        self.fit, self.openings, self.starts = {}, {}, {}

    def why_not(self, wish):
        """Why nothing at all can be offered for a wish, as a key of `MISFITS`; "" where something can."""
        present = wish.instead_of
        if present and (present.status != Appointment.Status.BOOKED or present.session.lower <= self.now):
            return "nothing_left"
        if not present and wish.has_a_time:
            return "nothing_left"
        if wish.patient.ended_on or not wish.type.is_active or self._is_over(wish):
            return "nothing_left"
        return "waits" if wish.course_id in self.on_hold else ""

    def _is_over(self, wish):
        """Whether a wish is for a course that has ended, is all booked, or that a review decided to end before."""
        place = self.place(wish)
        if place is None:
            return wish.course is not None
        return wish.course.ended_on or place.number > self.ends_after.get(wish.course_id, place.number)

    def place(self, wish):
        """Where the wish stands in its course; None without a course, or where all of it is booked."""
        if not wish.course:
            return None
        course, days = wish.course, self.days[wish.course_id]
        free = (number for number in range(1, course.sessions_authorised + 1) if number not in days)
        number = wish.instead_of.number if wish.instead_of else next(free, None)
        if number is None:
            return None
        steps = gaps.steps_of(course.phases.all(), course.sessions_authorised)
        others = {each: day for each, day in days.items() if each != number}
        return Place(number, course.sessions_authorised, steps, others)

    def task(self, freed):
        """A freed time with who fits it; while it is offered, with who could be asked for the same time too."""
        offers = [
            offer
            for offer in self.offers
            if offer.kept.room_id == freed.room_id and _meet(offer.kept.room_block, freed.room_block)
        ]
        of_this = {offer.wish_id for offer in offers}
        fits, misfits = [], Misfits()
        for wish in self.wishes:
            if wish.pk in of_this:
                continue
            why = "asked" if wish.pk in self.asked else self.why_not(wish)
            found = None
            if not why:
                found, why = self._best(wish, freed, self._openings(wish, freed, offers))
            if found:
                fits.append(self._fit(wish, freed, found))
            else:
                misfits.add(why)
        return Task(freed, in_order(fits), misfits, offers, self._answer_by(fits))

    def _openings(self, wish, freed, offers):
        """What of the freed time could be theirs."""
        if offers:
            return [
                Opening(offer.kept.starts_at, offer.kept.room, offer.kept.clinician, (offer.kept.room,))
                for offer in offers
                if offer.kept.type_id == wish.type_id
            ]
        day, grid = freed.starts_at.date(), grid_through(freed.session.lower)
        key = wish.type_id, day, grid
        if key not in self.openings:
            self.openings[key] = openings(
                type=wish.type,
                location=self.location,
                first_day=day,
                last_day=day,
                now=self.now,
                limit=None,
                each_room=True,
                grid_from=grid,  # what was dragged to 10:05 came free at 10:05
                fit=self._fit_for(wish.type),
            )
        length = timedelta(minutes=wish.type.session_minutes)
        block = freed.room_block
        return [
            each
            for each in self.openings[key]
            if block.lower <= each.session_start and each.session_start + length <= block.upper
        ]

    def _best(self, wish, freed, found):
        """The opening nearest to the freed time that they could have, else why they could have none."""

        def how_near(opening):
            away = abs(opening.session_start - freed.session.lower)
            return away, opening.clinician != freed.clinician, opening.session_start

        first_why = ""
        for opening in sorted(found, key=how_near):
            why = self._against(wish, opening.session_start)
            if not why:
                room = freed.room if freed.room in opening.rooms else opening.room
                return Opening(opening.session_start, room, opening.clinician), ""
            first_why = first_why or why
        return None, first_why or "no_room"

    def _against(self, wish, start):
        if why := against(wish, start, self.now):
            return why
        place = self.place(wish)
        if place and place.breaks(start.date()):
            return "gap"
        visit = wish.type.ranges(start).visit
        return "no_room" if any(_meet(each, visit) for each in self.visits.get(wish.patient_id, ())) else ""

    def _fit(self, wish, freed, opening):
        place = self.place(wish)
        return Fit(
            wish=wish,
            opening=opening,
            visit_starts=wish.type.ranges(opening.session_start).visit.lower,
            now=self.now,
            place=place,
            otherwise=place and self._otherwise(wish, place, freed),
            looked_until=freed.starts_at.date() + LOOK_AHEAD,
        )

    def _otherwise(self, wish, place, freed):
        """The day on which they would have their session without the freed time; None where none is in sight."""
        if wish.instead_of:
            return wish.instead_of.starts_at.date()
        block, today = freed.room_block, self.location.today()
        day, last = max(today, wish.earliest or today), freed.starts_at.date() + LOOK_AHEAD
        while day <= min(last, wish.latest or last):
            is_wanted = not wish.weekdays or day.isoweekday() in wish.weekdays
            if is_wanted and not place.breaks(day):
                for start in self._starts(wish.type, day):
                    if not block.lower <= start < block.upper and not self._against(wish, start):
                        return day
            day += timedelta(days=1)
        return None

    def _starts(self, type, day):
        """When a session of the type could start that day, whoever comes; asked of the database week by week."""
        monday = day - timedelta(days=day.weekday())
        if (type.pk, monday) not in self.starts:
            found = openings(
                type=type,
                location=self.location,
                first_day=monday,
                last_day=monday + timedelta(days=6),
                now=self.now,
                limit=None,
                fit=self._fit_for(type),
            )
            of_week = self.starts[type.pk, monday] = {}
            for each in found:
                of_week.setdefault(each.session_start.date(), {})[each.session_start] = True
        return self.starts[type.pk, monday].get(day, ())

    def _fit_for(self, type):
        if type.pk not in self.fit:
            self.fit[type.pk] = fit_for(type=type, location=self.location)
        return self.fit[type.pk]

    def _answer_by(self, fits):
        """The earliest of what each would be proposed."""
        return min((answer_by(fit.wish, fit.visit_starts, self.now) for fit in fits), default=None)

    def _visits(self, freed):
        """By patient, the visits they make from now until four weeks after the last of the freed times."""
        found = {}
        if not freed or not self.wishes:
            return found
        first, last = self.now, max(each.room_block.upper for each in freed) + LOOK_AHEAD
        rows = Appointment.objects.active().filter(
            patient__in={wish.patient_id for wish in self.wishes}, visit__overlap=(first, last)
        )
        for patient, visit in rows.values_list("patient", "visit"):
            found.setdefault(patient, []).append(visit)
        return found


def answer_by(wish, visit_starts, now):
    """The end that is proposed for an offer to them."""
    location = wish.patient.location
    return proposed(
        now=now,
        visit_starts=visit_starts,
        latest=latest_answer(wish, visit_starts),
        zone=wish.patient.zone,
        quiet_from=location.quiet_from,
        quiet_until=location.quiet_until,
    )


def _meet(one, other):
    return one.lower < other.upper and other.lower < one.upper
