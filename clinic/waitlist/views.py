"""The waiting list: its board, wishes, and offers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic.accounts.access import requires
from clinic.locations.models import Location
from clinic.scheduling import freeing
from clinic.scheduling.models import FreedTime
from clinic.scheduling.views.booking import status_of

from . import answering, offering
from .board import board_of, task_of
from .forms import AskingForm, LeavingForm, WhereForm
from .models import Offer

UNPROCESSABLE = 422


@requires("waitlist.view_wish")
@require_safe
def board(request):
    """Time that came free with who fits it, offers that are out, and everybody who waits; of one location."""
    return _page(request, _location(request))


@requires("waitlist.add_offer", "scheduling.view_freedtime")
@require_POST
def ask(request, reference):
    """Offer a time that came free to those who were ticked."""
    now = timezone.now()
    freed = _freed(reference, now)
    if freed is None:
        return _gone(request)
    form = _asking(task_of(freed, request.user, now), request.POST)
    if not form.is_valid():
        return _page(request, freed.location, forms={freed.pk: form}, status=UNPROCESSABLE)
    refusals = []
    for fit, form_key in form.asked:
        opening = fit.opening
        try:
            made = offering.offer(
                wish=fit.wish,
                room=opening.room,
                clinician=opening.clinician,
                session_start=opening.session_start,
                expires_at=form.cleaned_data["expires_at"],
                by=request.user,
                form_key=form_key,
                now=timezone.now(),
            )
        except ValidationError as refusal:
            refusals.append((fit.wish.patient, refusal))
        else:
            say_offered(request, made)
    for patient, refusal in refusals:
        words = {"patient": patient, "why": " ".join(refusal.messages)}
        messages.error(request, _("Not offered to %(patient)s: %(why)s") % words)
    if len(refusals) == len(form.cleaned_data["whom"]):
        return _page(request, freed.location, status=status_of(refusals[0][1]))
    return redirect(address_of(freed.location))


@requires("scheduling.change_freedtime")
@require_POST
def leave(request, reference):
    """Offer a time that came free to nobody, and say why."""
    freed = get_object_or_404(FreedTime.objects.select_related("room__location"), reference=reference)
    form = LeavingForm(request.POST, auto_id=f"{reference}_%s")
    if not form.is_valid():
        return _page(request, freed.location, leaving={freed.pk: form}, status=UNPROCESSABLE)
    try:
        freeing.leave(freed=freed, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as refusal:
        messages.info(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The time is left free."))
    return redirect(address_of(freed.location))


@requires("waitlist.change_offer")
@require_POST
def answer(request, reference):
    """Note what somebody said by phone: `said` is yes or no."""
    offer = _offer(request, reference)
    said_yes = request.POST.get("said") == "yes"
    act = answering.accept if said_yes else answering.decline
    try:
        answered = act(offer=offer, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join([_("Not noted."), *refusal.messages]))
        return redirect(address_of(offer.wish.location))
    if said_yes:
        messages.success(request, _("They said yes: it is in the diary."))
        return redirect("scheduling:appointment", answered.appointment.reference)
    messages.success(request, _("They said no, and stay on the list."))
    return redirect(address_of(offer.wish.location))


@requires("waitlist.change_offer")
@require_POST
def take_back(request, reference):
    offer = _offer(request, reference)
    try:
        offering.take_back(offer=offer, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        messages.info(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The offer is taken back. If they are looking at it, call them."))
    return redirect(address_of(offer.wish.location))


def say_offered(request, made):
    """Say that somebody was offered a time, and what is left to do for whoever offered it."""
    until = date_format(made.expires_at.astimezone(made.location.zone), "D, M j, H:i")
    words = {"patient": made.patient, "when": made.when_in_words, "until": until}
    if made.by_mail:
        messages.success(
            request, _("%(when)s is offered to %(patient)s until %(until)s. A mail goes out now.") % words
        )
        return
    words["phone"] = made.patient.phone.as_national if made.patient.phone else _("no phone number")
    messages.warning(
        request,
        _(
            "%(when)s is kept for %(patient)s until %(until)s. They have not agreed to e-mails: call them "
            "(%(phone)s) and note here what they say."
        )
        % words,
    )


def address_of(location):
    return reverse("waitlist:board", query={"location": location.slug})


def locations():
    return list(Location.objects.open_for_business())


def _page(request, location, *, forms=None, leaving=None, status=200):
    """The board of a location; with the form of one time as it was sent."""
    if location is None:
        return render(request, "waitlist/board.html", {"location": None})
    now = timezone.now()
    shown = board_of(location, request.user, now)
    for task in shown.tasks:
        task.form = (forms or {}).get(task.freed.pk) or _asking(task)
        task.leaving = (leaving or {}).get(task.freed.pk) or LeavingForm(auto_id=f"{task.freed.reference}_%s")
    where = WhereForm(request.GET, {"location": location.slug}, locations=locations())
    context = {"location": location, "board": shown, "where": where, "now": now}
    return render(request, "waitlist/board.html", context, status=status)


def _asking(task, data=None):
    options = {"fits": task.fits, "location": task.freed.location, "until": task.answer_by}
    return AskingForm(data, auto_id=f"{task.freed.reference}_%s", **options)


def _location(request):
    """The one in the address, else the first: nothing is remembered."""
    found = {location.slug: location for location in locations()}
    return found.get(request.GET.get("location"), next(iter(found.values()), None))


def _freed(reference, now):
    """The freed time, None where it is nobody's to offer any more; one that never was is 404."""
    rows = FreedTime.objects.select_related("room__location", "clinician__user")
    freed = get_object_or_404(rows, reference=reference)
    return freed if FreedTime.objects.to_offer(now).filter(pk=freed.pk).exists() else None


def _gone(request):
    messages.info(request, _("That time is no longer free to offer."))
    return redirect("waitlist:board")


def _offer(request, reference):
    offers = Offer.objects.visible_to(request.user).with_all_it_shows()
    return get_object_or_404(offers, reference=reference)
