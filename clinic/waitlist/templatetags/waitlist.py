"""What pages of a patient show of the waiting list."""

from django import template
from django.utils import timezone

from ..models import Offer, Wish

register = template.Library()


@register.inclusion_tag("waitlist/_of_patient.html", takes_context=True)
def waiting_list_of(context, patient):
    """On the staff's page of a patient: what they wait for, and the way onto the list."""
    user, perms = context["user"], context["perms"]
    wishes = Wish.objects.visible_to(user).open().filter(patient=patient).with_all_it_shows()
    return {"patient": patient, "perms": perms, "wishes": wishes}


@register.inclusion_tag("waitlist/_own_offers.html")
def own_offers(patient, token):
    """On a patient's own page: a line for each time that is kept for them until they answer."""
    offers = Offer.objects.out(timezone.now()).filter(wish__patient=patient).with_all_it_shows()
    return {"offers": offers.order_by("expires_at"), "patient": patient, "token": token}
