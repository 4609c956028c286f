"""What we know about a patient, in words: to compare, to show beside each other, to tell what changed."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Patient

KNOWN = (
    "legal_name", "chosen_name", "pronouns", "birth_date", "email", "phone", "channels", "emergency_name",
    "emergency_relation", "emergency_phone", "escort_name", "escort_phone", "language", "needs_interpreter",
    "access_needs", "location", "time_zone", "heard_from",
)  # fmt: skip
# What patients correct by themselves.
THEIR_OWN = (
    "email", "phone", "channels", "emergency_name", "emergency_relation", "emergency_phone", "escort_name",
    "escort_phone",
)  # fmt: skip


def what_is_known(patient):
    """Everything we know, by field, as text in no language: to notice that somebody has changed it."""
    return {field: str(getattr(patient, field)) for field in KNOWN}


def in_words(patient, field):
    """One thing we know about a patient, or knew (a row of the history); empty where we know nothing."""
    value = getattr(patient, field)
    if field == "channels":
        return ", ".join(str(channel.label) for channel in Patient.Channel if channel in value)
    if field == "heard_from":
        return "" if value == Patient.HeardFrom.UNSAID else str(Patient.HeardFrom(value).label)
    if field == "needs_interpreter":
        return _("Yes") if value else ""
    if field == "birth_date":
        return date_format(value, "F j, Y")
    if field.endswith("phone") and value:
        return value.as_international
    return str(value or "")


def label_of(field):
    """What the field is called."""
    return str(Patient._meta.get_field(field).verbose_name)
