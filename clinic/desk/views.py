"""Staff pages that show everything."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from .waiting import days_of, waiting_for


@require_safe
def home(request):
    """The staff's first page: what needs doing now, and today's diary."""
    now = timezone.now()
    return render(
        request,
        "desk/home.html",
        {"waiting": waiting_for(request.user, now), "days": days_of(request.user, now)},
    )
