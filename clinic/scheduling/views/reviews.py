"""A review of a course, and canceling the rest of one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import requires

from ..cancelling import cancel_rest as cancel_rest_of
from ..course_forms import CancelRestForm, ReviewForm
from ..models import Appointment
from ..reviewing import decide
from ..standing import Standing
from .booking import status_of
from .courses import course_of


@requires("scheduling.change_reviewgate", "people.view_patient")
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, reference, course, after):
    """A prescriber decides how a course goes on after a session."""
    course = course_of(request, reference, course)
    gate = get_object_or_404(course.gates.select_related("course", "decided_by"), after_number=after)
    seen = gate.decided_at.isoformat() if gate.decided_at else ""
    form = ReviewForm(request.POST or None, initial={"seen": seen})
    refusal, status = None, 200
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] != seen:
            gate.decided_at = None  # the act finds that somebody has decided and says so
        try:
            decided = decide(
                gate=gate,
                decision=form.cleaned_data["decision"],
                note=form.cleaned_data["note"],
                by=request.user,
                now=timezone.now(),
            )
        except ValidationError as error:
            refusal, status = error, status_of(error)
            form.data = {**form.data.dict(), "seen": seen}
        else:
            messages.success(request, _said(decided))
            return redirect("scheduling:course", reference, course.reference)
    standing = Standing(course, timezone.now())
    context = {
        "patient": course.patient,
        "course": course,
        "gate": gate,
        "form": form,
        "lines": [line for line in standing.lines() if line.number <= gate.after_number],
        "behind": [row for number, row in sorted(standing.booked.items()) if number > gate.after_number],
        "refusal": refusal,
        "errors": refusal is not None,
    }
    return render(request, "scheduling/review.html", context, status=status)


def _said(gate):
    return {
        gate.Decision.CONTINUE: _("The review is recorded. The sessions behind it no longer wait."),
        gate.Decision.CHANGE: _(
            "The review is recorded. Cancel the rest, end this course and authorize another one."
        ),
        gate.Decision.STOP: _("The review is recorded. Cancel the rest of the course below."),
    }[gate.decision]


@requires("scheduling.change_appointment", "scheduling.view_course", "people.view_patient")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_rest(request, reference, course):
    """Cancel every session of a course that is still to come."""
    course = course_of(request, reference, course)
    form = CancelRestForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            cancel_rest_of(
                course=course,
                by=request.user,
                reason=form.cleaned_data["reason"],
                asked_by=form.cleaned_data["asked_by"],
                now=timezone.now(),
            )
        except ValidationError as error:
            refusal = error
        else:
            messages.success(request, _("The rest of the course is canceled. Its times are free."))
            return redirect("scheduling:course", reference, course.reference)
    to_come = Appointment.objects.filter(course=course).upcoming(timezone.now()).for_diary()
    context = {
        "patient": course.patient,
        "course": course,
        "form": form,
        "to_come": [row for row in to_come if row.can_move and row.session.lower > timezone.now()],
        "refusal": refusal,
        "errors": refusal is not None,
    }
    status = 422 if refusal else 200
    return render(request, "scheduling/cancel_rest.html", context, status=status)
