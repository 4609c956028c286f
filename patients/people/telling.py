"""What we tell of a patient: how they came, what was corrected and by whom, who looks after them, and holds."""

from collections import defaultdict
from itertools import pairwise

from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from clinic.stories import Entry
from patients.inquiries.models import Inquiry
from patients.inquiries.timeline import actor, told_of

from .known import KNOWN, in_words, label_of
from .models import CareTeamMember, Hold, Patient


def tell(patients, user):
    """The entries of this app, for who may read them, and of the inquiries that they may read."""
    entries = [*registered(patients), *changed(patients)]
    if user.has_perm("people.view_hold"):
        entries += held(patients)
    if user.has_perm("people.view_careteammember"):
        entries += looked_after(patients)
    if user.has_perm("inquiries.view_inquiry"):
        entries += asked(patients)
    return entries


def registered(patients):
    for patient in patients:
        yield Entry(
            patient.registered_at,
            _("Registered"),
            patient.registered_by,
            _("As %(name)s") % {"name": patient.legal_name} if patient.merged_into_id else "",
        )


def changed(patients):
    """What the history says of each row: what was corrected, and what they were merged with."""
    stories = defaultdict(list)
    events = Patient.pgh_event_model.objects.filter(pgh_obj__in=patients)
    for event in events.select_related("pgh_context", "location").order_by("pgh_id"):
        stories[event.pgh_obj_id].append(event)
    steps = [step for story in stories.values() for step in pairwise(story)]
    people = get_user_model().objects.in_bulk({actor(after) for _before, after in steps})
    for before, after in steps:
        for what, text in changes(before, after):
            yield Entry(after.pgh_created_at, what, people.get(actor(after)) or by_themselves(after), text)


def changes(before, after):
    """What one change did, in words: what, and from what to what."""
    if after.merged_into_id and not before.merged_into_id:
        yield _("Found to be here twice, and merged"), _("%(name)s was merged") % {"name": after.legal_name}
    if after.inquiry_id and not before.inquiry_id:
        yield _("Given an inquiry of theirs"), ""
    lines = []
    for field in KNOWN:
        old, new = in_words(before, field), in_words(after, field)
        if old != new:
            lines.append(in_one_line(label_of(field), old, new))
    if lines:
        yield _("Corrected"), "\n".join(lines)


def in_one_line(label, old, new):
    """What one field was, and what it is now."""
    words = {"field": capfirst(label), "old": old, "new": new}
    if not old:
        return _("%(field)s: %(new)s") % words
    if not new:
        return _("%(field)s: no longer %(old)s") % words
    return _("%(field)s: %(new)s instead of %(old)s") % words


def by_themselves(event):
    is_theirs = event.pgh_context and event.pgh_context.metadata.get("patient")
    return _("the patient") if is_theirs else None


def held(patients):
    for hold in Hold.objects.filter(patient__in=patients).select_related("raised_by", "lifted_by"):
        yield Entry(hold.raised_at, _("Care put on hold"), hold.raised_by, hold.reason)
        if hold.lifted_at:
            yield Entry(hold.lifted_at, _("Hold lifted"), hold.lifted_by, hold.lifted_because)


def looked_after(patients):
    for member in CareTeamMember.objects.filter(patient__in=patients).select_related("user"):
        name = {"name": member.user}
        yield Entry(member.since, _("%(name)s began to look after them") % name)
        if member.until:
            yield Entry(member.until, _("%(name)s no longer looks after them") % name)


def asked(patients):
    """The stories of the inquiries they came by."""
    inquiries = Inquiry.objects.filter(pk__in=[patient.inquiry_id for patient in patients])
    return told_of(inquiries.select_related("location", "taken_by"))
