"""Confirming how soon a safety task is answered: a medical director answers for it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinic.locations.directors import is_medical_director

from .models import ResponseTime


@transaction.atomic
def confirm_response_time(*, times, by, now):
    """Confirm the times of one level as they are now; a later change takes the confirmation back."""
    if not is_medical_director(by):
        raise ValidationError(_("Only a location’s medical director may confirm this."), "not_a_director")
    times = ResponseTime.objects.select_for_update(no_key=True).get(pk=times.pk)
    times.confirmed_by, times.confirmed_on = by, now.date()
    times.save(update_fields=["confirmed_by", "confirmed_on"])
    return times
