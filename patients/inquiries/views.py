"""Asking the clinic to get in touch."""

from datetime import UTC, datetime, time, timedelta

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from clinic.limits import counting
from clinic.locations.models import Location

from .clock import longest_promise
from .forms import AskingForm
from .receiving import receive_inquiry


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def inquire(request):
    """The form, and what becomes of it."""
    form = AskingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            receive_inquiry(sender=counting.sender_of(request), **form.inquiry())
        except ValidationError as refusal:
            form.refuse(refusal)
            if refusal.code == "too_many":
                return too_many(request, form)
        else:
            return redirect("inquiries:sent")
    return show(request, form)


def show(request, form, **options):
    page = {
        "form": form,
        "answer_within": longest_promise(form.open_locations),
        "locations": form.open_locations,
    }
    return render(request, "inquiries/inquire.html", page, **options)


def too_many(request, form):
    """Over the day's limit: everything typed is still there, and whom to call stands on top."""
    now = timezone.now()
    tomorrow = datetime.combine(counting.today() + timedelta(days=1), time(), UTC)
    response = show(request, form, status=429)
    response["Retry-After"] = str(max(1, int((tomorrow - now).total_seconds())))
    return response


@login_not_required
@require_safe
def sent(request):
    """What happens next and when; nothing of what was typed."""
    locations = list(Location.objects.open_for_business())
    page = {"answer_within": longest_promise(locations), "locations": locations}
    return render(request, "inquiries/sent.html", page)
