"""The calendar: a day by room, by clinician or as a table, a week, a month, and the two weeks to come."""

from calendar import monthrange
from datetime import timedelta

from django.http import HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import requires

from .. import lanes, timetable
from ..calendar_forms import ALL, CalendarForm, DropForm
from ..diary import Diary, counted_by_day, locations_with_a_diary, state_of
from ..models import AppointmentType, Clinician

WEEK, AGENDA = timedelta(days=7), timedelta(days=14)
DAY = timedelta(days=1)
LANES = {"rooms": lanes.by_room, "clinicians": lanes.by_clinician, "table": lanes.by_room}
CARRIED_IN = ("rooms", "clinicians", "week")  # where appointments are dragged


@requires("scheduling.view_appointment")
@require_safe
def calendar(request):
    """A page, or nothing where the reader has it as it is: the page asks every few seconds with `If-None-Match`."""
    now = timezone.now()
    locations = list(locations_with_a_diary(now))
    if not locations:
        return render(request, "scheduling/calendar.html", {"locations": []})
    defaults = {"location": locations[0].slug, "day": locations[0].today().isoformat(), "show": "rooms"}
    form = CalendarForm(
        request.GET,
        defaults,
        locations=locations,
        clinicians=Clinician.objects.bookable().select_related("user"),
        types=AppointmentType.objects.bookable(),
    )
    chosen, wanted = form.chosen(), form.wanted()
    day, show = chosen["day"], chosen["show"]
    shown = [chosen["location"]] if chosen["location"] else locations
    first_day, days = _span(day, show)
    last_day = first_day + timedelta(days=days - 1)
    span = timetable.days(location=shown[0], first_day=first_day, last_day=last_day, margin=DAY)
    state = f'"{state_of(span, now=now)}"'
    if request.headers.get("If-None-Match") == state:
        return HttpResponseNotModified(headers={"ETag": state})
    read = {"user": request.user, "first_day": first_day, "days": days, "now": now, "wanted": wanted}
    before, after = _beside(day, show, first_day, days)
    context = {
        "filters": form,
        "locations": locations,
        "shown": shown,
        "day": day,
        "show": show,
        "is_day": show in LANES,
        "is_carried": show in CARRIED_IN,
        "today": shown[0].today(),
        "now": now,
        "first_day": first_day,
        "last_day": last_day,
        "state": state,
        "parts": [_part(show, location, form, read) for location in shown],
        "shows": [(key, label, _address(form, show=key)) for key, label in CalendarForm.SHOWS],
        "before": _address(form, day=before.isoformat()),
        "after": _address(form, day=after.isoformat()),
        "on_today": _address(form, day=shown[0].today().isoformat()),
        "everything": _address(form, clinician="", type="", state=""),
        "on_paper": _address(form, show="table", paper="1"),
        "is_on_paper": show == "table" and "paper" in request.GET,
        "is_filtered": not wanted.is_anything,
        "dropping": DropForm(None, rooms=(), clinicians=()),
    }
    response = render(request, "scheduling/calendar.html", context)
    response.headers["ETag"] = state
    return response


def _part(show, location, form, read):
    """What the calendar shows of one location."""
    if show == "month":
        counted = counted_by_day(location=location, **read)
        hours = timetable.hours(
            location=location,
            first_day=read["first_day"],
            last_day=read["first_day"] + timedelta(days=read["days"] - 1),
        )
        days = [
            (*each, counted.get(each[0], {}), _day_of(form, location, each[0]), each[0] == location.today())
            for each in hours
        ]
        return {"location": location, "weeks": [days[n : n + 7] for n in range(0, len(days), 7)]}
    diary = Diary(location=location, **read)
    part = {"location": location, "diary": diary, "today": location.today()}
    if show in LANES:
        return part | {"board": LANES[show](diary), "shown_day": diary.days[0]}
    days = diary.by_day() if show == "week" else diary.busy_days()
    return part | {"days": [(each, _day_of(form, location, each.date)) for each in days]}


def _span(day, show):
    """The first day that is shown, and how many."""
    monday = day - timedelta(days=day.weekday())
    if show == "week":
        return monday, WEEK.days
    if show == "agenda":
        return day, AGENDA.days
    if show == "month":
        first, (weekday, length) = day.replace(day=1), monthrange(day.year, day.month)
        return first - timedelta(days=weekday), -(-(weekday + length) // 7) * 7
    return day, 1


def _beside(day, show, first_day, days):
    """A day of what was before, and one of what comes after."""
    if show == "month":
        first = day.replace(day=1)
        return (first - DAY).replace(day=1), (first + timedelta(days=32)).replace(day=1)
    return first_day - timedelta(days=days), first_day + timedelta(days=days)


def _address(form, **changes):
    return reverse("scheduling:calendar", query=form.address(**changes))


def _day_of(form, location, day):
    where = ALL if form["location"].value() == ALL else location.slug
    return _address(form, show="rooms", day=day.isoformat(), location=where)
