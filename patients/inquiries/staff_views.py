"""The inbox: what waits, who owns it and how long; and writing down what somebody asks by phone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import requires

from . import answering
from .clock import Clock
from .forms import ChosenForm, FilterForm, PhoneInquiryForm
from .models import Inquiry
from .receiving import receive_inquiry

ON_A_PAGE = 25


@requires("inquiries.view_inquiry")
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request):
    """The list, what waits longest on top; what is ticked in it can be closed as spam at once."""
    if request.method == "POST":
        return close_chosen(request)
    clock = Clock()
    form = FilterForm(request.GET)
    asked_for = form.asked_for()
    found = Inquiry.objects.visible_to(request.user).filtered(
        words=asked_for["q"],
        owner=request.user if asked_for["owner"] == form.MINE else None,
        nobodys=asked_for["owner"] == form.NOBODYS,
        location=asked_for["location"] or None,
        reason=asked_for["reason"],
    )
    counts = found.counts(clock)
    listed = found.listed_as(asked_for["state"], clock).select_related("location", "owner")
    paginator = Paginator(listed, ON_A_PAGE)
    if asked_for["state"] in counts:
        paginator.count = counts[asked_for["state"]]  # counted already
    page = paginator.get_page(request.GET.get("page"))
    return render(
        request,
        "inquiries/inbox.html",
        {
            "filters": form,
            "state": asked_for["state"],
            "states": [(value, label, counts.get(value)) for value, label in form.LISTS],
            "is_narrowed": any(asked_for[name] for name in ("q", "owner", "location", "reason")),
            "rows": [(inquiry, clock.read(inquiry)) for inquiry in page],
            "page": page,
            "may_close": request.user.has_perm("inquiries.change_inquiry")
            and asked_for["state"] not in ("registered", "closed"),
        },
    )


def close_chosen(request):
    if not request.user.has_perm("inquiries.change_inquiry"):
        raise PermissionDenied
    form = ChosenForm(request.POST, visible=Inquiry.objects.visible_to(request.user))
    if form.is_valid():
        count = answering.close_as_spam(inquiries=form.cleaned_data["chosen"], by=request.user)
        closed = ngettext(
            "%(count)s inquiry is closed as spam. It stays under Closed, where you can reopen it.",
            "%(count)s inquiries are closed as spam. They stay under Closed, where you can reopen them.",
            count,
        )
        messages.success(request, closed % {"count": count})
    else:
        messages.error(request, form.errors["chosen"][0])
    return redirect(request.get_full_path())


@requires("inquiries.add_inquiry")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def by_phone(request):
    """Write down an inquiry during a call."""
    form = PhoneInquiryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            inquiry = receive_inquiry(came_by=Inquiry.CameBy.PHONE, taken_by=request.user, **form.inquiry())
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The inquiry is kept."))
            return redirect("inbox:inquiry", inquiry.reference)
    return render(request, "inquiries/phone.html", {"form": form})
