"""Keeping a new signature, however it was given."""

from contextlib import contextmanager

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from clinic.refusing import words_of


def a_year_after(day):
    """The same date a year later; February 29 becomes February 28."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def record(consent):
    """Keep the signature; it is good for a year. Returns the Consent.

    What rests on such a consent rests on the newest one from then on: each app says how (`follow_consent` in
    its `AppConfig`).
    """
    consent.treatment_id = consent.document.treatment_id
    consent.valid_until = a_year_after(consent.signed_on)
    consent.full_clean()
    with _in_words():
        consent.save(force_insert=True)
    for app in apps.get_app_configs():
        for follow in getattr(app, "follow_consent", ()):
            import_string(follow)(consent=consent)
    return consent


@contextmanager
def _in_words():
    """Refuse in words what a trigger refuses about a signature; the code is the rule's name."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if words := words_of(error):
            raise ValidationError(words, code=error.__cause__.diag.constraint_name) from error
        raise
