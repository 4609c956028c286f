"""The clinic's figures: charts with their tables, and a file. They hold counts, and nobody."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic.accounts.access import requires
from clinic.csv_files import csv_file
from clinic.locations.models import Location
from patients.inquiries.forms import FiguresForm

from .counting import EVERYWHERE, by_month
from .sections import few, sections


@requires("figures.view_figures")
@require_safe
def figures(request):
    """The last twelve months, of one location or of all."""
    form = FiguresForm(request.GET)
    location = form.location_asked_for()
    locations = [location] if location else list(Location.objects.all())
    months = by_month(locations, timezone.now())[location.pk if location else EVERYWHERE]
    page = {
        "filters": form,
        "sections": [] if all(month.is_empty for month in months) else sections(months),
        "few": few(),
    }
    return render(request, "figures/figures.html", page)


@requires("figures.view_figures")
@require_safe
def as_file(request):
    """The same for a spreadsheet: a line for each location and month, in minutes and days."""
    location = FiguresForm(request.GET).location_asked_for()
    locations = [location] if location else list(Location.objects.all())
    found = by_month(locations, timezone.now())
    head = [
        _("Location"),
        _("Month"),
        _("Is over"),
        _("Open room minutes"),
        _("Used room minutes"),
        _("Took place"),
        _("Did not come"),
        _("Canceled late"),
        _("Nobody has said"),
        _("First sessions"),
        _("Days from the inquiry, median"),
        _("Courses over"),
        _("Days of drift, median"),
        _("Minutes that came free"),
        _("Minutes refilled"),
    ]
    rows = [
        [
            each.name,
            f"{month.day:%Y-%m}",
            _("no") if month.is_running else _("yes"),
            month.open_minutes,
            month.used_minutes,
            month.came,
            month.missed,
            month.late,
            month.unsaid,
            month.firsts,
            _or_nothing(month.usual_days_to_first),
            month.courses,
            _or_nothing(month.usual_drift),
            month.freed_minutes,
            month.refilled_minutes,
        ]
        for each in locations
        for month in found[each.pk]
    ]
    return csv_file("figures-by-month", head, rows)


def _or_nothing(value):
    return "" if value is None else value
