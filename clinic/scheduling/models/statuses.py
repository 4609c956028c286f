"""Where an appointment stands, and where it can go from there."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    OFFERED = "offered", _("Offered")
    BOOKED = "booked", _("Booked")
    ARRIVED = "arrived", _("Arrived")
    READY = "ready", _("Ready to leave")
    FINISHED = "finished", _("Finished")
    CANCELLED = "cancelled", _("Canceled")
    NO_SHOW = "no_show", _("Did not come")
    LAPSED = "lapsed", _("Offer ended")


class AskedBy(models.TextChoices):
    PATIENT = "patient", _("The patient")
    FAMILY = "family", _("Somebody for the patient")
    CLINIC = "clinic", _("The clinic")


# What takes up its room, clinician and patient; all else frees them.
ACTIVE_STATUSES = ("offered", "booked", "arrived", "ready", "finished")
# Of these, what was agreed with the patient: an offer keeps a time, and is no session of a course yet.
AGREED_STATUSES = ("booked", "arrived", "ready", "finished")

ARROWS = {
    "offered": ("booked", "cancelled", "lapsed"),
    "booked": ("arrived", "cancelled", "no_show"),
    "arrived": ("booked", "ready", "cancelled"),
    "ready": ("arrived", "finished"),
    "finished": ("ready",),
    "cancelled": ("booked",),
    "no_show": ("booked",),
    "lapsed": (),
}
