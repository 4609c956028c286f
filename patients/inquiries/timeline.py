"""What happened to an inquiry, in order: from the history that the database keeps, and from what was written.

The stories of inquiries that were merged into it are a part of it.
"""

from collections import defaultdict
from itertools import pairwise

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.stories import Entry

from .models import Contact, Inquiry, Message, Note


def timeline(inquiry):
    """Every entry, what was asked first, then by time, in six queries."""
    return [_asked(inquiry), *sorted(_since([inquiry]), key=lambda entry: entry.at)]


def told_of(inquiries):
    """The story of several inquiries until they were registered, in any order and in as many queries.

    Where they asked leads to the inquiry.
    """
    inquiries = list(inquiries)
    asked = [_asked_with_words(inquiry) for inquiry in inquiries]
    for inquiry, entry in zip(inquiries, asked, strict=True):
        entry.url = reverse("inbox:inquiry", args=[inquiry.reference])
    return asked + _since(inquiries, but_state=Inquiry.State.REGISTERED)


def _since(inquiries, but_state=None):
    """All that came after these were asked, those among it that were merged into them."""
    merged = Inquiry.objects.filter(merged_into__in=inquiries).select_related("taken_by", "location")
    entries = [_asked_with_words(inquiry) for inquiry in merged]
    told = [*inquiries, *merged]
    entries += [
        Entry(note.written_at, _("Note"), note.author, note.text)
        for note in Note.objects.filter(inquiry__in=told).select_related("author")
    ]
    entries += [
        Entry(message.written_at, _("Wrote on their private page"), text=message.text)
        for message in Message.objects.filter(inquiry__in=told)
    ]
    entries += [
        Entry(contact.at, _what_we_did(contact), contact.by, contact.text, _trouble(contact))
        for contact in Contact.objects.filter(inquiry__in=told).select_related("by", "email")
    ]
    entries += _changes_of(told, but_state)
    return entries


def _asked(inquiry):
    if inquiry.came_by == Inquiry.CameBy.PHONE:
        return Entry(inquiry.received_at, _("Asked by phone"), inquiry.taken_by)
    return Entry(inquiry.received_at, _("Asked on the website"))


def _asked_with_words(inquiry):
    """What they asked, and all that another row of theirs may not know."""
    entry = _asked(inquiry)
    reached = [inquiry.name, inquiry.email, inquiry.phone and inquiry.phone.as_international]
    known = ", ".join(str(each) for each in reached if each)
    entry.text = "\n\n".join(filter(None, [known, inquiry.message, inquiry.support_needed]))
    return entry


def _what_we_did(contact):
    if contact.way == Contact.Way.MAIL:
        return _("Answered by mail")
    return _("Called: %(outcome)s") % {"outcome": contact.get_outcome_display()}


def _trouble(contact):
    if contact.has_failed:
        return _("This mail could not be delivered. Try the phone.")
    return _("On its way to the mail server.") if contact.is_on_its_way else ""


def _changes_of(inquiries, but_state):
    """What the history says of each row: who took it on, what state it came to, what was put off."""
    stories, zones = defaultdict(list), {inquiry.pk: inquiry.location.zone for inquiry in inquiries}
    events = Inquiry.pgh_event_model.objects.filter(pgh_obj__in=inquiries).exclude(state=but_state)
    for event in events.select_related("pgh_context").order_by("pgh_id"):
        stories[event.pgh_obj_id].append(event)
    steps = [step for story in stories.values() for step in pairwise(story)]
    people = get_user_model().objects.in_bulk(
        {actor(after) for _before, after in steps} | {after.owner_id for _before, after in steps}
    )
    for before, after in steps:
        who = people.get(actor(after))
        for what in changes(before, after, who, people, zones[after.pgh_obj_id]):
            yield Entry(after.pgh_created_at, what, who)


def actor(event):
    """The number of the user who made this change."""
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def changes(before, after, who, people, zone):
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
        if before.state == Inquiry.State.REGISTERED:
            yield _("Registering was taken back")
        elif after.state == Inquiry.State.CLOSED:
            yield _("Closed: %(reason)s") % {"reason": after.get_close_reason_display()}
        elif before.state == Inquiry.State.CLOSED:
            yield _("Reopened")
        elif after.state == Inquiry.State.REGISTERED:
            yield _("Registered as a patient")
        else:
            yield _("Got in touch")
    if after.snoozed_until != before.snoozed_until and after.state in Inquiry.WAITING_STATES:
        if after.snoozed_until:
            day = date_format(after.snoozed_until.astimezone(zone), "l, F j")
            yield _("Put off until %(day)s") % {"day": day}
        else:
            yield _("Back on the list")
