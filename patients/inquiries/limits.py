"""How much one sender may send us in a day."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.limits import counting

A_DAY = 20  # of each form from one address: a family, a ward or a library stays far below


def count(*, form, sender):
    """Count one use of a form; refuses when this sender has used up the day. Undone with the transaction."""
    if not counting.is_within(form=form, sender=sender, a_day=A_DAY):
        raise ValidationError(
            _("Many messages came from your connection today, so this one was not sent. Please call us."),
            code="too_many",
        )
