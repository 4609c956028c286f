"""Appointments as calendar files (RFC 5545): discreet, and always the same event in a calendar that has it already.

Times stand in UTC, since an hour that comes twice has no name of its own on a wall clock. Nobody is named, and what
an event is called says no more than whom it is with.
"""

import uuid
from datetime import UTC
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from clinic.locations.models import Clinic

from .models import Appointment

CONTENT_TYPE = "text/calendar"
FILE_NAME = "appointment.ics"
MADE_BY = "-//Portal//Appointments//EN"


def calendar_file(appointment):
    """The patient's file of one appointment, as bytes, in the language in force; of one that is off it says so.

    Its UID stays for as long as the appointment does and its SEQUENCE grows with each change, so a calendar moves
    or removes the event that it has (RFC 5546, PUBLISH and CANCEL).
    """
    clinic, where = Clinic.objects.first(), appointment.location
    event = event_of(
        appointment, appointment.visit, uid=uid_of(appointment, "patient"), title=title_of(clinic)
    )
    event.add("dtstamp", timezone.now())
    event.add("status", "CONFIRMED" if appointment.is_agreed else "CANCELLED")
    event.add("organizer", _organizer(clinic))
    if appointment.is_agreed:
        event.add("description", _("To change it, call %(phone)s.") % {"phone": where.phone.as_international})
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", _method(appointment))
    calendar.add_component(event)
    return calendar.to_ical()


def content_type_of(appointment):
    """The media type of its file, for a mail or an answer: it says the file's METHOD (RFC 5545, 3.7.2)."""
    return f"{CONTENT_TYPE}; method={_method(appointment)}"


def title_of(clinic):
    """What an event is called, such as “Appointment, Stillwater”."""
    return _("Appointment, %(clinic)s") % {"clinic": clinic.short_name} if clinic else _("Appointment")


def event_of(appointment, span, *, uid, title):
    """The event of an appointment at `span`, one of its ranges; without DTSTAMP, which depends on the file."""
    event, where = Event(), appointment.location
    event.add("uid", uid)
    event.add("sequence", _version(appointment))
    event.add("last-modified", appointment.changed_at.astimezone(UTC))
    event.add("dtstart", span.lower.astimezone(UTC))
    event.add("dtend", span.upper.astimezone(UTC))
    event.add("summary", title)
    event.add("class", "PRIVATE")  # somebody who sees a shared calendar sees that time is taken, no more
    event.add(
        "location", ", ".join(filter(None, [where.street, where.city, where.region, where.postal_code]))
    )
    return event


def uid_of(appointment, whose):
    """What an appointment is known by in a calendar of `whose`, such as “patient”.

    One that keeps both the patient's calendar and a clinician's has nothing in common to join them by.
    """
    return str(uuid.uuid5(uuid.UUID(appointment.reference), whose))


def _method(appointment):
    return "PUBLISH" if appointment.is_agreed else "CANCEL"


def _organizer(clinic):
    """Who mails come from: calendars trust a file no further than that."""
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    if clinic:
        organizer.params["CN"] = clinic.short_name
    return organizer


def _version(appointment):
    if not hasattr(appointment, "version"):
        appointment = Appointment.objects.with_version().get(pk=appointment.pk)
    return appointment.version
