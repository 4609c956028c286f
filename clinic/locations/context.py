"""What the frame of every page and mail shows: the clinic, and whom to call in a crisis."""

from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils.functional import SimpleLazyObject
from phonenumber_field.phonenumber import to_python

from .models import Clinic

# What this process last read, so that a page shows it while the database is away.
_last_known = {"clinic": None, "crisis_lines": []}


def frame(request):
    """Context processor: the clinic with its phone, and crisis lines, asked only by pages that show them."""
    clinic = SimpleLazyObject(lambda: _clinic(request))
    return {
        "clinic": clinic,
        "clinic_phone": SimpleLazyObject(lambda: phone_of(clinic)),
        "crisis_lines": SimpleLazyObject(lambda: _crisis_lines(request, clinic)),
        "site_url": settings.SITE_URL,
    }


def remembered():
    """The same without asking the database: for the pages that say it is away."""
    return _last_known | {"clinic_phone": phone_of(_last_known["clinic"])}


def _clinic(request):
    with _going_on_without(request):
        _last_known["clinic"] = Clinic.objects.first()
    return _last_known["clinic"]


def phone_of(clinic):
    """The clinic's number; that of the settings where this process has never read the clinic."""
    return clinic.phone if clinic else to_python(settings.CLINIC_PHONE)


def _crisis_lines(request, clinic):
    with _going_on_without(request):
        _last_known["crisis_lines"] = list(clinic.crisis_lines()) if clinic else []
    return _last_known["crisis_lines"]


@contextmanager
def _going_on_without(request):
    """The frame is no reason to fail; but a page made without the database is not one to keep."""
    try:
        yield
    except (DatabaseError, InterfaceError):
        if request:
            request.database_was_away = True
