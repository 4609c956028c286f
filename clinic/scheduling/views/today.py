"""The day at one location: who is expected, here, gone; and the same in initials for a screen on the wall."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import requires

from ..arrivals import board_of, version_of
from ..diary import locations_with_a_diary
from ..forms import EscortForm

NOTHING_NEW = 204


@requires("scheduling.view_appointment")
@require_safe
def today(request):
    """The day of the location in the address, or of the first one."""
    return page(request, request.GET.get("location"))


@requires("scheduling.view_appointment")
@require_safe
def board(request):
    """The part of it that the page asks for every few seconds; nothing while that would look the same."""
    return _anew(request, "scheduling/_board.html")


@requires("scheduling.view_appointment")
@require_safe
def wall(request):
    """The day in initials, for a screen that everybody who passes can read."""
    return render(request, "scheduling/wall.html", _context(request, request.GET.get("location")))


@requires("scheduling.view_appointment")
@require_safe
def wall_board(request):
    """The part of the wall screen that it asks for every few seconds."""
    return _anew(request, "scheduling/_wall_board.html")


def page(request, slug, refusal=None, typed=None, status=200):
    """The page of the day; with why a step was refused, and the form in which something was `typed` for it."""
    context = _context(request, slug, typed) | {"refusal": refusal, "errors": refusal is not None}
    return render(request, "scheduling/today.html", context, status=status)


def _anew(request, template):
    location, _locations, now = _place(request.GET.get("location"))
    if location and request.GET.get("version") == version_of(location, request.user, now):
        return HttpResponse(status=NOTHING_NEW)
    return render(request, template, _context(request, request.GET.get("location")))


def _place(slug):
    now = timezone.now()
    locations = list(locations_with_a_diary(now))
    by_slug = {location.slug: location for location in locations}
    return by_slug.get(slug, locations[0] if locations else None), locations, now


def _context(request, slug, typed=None):
    location, locations, now = _place(slug)
    context = {"location": location, "locations": locations, "now": now}
    if location is None:
        return context
    version = version_of(location, request.user, now)
    shown = board_of(location, request.user, now)
    for visit in [*shown.visits, *shown.left_open]:
        is_typed = isinstance(typed, EscortForm) and typed.appointment == visit.appointment
        visit.escort_form = typed if is_typed else EscortForm.of(visit.appointment)
    return context | {"board": shown, "version": version}
