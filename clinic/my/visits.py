"""A patient's visits in their own words: what is to come, what was, and how one of them stands."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.requests import asking, finding
from clinic.requests.models import ChangeRequest, ProposedTime
from clinic.scheduling.models import Appointment, Kind
from clinic.scheduling.preparing import sheet_of

Status = Appointment.Status
NEVER_AGREED = (Status.OFFERED, Status.LAPSED)  # offers have pages of their own
OFF = (Status.CANCELLED, Status.NO_SHOW)
PAST_SHOWN = 50
CALLED = {
    Kind.EVALUATION: gettext_lazy("Evaluation visit"),
    Kind.FOLLOW_UP: gettext_lazy("Follow-up visit"),
}
# What became of a visit: nobody is blamed for any of it.
BECAME = {
    Status.FINISHED: gettext_lazy("It took place."),
    Status.CANCELLED: gettext_lazy("It was canceled."),
    Status.NO_SHOW: gettext_lazy("It did not take place."),
}


@dataclass
class OwnVisit:
    """One appointment at the moment `now`, as its patient sees it."""

    appointment: Appointment
    now: datetime
    waits: bool = False  # a person looks at something first

    @property
    def called(self):
        """What it is, without the name of a treatment."""
        if self.appointment.number is None:
            return str(CALLED.get(self.appointment.kind, _("Visit")))
        words = {"number": self.appointment.number, "count": self.appointment.course_sessions}
        return _("Session %(number)s of %(count)s") % words

    @property
    def begins_at(self):
        return self.appointment.visit.lower.astimezone(self.appointment.location.zone)

    @property
    def ends_at(self):
        return self.appointment.visit.upper.astimezone(self.appointment.location.zone)

    @property
    def is_to_come(self):
        """Whether the patient is still expected, or here."""
        is_over = self.appointment.status == Status.FINISHED or self.appointment.visit.upper <= self.now
        return self.appointment.is_agreed and not is_over

    @property
    def is_booked(self):
        """Whether the patient is still to arrive, so that it can be prepared for and changed."""
        return self.is_to_come and self.appointment.can_move

    @property
    def became(self):
        """What became of it, in neutral words; empty where that is not known or not so far."""
        return "" if self.is_to_come else str(BECAME.get(self.appointment.status, ""))

    @property
    def may_ask(self):
        return asking.may_ask(self.appointment, self.now)

    @cached_property
    def last_asked(self):
        """What the patient asked last about the time it has now, or else about another; None for nothing."""
        every = list(self.appointment.change_requests.all())
        about_now = [each for each in every if each.about == self.appointment.session.lower]
        asked = next(iter(about_now or every), None)
        if asked:
            asked.appointment = self.appointment
        return asked

    @property
    def asked(self):
        """The same, if it was about the time that the visit has now."""
        asked = self.last_asked
        return asked if asked and asked.about == self.appointment.session.lower else None

    @cached_property
    def open_request(self):
        return self.asked if self.asked and self.asked.is_open(self.now) else None

    @cached_property
    def waits_for_us_since(self):
        """When the clinic came to be next: since they asked, or the last proposed time was gone; None if it is not."""
        if self.open_request is None or self.were_proposed:
            return None
        dropped = self.open_request.times.aggregate(last=Max("dropped_at"))["last"]
        return max(filter(None, [self.open_request.asked_at, dropped]))

    def holds(self, said):
        """Whether what the page has said after something was done still holds: it may be loaded again days later."""
        if not self.is_to_come:
            return False
        match said:
            case "home":
                return self.appointment.escort_confirmed_at is not None
            case "asked" | "none":
                return self.waits_for_us_since is not None
            case "take_back":
                return (
                    self.last_asked is not None and self.last_asked.answer == ChangeRequest.Answer.WITHDRAWN
                )
            case "pick":
                return self._was_chosen()
        return False

    def _was_chosen(self):
        """Whether the patient chose the time it has now of those the desk proposed."""
        chosen = ProposedTime.objects.filter(
            request__appointment=self.appointment,
            request__answer=ChangeRequest.Answer.MOVED,
            session_start=self.appointment.session.lower,
        )
        return chosen.exists()

    @cached_property
    def is_kept(self):
        """Whether the last answer was that it stays as it is."""
        return self.asked is not None and self.asked.answer == ChangeRequest.Answer.KEPT

    @cached_property
    def proposed(self):
        """The times the desk proposes, as far as they can still be had."""
        if self.open_request is None:
            return []
        times = list(self.open_request.times.standing().select_related("room__location", "clinician__user"))
        for each in times:
            each.request = self.open_request
        return finding.still_free(times, self.appointment, self.now)

    @cached_property
    def were_proposed(self):
        """The references of the times the desk proposes, those too that somebody else has now."""
        if self.open_request is None:
            return []
        return list(self.open_request.times.standing().values_list("reference", flat=True))

    @cached_property
    def before(self):
        """When it was to begin before it was moved last, None if it never was."""
        elsewhere = self.appointment.events.exclude(session__startswith=self.appointment.session.lower)
        events = elsewhere.exclude(status=Status.OFFERED)
        last = events.order_by("-pgh_id").first()
        return last and last.visit.lower.astimezone(self.appointment.location.zone)

    @cached_property
    def sheet(self):
        return sheet_of(self.appointment)


def to_come(patient, now):
    """Visits that were agreed and are not over, the next one first (two queries, however many)."""
    agreed = _of(patient).upcoming(now).exclude(status=Status.FINISHED)
    on_hold = agreed.on_hold(patient.location.today())
    waiting = set(on_hold.order_by().values_list("pk", flat=True))
    return [OwnVisit(each, now, each.pk in waiting) for each in agreed.for_diary()]


def earlier(patient, now):
    """Visits that are over or off, the latest first."""
    coming = _of(patient).upcoming(now).exclude(status=Status.FINISHED).values("pk")
    listed = _of(patient).exclude(pk__in=coming).for_diary().order_by("-session", "-pk")
    return [OwnVisit(each, now) for each in listed[:PAST_SHOWN]]


def one(patient, reference, now):
    """The visit of this patient with this reference, or None: a stranger's is as good as none."""
    found = _of(patient).filter(reference=reference).with_version().for_diary().first()
    if found is None:
        return None
    waits = Appointment.objects.filter(pk=found.pk).on_hold(patient.location.today()).exists()
    return OwnVisit(found, now, waits)


def _of(patient):
    return Appointment.objects.filter(patient=patient).exclude(status__in=NEVER_AGREED)
