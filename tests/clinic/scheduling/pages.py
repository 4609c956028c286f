"""What the tests of the diary's pages send and read."""

import re
from datetime import time
from html import unescape

from django.urls import reverse

from clinic.locations.models import Location
from clinic.scheduling.models import Room
from patients.inquiries.form_keys import new_key


def calendar(small_clinic, show="rooms", day=None):
    query = {
        "location": small_clinic.location.slug,
        "day": (day or small_clinic.monday).isoformat(),
        "show": show,
    }
    return reverse("scheduling:calendar", query=query)


def book_page(small_clinic, type="evaluation", **query):
    asked = {
        "patient": small_clinic.patient.reference,
        "type": type,
        "day": small_clinic.monday.isoformat(),
        **query,
    }
    return reverse("scheduling:book", query=asked)


def typed(small_clinic, at=time(10), **changes):
    """A booking typed by hand, as the form sends it."""
    return {
        "form_key": new_key(),
        "opening": "typed",
        "day": small_clinic.monday.isoformat(),
        "starts": f"{at:%H:%M}",
        "minutes": "",
        "room": small_clinic.rooms[0].pk,
        "clinician": small_clinic.clinicians[0].pk,
        **changes,
    }


def text_of(response):
    """What a page says, without its tags."""
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(words))


def open_another(small_clinic):
    """A second location, and a room there where everything is done."""
    here = small_clinic.location
    known = {name: getattr(here, name) for name in ("time_zone", "street", "city", "postal_code", "country")}
    other = Location.objects.create(name="Uptown", slug="uptown", phone=here.phone, **known)
    room = Room.objects.create(location=other, name="Room 9")
    room.types.set(small_clinic.rooms[0].types.all())
    return other


def close(location):
    location.is_active = False
    location.save()
