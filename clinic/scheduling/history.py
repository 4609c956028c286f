"""The story of one appointment: who booked, moved or cancelled it, who came and went, when, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .models import Appointment

ASKED = {
    Appointment.AskedBy.PATIENT: gettext_lazy("the patient asked"),
    Appointment.AskedBy.FAMILY: gettext_lazy("somebody asked for the patient"),
    Appointment.AskedBy.CLINIC: gettext_lazy("the clinic asked"),
}
TAKEN_BACK = {
    ("cancelled", "booked"): gettext_lazy("Taken back into the diary"),
    ("no_show", "booked"): gettext_lazy("“Did not come” taken back"),
    ("arrived", "booked"): gettext_lazy("“Arrived” taken back"),
    ("ready", "arrived"): gettext_lazy("“Ready to leave” taken back"),
    ("finished", "ready"): gettext_lazy("“Finished” taken back"),
}
SET_ASIDE = {
    "outside_hours_because": gettext_lazy("outside hours because: %(why)s"),
    "gap_because": gettext_lazy("other days between because: %(why)s"),
}


@dataclass
class Entry:
    """One thing that happened to an appointment."""

    at: datetime
    who: str
    what: str
    reason: str
    is_of_an_offer: bool = False  # which the waiting list tells of too


def history_of(appointment):
    """Everything that happened to an appointment, the newest first, as the database kept it (one query)."""
    events = appointment.events.select_related("changed_by", "room__location", "clinician__user")
    return entries_of(events.order_by("pgh_id"), appointment.location.zone)[::-1]


def entries_of(events, zone):
    """The same for the events of one appointment, the oldest first, by the clock of its location."""
    entries, before = [], None
    for event in events:
        what, had_a_reason = _what_changed(before, event, zone)
        if what:
            at, reason = event.changed_at.astimezone(zone), event.reason if had_a_reason else ""
            is_of_an_offer = event.status in (Appointment.Status.OFFERED, Appointment.Status.LAPSED)
            entries.append(Entry(at, _who(before, event), what, reason, is_of_an_offer))
        before = event
    return entries


def _who(before, event):
    if _is_confirmed(before, event):
        return _("the patient")
    return _("the portal") if _has_run_out(event) else str(event.changed_by)


def _what_changed(before, after, zone):
    """What an event says in words, and whether its reason was given for this: it stays on the row afterwards."""
    if before is None and after.status == Appointment.Status.OFFERED:
        words = {"when": _when(after, zone), "until": _moment(after.offered_until, zone)}
        return "; ".join([_("Offered for %(when)s, until %(until)s") % words, *_set_aside(after)]), True
    if before is None:
        booked = _("Booked for %(when)s") % {"when": _when(after, zone)}
        return "; ".join([booked, *_asked(after), *_set_aside(after)]), True
    if before.status != after.status:
        return _step(before, after)
    if before.offered_until != after.offered_until:
        return _("Offered until %(until)s") % {"until": _moment(after.offered_until, zone)}, False
    if moved := list(_moved(before, after, zone)):
        return "; ".join([", ".join(moved), *_asked(after), *_set_aside(after)]), True
    return _escort(before, after), False


def _step(before, after):
    if before.status == Appointment.Status.OFFERED:
        return _answer(after)
    if taken_back := TAKEN_BACK.get((before.status, after.status)):
        return str(taken_back), False
    if after.status == Appointment.Status.CANCELLED:
        words = _("Canceled late") if after.was_late else after.get_status_display()
        return "; ".join([words, *_asked(after)]), True
    return after.get_status_display(), after.status == Appointment.Status.NO_SHOW


def _answer(after):
    """How an offer ended; nobody's act where its time was over."""
    if after.status == Appointment.Status.BOOKED:
        return "; ".join([_("The offer was taken: booked"), *_asked(after)]), False
    if _has_run_out(after):
        return _("The offer ended: nobody answered in time"), False
    return _("The offer ended, and its time is not kept any more"), True


def _has_run_out(event):
    """Whether an offer ended by the clock."""
    return event.status == Appointment.Status.LAPSED and event.changed_at >= event.offered_until


def _moved(before, after, zone):
    if before.session != after.session:
        words = {"old": _when(before, zone), "new": _when(after, zone)}
        yield _("Moved from %(old)s to %(new)s") % words
    for field in ("room", "clinician"):
        if getattr(before, f"{field}_id") != getattr(after, f"{field}_id"):
            words = {"old": getattr(before, field), "new": getattr(after, field)}
            yield _("from %(old)s to %(new)s") % words


def _asked(event):
    return [str(ASKED[event.asked_by])] if event.asked_by else []


def _set_aside(event):
    for field, words in SET_ASIDE.items():
        if why := getattr(event, field):
            yield words % {"why": why}


def _is_confirmed(before, after):
    """Whether the patient has just said who takes them home: all of it that they write by themselves."""
    return after.escort_confirmed_at not in (None, before and before.escort_confirmed_at)


def _escort(before, after):
    who = ", ".join(filter(None, [after.escort_name, after.escort_phone]))
    if _is_confirmed(before, after):
        return _("Said on their own page who takes them home: %(who)s") % {"who": who}
    if (before.escort_name, before.escort_phone) == (after.escort_name, after.escort_phone):
        return ""
    if not after.escort_name:
        return _("Nobody is named any more who takes the patient home")
    return _("Takes the patient home: %(who)s") % {"who": who}


def _when(event, zone):
    start, end = (bound.astimezone(zone) for bound in (event.session.lower, event.session.upper))
    return f"{date_format(start, 'D, M j')}, {start:%H:%M}–{end:%H:%M}"


def _moment(moment, zone):
    return date_format(moment.astimezone(zone), "D, M j, H:i")
