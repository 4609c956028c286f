"""One appointment: everything about it, cancelling it, and taking that or a “did not come” back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires
from clinic.panels import panels_beside

from .. import cancelling
from ..arrivals import Visit, say_what_waits
from ..forms import CancellingForm, EscortForm, TakingBackForm
from ..history import history_of
from ..models import Appointment
from .booking import A_WEEK, as_seen, say_already, status_of


@requires("scheduling.view_appointment")
@require_safe
def appointment(request, reference):
    return page(request, _appointment(request, reference))


@requires("scheduling.change_appointment")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, reference):
    shown, now = _appointment(request, reference), timezone.now()
    asked = TakingBackForm if shown.is_offered else CancellingForm
    form = asked(request.POST or None, initial={"seen": shown.changed_at.isoformat()})
    context, status = {"form": form}, 200
    if request.method == "POST" and form.is_valid():
        try:
            cancelled = cancelling.cancel(
                appointment=as_seen(shown, form.cleaned_data["seen"]),
                by=request.user,
                reason=form.cleaned_data["reason"],
                asked_by=form.cleaned_data["asked_by"],
                now=now,
            )
        except ValidationError as refusal:
            context["refusal"], status = refusal, status_of(refusal)
            shown = _appointment(request, reference)  # as somebody else has left it
            if shown.status in (Appointment.Status.CANCELLED, Appointment.Status.LAPSED):
                say_already(request, shown)
                return redirect("scheduling:appointment", reference=reference)
            form.data = {**form.data.dict(), "seen": shown.changed_at.isoformat()}
        else:
            messages.success(request, _said_of(cancelled))
            return redirect("scheduling:appointment", reference=reference)
    context |= {"appointment": shown, "is_late": cancelling.is_late(shown, now)}
    return render(request, "scheduling/cancel.html", context, status=status)


def _said_of(cancelled):
    if cancelled.status == Appointment.Status.LAPSED:
        return _("The offer is taken back. Its time is free.")
    if cancelled.was_late:
        return _("The appointment is canceled, and counts as canceled late. Its time is free.")
    return _("The appointment is canceled. Its time is free.")


@requires("scheduling.change_appointment")
@require_http_methods(["POST"])
def restore(request, reference):
    shown = _appointment(request, reference)
    try:
        cancelling.restore(appointment=shown, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        shown = _appointment(request, reference)
        if not shown.is_active:
            return page(request, shown, refusal)
        say_already(request, shown)
    else:
        messages.success(request, _("The appointment is back in the diary."))
    return redirect("scheduling:appointment", reference=reference)


def page(request, shown, refusal=None, typed=None):
    """The page of an appointment; with why something was refused, and the form in which it was typed."""
    today, now = shown.location.today(), timezone.now()
    visit = Visit(shown, now)
    say_what_waits([visit], today)
    context = {
        "appointment": shown,
        "visit": visit,
        "day_has_come": shown.visit.lower.astimezone(shown.location.zone).date() <= today,
        "escort_form": typed if isinstance(typed, EscortForm) else EscortForm.of(shown),
        "waits_for": visit.waits_for,
        "next_week": shown.starts_at.date() + A_WEEK,
        "history": history_of(shown),
        "panels": panels_beside(shown, request.user),
        "refusal": refusal,
        "errors": refusal is not None,
    }
    return render(
        request, "scheduling/appointment.html", context, status=status_of(refusal) if refusal else 200
    )


def _appointment(request, reference):
    visible = Appointment.objects.visible_to(request.user).saying_since().for_diary()
    related = ("booked_by", "course__evaluation", "course__consent")
    return get_object_or_404(visible.select_related(*related), reference=reference)
