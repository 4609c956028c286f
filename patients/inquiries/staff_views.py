"""The inbox: what waits, who owns it, how long, and the way from “somebody asked” to an answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires

from . import answering
from .clock import ANSWER_WITHIN, Clock
from .forms import AddNoteForm, AssignForm, CloseForm, FilterForm, NoteForm, PhoneInquiryForm
from .models import Inquiry
from .receiving import receive_inquiry
from .timeline import timeline

ON_A_PAGE = 25


@requires("inquiries.view_inquiry")
@require_safe
def inbox(request):
    """The list: what waits longest on top."""
    clock = Clock()
    form = FilterForm(request.GET)
    asked_for = form.asked_for()
    found = Inquiry.objects.visible_to(request.user).filtered(
        words=asked_for["q"],
        owner=request.user if asked_for["owner"] == form.MINE else None,
        nobodys=asked_for["owner"] == form.NOBODYS,
        location=asked_for["location"] or None,
    )
    counts = found.counts(clock)
    listed = found.in_state(asked_for["state"], clock).select_related("location", "owner")
    paginator = Paginator(listed, ON_A_PAGE)
    paginator.count = counts[asked_for["state"]]  # counted already
    page = paginator.get_page(request.GET.get("page"))
    rows = [(inquiry, clock.read(inquiry)) for inquiry in page]
    states = [(value, label, counts[value]) for value, label in form.fields["state"].choices]
    is_narrowed = bool(asked_for["q"] or asked_for["owner"] or asked_for["location"])
    return render(
        request,
        "inquiries/inbox.html",
        {
            "filters": form,
            "state": asked_for["state"],
            "states": states,
            "is_narrowed": is_narrowed,
            "rows": rows,
            "page": page,
            "answer_within": ANSWER_WITHIN,
        },
    )


@requires("inquiries.view_inquiry")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request, reference):
    """One inquiry with its story; each button on it is one act."""
    inquiry = get_object_or_404(
        Inquiry.objects.visible_to(request.user).select_related(
            "location", "owner", "taken_by", "consent_text"
        ),
        reference=reference,
    )
    forms = {
        "note": AddNoteForm(prefix="note"),
        "touch": NoteForm(prefix="touch"),
        "close": CloseForm(prefix="close"),
    }
    forms["assign"] = AssignForm(prefix="assign", initial={"to": inquiry.owner and inquiry.owner.email})
    form = None
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act"))
        if act is None:
            raise SuspiciousOperation("There is no such act.")
        if not request.user.has_perm("inquiries.change_inquiry"):
            raise PermissionDenied
        name = request.POST["act"]
        form = type(forms[name])(request.POST, prefix=name) if name in forms else None
        if form is None or form.is_valid():
            try:
                messages.success(request, act(inquiry, request.user, form and form.cleaned_data))
                return redirect("inbox:inquiry", reference)
            except ValidationError as refusal:
                if form is None:
                    messages.error(request, refusal.messages[0])
                    return redirect("inbox:inquiry", reference)
                form.add_error(None, refusal)
        forms[name] = form
    return render(
        request,
        "inquiries/inquiry.html",
        {
            "inquiry": inquiry,
            "reading": Clock().read(inquiry),
            "timeline": timeline(inquiry),
            "forms": forms,
            "form": form,
            "may_change": request.user.has_perm("inquiries.change_inquiry"),
        },
    )


def take(inquiry, by, typed):
    answering.take(inquiry=inquiry, by=by)
    return _("This inquiry is yours now.")


def assign(inquiry, by, typed):
    answering.assign(inquiry=inquiry, to=typed["to"], by=by)
    if typed["to"] is None:
        return _("Nobody owns this inquiry now.")
    return _("%(owner)s owns this inquiry now.") % {"owner": typed["to"]}


def get_in_touch(inquiry, by, typed):
    answering.get_in_touch(inquiry=inquiry, by=by, text=typed["text"], form_key=typed["form_key"])
    return _("Kept: you are in touch.")


def add_note(inquiry, by, typed):
    answering.note(inquiry=inquiry, by=by, text=typed["text"], form_key=typed["form_key"])
    return _("The note is kept.")


def close(inquiry, by, typed):
    answering.close(
        inquiry=inquiry, by=by, reason=typed["reason"], text=typed["text"], form_key=typed["form_key"]
    )
    return _("The inquiry is closed.")


def reopen(inquiry, by, typed):
    answering.reopen(inquiry=inquiry, by=by)
    return _("The inquiry is open again.")


ACTS = {
    "take": take,
    "assign": assign,
    "touch": get_in_touch,
    "note": add_note,
    "close": close,
    "reopen": reopen,
}


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
