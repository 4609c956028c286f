"""What happened to a row of the ledger or to a wording: from the history that the database keeps."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What the acts of `ledger` call themselves in the history.
ACTS = {
    "verified": gettext_lazy("Verified"),
    "doubted": gettext_lazy("Not verified any more"),
    "checked": gettext_lazy("Checked"),
    "retracted": gettext_lazy("Retracted"),
    "reinstated": gettext_lazy("Retraction taken back"),
    "standing": gettext_lazy("Standing changed"),
}
LABELS = {
    "insert": gettext_lazy("Added"),
    "update": gettext_lazy("Changed"),
    "delete": gettext_lazy("Taken away"),
}


@dataclass
class Change:
    """One field, before and after."""

    label: str
    before: str
    after: str


@dataclass
class Entry:
    """One thing that happened: when, what, who did it (None for a command), their words, which fields."""

    at: datetime
    what: str
    who: object = None
    note: str = ""
    changes: list[Change] = field(default_factory=list)


def history_of(model, *, fields, **where):
    """What happened to the row that `where` names and changed one of `fields`, the newest first (two queries)."""
    events = list(
        model.pgh_event_model.objects.filter(**where).select_related("pgh_context").order_by("pgh_id")
    )
    told = [_told(event) for event in events]
    people = get_user_model().objects.in_bulk({each["user"] for each in told if each.get("user")})
    entries, before = [], None
    for event, words in zip(events, told, strict=True):
        changes = _changes(model, fields, before, event) if before else []
        is_other = event.pgh_label != "update"
        if is_other or changes or words.get("act") in ACTS:
            what = LABELS[event.pgh_label] if is_other else ACTS.get(words.get("act"), LABELS["update"])
            who = people.get(words.get("user"))
            entries.append(Entry(event.pgh_created_at, str(what), who, words.get("note", ""), changes))
        before = None if event.pgh_label == "delete" else event
    return entries[::-1]


def _told(event):
    """What whoever changed the row said of it: `user`, `act`, `note`, as far as they did."""
    return event.pgh_context.metadata if event.pgh_context else {}


def _changes(model, fields, before, after):
    """The fields that differ, each as people read it."""
    found = []
    for name in fields:
        column = model._meta.get_field(name)
        old, new = getattr(before, column.attname), getattr(after, column.attname)
        if old != new:
            found.append(Change(str(column.verbose_name), _as_read(column, old), _as_read(column, new)))
    return found


def _as_read(column, value):
    if value in (None, ""):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(dict(column.flatchoices).get(value, value))
