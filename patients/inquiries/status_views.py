"""The private page of somebody who asked: where things stand and what comes next. Nothing they typed is shown.

The link alone opens it, so it tells nobody who they are or what it is about.
"""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from clinic.limits import counting
from clinic.locations.models import Location
from patients.links.pages import behind_a_link, gone

from . import following
from .clock import Clock
from .forms import MessageForm, NewLinkForm
from .models import Inquiry, StatusLink


def opened(view):
    """Hands the view the inquiry behind the link; without one there is one kind page, whatever the reason."""

    @behind_a_link
    def answer(request, token):
        link = StatusLink.objects.select_related(
            "inquiry__location", "inquiry__merged_into__location"
        ).behind(token)
        if link is None:
            return gone(request)
        StatusLink.objects.filter(pk=link.pk).update(last_opened_at=timezone.now())
        return view(request, link.inquiry.merged_into or link.inquiry, token)

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def status(request, inquiry, token):
    """How the inquiry stands; a message to the clinic, or a new link by mail."""
    form = MessageForm(request.POST if request.POST.get("act") == "message" else None)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "new_link":
                following.send_new_link(inquiry=inquiry)
                return redirect(reverse("inquiry:new_link", query={"asked": "yes"}))
            if form.is_valid():
                following.add_message(
                    inquiry=inquiry, sender=counting.sender_of(request), **form.cleaned_data
                )
                return redirect(reverse("inquiry:status", args=[token], query={"sent": "yes"}))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    return render(
        request,
        "inquiries/status.html",
        {
            "inquiry": inquiry,
            "token": token,
            "reading": Clock().read(inquiry),
            "form": form,
            "has_sent": request.GET.get("sent") == "yes",
            "withdrawn": inquiry.close_reason == Inquiry.CloseReason.WITHDRAWN,
            "locations": [inquiry.location],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opened
def take_back(request, inquiry, token):
    """Asks once whether they mean it, then closes the inquiry."""
    if request.method == "POST":
        with suppress(ValidationError):  # a patient by now; the page they come back to says so
            following.withdraw(inquiry=inquiry)
        return redirect("inquiry:status", token)
    return render(request, "inquiries/take_back.html", {"inquiry": inquiry, "token": token})


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request):
    """Mails a new link to an address that asked before; the answer is the same for every address."""
    form = NewLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            following.send_new_link_to(email=form.cleaned_data["email"], sender=counting.sender_of(request))
            return redirect(reverse("inquiry:new_link", query={"asked": "yes"}))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    asked = request.GET.get("asked") == "yes"
    page = {"form": form, "asked": asked, "locations": Location.objects.open_for_business()}
    return render(request, "inquiries/new_link.html", page)
