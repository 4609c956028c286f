"""Appointments as calendar files (RFC 5545): discreet, and always the same event in a calendar that has it already.

Times stand in UTC, since an hour that comes twice has no name of its own on a wall clock.
"""

from datetime import UTC

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from clinic.locations.models import Clinic

from .models import Appointment

CONTENT_TYPE = "text/calendar"
FILE_NAME = "appointment.ics"
MADE_BY = "-//Portal//Appointments//EN"


def calendar_file(appointment):
    """The file of one appointment, as bytes, in the language in force; of one that is off it says so.

    Its UID stays for as long as the appointment does and its SEQUENCE grows with each change, so a calendar moves
    or removes the event that it has. The title names the clinic by its discreet short name, and nothing else.
    """
    clinic = Clinic.objects.first()
    is_off = not appointment.is_agreed
    calendar = _calendar("CANCEL" if is_off else "PUBLISH")
    event = event_of(appointment, appointment.visit, title=title_of(clinic))
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    where = appointment.location
    event.add("location", ", ".join(filter(None, [where.street, where.city])))
    event.add("description", _("To change it, call %(phone)s.") % {"phone": where.phone.as_international})
    if clinic:
        organizer = vCalAddress(f"mailto:{clinic.email}")
        organizer.params["CN"] = clinic.short_name
        event.add("organizer", organizer, encode=False)
    calendar.add_component(event)
    return calendar.to_ical()


def title_of(clinic):
    """What an event is called, such as “Appointment, Stillwater”."""
    return _("Appointment, %(clinic)s") % {"clinic": clinic.short_name} if clinic else _("Appointment")


def event_of(appointment, span, *, title):
    """The bare event of an appointment, at `span` of its ranges."""
    event = Event()
    event.add("uid", f"{appointment.reference}@{settings.SITE_HOST}")
    event.add("sequence", _version(appointment))
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("last-modified", appointment.changed_at.astimezone(UTC))
    event.add("dtstart", span.lower.astimezone(UTC))
    event.add("dtend", span.upper.astimezone(UTC))
    event.add("summary", title)
    return event


def _calendar(method):
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _version(appointment):
    if not hasattr(appointment, "version"):
        appointment = Appointment.objects.with_version().get(pk=appointment.pk)
    return appointment.version
