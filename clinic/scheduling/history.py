"""The story of one appointment: who booked, moved or cancelled it, when, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _


@dataclass
class Entry:
    """One thing that happened to an appointment."""

    at: datetime
    who: str
    what: str
    reason: str


def history_of(appointment):
    """Everything that happened to an appointment, the newest first, as the database kept it (one query)."""
    events = appointment.events.select_related("changed_by", "room__location", "clinician__user")
    return entries_of(events.order_by("pgh_id"), appointment.location.zone)[::-1]


def entries_of(events, zone):
    """The same for the events of one appointment, the oldest first, by the clock of its location."""
    entries, before = [], None
    for event in events:
        if what := _what_changed(before, event, zone):
            at = event.changed_at.astimezone(zone)
            entries.append(Entry(at=at, who=str(event.changed_by), what=what, reason=event.reason))
        before = event
    return entries


def _what_changed(before, after, zone):
    if before is None:
        return _("Booked for %(when)s") % {"when": _when(after, zone)}
    if before.status != after.status:
        if (before.status, after.status) == ("cancelled", "booked"):
            return _("Taken back into the diary")
        return after.get_status_display()
    changes = []
    if before.session != after.session:
        words = {"old": _when(before, zone), "new": _when(after, zone)}
        changes.append(_("Moved from %(old)s to %(new)s") % words)
    for field, words in (("room", _("from %(old)s to %(new)s")), ("clinician", _("from %(old)s to %(new)s"))):
        if getattr(before, f"{field}_id") != getattr(after, f"{field}_id"):
            changes.append(words % {"old": getattr(before, field), "new": getattr(after, field)})
    return ", ".join(changes)


def _when(event, zone):
    start, end = (bound.astimezone(zone) for bound in (event.session.lower, event.session.upper))
    return f"{date_format(start, 'D, M j')}, {start:%H:%M}–{end:%H:%M}"
