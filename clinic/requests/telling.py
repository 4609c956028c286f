"""What we tell of requests: in the patient's story, and beside the appointment they are about."""

from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS as NAMES
from django.utils.translation import gettext as _

from clinic.panels import Panel
from clinic.stories import Entry

from .models import ChangeRequest, PartOfDay, ProposedTime


def tell(patients, user):
    """What the patients asked to change, and what was answered; for who may read it."""
    if not user.has_perm("requests.view_changerequest"):
        return
    requests = ChangeRequest.objects.filter(appointment__patient__in=patients)
    for request in requests.select_related("appointment__type", "answered_by"):
        url = reverse("requests:request", args=[request.reference])
        words = {"appointment": request.appointment.what}
        yield Entry(
            request.asked_at,
            asked_words(request) % words,
            _("the patient"),
            request.words,
            url,
        )
        if request.answer:
            words |= {"answer": request.get_answer_display()}
            said = _("%(appointment)s: request answered, %(answer)s") % words
            who = request.answered_by or _("the patient")
            yield Entry(request.answered_at, said, who, request.answer_words, url)
    proposed = ProposedTime.objects.filter(request__in=requests)
    for time in proposed.select_related("proposed_by", "room__location", "request__appointment__type"):
        words = {"appointment": time.request.appointment.what, "when": f"{time.starts_at:%b %d, %H:%M}"}
        yield Entry(
            time.proposed_at, _("%(appointment)s: %(when)s proposed") % words, time.proposed_by,
            url=reverse("requests:request", args=[time.request.reference]),
        )  # fmt: skip


def asked_words(request):
    """What was asked, as the beginning of a line, with a place for the appointment."""
    if request.wants == ChangeRequest.Wants.CANCEL:
        return _("%(appointment)s: asked to cancel it")
    return _("%(appointment)s: asked for another time")


def suits(request):
    """Which days and times suit the patient, in words; empty where any does."""
    days = [str(NAMES[day - 1]) for day in request.weekdays]
    parts = [str(PartOfDay(part).label) for part in request.parts]
    return "; ".join(filter(None, [", ".join(days), ", ".join(parts)]))


def beside(appointment, user):
    """The panel on the appointment's page: its requests, the newest first."""
    if not user.has_perm("requests.view_changerequest"):
        return None
    requests = list(appointment.change_requests.select_related("answered_by"))
    if not requests:
        return None
    now = timezone.now()
    for request in requests:
        request.appointment = appointment
        request.is_waiting, request.suits = request.is_open(now), suits(request)
    return Panel("requests/_beside.html", {"requests": requests})
