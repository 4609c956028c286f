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
DIARY = "scheduling"


@cache
def _words(*labels):
    """What every constraint and trigger of these apps says to people, by its name in the database."""
    words = {}
    models = [model for label in labels for model in apps.get_app_config(label).get_models()]
    for model in models:
        for constraint in model._meta.constraints:
            if constraint.violation_error_message != constraint.default_violation_error_message:
                words[constraint.name] = constraint.violation_error_message
        for trigger in getattr(model._meta, "triggers", ()):
            words |= getattr(trigger, "refusals", {})
    return words


def of(name):
    """The refusal that goes with the named constraint or trigger; its code is that name."""
    return ValidationError(_words(DIARY)[name], code=name)


@contextmanager
def in_words(*also):
    """Do all of the work within, or none, and refuse in words where the database does; `also` are the labels of apps
    on top of the diary whose rules it may break.

    An error of the database that no rule of the diary explains is not for people: it is raised as it is.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = error.__cause__.diag.constraint_name
        words = _words(DIARY, *also)
        if name not in words:
            raise
        raise ValidationError(words[name], code=name) from error
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) not in SOMEBODY_IS_FASTER:
            raise
        raise ValidationError(_("Somebody else is booking right now. Try again."), code="busy") from error
    except DataError as error:  # such a range is no value at all, so no constraint gets to judge it
        if error.__cause__.pgcode != ENDS_BEFORE_IT_BEGINS:
            raise
        raise of("appointment_ranges_filled") from error
