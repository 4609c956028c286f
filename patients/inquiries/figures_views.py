"""The inbox's figures, as a chart with its table, and as a file."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clinic.accounts.access import requires
from clinic.bars import stacked
from clinic.csv_files import csv_file

from . import figures
from .forms import FiguresForm
from .models import Inquiry

WEEKS_SHOWN = 8
WEEKS_IN_FILE = 53


@requires("inquiries.view_figures")
@require_safe
def week_by_week(request):
    """The last weeks, of one location or of all."""
    form = FiguresForm(request.GET)
    weeks = figures.weeks(_asked_at(form.location_asked_for()), timezone.now(), WEEKS_SHOWN)
    columns = [
        (
            date_format(week.monday, "M j"),
            {"in-time": week.in_time, "late": week.late, "not-yet": week.not_yet},
        )
        for week in reversed(weeks)
    ]
    legend = [("in-time", _("Answered in time")), ("late", _("Late")), ("not-yet", _("Not yet"))]
    page = {"filters": form, "weeks": weeks, "chart": stacked(columns), "legend": legend}
    return render(request, "inquiries/figures.html", page)


@requires("inquiries.view_figures")
@require_safe
def as_file(request):
    """A year of weeks, for a spreadsheet."""
    head = [
        _("Week of"),
        _("Received"),
        _("Answered in time"),
        _("Late"),
        _("Not yet"),
        _("Registered"),
        *(_("Closed: %(reason)s") % {"reason": label} for label in Inquiry.CloseReason.labels),
    ]
    found = figures.weeks(
        _asked_at(FiguresForm(request.GET).location_asked_for()), timezone.now(), WEEKS_IN_FILE
    )
    rows = [
        [
            week.monday.isoformat(),
            week.received,
            week.in_time,
            week.late,
            week.not_yet,
            week.registered,
            *(week.closed[reason] for reason in Inquiry.CloseReason.values),
        ]
        for week in found
    ]
    return csv_file("inquiries-by-week", head, rows)


def _asked_at(location):
    """Counts and nothing else are shown, so whoever may see the figures counts all inquiries."""
    return Inquiry.objects.filter(location=location) if location else Inquiry.objects.all()
