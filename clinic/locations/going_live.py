"""Going live: outside the demo the public reads nothing before the clinic has checked whom to call in a crisis.

It takes the clinic's row, for its country, and of that country an emergency number and another crisis line that
somebody here has checked. Whether that was long ago is a reason to check again, never to close.
"""

from django.conf import settings
from django.core import checks
from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from .context import phone_of
from .models import Clinic, CrisisLine

RETRY_AFTER = 60 * 60  # seconds: somebody has to call or read up first
ALWAYS_OPEN = {"healthz", "readyz", "locations:help_now", "picture"}  # a proxy hands out pictures without us


def clinic_with_checks():
    """The clinic, or None, with whether its country has a checked emergency number and another checked line."""
    checked = CrisisLine.objects.filter(country=OuterRef("country"), checked_by__isnull=False)
    return Clinic.objects.annotate(
        has_emergency_number=Exists(checked.filter(is_emergency=True)),
        has_crisis_line=Exists(checked.filter(is_emergency=False, is_for_addiction=False)),
    ).first()


def missing(clinic):
    """What `clinic_with_checks` still lacks to go live, in words; an empty list once it may."""
    if clinic is None:
        return [_("The clinic’s own page: it says which country’s crisis lines are shown.")]
    country = {"country": clinic.get_country_display()}
    lacking = []
    if not clinic.has_emergency_number:
        lacking.append(_("An emergency number (%(country)s) that somebody here has checked.") % country)
    if not clinic.has_crisis_line:
        lacking.append(_("Another crisis line (%(country)s) that somebody here has checked.") % country)
    return lacking


def crisis_lines_are():
    """In one word: `missing` keeps the public out, `overdue` only asks for a check, `ok`."""
    clinic = clinic_with_checks()
    if missing(clinic):
        return "missing"
    return "overdue" if clinic.crisis_lines_to_check() else "ok"


class ClosedUntilChecked:
    """Tells the public that the site is not open yet; the staff come in, to check the lines.

    It stands before the views, so no page kept for everybody gets past it, and its own is never kept. Once it
    has seen the site open this process asks no more. A database that is away closes nothing.
    """

    def __init__(self, get_response):
        if settings.ON_LOOPBACK:  # the demo, or somebody trying things out
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.is_open = False

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if self.is_open or is_always_open(request):
            return None
        try:
            clinic = clinic_with_checks()
        except (OperationalError, InterfaceError):
            return None
        self.is_open = not missing(clinic)
        return None if self.is_open else not_open(clinic)


def is_always_open(request):
    return request.resolver_match.view_name in ALWAYS_OPEN or request.path.startswith(reverse("admin:index"))


def not_open(clinic):
    """The page in place of every public one, with the numbers that hold almost everywhere: ours are unchecked."""
    page = render_to_string(
        "not_open.html", {"clinic": clinic, "clinic_phone": phone_of(clinic), "is_closed": True}
    )
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})


def check(app_configs, databases, **named):
    """The same for whoever deploys: `manage.py check --deploy --database default`."""
    if settings.ON_LOOPBACK or not databases:
        return []
    clinic = clinic_with_checks()
    if lacking := missing(clinic):
        hint = "Sign in at /staff/ and check the crisis lines; docs/deploying.md says how."
        return [
            checks.Error(f"The public site is closed. {words}", hint=hint, id="locations.E001")
            for words in lacking
        ]
    return [
        checks.Warning(f"Nobody here has checked this crisis line in 90 days: {line}.", id="locations.W001")
        for line in clinic.crisis_lines_to_check()
    ]
