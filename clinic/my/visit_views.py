"""A patient's visits on their own pages: the list, one of them, its calendar file, and asking for a change."""

from django.core.exceptions import SuspiciousOperation, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from clinic.limits import counting
from clinic.requests import answering, asking
from clinic.requests.models import ProposedTime
from clinic.scheduling import arriving, calendar_files
from patients.inquiries.clock import Clock
from patients.safety.raising import is_spared

from . import visits
from .views import opened
from .visit_forms import AskForm, WayHomeForm, in_words


@opened
def listed(request, patient, token):
    """What is to come, the next one first, and what was."""
    now = timezone.now()
    context = {"to_come": visits.to_come(patient, now), "earlier": visits.earlier(patient, now)}
    return _page(request, "my/visits.html", patient, token, context)


@opened
def visit(request, patient, token, visit):
    """One visit: when, where, how to prepare, who takes them home; says who does."""
    shown = _visit(patient, visit)
    form = WayHomeForm.of(shown.appointment, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if request.POST.get("act") != "home":
            raise SuspiciousOperation("There is no such act.")
        if form.is_valid():
            try:
                arriving.confirm_escort(
                    appointment=shown.appointment,
                    session_start=form.cleaned_data["about"],
                    name=form.cleaned_data["escort_name"],
                    phone=form.cleaned_data["escort_phone"],
                    now=timezone.now(),
                )
                return _back(token, visit, "home")
            except ValidationError as refusal:
                shown = _visit(patient, visit)
                form.refuse(refusal)
                form.show_as_it_is_now(shown.appointment)
    return _of_visit(request, patient, token, shown, form=form)


@opened
def calendar_file(request, patient, token, visit):
    """The visit as a file for a calendar; of one that is off it takes it out of the calendar."""
    shown = _visit(patient, visit)
    file = HttpResponse(
        calendar_files.calendar_file(shown.appointment),
        content_type=calendar_files.content_type_of(shown.appointment),
    )
    file["Content-Disposition"] = f'attachment; filename="{calendar_files.FILE_NAME}"'
    return file


@opened
def change(request, patient, token, visit):
    """Ask for another time, or to cancel; the desk answers. Nothing is moved by asking."""
    shown, now = _visit(patient, visit), timezone.now()
    if request.method != "POST" and (shown.open_request or not shown.may_ask):
        return redirect("my:visit", token, visit)
    initial = {"about": shown.appointment.session.lower.isoformat()}
    form = AskForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            asking.ask(
                appointment=shown.appointment, now=now, sender=counting.sender_of(request), **form.asked()
            )
            return _back(token, visit, "asked")
        except ValidationError as refusal:
            shown = _visit(patient, visit)
            form.refuse(refusal)
            form.show_as_it_is_now(shown.appointment)
    context = {"visit": shown, "form": form, "read_by": _read_by(patient, now)}
    return _page(request, "my/visit_change.html", patient, token, context)


@opened
def answer(request, patient, token, visit):
    """What the patient does with a request of theirs: takes it back, chooses a time, or wants none of them."""
    shown, now, act = _visit(patient, visit), timezone.now(), request.POST.get("act")
    if request.method != "POST":
        return redirect("my:visit", token, visit)
    asked, proposed = shown.last_asked, None
    if asked is None or act not in ("take_back", "pick", "none"):
        raise Http404
    try:
        if act == "take_back":
            asking.take_back(request=asked, now=now)
        elif act == "none":
            answering.turn_down(request=asked, seen=request.POST.getlist("seen"), now=now)
        else:
            proposed = _proposed(shown, request.POST.get("time", ""))
            answering.pick(proposed=proposed, now=now)
    except ValidationError as refusal:
        shown = _visit(patient, visit)
        if proposed is None or not _is_there(shown, proposed):
            return _of_visit(request, patient, token, shown, refused=in_words(refusal))
    return _back(token, visit, act)


def _of_visit(request, patient, token, shown, form=None, refused=""):
    now, said = shown.now, request.GET.get("said")
    spared = is_spared(patient, now)
    form = form if form is not None else WayHomeForm.of(shown.appointment)
    context = {
        "visit": shown,
        "form": form if form.is_bound else None,
        "way_home": form,
        "refused": refused,
        "is_spared": spared,
        "said": said if shown.holds(said) else "",
        "read_by": _read_by(patient, now, since=shown.waits_for_us_since),
        "location": shown.appointment.location,
        "locations": [shown.appointment.location],
    }
    return _page(request, "my/visit.html", patient, token, context)


def _page(request, template, patient, token, context):
    shared = {"patient": patient, "token": token, "locations": [patient.location]}
    return render(request, template, shared | context)


def _visit(patient, reference):
    found = visits.one(patient, reference, timezone.now())
    if found is None:
        raise Http404
    return found


def _proposed(shown, reference):
    """The time that was pressed, of this very visit's requests."""
    theirs = ProposedTime.objects.filter(request__appointment=shown.appointment)
    found = theirs.select_related("request").filter(reference=reference[:32].replace("\0", "")).first()
    if found is None:
        raise Http404
    return found


def _is_there(shown, proposed):
    """Whether the visit is where that time would move it: a double click has done it already."""
    row = shown.appointment
    return (row.is_agreed, row.session.lower, row.room_id) == (
        True,
        proposed.session_start,
        proposed.room_id,
    )


def _read_by(patient, now, since=None):
    """By when a person reads what the patient asks now, or has asked."""
    return Clock(now).answer_by(patient.location, (since or now).astimezone(patient.location.zone).date())


def _back(token, visit, said):
    return redirect(reverse("my:visit", args=[token, visit], query={"said": said}))
