"""What the frame of every page and mail shows: the clinic, and whom to call in a crisis."""

from django.db import DatabaseError, InterfaceError
from django.utils.functional import SimpleLazyObject

from .models import Clinic

# What this process last read, so that a page shows it while the database is away.
_last_known = {"clinic": None, "crisis_lines": []}


def frame(request):
    """Context processor: `clinic` and `crisis_lines`, one query each, asked only by pages that show them."""
    clinic = SimpleLazyObject(_clinic)
    return {"clinic": clinic, "crisis_lines": SimpleLazyObject(lambda: _crisis_lines(clinic))}


def remembered():
    """The same without asking the database: for the pages that say it is away."""
    return dict(_last_known)


def _clinic():
    try:
        _last_known["clinic"] = Clinic.objects.first()
    except (DatabaseError, InterfaceError):
        pass  # the frame is no reason to fail; whoever needs the database says so
    return _last_known["clinic"]


def _crisis_lines(clinic):
    try:
        _last_known["crisis_lines"] = list(clinic.crisis_lines()) if clinic else []
    except (DatabaseError, InterfaceError):
        pass
    return _last_known["crisis_lines"]
