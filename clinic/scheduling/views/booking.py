"""Booking an appointment, and moving one: openings to pick from, or a time typed by hand."""

from datetime import timedelta
from itertools import groupby

from django.contrib import messages
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import requires
from clinic.locations.models import Location

from .. import booking as acts
from ..choices import choices_for
from ..forms import BookingForm, MovingForm, OpeningsForm, SameTimeForm, opening_value
from ..history import history_of
from ..models import Appointment
from ..openings import fit_for, openings
from ..setting_aside import breaks_gaps, may_set_aside
from ..timetable import comes_twice
from .patients import looked_for, patient_of

A_WEEK = timedelta(days=7)
FIRST_TEN, LOOK_FAR = 10, timedelta(weeks=8)
CONFLICT, UNPROCESSABLE = 409, 422
MOST_SHOWN = 500  # openings on one page
HOURS_ASKED = ("weekdays", "not_before", "not_after")
CARRIED = ("type", "location", "day", "days", "clinician", "room")
SENT_BEFORE = {"appointment_form_key_once", "booked_and_freed"}
# Somebody else was faster: the page that says so is a conflict, not a mistake of whoever typed.
CONFLICTS = {
    *SENT_BEFORE,
    "appointment_number_once_per_course",
    "busy",
    "changed_meanwhile",
    *(
        constraint.name
        for constraint in Appointment._meta.constraints
        if isinstance(constraint, ExclusionConstraint)
    ),
}


@requires("scheduling.add_appointment", "people.view_patient")
@require_http_methods(["GET", "HEAD", "POST"])
def book(request):
    """Choose a patient, then what, then when; the answer to a booking is the appointment's page."""
    reference = request.GET.get("patient")
    if not reference:
        context = {**looked_for(request), "carried": _carried(request.GET)}
        return render(request, "scheduling/choose_patient.html", context)
    patient = patient_of(request, reference)
    choices, missing = choices_for(patient)
    choice = _chosen(request.GET.get("type", ""), choices)
    context = {
        "patient": patient,
        "choices": choices,
        "choice": choice,
        "missing": missing,
    }
    if choice is None:
        return render(request, "scheduling/book.html", context)
    like, to = _same_time(request)
    where, given = (like.location, {"day": to.isoformat()}) if like else (patient.location, {})
    filters, chosen, fit = _filters(request, choice.type, default=where, **given)
    form = BookingForm(request.POST or None, fit=fit, initial=like and _typed(like, to))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            appointment = acts.book(
                type=choice.type,
                patient=patient,
                course=choice.course,
                by=request.user,
                form_key=form.cleaned_data["form_key"],
                now=timezone.now(),
                asked_by=form.cleaned_data["asked_by"],
                **form.reasons(),
                **vars(form.cleaned_data["time"]),
            )
        except ValidationError as refusal:
            context["refusal"], status = refusal, status_of(refusal)
            form.asked_why = may_set_aside(refusal, request.user)
            if any(error.code in SENT_BEFORE for error in refusal.error_list):
                form.renew_key()
        else:
            messages.success(request, _("The appointment is booked."))
            return redirect("scheduling:appointment", reference=appointment.reference)
    context |= _page(form, filters, chosen, fit, choice.type, patient, status)
    return render(request, "scheduling/book.html", context, status=status)


@requires("scheduling.change_appointment")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, reference):
    """Another time, room or clinician for an appointment that is still to come."""
    visible = Appointment.objects.visible_to(request.user).for_diary()
    appointment = get_object_or_404(visible, reference=reference)
    _like, to = _same_time(request)
    day = to or appointment.starts_at.date()
    given = {"day": day.isoformat(), "clinician": appointment.clinician_id}
    filters, chosen, fit = _filters(request, appointment.type, default=appointment.location, **given)
    typed = {**_typed(appointment, to), "seen": appointment.changed_at.isoformat()}
    form = MovingForm(request.POST or None, fit=fit, initial=typed)
    context, status = {}, 200
    if request.method == "POST" and form.is_valid():
        seen = as_seen(appointment, form.cleaned_data["seen"])
        try:
            acts.move(
                appointment=seen,
                by=request.user,
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
                asked_by=form.cleaned_data["asked_by"],
                **form.reasons(),
                **vars(form.cleaned_data["time"]),
            )
        except ValidationError as refusal:
            context["refusal"], status = refusal, status_of(refusal)
            form.asked_why = may_set_aside(refusal, request.user)
            if breaks_gaps(refusal):
                context["repair_url"] = repair_url(appointment, form.cleaned_data["time"])
            appointment = get_object_or_404(visible, reference=reference)  # as somebody else has left it
            if _is_there(appointment, form.cleaned_data["time"]):
                say_already(request, appointment)
                return redirect("scheduling:appointment", reference=reference)
            form.data = {**form.data.dict(), "seen": appointment.changed_at.isoformat()}
        else:
            messages.success(request, _("The appointment is moved."))
            return redirect("scheduling:appointment", reference=appointment.reference)
    context |= _page(form, filters, chosen, fit, appointment.type, appointment.patient, status, appointment)
    context |= {
        "appointment": appointment,
        "patient": appointment.patient,
        "next_week": appointment.starts_at.date() + A_WEEK,
    }
    return render(request, "scheduling/move.html", context, status=status)


def as_seen(appointment, changed_at):
    """The appointment as the page showed it when it was last changed at `changed_at` (ISO, from the form)."""
    if appointment.changed_at.isoformat() != changed_at:
        appointment.changed_at = None  # the act finds that it is another one and says so
    return appointment


def say_already(request, appointment):
    """What was asked for is so already, by a double click or a colleague: say by whom."""
    latest = history_of(appointment)[0]
    words = {"who": latest.who, "at": f"{latest.at:%H:%M}", "what": latest.what}
    messages.info(request, _("That is done already (%(who)s, %(at)s: %(what)s).") % words)


def repair_url(appointment, time):
    """Where the sessions that follow are moved along, when one goes to this time."""
    return reverse(
        "scheduling:repair",
        args=[appointment.patient.reference, appointment.course.reference],
        query={
            "session": appointment.reference,
            "to": time.session_start.isoformat(),
            "room": time.room.pk,
            "clinician": time.clinician.pk,
        },
    )


def _is_there(appointment, time):
    wanted = (time.session_start, time.room.pk, time.clinician.pk)
    minutes = time.session_minutes or appointment.session_minutes
    here = (appointment.session.lower, appointment.room_id, appointment.clinician_id)
    return here == wanted and appointment.session_minutes == minutes


def _same_time(request):
    """The appointment in the address whose time is wanted again, and the day; None for what is not there."""
    again = SameTimeForm(request.GET)
    if not again.is_valid():
        return None, None
    visible = Appointment.objects.visible_to(request.user).select_related("room__location")
    return visible.filter(reference=again.cleaned_data["like"]).first(), again.cleaned_data["to"]


def _typed(appointment, to):
    """What stands in the form by hand: the time of an appointment, or the same on the wall clock on day `to`."""
    starts_at = appointment.starts_at
    typed = {
        "day": to or starts_at.date(),
        "starts": starts_at.time(),
        "room": appointment.room_id,
        "clinician": appointment.clinician_id,
    }
    if to:
        return typed | {"opening": MovingForm.TYPED}
    return typed | ({"fold": starts_at.fold} if comes_twice(starts_at) else {})


def _carried(query):
    """What the calendar already knows of the booking, on the way to its patient."""
    carried = QueryDict(mutable=True)
    carried.update({name: query[name] for name in CARRIED if name in query})
    return carried


def _chosen(value, choices):
    """The choice that stands in the address: a type's key is enough where it is the only one of its type."""
    for choice in choices:
        if choice.value == value:
            return choice
    of_type = [choice for choice in choices if choice.type.key == value]
    return of_type[0] if len(of_type) == 1 else None


def _filters(request, type, *, default, **given):
    """Where openings are looked for, and with what is fit there: `default` unless the address says otherwise,
    or it is closed now.
    """
    locations = {location.slug: location for location in Location.objects.open_for_business()}
    if not default.is_active:
        default = next(iter(locations.values()), default)
    locations.setdefault(default.slug, default)
    location = locations.get(request.GET.get("location"), default)
    defaults = {"location": location.slug, "day": location.today().isoformat(), "days": "7", **given}
    fit = fit_for(type=type, location=location)
    filters = OpeningsForm(request.GET, defaults, locations=locations.values(), fit=fit)
    return filters, filters.chosen(), fit


def _page(form, filters, chosen, fit, type, patient, status, moved=None):
    """What the pages of booking and moving show alike: openings by day, and the patient's other appointments.

    Where somebody else was faster, it is what is left of the day that was wanted, and no more: when many
    press one button, all but one of them get this page.
    """
    now = timezone.now()
    others = patient.appointments.upcoming(now).select_related("type", "room__location", "clinician__user")
    if moved:
        others = others.exclude(pk=moved.pk)
    if status == CONFLICT:
        wanted = form.cleaned_data["time"].session_start.astimezone(chosen["location"].zone)
        filters, chosen = None, chosen | {"day": wanted.date(), "days": "1"} | dict.fromkeys(HOURS_ASKED)
    found = openings(
        type=type,
        location=chosen["location"],
        first_day=chosen["day"],
        last_day=_last_day(chosen),
        now=now,
        patient=patient,
        clinician=chosen.get("clinician"),
        room=chosen.get("room"),
        weekdays=set(chosen["weekdays"] or ()) or None,
        not_before=chosen["not_before"],
        not_after=chosen["not_after"],
        limit=FIRST_TEN if chosen["days"] == OpeningsForm.FIRST_TEN else MOST_SHOWN,
        instead_of=moved,
        fit=fit,
    )
    return {
        "form": form,
        "filters": filters,
        "type": type,
        "days": by_day(found),
        "most_shown": MOST_SHOWN if len(found) == MOST_SHOWN else None,
        "picked": form["opening"].value(),
        "others": others,
        "location": chosen["location"],
        "today": chosen["location"].today(),
    }


def _last_day(chosen):
    """The last day on which openings are looked for."""
    first, days = chosen["day"], chosen["days"]
    if days == OpeningsForm.FIRST_TEN:
        return first + LOOK_FAR
    if days == OpeningsForm.THIS_WEEK:
        return first + timedelta(days=7 - first.isoweekday())
    return first + timedelta(days=int(days) - 1)


def by_day(found):
    """Openings by day, and within a day by clinician: each its value in the form, its time and its room."""
    days = []
    for day, of_day in groupby(found, key=lambda opening: opening.session_start.date()):
        by_clinician = {}
        for opening in of_day:
            clock = "%H:%M %Z" if comes_twice(opening.session_start) else "%H:%M"
            words = (opening_value(opening), f"{opening.session_start:{clock}}", str(opening.room))
            by_clinician.setdefault(str(opening.clinician), []).append(words)
        count = sum(len(listed) for listed in by_clinician.values())
        days.append((day, count, list(by_clinician.items())))
    return days


def status_of(refusal):
    """The status that goes with a refusal: somebody else was faster, or a rule is against it."""
    codes = {error.code for error in refusal.error_list}
    return CONFLICT if codes & CONFLICTS else UNPROCESSABLE
