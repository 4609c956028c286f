"""What we tell of a patient's place on the waiting list: wishes, and what was offered to them."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.stories import Entry

from .mails import mark_unsent
from .models import Offer, Wish


def tell(patients, user):
    """Wishes made and ended, offers made and answered; for who may read them."""
    if user.has_perm("waitlist.view_wish"):
        wishes = Wish.objects.filter(patient__in=patients).with_all_it_shows().select_related("ended_by")
        for wish in wishes:
            page = reverse("waitlist:wish", args=[wish.reference])
            words = {"what": wish.what}
            yield Entry(
                wish.made_at, _("On the waiting list for %(what)s") % words, wish.made_by, wish.note, page
            )
            if wish.ended_at:
                who = wish.ended_by or _("the patient")
                how = wish.get_ended_how_display()
                yield Entry(wish.ended_at, _("Off the waiting list for %(what)s") % words, who, how, page)
    if user.has_perm("waitlist.view_offer"):
        now = timezone.now()
        offers = Offer.objects.filter(wish__patient__in=patients).with_all_it_shows()
        for offer in mark_unsent(list(offers.select_related("answered_by"))):
            page = reverse("waitlist:wish", args=[offer.wish.reference])
            words = {"when": offer.when_in_words}
            how = _("by mail") if offer.by_mail else _("by phone")
            trouble = _("The mail has not left.") if offer.mail else ""
            yield Entry(offer.made_at, _("Offered %(when)s") % words, offer.made_by, how, page, trouble)
            if not offer.is_out(now):
                at = offer.answered_at or min(offer.expires_at, offer.kept.changed_at)
                who = offer.answered_by or (_("the patient") if offer.answer else None)
                said = {"when": offer.when_in_words, "answer": offer.state(now)}
                yield Entry(at, _("Offer of %(when)s: %(answer)s") % said, who, "", page)
