"""Where an appointment was dropped in the calendar: it is moved there, or what is against it is said."""

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import requires

from .. import booking, timetable
from ..calendar_forms import DropForm, Place
from ..forms import Time
from ..models import Appointment, Clinician, Room
from ..setting_aside import breaks_gaps
from .booking import UNPROCESSABLE, as_seen, repair_url, status_of

ASKED_FOR = {"reason", "asked_by"}


@requires("scheduling.change_appointment")
@require_POST
def drop(request, reference):
    """Moves it as `booking.move` judges; answers with what the calendar says then.

    Moved: `said`, and as `undo` what to send here to move it back. Refused: the `reasons` and the `ways` on; where
    only something is left to say, it `stays` to be said, and `asks` which time where the clocks go back.
    """
    appointment = get_object_or_404(
        Appointment.objects.visible_to(request.user).for_diary(), reference=reference
    )
    form = DropForm(
        request.POST,
        rooms=Room.objects.select_related("location"),
        clinicians=Clinician.objects.select_related("user"),
    )
    if not form.is_valid():
        return _not_understood(form)
    stood, asked_by = Place.of(appointment), form.cleaned_data["asked_by"]
    try:
        moved = booking.move(
            appointment=as_seen(appointment, form.cleaned_data["seen"]),
            session_start=form.cleaned_data["session_start"],
            session_minutes=form.cleaned_data["minutes"],
            room=form.cleaned_data["room"],
            clinician=form.cleaned_data["clinician"],
            by=request.user,
            reason=form.cleaned_data["reason"],
            asked_by=asked_by,
            now=timezone.now(),
        )
    except ValidationError as refusal:
        ways = _ways(appointment, form.cleaned_data, breaks_gaps(refusal))
        answer = {"reasons": refusal.messages, "ways": ways}
        return JsonResponse(answer, status=status_of(refusal))
    undo = asdict(stood) | {"reason": _("Moved back"), "asked_by": asked_by}
    return JsonResponse({"said": _said(moved), "undo": undo | {"seen": moved.changed_at.isoformat()}})


def _not_understood(form):
    reasons = [reason for each in form.errors.values() for reason in each]
    answer = {
        "reasons": reasons,
        "ways": [],
        "asks": form.has_error("starts", "doubled_hour"),
        "stays": bool(ASKED_FOR & form.errors.keys()) or form.has_error("starts", "doubled_hour"),
    }
    return JsonResponse(answer, status=UNPROCESSABLE)


def _said(moved):
    return _("%(patient)s is moved: %(day)s, %(clock)s, %(room)s, %(clinician)s.") % {
        "patient": moved.patient,
        "day": date_format(moved.starts_at, "D, M j"),
        "clock": timetable.on_the_wall_clock(moved.session, moved.location),
        "room": moved.room,
        "clinician": moved.clinician.user.name,
    }


def _ways(appointment, wanted, breaks_the_course):
    """Where somebody may go on after a refusal, to the time that was wanted."""
    ways = []
    if breaks_the_course:
        time = Time(wanted["session_start"], wanted["room"], wanted["clinician"])
        repair = repair_url(appointment, time)
        ways.append({"label": _("Move the sessions after it too"), "address": repair})
    query = {
        "location": wanted["room"].location.slug,
        "day": wanted["day"].isoformat(),
        "clinician": wanted["clinician"].pk,
    }
    move = reverse("scheduling:move", args=[appointment.reference], query=query)
    label = _("Look for another time, or give a reason for an exception")
    return [*ways, {"label": label, "address": move}]
