"""Hours: the week that results, what changes it, and the appointments that are stranded outside."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires
from clinic.locations.models import Location
from clinic.locations.public_holidays import public_holidays

from .. import changing_hours as acts
from .. import hours_forms as forms
from ..models import Clinician, Room
from ..stranded import mark_visible, stranded_for
from ..week_of_hours import planned_for, week_of_hours, weekly
from .booking import UNPROCESSABLE

MAY_CHANGE = ("locations.change_openinghours", "scheduling.change_clinicianhours")


@dataclass(frozen=True)
class Change:
    """One thing a manager does here: its form, its act, what is said when it is done, what to press."""

    form: type
    act: object
    title: str
    submit: str
    done: str


SAVE = _("Save these hours")
CHANGES = {
    "weekly": Change(
        forms.WeeklyForm, acts.set_weekly_hours, _("Weekly hours"), SAVE, _("The weekly hours are changed.")
    ),
    "special": Change(
        forms.SpecialForm, acts.set_special_hours, _("Special hours of a day"), SAVE,
        _("That day has its own hours."),
    ),
    "close": Change(
        forms.CloseForm, acts.close, _("Close the location"), _("Close it"), _("These days are closed.")
    ),
    "holidays": Change(
        forms.HolidaysForm, acts.settle_holidays, _("Public holidays"), _("Save these days"),
        _("The public holidays are settled."),
    ),
    "work": Change(
        forms.WorkForm, acts.set_weekly_hours, _("Weekly hours of a clinician"), SAVE,
        _("The weekly hours are changed."),
    ),
    "extra": Change(
        forms.ExtraForm, acts.set_extra_hours, _("Extra hours of a clinician"), SAVE,
        _("The extra hours are there."),
    ),
    "away": Change(
        forms.AwayForm, acts.add_absence, _("Leave"), _("Save this leave"), _("The leave is there.")
    ),
    "room": Change(
        forms.CloseRoomForm, acts.close_room, _("Close a room"), _("Close this room"), _("The room is closed.")
    ),
    "back": Change(
        forms.TakingBackForm, acts.take_back, _("Take back"), _("Take it back"), _("It is taken back.")
    ),
}  # fmt: skip


class Page:
    """One location, a clinician or everybody, and a week, as the address says."""

    def __init__(self, request, locations):
        self.now = timezone.now()
        first = next((each for each in locations if each.slug == request.GET.get("location")), locations[0])
        working = Clinician.objects.working_at(first) | Clinician.objects.bookable()
        self.clinicians = list(working.distinct().select_related("user"))
        defaults = {"location": first.slug, "day": first.today().isoformat()}
        self.filters = forms.HoursForm(request.GET, defaults, locations=locations, clinicians=self.clinicians)
        chosen = self.filters.chosen()
        self.location, self.clinician, self.day = first, chosen["clinician"], chosen["day"]
        self.today = first.today()
        self.monday = self.day - timedelta(days=self.day.weekday())
        self.shown = [self.clinician] if self.clinician else self.clinicians

    @cached_property
    def planned(self):
        return planned_for(location=self.location, today=self.today, clinicians=self.shown)

    @cached_property
    def holidays(self):
        return public_holidays(self.location, self.today)

    def address(self, day):
        query = {"location": self.location.slug, "day": day.isoformat()}
        if self.clinician:
            query["clinician"] = self.clinician.pk
        return reverse("scheduling:hours", query=query)

    def form(self, name, data=None):
        """The form of a change, filled in with what counts now."""
        knows = {
            "location": self.location,
            "clinicians": self.clinicians,
            "rooms": self.rooms,
            "prefix": name,
            "initial": self.initial(name),
        }
        if name == "work":
            knows["clinician"] = self.clinician
        if name == "holidays":
            knows["days"] = self.holidays.days
        if name == "back":
            knows["planned"] = self.planned
        return CHANGES[name].form(data, **knows)

    @cached_property
    def rooms(self):
        return list(Room.objects.filter(location=self.location, is_active=True).order_by("name"))

    def initial(self, name):
        first_day = max(self.monday, self.today)
        days = {"first_day": first_day, "last_day": first_day, "day": max(self.day, self.today)}
        if name == "holidays":
            return {"closed": self.closed_holidays()}
        if name in ("weekly", "work"):
            whose = self.location if name == "weekly" else self.clinician
            hours = whose.hours.in_force(first_day)
            if name == "work":
                hours = hours.filter(location=self.location)
            week = {f"day_{weekday.value}": spans for weekday, spans in weekly(hours).items()}
            return {"first_day": first_day, **week}
        return {**days, "clinician": self.clinician and self.clinician.pk}

    def closed_holidays(self):
        """Those the location is closed on, and all that nobody has looked at yet."""
        settled = self.location.holidays_settled_until
        closed = set(self.location.closures.from_day(self.today).values_list("first_day", flat=True))
        return [
            day.isoformat()
            for day, _name in self.holidays.days
            if day in closed or settled is None or day > settled
        ]


@requires("scheduling.view_clinicianhours")
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request):
    """The week that results at a location, and for managers all that changes it."""
    may_change = request.user.has_perms(MAY_CHANGE)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    locations = list(Location.objects.order_by("-is_active", "name"))
    if not locations:
        return render(request, "scheduling/hours.html", {"location": None})
    page = Page(request, locations)
    sent, refusal, stranded = None, None, []
    if request.method == "POST":
        name = request.POST.get("change", "")
        if name not in CHANGES or (name == "work" and page.clinician is None):
            raise Http404
        sent = page.form(name, request.POST)
        if sent.is_valid():
            said = sent.said()
            try:
                CHANGES[name].act(**said, now=page.now)
            except ValidationError as error:
                refusal, stranded = error, _stranded_by(error, request.user)
            else:
                messages.success(request, CHANGES[name].done)
                first_day = said.get("first_day") or said.get("day") or page.day
                return redirect(page.address(first_day))
        if stranded:
            if sent.cleaned_data["knows"] and not sent.cleaned_data["because"]:
                sent.add_error("because", _("Say why."))
            sent.data = sent.data.copy()
            sent.data[sent.add_prefix("knowing")] = " ".join(each.reference for each in stranded)
    context = {
        "page": page,
        "location": page.location,
        "week": week_of_hours(location=page.location, monday=page.monday, clinicians=page.shown),
        "sunday": page.monday + timedelta(days=6),
        "before": page.address(page.monday - timedelta(days=7)),
        "after": page.address(page.monday + timedelta(days=7)),
        "this_week": page.address(page.today),
        "may_change": may_change,
        "form": sent,
        "refusal": refusal,
        "stranded": stranded,
        "errors": refusal,  # the page's title says so
        "changes": _changes(page, sent) if may_change else [],
    }
    return render(request, "scheduling/hours.html", context, status=UNPROCESSABLE if refusal else 200)


@requires("scheduling.view_clinicianhours")
@require_safe
def stranded(request):
    """Appointments to come that the hours would refuse now, for whoever may see and move them."""
    found = stranded_for(request.user, timezone.now())
    return render(request, "scheduling/stranded.html", {"stranded": found})


def _changes(page, sent):
    """The forms of the page, each by its name; the one that was sent as it was sent."""
    found = []
    for name, change in CHANGES.items():
        if name == "back" or (name == "work" and page.clinician is None):
            continue
        is_sent = sent is not None and sent.prefix == name
        found.append((name, change, sent if is_sent else page.form(name), is_sent))
    return found


def _stranded_by(refusal, user):
    """The appointments that a change would strand, as far as this person may read of them."""
    [error] = refusal.error_list[:1]
    if error.code != "would_strand":
        return []
    found = error.params["stranded"]
    mark_visible(found, user)
    return found
