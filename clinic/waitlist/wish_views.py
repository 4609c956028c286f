"""Wishes on the staff site: put somebody on the list, change or end a wish, find a time to offer."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.accounts.access import requires
from clinic.scheduling.choices import choices_for
from clinic.scheduling.forms import OpeningsForm
from clinic.scheduling.models import Appointment
from clinic.scheduling.openings import fit_for, openings
from clinic.scheduling.views.booking import FIRST_TEN, by_day, status_of
from clinic.scheduling.views.patients import looked_for, patient_of

from . import offering, wishing
from .board import answer_by
from .fitting import against
from .forms import EARLIER, EndingForm, FindingForm, WhenForm, WishForm
from .mails import mark_unsent
from .models import Wish
from .views import address_of, locations, say_offered

MOST_SHOWN = 200
NEVER = ("not_earlier", "notice")  # whatever somebody looks for by hand


@requires("waitlist.add_wish", "people.view_patient")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    """Put a patient on the list: choose whom, then what for and when it would suit them."""
    reference = request.GET.get("patient")
    if not reference:
        return render(request, "waitlist/choose_patient.html", looked_for(request))
    patient = patient_of(request, reference)
    now = timezone.now()
    choices, _missing = choices_for(patient)
    to_come = Appointment.objects.visible_to(request.user).filter(patient=patient).upcoming(now).for_diary()
    to_come = [each for each in to_come if wishing.can_wish_earlier(each, now)]
    initial = {"location": patient.location.slug, "what": f"{EARLIER}~{request.GET.get('appointment', '')}"}
    form = WishForm(
        request.POST or None,
        initial=initial,
        choices=choices,
        appointments=to_come,
        locations=_locations_with(patient.location),
    )
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "what"}
        try:
            wish = wishing.wish(
                patient=patient, by=request.user, now=now, **form.cleaned_data["what"], **said
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(patient)s is on the waiting list.") % {"patient": patient})
            return redirect(address_of(wish.location))
    status = 422 if form.is_bound else 200
    context = {"patient": patient, "form": form, "waits": _open_wishes(request, patient)}
    return render(request, "waitlist/add.html", context, status=status)


@requires("waitlist.view_wish")
@require_http_methods(["GET", "HEAD", "POST"])
def wish(request, reference):
    """A wish with its offers, and what can be changed in it."""
    shown = _wish(request, reference)
    may_change = request.user.has_perm("waitlist.change_wish") and shown.is_open
    form = WhenForm.of(
        shown,
        request.POST if request.method == "POST" and may_change else None,
        locations=_locations_with(shown.location),
    )
    if may_change and form.is_valid():
        try:
            wishing.change(wish=shown, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The wish is changed."))
            return redirect("waitlist:wish", reference)
    now = timezone.now()
    offers = mark_unsent(list(shown.offers.with_all_it_shows()))
    context = {
        "wish": shown,
        "form": form,
        "may_change": may_change,
        "ending": EndingForm(auto_id="end_%s"),
        "offers": [(offer, offer.state(now)) for offer in offers],
        "is_asked": any(offer.is_out(now) for offer in offers),
    }
    return render(request, "waitlist/wish.html", context, status=422 if form.errors else 200)


@requires("waitlist.change_wish")
@require_POST
def end(request, reference):
    """They wait no longer."""
    shown = _wish(request, reference)
    form = EndingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Not ended: say why they wait no longer."))
        return redirect("waitlist:wish", reference)
    try:
        ended = wishing.end(wish=shown, by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("waitlist:wish", reference)
    words = {"patient": shown.patient, "how": ended.get_ended_how_display()}
    messages.success(request, _("%(patient)s is off the list: %(how)s.") % words)
    return redirect(address_of(shown.location))


@requires("waitlist.add_offer", "people.view_patient")
@require_http_methods(["GET", "HEAD", "POST"])
def find(request, reference):
    """Offer somebody an opening that was never booked: those that suit their wish, or others."""
    shown, now = _wish(request, reference), timezone.now()
    location, type = shown.location, shown.type
    fit = fit_for(type=type, location=location)
    first = max(location.today(), shown.earliest or location.today())
    defaults = {"location": location.slug, "day": first.isoformat(), "days": "14"}
    if not request.GET:
        defaults |= {
            "weekdays": shown.weekdays,
            "not_before": shown.not_before,
            "not_after": shown.not_after,
        }
    filters = OpeningsForm(request.GET, defaults, locations=[location], fit=fit)
    chosen = filters.chosen()
    found = _openings(shown, chosen, fit, now)
    starts = found[0].session_start if found else None
    until = starts and answer_by(shown, type.ranges(starts).visit.lower, now)
    form = FindingForm(request.POST or None, location=location, until=until, fit=fit)
    context, status = {}, 200
    if request.method == "POST" and form.is_valid():
        time = form.cleaned_data["time"]
        try:
            made = offering.offer(
                wish=shown,
                room=time.room,
                clinician=time.clinician,
                session_start=time.session_start,
                expires_at=form.cleaned_data["expires_at"],
                by=request.user,
                form_key=form.cleaned_data["form_key"],
                now=now,
            )
        except ValidationError as refusal:
            form.renew_key()
            context["refusal"], status = refusal, status_of(refusal)
        else:
            say_offered(request, made)
            return redirect(address_of(location))
    context |= {
        "wish": shown,
        "form": form,
        "filters": filters,
        "days": by_day(found),
        "picked": form["opening"].value(),
        "location": location,
    }
    return render(request, "waitlist/find.html", context, status=422 if form.errors else status)


def _openings(wish, chosen, fit, now):
    """The first that can be booked as it is looked for, with the notice they need and before the time they have."""
    notice_ends = (now + timedelta(hours=wish.notice_hours)).astimezone(wish.location.zone).date()
    first_day, last_day = max(chosen["day"], notice_ends), _last_day(chosen, wish)
    if last_day < first_day:
        return []
    found = openings(
        type=wish.type,
        location=wish.location,
        first_day=first_day,
        last_day=last_day,
        now=now,
        patient=wish.patient,
        clinician=chosen.get("clinician"),
        room=chosen.get("room"),
        weekdays=set(chosen["weekdays"] or ()) or None,
        not_before=chosen["not_before"],
        not_after=chosen["not_after"],
        limit=None,
        fit=fit,
    )
    suit = [each for each in found if against(wish, each.session_start, now) not in NEVER]
    return suit[: FIRST_TEN if chosen["days"] == OpeningsForm.FIRST_TEN else MOST_SHOWN]


def _last_day(chosen, wish):
    """As far as was asked for, and for an earlier time no further than what they have."""
    days = {OpeningsForm.FIRST_TEN: 28, OpeningsForm.THIS_WEEK: 8 - chosen["day"].isoweekday()}
    last = chosen["day"] + timedelta(days=int(days.get(chosen["days"]) or chosen["days"]) - 1)
    return min(last, wish.instead_of.starts_at.date()) if wish.instead_of else last


def _open_wishes(request, patient):
    return Wish.objects.visible_to(request.user).open().filter(patient=patient).with_all_it_shows()


def _locations_with(location):
    return list(dict.fromkeys([*locations(), location]))


def _wish(request, reference):
    wishes = Wish.objects.visible_to(request.user).with_all_it_shows()
    return get_object_or_404(wishes.select_related("ended_by"), reference=reference)
