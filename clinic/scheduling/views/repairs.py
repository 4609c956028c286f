"""Repairing a course: what breaks, what is proposed, each session to change in place, and all accepted at once."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import requires

from .. import booking
from ..booking import Move, Session
from ..models import Clinician, Room
from ..openings import Opening, fit_for
from ..plan_forms import RepairedSessionForm, RepairForm
from ..repairing import Wish, plan_repair
from ..standing import Standing
from ..waiting import reasons_to_wait
from .booking import as_seen
from .courses import course_of, today_of
from .plans import asked, shown_rows, told, weeks_of


@requires(
    "scheduling.add_appointment",
    "scheduling.change_appointment",
    "scheduling.view_course",
    "people.view_patient",
)
@require_http_methods(["GET", "HEAD", "POST"])
def repair(request, reference, course):
    """Move what has to follow a session that was missed, or that somebody wants to move (see `_wish`)."""
    course, now = course_of(request, reference, course), timezone.now()
    standing = Standing(course, now)
    wish = _wish(request, standing)
    context = {
        "patient": course.patient,
        "course": course,
        "standing": standing,
        "waits_for": reasons_to_wait(course, today_of(course)),
    }
    some = next(iter(standing.to_come.values()), None)
    if course.ended_on or some is None or not (wish or standing.needs_repair):
        if request.method == "POST":  # sent twice: it is done
            return redirect("scheduling:course", reference, course.reference)
        return render(request, "scheduling/repair.html", context)
    type, location = some.type, some.location
    found = plan_repair(standing=standing, type=type, now=now, wish=wish)
    fit = fit_for(type=type, location=location)
    data = request.POST or None
    form = RepairForm(data)
    rows = [
        RepairedSessionForm(
            data,
            number=number,
            offered=found.nearby.get(number, []),
            chosen=found.places.get(number),
            appointment=standing.booked.get(number),
            fit=fit,
            zone=location.zone,
        )
        for number in _numbers(standing, found)
    ]
    status = 200
    if data is not None and all([each.is_valid() for each in (form, *rows)]):
        status = _accept_or_check(request, course, type, form, rows, context)
        if context.get("is_done"):
            messages.success(request, _("The course is repaired."))
            return redirect("scheduling:course", reference, course.reference)
    elif data is not None:
        context["errors"] = True
    leaving = {row.number for row in rows}
    context |= {
        "found": found,
        "form": form,
        "rows": list(shown_rows(standing, rows, leaving)),
        "location": location,
        "weeks": weeks_of(standing, rows, location, leaving),
        **asked(form, context.get("codes", set()), standing, rows, leaving),
    }
    return render(request, "scheduling/repair.html", context, status=status)


def _numbers(standing, found):
    """Every session from the first that is repaired on, and those that cannot be."""
    touched = [*found.places, *(each.number for each in found.conflicts)]
    first = min(touched, default=len(standing.numbers) + 1)
    return sorted(number for number in {*standing.to_come, *standing.missing} if number >= first)


def _wish(request, standing):
    """The move that is wanted, as the page of moving hands it over in the address: the appointment's reference as
    `session`, the moment as `to`, and `room` and `clinician`.
    """
    if "session" not in request.GET:
        return None
    by_reference = {row.reference: number for number, row in standing.to_come.items()}
    number = by_reference.get(request.GET["session"])
    try:
        start = datetime.fromisoformat(request.GET.get("to", ""))
        room = int(request.GET.get("room", ""))
        clinician = int(request.GET.get("clinician", ""))
    except ValueError:
        raise Http404 from None
    if number is None or start.tzinfo is None or not 2000 <= start.year < 9000:
        raise Http404
    room = get_object_or_404(Room.objects.select_related("location"), pk=room)
    clinician = get_object_or_404(Clinician.objects.select_related("user"), pk=clinician)
    return Wish(number, Opening(start.astimezone(room.location.zone), room, clinician))


def _accept_or_check(request, course, type, form, rows, context):
    """Move and book what changes, or try it and take it back; what is against it is shown beside each session."""
    is_check = context["is_check"] = request.POST.get("act") == "check"
    moves, sessions = [], []
    for row in rows:
        time = row.cleaned_data.get("time")
        if row.appointment and not row.stays:
            moves.append(Move(as_seen(row.appointment, row.cleaned_data["seen"]), **vars(time)))
        elif time and not row.appointment:
            sessions.append(Session(row.number, **vars(time)))
    if not moves and not sessions:
        if any(row.appointment and row.cleaned_data["seen"] != row.initial["seen"] for row in rows):
            context["is_done"] = True  # sent twice: each is where it was to go
            return 200
        form.add_error(None, _("Nothing would change. Choose another time for a session."))
        context["errors"] = True
        return 200
    refusal = None
    try:
        with transaction.atomic():
            booking.rearrange(
                course=course,
                type=type,
                moves=moves,
                sessions=sessions,
                by=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
            transaction.set_rollback(is_check)
    except ValidationError as error:
        refusal = error
    if refusal is None and not is_check:
        context["is_done"] = True
        return 200
    return told(refusal, form, rows, context)
