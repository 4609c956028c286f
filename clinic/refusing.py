"""Triggers that refuse a row as a constraint does: by a name, with words for people beside it."""

from functools import cache

import pgtrigger
from django.apps import apps


class RefusingTrigger(pgtrigger.Trigger):
    """A trigger that refuses a row as a constraint does: by a name, with words for people beside it.

    `refusals` are these words by name; `refuse(name)` is the SQL that raises one.
    """

    def __init__(self, *, refusals, **options):
        super().__init__(**options)
        self.refusals = refusals


def refuse(name):
    return f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


@cache
def words_of_triggers():
    """What every trigger that refuses says to people, by the name under which it does."""
    words = {}
    for model in apps.get_models():
        for trigger in getattr(model._meta, "triggers", ()):
            words |= getattr(trigger, "refusals", {})
    return words


def words_of(error):
    """What a database error says to people, or None where no trigger of ours raised it."""
    return words_of_triggers().get(error.__cause__.diag.constraint_name)
