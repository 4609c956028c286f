"""Two answers for machines: is the process alive, and is it fit to serve."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection, transaction
from django.db.models import Q
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from post_office.models import STATUS, Email

from clinic.locations.going_live import crisis_lines_are

MAIL_MAY_WAIT = timedelta(minutes=10)


@login_not_required
@require_safe
def healthz(request):
    """The process answers; says nothing of the database."""
    return JsonResponse({"process": "ok"})


@login_not_required
@require_safe
def readyz(request):
    """Fit to serve: the database answers, no mail has waited ten minutes, and outside the demo the crisis lines
    let the public in. 503 and which, if not; lines that are to be checked again are named, and no reason."""
    checks = {"database": "ok", "mail": "ok"}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '800ms'")
            if unsent_too_long():
                checks["mail"] = "waiting"
            if not settings.ON_LOOPBACK:
                checks["crisis_lines"] = crisis_lines_are()
    except Error:
        checks = {"database": "away", "mail": "unknown"}
    return JsonResponse(checks, status=200 if set(checks.values()) <= {"ok", "overdue"} else 503)


def unsent_too_long() -> bool:
    """A mail was due more than ten minutes ago and waits still; one that was given up waits no more."""
    due = timezone.now() - MAIL_MAY_WAIT
    over = Q(status__in=[STATUS.sent, STATUS.failed])
    waiting = Email.objects.filter(Q(status=None) | ~over, created__lt=due)
    too_old_to_leave = Q(expires_at__lte=timezone.now())
    return waiting.exclude(scheduled_time__gt=due).exclude(too_old_to_leave).exists()
