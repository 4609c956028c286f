"""The addresses of calendars: staff make and end them, and a calendar reads what is behind one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic.accounts.access import requires
from clinic.scheduling.calendar_files import CONTENT_TYPE

from . import reading, subscribing
from .forms import MakeForm
from .models import CalendarFeed


@requires("feeds.view_calendarfeed")
@require_safe
def feeds(request):
    return page(request)


@requires("feeds.add_calendarfeed")
@require_POST
def make(request):
    """Make an address, in place of the one there was. It is shown once, on the page that answers."""
    form = MakeForm(request.POST, rooms=subscribing.rooms_for(request.user))
    try:
        if not form.is_valid():
            raise ValidationError(form.errors["room"])
        address = subscribing.make_feed(by=request.user, now=timezone.now(), **form.cleaned_data)
    except ValidationError as refusal:
        return page(request, refusal=refusal, status=422)
    return page(request, new_address=address)


@requires("feeds.change_calendarfeed")
@require_POST
def end(request, reference):
    feed = get_object_or_404(CalendarFeed.objects.visible_to(request.user), reference=reference)
    subscribing.end_feed(feed=feed, by=request.user, now=timezone.now())
    messages.success(
        request, _("The address opens nothing any more. Calendars keep what they have read, or say so.")
    )
    return redirect("feeds:feeds")


def page(request, status=200, **shown):
    """The calendars this person may read, each with the address they have for it, and the addresses of others."""
    standing = CalendarFeed.objects.visible_to(request.user).standing().for_list()
    mine = {
        (feed.clinician_id, feed.room_id): feed for feed in standing if feed.made_by_id == request.user.pk
    }
    clinician = subscribing.own_clinician(request.user)
    calendars = [(_("Your own times"), None, mine.pop((clinician.pk, None), None))] if clinician else []
    for room in subscribing.rooms_for(request.user):
        calendars.append((f"{room}, {room.location}", room, mine.pop((None, room.pk), None)))
    others = [feed for feed in standing if feed.made_by_id != request.user.pk or feed in mine.values()]
    context = {"calendars": calendars, "others": others, "clinician": clinician, **shown}
    return render(request, "feeds/feeds.html", context, status=status)


@login_not_required
@require_safe
def read(request, token):
    """What a calendar reads; nothing at all where it has that already. An address that opens nothing is no page."""
    now = timezone.now()
    feed = CalendarFeed.objects.behind(token)
    if feed is None:
        raise Http404
    reading.note_read(feed, now)
    state = f'"{reading.state_of(feed, now)}"'
    response = get_conditional_response(request, etag=state)
    if response is None:
        response = HttpResponse(reading.as_file(feed, now), content_type=f"{CONTENT_TYPE}; charset=utf-8")
        response["Content-Disposition"] = f'inline; filename="{reading.FILE_NAME}"'
    response["ETag"] = state
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
