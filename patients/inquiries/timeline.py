"""What happened to an inquiry, in order: from the history that the database keeps, and from the notes."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from .models import Inquiry


@dataclass
class Entry:
    """One line: when, what, who did it (None for the person asking, and for the system), and the words."""

    at: datetime
    what: str
    who: object = None
    text: str = ""


def timeline(inquiry):
    """Every entry, oldest first, in three queries."""
    history = list(
        Inquiry.pgh_event_model.objects.filter(pgh_obj=inquiry)
        .select_related("pgh_context")
        .order_by("pgh_id")
    )
    people = get_user_model().objects.in_bulk(
        {user for event in history if (user := actor(event))}
        | {event.owner_id for event in history if event.owner_id}
    )
    asked = Entry(inquiry.received_at, _("Asked on the website"))
    if inquiry.came_by == Inquiry.CameBy.PHONE:
        asked = Entry(inquiry.received_at, _("Asked by phone"), inquiry.taken_by)
    later = [
        Entry(note.written_at, _("Note"), note.author, note.text)
        for note in inquiry.notes.select_related("author")
    ]
    for before, after in pairwise(history):
        who = people.get(actor(after))
        later += [Entry(after.pgh_created_at, what, who) for what in changes(before, after, who, people)]
    return [asked, *sorted(later, key=lambda entry: entry.at)]


def actor(event):
    """The number of the user who made this change."""
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def changes(before, after, who, people):
    """What one change did, in words."""
    if after.owner_id != before.owner_id:
        owner = people.get(after.owner_id)
        if owner is None:
            yield _("Given back to everybody")
        elif owner == who:
            yield _("Taken on")
        else:
            yield _("Given to %(owner)s") % {"owner": owner}
    if after.state != before.state:
        if after.state == Inquiry.State.CLOSED:
            yield _("Closed: %(reason)s") % {"reason": after.get_close_reason_display()}
        elif before.state == Inquiry.State.CLOSED:
            yield _("Reopened")
        elif after.state == Inquiry.State.REGISTERED:
            yield _("Registered as a patient")
        else:
            yield _("Got in touch")
