"""The pages for when something does not work: in our own words and look, without the database."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from clinic.locations.context import remembered

RETRY_AFTER = 30  # seconds


def csrf_failure(request, reason=""):
    """The form was open too long, or came from elsewhere."""
    return HttpResponse(render_to_string("403_csrf.html", remembered()), status=403)


def server_error(request):
    """A database that is away is 503 and "try again", anything else is our fault and 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        page = render_to_string("503.html", remembered())
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
    return HttpResponse(render_to_string("500.html", remembered()), status=500)
