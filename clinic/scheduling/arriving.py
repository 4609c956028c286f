"""The day itself: the patient arrives, is ready to leave, goes; each step can be taken back."""

from contextlib import contextmanager

import pghistory
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from patients.people.models import Patient

from . import judging, refusals
from .models import Appointment

Status = Appointment.Status
NEXT = {Status.BOOKED: Status.ARRIVED, Status.ARRIVED: Status.READY, Status.READY: Status.FINISHED}
ONE_BACK = {after: before for before, after in NEXT.items()}


def arrive(*, appointment, by, now):
    """The patient is here, on the day of the visit."""
    with _held(appointment) as here:
        if _days_since(here, now) != 0:
            raise ValidationError(_("The visit is on another day."), "another_day")
        return _step(here, Status.ARRIVED, by, now)


def make_ready(*, appointment, by, now):
    """The patient may leave, as a person has judged."""
    with _held(appointment) as here:
        return _step(here, Status.READY, by, now)


def finish(*, appointment, by, now):
    """The patient has left; with the person who takes them home, where the visit asks for one."""
    with _held(appointment) as here:
        _refuse_alone(here)
        return _step(here, Status.FINISHED, by, now)


def note_came(*, appointment, by, now):
    """Note on a later day that the visit took place, with every step of it that nobody noted on the day."""
    with _held(appointment) as here:
        if _days_since(here, now) < 1:
            raise ValidationError(_("That can be noted from the day after the visit on."), "not_past")
        if here.status not in NEXT:
            _refuse_status(here)
        _refuse_alone(here)
        while here.status in NEXT:
            here.status = NEXT[here.status]
            judging.write(here, by, now)
        return here


def step_back(*, appointment, by, now):
    """Take the last step of the day back."""
    with _held(appointment) as here:
        if here.status not in ONE_BACK:
            raise ValidationError(_("There is no step to take back."), "no_step_back")
        here.status = ONE_BACK[here.status]
        return judging.write(here, by, now)


def name_escort(*, appointment, name, phone, by, now):
    """Note who takes the patient home; an empty `name` takes the note back."""
    with _held(appointment) as here:
        if not here.is_agreed:
            raise ValidationError(
                _("This appointment is “%(status)s”."), "not_active", {"status": here.get_status_display()}
            )
        _take_home(here, name, phone)
        return judging.write(here, by, now)


def confirm_escort(*, appointment, session_start, name, phone, now):
    """The patient says on their own page who takes them home from this visit, which they saw at `session_start`.

    The history says that the patient did it; who last changed the appointment otherwise stays. It holds for the
    day of the visit: a move to another day asks anew. Refuses with code `moved` where they saw another time, and
    with `too_late` once they are here or the visit is off.
    """
    with refusals.in_words(), pghistory.context(patient=True):
        Patient.objects.locked(appointment.patient)
        here = Appointment.objects.select_related("type", "room__location", "clinician__user").get(
            pk=appointment.pk
        )
        if here.status != Status.BOOKED or here.visit.upper <= now:
            raise ValidationError(_("This visit is not to come any more."), "too_late")
        if here.session.lower != session_start:
            raise ValidationError(_("This visit has another time now. Look at it again."), "moved")
        if not name.strip():
            raise ValidationError(_("Say who takes you home."), "escort_missing")
        _take_home(here, name, phone)
        here.escort_confirmed_at = now
        return judging.write(here, here.changed_by, now)


def _take_home(appointment, name, phone):
    """Note who does; if that is somebody else than the patient has confirmed, they have not confirmed it."""
    before = appointment.escort_name, appointment.escort_phone
    appointment.escort_name, appointment.escort_phone = name.strip(), phone.strip()
    if (appointment.escort_name, appointment.escort_phone) != before:
        appointment.escort_confirmed_at = None
    appointment.full_clean(
        exclude=[field.name for field in appointment._meta.fields if not field.name.startswith("escort_")],
        validate_unique=False,
        validate_constraints=False,
    )


@contextmanager
def _held(appointment):
    """The appointment as it was seen, under its patient's lock."""
    with refusals.in_words():
        patient = Patient.objects.locked(appointment.patient)
        held = judging.as_seen(appointment)
        held.patient = patient
        yield held


def _days_since(appointment, now):
    """How many days ago the visit began, on the wall calendar of its location."""
    zone = appointment.location.zone
    return (now.astimezone(zone).date() - appointment.visit.lower.astimezone(zone).date()).days


def _refuse_alone(appointment):
    if appointment.type.needs_escort and not appointment.escort_name:
        raise ValidationError(_("Say who takes the patient home."), "escort_missing")


def _step(appointment, after, by, now):
    if NEXT.get(appointment.status) != after:
        _refuse_status(appointment)
    appointment.status = after
    return judging.write(appointment, by, now)


def _refuse_status(appointment):
    raise ValidationError(
        _("This appointment is “%(status)s” now."),
        "another_status",
        {"status": appointment.get_status_display()},
    )
