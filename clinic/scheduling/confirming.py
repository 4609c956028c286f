"""Confirming the minutes of a type of appointment: a medical director answers for them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinic.locations.directors import is_medical_director

from .models import AppointmentType


@transaction.atomic
def confirm_type(*, type, by, now):
    """Confirm the minutes of a type as they are now; a later change takes the confirmation back."""
    if not is_medical_director(by):
        raise ValidationError(_("Only a location’s medical director may confirm this."), "not_a_director")
    type = AppointmentType.objects.select_for_update(no_key=True).get(pk=type.pk)
    type.confirmed_by, type.confirmed_on = by, now.date()
    type.save(update_fields=["confirmed_by", "confirmed_on"])
    return type
