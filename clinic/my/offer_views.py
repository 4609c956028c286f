"""A time that is offered to a patient, on their own pages: look at it, and say yes or no."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from clinic.waitlist import answering
from clinic.waitlist.models import Offer

from .views import opened

ACTS = {"accept": answering.accept, "decline": answering.decline}
OVER, NOT_NOW = 409, 422


@opened
def offer(request, patient, token, reference):
    """The offer as it stands now; the answer to a yes or a no is this page again."""
    shown, status, refused = _offer(patient, reference), 200, False
    act = ACTS.get(request.POST.get("act"))
    if act:
        try:
            act(offer=shown, now=timezone.now())
            return redirect(request.path)
        except ValidationError as refusal:
            # Somebody else was faster, or it is over: a page of its own kind. All else is for us to put right.
            refused = not any(error.code == "offer_over" for error in refusal.error_list)
            status, shown = NOT_NOW if refused else OVER, _offer(patient, reference)
    now = timezone.now()
    context = {
        "patient": patient,
        "token": token,
        "offer": shown,
        "is_out": shown.is_out(now),
        "is_late": now >= shown.expires_at,
        "refused": refused,
        "present": shown.wish.instead_of,
        "locations": [shown.location],
    }
    return render(request, "my/offer.html", context, status=status)


def _offer(patient, reference):
    return get_object_or_404(
        Offer.objects.filter(wish__patient=patient).with_all_it_shows(), reference=reference
    )
