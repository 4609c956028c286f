"""Time that comes free when an appointment is canceled or moved away: noted in the same act, so that none is missed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from .models import Appointment, FreedTime

Status = Appointment.Status
How = FreedTime.How


def note(before, after, now):
    """Note the time that the appointment has left, `before` being its row as it was stored.

    Time that has begun cannot be given to anybody, and an offer that ends was nobody's.
    """
    if before.status != Status.BOOKED or before.session.lower <= now:
        return None
    if after.status == Status.CANCELLED:
        how = How.CANCELLED
    elif after.is_active and (before.room_id, before.room_block) != (after.room_id, after.room_block):
        how = How.MOVED
    else:
        return None
    return FreedTime.objects.create(
        appointment=after,
        how=how,
        room_id=before.room_id,
        clinician_id=before.clinician_id,
        session=before.session,
        room_block=before.room_block,
        freed_at=now,
    )


@transaction.atomic
def leave(*, freed, by, because, now):
    """Nobody is offered this time, and why; said once. Refuses, with code `offered`, while somebody may answer."""
    freed = FreedTime.objects.select_for_update(of=("self",), no_key=True).get(pk=freed.pk)
    if freed.left_at:
        raise ValidationError(
            _("%(who)s has said already that this time is left free."), "left_already", {"who": freed.left_by}
        )
    offers = Appointment.objects.filter(status=Status.OFFERED, offered_until__gt=now, room=freed.room_id)
    if offers.filter(room_block__overlap=freed.room_block).exists():
        raise ValidationError(_("Somebody was asked for this time and may still answer."), "offered")
    if not because.strip():
        raise ValidationError(_("Say why nobody is offered this time."), "reason_missing")
    freed.left_at, freed.left_by = now, by
    freed.left_because = FreedTime._meta.get_field("left_because").clean(because.strip(), None)
    freed.save()
    return freed
