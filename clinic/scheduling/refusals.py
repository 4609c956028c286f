"""What the database refuses, in words for people: each constraint's and trigger's own."""

from contextlib import contextmanager
from functools import cache

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

DEADLOCK, LOCK_TIMEOUT, SERIALIZATION = "40P01", "55P03", "40001"
SOMEBODY_IS_FASTER = {DEADLOCK, LOCK_TIMEOUT, SERIALIZATION}
ENDS_BEFORE_IT_BEGINS = "22000"


@cache
def _words():
    """What every constraint and trigger says to people, of the diary and of the apps on top of it, by its name in the
    database.
    """
    words = {}
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.violation_error_message != constraint.default_violation_error_message:
                words[constraint.name] = constraint.violation_error_message
        for trigger in getattr(model._meta, "triggers", ()):
            words |= getattr(trigger, "refusals", {})
    return words


def of(name):
    """The refusal that goes with the named constraint or trigger; its code is that name."""
    return ValidationError(_words()[name], code=name)


@contextmanager
def in_words():
    """Do all of the work within, or none, and refuse in words where the database does.

    An error of the database that no rule of the diary explains is not for people: it is raised as it is.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = error.__cause__.diag.constraint_name
        if name not in _words():
            raise
        raise of(name) from error
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) not in SOMEBODY_IS_FASTER:
            raise
        raise ValidationError(_("Somebody else is booking right now. Try again."), code="busy") from error
    except DataError as error:  # such a range is no value at all, so no constraint gets to judge it
        if error.__cause__.pgcode != ENDS_BEFORE_IT_BEGINS:
            raise
        raise of("appointment_ranges_filled") from error
