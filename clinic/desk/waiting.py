"""What needs doing now, for one person: only what this person may see, and only what waits."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.locations import going_live
from clinic.locations.directors import is_medical_director
from clinic.locations.models import Clinic, Closure, Location
from clinic.notices.models import Notice
from clinic.requests.models import ChangeRequest
from clinic.scheduling import preparing
from clinic.scheduling.arrivals import day_at
from clinic.scheduling.models import (
    Appointment,
    AppointmentType,
    Clinician,
    Course,
    Protocol,
    ReviewGate,
)
from clinic.scheduling.stranded import stranded_for
from clinic.waitlist.board import freed_that_somebody_wants
from education.board import board
from patients.area.models import PatientLink, PatientMessage
from patients.inquiries.clock import Clock
from patients.inquiries.models import LISTS, Inquiry
from patients.people.look_alikes import patients_in_pairs
from patients.people.models import Patient
from patients.safety import on_call
from patients.safety.models import ResponseTime, SafetyTask
from patients.screening.models import Rule


@dataclass
class Waiting:
    """One line of the list: how many of what, where to go, and since when the first of them waits."""

    count: int
    label: str
    url: str
    since: datetime | None = None
    is_late: bool = False


@dataclass
class Day:
    """Today at one location, by its own clock."""

    location: Location
    date: date
    now: datetime
    closed_because: str = ""
    appointments: list[Appointment] = field(default_factory=list)


def keeps_the_public_out(user):
    """What the site lacks to go live, in words, for those who can put it right; nothing in the demo."""
    if settings.ON_LOOPBACK or not user.has_perm("locations.change_crisisline"):
        return []
    return going_live.missing(going_live.clinic_with_checks())


def waiting_for(user, now, locations):
    """What waits for `user`, most pressing first, without what is empty; `locations` are those with a diary."""
    lines = _safety(user, now)
    if user.has_perm("inquiries.view_inquiry"):
        lines += _inquiries(user, now)
    if user.has_perm("area.view_patientmessage"):
        lines += [_messages(user), _closed_links(user)]
    if user.has_perm("requests.view_changerequest"):
        lines.append(_requests(user, now))
    if user.has_perm("notices.change_delivery"):
        to_tell = Notice.objects.visible_to(user).to_tell(now).count()
        label = _("Patients to tell by phone of an appointment")
        lines.append(Waiting(to_tell, label, reverse("notices:list")))
    if user.has_perm("people.view_patient"):
        on_hold = Patient.objects.visible_to(user).with_open_hold().count()
        url = reverse("people:list", query={"on_hold": "on"})
        lines.append(Waiting(on_hold, _("Patients whose care is on hold"), url))
    if user.has_perm("scheduling.view_course"):
        courses = Course.objects.visible_to(user).running().wait_soon(now).count()
        url = reverse("scheduling:courses", query={"show": "soon"})
        lines.append(Waiting(courses, _("Courses that wait, or will within 30 days"), url))
    if user.has_perm("scheduling.change_appointment"):
        lines += _left_open(user, now, locations)
        wanted = freed_that_somebody_wants(user, now)
        label = _("Times that came free and somebody on the waiting list wants")
        query = {"location": wanted[0].location.slug} if wanted else None
        lines.append(Waiting(len(wanted), label, reverse("waitlist:board", query=query)))
        outside = len(stranded_for(user, now))
        label = _("Appointments that hours have left stranded")
        lines.append(Waiting(outside, label, reverse("scheduling:stranded"), is_late=True))
    if user.has_perm("scheduling.change_reviewgate"):
        due = ReviewGate.objects.due(now).filter(course__in=Course.objects.visible_to(user)).count()
        url = reverse("scheduling:courses", query={"show": "review"})
        lines.append(Waiting(due, _("Courses that wait for a review"), url))
    if user.has_perm("people.merge_patient"):
        twice = patients_in_pairs(Patient.objects.visible_to(user)).count()
        lines.append(Waiting(twice, _("Patients who are perhaps here twice"), reverse("people:pairs")))
    lines += _rules(user)
    if user.has_perm("education.view_edition"):
        lines += _content(user, now)
    if user.has_perm("scheduling.change_appointmenttype") or is_medical_director(user):
        lines += _types()
    if user.has_perm("scheduling.change_protocol"):
        unconfirmed = Protocol.objects.unconfirmed().count()
        url = reverse("admin:scheduling_protocol_changelist")
        lines.append(Waiting(unconfirmed, _("Protocols no medical director has confirmed"), url))
    if user.has_perm("locations.change_openinghours"):
        unsettled = list(Location.objects.open_for_business().with_holidays_to_settle(now.date()))
        label = _("Locations whose public holidays nobody has settled for a year ahead")
        url = reverse("scheduling:hours", query={"location": unsettled[0].slug} if unsettled else None)
        lines.append(Waiting(len(unsettled), label, f"{url}#change-holidays"))
    if user.has_perm("locations.change_crisisline"):
        clinic = Clinic.objects.first()
        due = len(clinic.crisis_lines_to_check()) if clinic else 0
        url = reverse("admin:locations_crisisline_changelist")
        lines.append(Waiting(due, _("Crisis lines to check"), url, is_late=True))
    return [line for line in lines if line.count]


def _types():
    """Types of appointment of which no medical director has confirmed the minutes, or how patients prepare."""
    found = AppointmentType.objects.bookable().aggregate(
        minutes=Count("pk", filter=Q(confirmed_on=None)),
        sheets=Count("preparation", filter=Q(preparation__confirmed_on=None)),
        confirmed=Count("preparation", filter=Q(preparation__confirmed_on__isnull=False)),
    )
    # Words may have changed since; where nothing is confirmed nobody need ask.
    sheets = len(preparing.unconfirmed()) if found["confirmed"] else found["sheets"]
    return [
        Waiting(
            found["minutes"],
            _("Appointment types no medical director has confirmed"),
            reverse("admin:scheduling_appointmenttype_changelist"),
        ),
        Waiting(
            sheets,
            _("Types of which no medical director has confirmed how patients prepare"),
            reverse("admin:scheduling_preparation_changelist"),
        ),
    ]


def _left_open(user, now, locations):
    """Visits of earlier days of which nobody has said whether they took place, by location."""
    lines = []
    for location in locations:
        visible = Appointment.objects.visible_to(user).of_location(location)
        count = visible.left_open(day_at(location, now).lower).count()
        url = reverse("scheduling:today", query={"location": location.slug})
        label = _("Visits at %(location)s: did they come?") % {"location": location.name}
        lines.append(Waiting(count, label, f"{url}#of-open"))
    return lines


def _safety(user, now):
    """Who may be in danger and waits for somebody, and hours at which nobody would answer."""
    lines, page = [], reverse("safety:tasks")
    if user.has_perm("safety.view_safetytask"):
        unclosed = SafetyTask.objects.visible_to(user).unclosed()
        nobodys = Q(state=SafetyTask.State.OPEN)
        mine = Q(owner=user) & ~nobodys
        to_confirm = Q(closed_by__isnull=False) & ~Q(closed_by=user)
        found = unclosed.aggregate(
            open=Count("pk", filter=nobodys),
            since=Min("raised_at", filter=nobodys),
            mine=Count("pk", filter=mine),
            to_confirm=Count("pk", filter=to_confirm),
        )
        label = _("Safety tasks nobody has taken up")
        lines += [
            Waiting(found["open"], label, page, found["since"], is_late=True),
            Waiting(found["mine"], _("Safety tasks that are yours"), page),
        ]
        if user.has_perm("safety.change_safetytask"):
            lines.append(Waiting(found["to_confirm"], _("Safety tasks for a second person to close"), page))
    if user.has_perm("safety.add_oncall"):
        unwatched = len(on_call.unwatched_locations(now))
        label = _("Locations with hours when nobody is on call")
        lines.append(Waiting(unwatched, label, reverse("admin:safety_oncall_changelist"), is_late=True))
    if user.has_perm("safety.change_responsetime"):
        unconfirmed = ResponseTime.objects.filter(confirmed_on=None).count()
        label = _("Response times no medical director has confirmed")
        lines.append(Waiting(unconfirmed, label, reverse("admin:safety_responsetime_changelist")))
    return lines


def _rules(user):
    """Versions of screening rules that this person can decide about, and rules that rest on no source."""
    lines = []
    if user.has_perm("screening.change_rule"):
        proposed = Rule.objects.proposed().exclude(proposed_by=user).count()
        lines.append(Waiting(proposed, _("Health questions proposed anew"), reverse("rules:list")))
    if is_medical_director(user):
        unconfirmed = sum(not rule.is_confirmed for rule in Rule.objects.in_use())
        label = _("Health questions no medical director has confirmed")
        lines.append(Waiting(unconfirmed, label, reverse("rules:list")))
    return lines


def _inquiries(user, now):
    inbox, clock = reverse("inbox:list"), Clock(now)
    overdue, new, in_touch = (LISTS[name](clock) for name in ("overdue", "new", "in_touch"))
    found = (
        Inquiry.objects.visible_to(user)
        .waiting()
        .aggregate(
            overdue=Count("pk", filter=overdue),
            overdue_since=Min("received_at", filter=overdue),
            new=Count("pk", filter=new & ~overdue),
            new_since=Min("received_at", filter=new & ~overdue),
            mine=Count("pk", filter=in_touch & Q(owner=user)),
            mine_since=Min("received_at", filter=in_touch & Q(owner=user)),
            nobodys=Count("pk", filter=in_touch & Q(owner=None)),
        )
    )
    return [
        Waiting(
            found["overdue"],
            _("Inquiries that wait longer than we promised"),
            f"{inbox}?state=overdue",
            found["overdue_since"],
            is_late=True,
        ),
        Waiting(found["new"], _("New inquiries"), f"{inbox}?state=new", found["new_since"]),
        Waiting(
            found["mine"],
            _("Inquiries you are answering"),
            f"{inbox}?state=in_touch&owner=mine",
            found["mine_since"],
        ),
        Waiting(
            found["nobodys"], _("Inquiries in touch that nobody owns"), f"{inbox}?state=in_touch&owner=nobody"
        ),
    ]


def _messages(user):
    """What patients wrote on their own pages and nobody has read."""
    unread = PatientMessage.objects.visible_to(user).unread()
    found = unread.aggregate(count=Count("pk"), since=Min("written_at"))
    label = _("Messages from patients nobody has read")
    return Waiting(found["count"], label, reverse("area:messages"), found["since"])


def _requests(user, now):
    """What patients ask about their visits and nobody has answered."""
    waiting = ChangeRequest.objects.visible_to(user).for_the_desk(now).order_by()
    found = waiting.aggregate(count=Count("pk"), since=Min("asked_at"))
    label = _("Patients who ask for another time, or to cancel")
    return Waiting(found["count"], label, reverse("requests:list"), found["since"])


def _closed_links(user):
    """Patients whose private page nobody can open: five wrong birth dates."""
    closed = PatientLink.objects.to_replace_by(user).values("patient").distinct().count()
    return Waiting(closed, _("Private pages closed after wrong birth dates"), reverse("area:messages"))


def _content(user, now):
    """The piles of the editors' board that somebody can take up, as lines."""
    page, piles = reverse("content:list"), board.to_take_up(user)
    if piles:
        piles += board.pressing(now.date())
    return [Waiting(pile.count, pile.title, f"{page}#{pile.key}", pile.since, pile.is_late) for pile in piles]


def days_of(user, now, locations):
    """Today's appointments at each of the locations: a clinician's own, else everybody's."""
    if not user.has_perm("scheduling.view_appointment"):
        return []
    appointments = Appointment.objects.diary_of(user).active()
    clinician = Clinician.objects.filter(user=user).first()
    if clinician:
        appointments = appointments.filter(clinician=clinician)
    closures = list(Closure.objects.from_day(now.date() - timedelta(days=1)))
    days = []
    for location in locations:
        here = now.astimezone(location.zone)
        today = appointments.of_location(location).within(day_at(location, now))
        listed = list(today.for_diary())
        on_hold = set(today.on_hold(here.date()).values_list("pk", flat=True)) if listed else set()
        for appointment in listed:
            appointment.is_on_hold = appointment.pk in on_hold
            appointment.is_over = appointment.session.upper <= now
        closed = (closure.reason for closure in closures if closure.closes(location, here.date()))
        days.append(Day(location, here.date(), here, next(closed, ""), listed))
    return days
