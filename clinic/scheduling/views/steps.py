"""The steps of a visit: arrived, ready, finished, did not come; each back; and who takes the patient home."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinic.accounts.access import requires

from .. import arriving, cancelling
from ..arrivals import CAME
from ..forms import EscortForm, StepForm
from ..history import history_of
from ..models import Appointment
from . import appointments, today
from .booking import as_seen, say_already, status_of

Status = Appointment.Status
STEPS = {
    Status.BOOKED: cancelling.restore,
    Status.ARRIVED: arriving.arrive,
    Status.READY: arriving.make_ready,
    Status.FINISHED: arriving.finish,
    Status.NO_SHOW: cancelling.mark_no_show,
}


@requires("scheduling.change_appointment")
@require_POST
def step(request, reference):
    """A step of the day, or one step back: the form says to which status."""
    return _take(request, reference, StepForm(request.POST))


@requires("scheduling.change_appointment")
@require_POST
def escort(request, reference):
    """Name who takes the patient home; where the form says so, they leave at once."""
    return _take(request, reference, EscortForm(request.POST, auto_id=f"{reference}_%s"))


def _take(request, reference, form):
    """Do what the form says; say it where it is done already, and where it is refused keep what was typed."""
    shown = form.appointment = _appointment(request, reference)
    if not form.is_valid():
        errors = [error for of_field in form.errors.as_data().values() for error in of_field]
        return _refused(request, form, ValidationError(errors))
    try:
        _do(as_seen(shown, form.cleaned_data["seen"]), form.cleaned_data, request.user, timezone.now())
    except ValidationError as refusal:
        form.appointment = _appointment(request, reference)
        if form.is_done():
            say_already(request, form.appointment)
            return _back(form)
        return _refused(request, form, refusal)
    words = {"who": shown.patient, "what": history_of(shown)[0].what}
    messages.success(request, _("%(who)s: %(what)s") % words)
    return _back(form)


def _do(appointment, said, by, now):
    to = said["to"]
    if "escort_name" in said:
        name, phone = said["escort_name"], said["escort_phone"]
        appointment = arriving.name_escort(appointment=appointment, name=name, phone=phone, by=by, now=now)
    if to == CAME:
        arriving.note_came(appointment=appointment, by=by, now=now)
    elif to and arriving.ONE_BACK.get(appointment.status) == to:
        arriving.step_back(appointment=appointment, by=by, now=now)
    elif to:
        STEPS[to](appointment=appointment, by=by, now=now)


def _appointment(request, reference):
    visible = Appointment.objects.visible_to(request.user).saying_since().for_diary()
    return get_object_or_404(visible, reference=reference)


def _back(form):
    """To where the button was pressed."""
    reference = form.appointment.reference
    if form.data.get("back") != StepForm.TODAY:
        return redirect("scheduling:appointment", reference=reference)
    address = reverse("scheduling:today", query={"location": form.appointment.location.slug})
    return redirect(f"{address}#visit-{reference}")


def _refused(request, form, refusal):
    if form.data.get("back") != StepForm.TODAY:
        return appointments.page(request, form.appointment, refusal, form)
    return today.page(request, form.appointment.location.slug, refusal, form, status_of(refusal))
