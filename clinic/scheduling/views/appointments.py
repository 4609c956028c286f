"""One appointment: everything about it, cancelling it, and taking a cancellation back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires

from .. import cancelling
from ..forms import CancellingForm
from ..history import history_of
from ..models import Appointment
from ..waiting import reasons_to_wait
from .booking import as_seen, status_of


@requires("scheduling.view_appointment")
@require_safe
def appointment(request, reference):
    return _page(request, _appointment(request, reference))


@requires("scheduling.change_appointment")
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, reference):
    shown = _appointment(request, reference)
    seen = shown.changed_at.isoformat()
    form = CancellingForm(request.POST or None, initial={"seen": seen})
    context, status = {"appointment": shown, "form": form}, 200
    if request.method == "POST" and form.is_valid():
        try:
            cancelling.cancel(
                appointment=as_seen(shown, form.cleaned_data["seen"]),
                by=request.user,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except ValidationError as refusal:
            context["refusal"], status = refusal, status_of(refusal)
            form.data = {**form.data.dict(), "seen": seen}
        else:
            messages.success(request, _("The appointment is canceled. Its time is free."))
            return redirect("scheduling:appointment", reference=reference)
    return render(request, "scheduling/cancel.html", context, status=status)


@requires("scheduling.change_appointment")
@require_http_methods(["POST"])
def restore(request, reference):
    shown = _appointment(request, reference)
    try:
        cancelling.restore(appointment=shown, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        return _page(request, _appointment(request, reference), refusal)
    messages.success(request, _("The appointment is back in the diary."))
    return redirect("scheduling:appointment", reference=reference)


def _appointment(request, reference):
    visible = Appointment.objects.visible_to(request.user).for_diary()
    related = ("booked_by", "course__evaluation", "course__consent")
    return get_object_or_404(visible.select_related(*related), reference=reference)


def _page(request, shown, refusal=None):
    today = shown.location.today()
    waits_for = reasons_to_wait(shown.course, today, shown.number) if shown.course and shown.is_active else []
    shown.is_on_hold = bool(waits_for)
    context = {
        "appointment": shown,
        "waits_for": waits_for,
        "history": history_of(shown),
        "refusal": refusal,
        "errors": refusal is not None,
    }
    return render(
        request, "scheduling/appointment.html", context, status=status_of(refusal) if refusal else 200
    )
