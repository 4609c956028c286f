"""Confirming a setting whose numbers are clinical: a medical director answers for them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinic.locations.directors import is_medical_director


@transaction.atomic
def confirm(*, setting, by, now):
    """Confirm a type's minutes or a protocol's phases as they are now; a later change takes the confirmation back."""
    if not is_medical_director(by):
        raise ValidationError(_("Only a location’s medical director may confirm this."), "not_a_director")
    setting = type(setting).objects.select_for_update(no_key=True).get(pk=setting.pk)
    setting.confirmed_by, setting.confirmed_on = by, now.date()
    setting.save(update_fields=["confirmed_by", "confirmed_on"])
    return setting
