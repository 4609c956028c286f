"""Saying that somebody told a patient by phone what nobody may write to them, or what did not arrive."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinic.scheduling.models import Appointment

from .models import Delivery


@transaction.atomic
def say_told(*, notice, by, now):
    """Note that the patient was told by phone; twice is once. Returns the Delivery.

    Refuses with code `changed` where the appointment is no longer as the notice tells of it.
    """
    rows = Appointment.objects.select_for_update(of=("self",), no_key=True)
    appointment = rows.select_related("room").get(pk=notice.appointment_id)
    delivery = notice.deliveries.filter(channel=Delivery.Channel.PHONE).first()
    if delivery and delivery.sent_at:
        return delivery
    if not notice.says_where_it_stands(appointment) or (delivery and delivery.withdrawn_at):
        raise ValidationError(
            _("The appointment has changed since. Look at it again before you call."), code="changed"
        )
    delivery = delivery or Delivery(notice=notice, channel=Delivery.Channel.PHONE)
    delivery.sent_at, delivery.told_by = now, by
    delivery.save()
    return delivery
