"""What every page behind a private link has in common."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from clinic.locations.models import Location


def behind_a_link(view):
    """A page behind a private link: nobody signs in for it, nothing keeps it, and no search engine lists it."""

    @wraps(view)
    def answer(request, *arguments, **named):
        response = view(request, *arguments, **named)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "no-store"
        return response

    return login_not_required(sensitive_post_parameters()(answer))


def gone(request):
    """The one page for a link that opens nothing, whatever the reason: kind, and with the way to help."""
    page = {"locations": Location.objects.open_for_business()}
    return render(request, "links/gone.html", page, status=404)
