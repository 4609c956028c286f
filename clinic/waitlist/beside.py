"""What the waiting list says beside an appointment."""

from django.utils import timezone

from clinic.panels import Panel

from .mails import mark_unsent
from .models import Offer, Wish
from .wishing import can_wish_earlier


def on_the_list(appointment, user):
    """Who was asked for a time that is offered; else whether an earlier time is wished for, or could be."""
    now = timezone.now()
    if appointment.is_offered and user.has_perm("waitlist.view_offer"):
        asked = Offer.objects.out(now).filter(kept=appointment)
        visible = mark_unsent(list(asked.visible_to(user).with_all_it_shows().order_by("made_at")))
        shown = {"offers": visible, "others": asked.count() - len(visible), "location": appointment.location}
        return Panel("waitlist/_asked.html", shown)
    if not (can_wish_earlier(appointment, now) and user.has_perm("waitlist.view_wish")):
        return None
    wishes = (
        Wish.objects.visible_to(user)
        .open()
        .filter(patient=appointment.patient_id, type=appointment.type_id, course=appointment.course_id)
    )
    return Panel("waitlist/_beside.html", {"wish": wishes.with_all_it_shows().first()})
