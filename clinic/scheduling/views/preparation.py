"""How patients prepare, as they read it: every sheet with an invented time, for who changes or confirms its words."""

from datetime import datetime, time

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import requires
from clinic.locations.models import Location

from .. import preparing
from ..models import AppointmentType, Preparation

EXAMPLE = time(10)


@requires("scheduling.view_preparation")
@require_safe
def sheets(request):
    """The sheet of each type in use, for a session today at ten; and those whose words no type uses so far."""
    location = Location.objects.order_by("-is_active", "name").first()
    zone = location.zone if location else timezone.get_default_timezone()
    at = datetime.combine(timezone.localdate(timezone=zone), EXAMPLE, tzinfo=zone)
    preparations = {row.type_id: row for row in Preparation.objects.select_related("confirmed_by", "type")}
    types, waiting, listed = AppointmentType.objects.bookable(), set(preparing.unconfirmed()), []
    for type in types:
        preparation = preparations.get(type.pk)
        listed.append((type, preparation, preparation in waiting, preparing.sheet(type, preparation, at)))
    context = {
        "sheets": listed,
        "unused": preparing.unused_sheets(types, at),
        "location": location,
        "locations": [location] if location else [],
    }
    return render(request, "scheduling/sheets.html", context)
