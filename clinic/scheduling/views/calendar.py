"""The calendar: a location's day by room or by clinician, or its week."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import requires

from ..diary import Diary, locations_with_a_diary
from ..forms import CalendarForm

DAYS_OF_A_WEEK = 7


@requires("scheduling.view_appointment")
@require_safe
def calendar(request):
    locations = locations_with_a_diary(timezone.now())
    first = locations.first()
    if first is None:
        return render(request, "scheduling/calendar.html", {"location": None})
    defaults = {"location": first.slug, "day": first.today().isoformat(), "show": "rooms"}
    form = CalendarForm(request.GET, defaults, locations)
    chosen = form.chosen()
    location, day, show = chosen["location"], chosen["day"], chosen["show"]
    now = timezone.now()
    if show == "week":
        first_day, days = day - timedelta(days=day.weekday()), DAYS_OF_A_WEEK
    else:
        first_day, days = day, 1
    diary = Diary(user=request.user, location=location, first_day=first_day, days=days, now=now)
    context = {
        "filters": form,
        "location": location,
        "day": day,
        "show": show,
        "today": location.today(),
        "now": now,
        "diary": diary,
        "shows": [(key, label, _address(location, day, key)) for key, label in CalendarForm.SHOWS],
        "before": _address(location, first_day - timedelta(days=days), show),
        "after": _address(location, first_day + timedelta(days=days), show),
        "on_today": _address(location, location.today(), show),
        "last_day": first_day + timedelta(days=days - 1),
        "first_day": first_day,
    }
    if show == "week":
        context["days"] = [(day, _address(location, day.date, "rooms")) for day in diary.by_day()]
    else:
        context["lanes"] = diary.by_room() if show == "rooms" else diary.by_clinician()
        context["is_hatched"] = any(
            stretch.is_hatched for lane in context["lanes"] for stretch in lane.stretches
        )
        context["shown_day"] = diary.days[0]
    return render(request, "scheduling/calendar.html", context)


def _address(location, day, show):
    return reverse(
        "scheduling:calendar", query={"location": location.slug, "day": day.isoformat(), "show": show}
    )
