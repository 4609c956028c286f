"""One inquiry with its story, and everything the desk does with it; each button on the page is one act."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import requires
from education.wordings import wording

from . import answering, contacting, following, merging
from .clock import Clock
from .forms import AddNoteForm, AssignForm, CallForm, CloseForm, MergeForm, ReplyForm, SnoozeForm
from .models import Inquiry
from .timeline import timeline

MOST_SHOWN = 10  # inquiries of perhaps the same person


@requires("inquiries.view_inquiry")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request, reference):
    visible = Inquiry.objects.visible_to(request.user)
    inquiry = get_object_or_404(
        visible.select_related("location", "owner", "taken_by", "consent_text", "merged_into"),
        reference=reference,
    )
    forms = empty_forms(request, inquiry, visible)
    form = None
    if request.method == "POST":
        name = request.POST.get("act")
        if name not in ACTS:
            raise SuspiciousOperation("There is no such act.")
        if not request.user.has_perm("inquiries.change_inquiry"):
            raise PermissionDenied
        form = filled_in(name, request, visible)
        if form is None or form.is_valid():
            try:
                messages.success(request, ACTS[name](inquiry, request.user, form and form.cleaned_data))
                return redirect("inbox:inquiry", reference)
            except ValidationError as refusal:
                if name not in FORMS:
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
            "links": inquiry.links.all().working(),
            "perhaps_same": visible.perhaps_same_as(inquiry)[:MOST_SHOWN],
            "templates": [
                (name, wording.places()[place].title) for name, place in contacting.REPLIES.items()
            ],
            "forms": forms,
            "form": form,
        },
    )


FORMS = {
    "note": AddNoteForm,
    "reply": ReplyForm,
    "call": CallForm,
    "snooze": SnoozeForm,
    "close": CloseForm,
    "assign": AssignForm,
}


def empty_forms(request, inquiry, visible):
    """The page's forms as they are shown first: the reply begins from the template that `?reply=` names."""
    initial = {"assign": {"to": inquiry.owner and inquiry.owner.email}}
    template = request.GET.get("reply")
    if template in contacting.REPLIES and inquiry.email:
        initial["reply"] = {"text": contacting.reply_text(inquiry, template, request.user)}
    return {name: form(prefix=name, initial=initial.get(name)) for name, form in FORMS.items()} | {
        "merge": MergeForm(visible=visible)
    }


def filled_in(name, request, visible):
    """What the act of this name was sent with, or None where it needs nothing."""
    if name == "merge":
        return MergeForm(request.POST, visible=visible)
    return FORMS[name](request.POST, prefix=name) if name in FORMS else None


def take(inquiry, by, typed):
    answering.take(inquiry=inquiry, by=by)
    return _("This inquiry is yours now.")


def assign(inquiry, by, typed):
    answering.assign(inquiry=inquiry, to=typed["to"], by=by)
    if typed["to"] is None:
        return _("Nobody owns this inquiry now.")
    return _("%(owner)s owns this inquiry now.") % {"owner": typed["to"]}


def add_note(inquiry, by, typed):
    answering.note(inquiry=inquiry, by=by, **typed)
    return _("The note is kept.")


def reply(inquiry, by, typed):
    contacting.reply_by_mail(inquiry=inquiry, by=by, **typed)
    return _("The mail is on its way.")


def call(inquiry, by, typed):
    contact = contacting.log_call(inquiry=inquiry, by=by, **typed)
    if contact.outcome in contact.ANSWERED:
        return _("Kept: you are in touch.")
    return _("Kept. They wait for an answer as before.")


def snooze(inquiry, by, typed):
    answering.snooze(inquiry=inquiry, by=by, **typed)
    return _("Put off. It comes back to the list by itself.")


def wake(inquiry, by, typed):
    answering.wake(inquiry=inquiry, by=by)
    return _("It is back on the list.")


def close(inquiry, by, typed):
    answering.close(inquiry=inquiry, by=by, **typed)
    return _("The inquiry is closed.")


def reopen(inquiry, by, typed):
    answering.reopen(inquiry=inquiry, by=by)
    return _("The inquiry is open again.")


def merge(inquiry, by, typed):
    into = merging.merge(inquiry=inquiry, into=typed["into"], by=by)
    return _("Merged: %(name)s is answered in one inquiry now.") % {"name": into.name}


def send_link(inquiry, by, typed):
    following.send_new_link(inquiry=inquiry, by=by)
    return _("A new private link is on its way. The earlier ones open nothing any more.")


def end_links(inquiry, by, typed):
    following.end_links(inquiry=inquiry)
    return _("The private links open nothing any more.")


ACTS = {
    "take": take,
    "assign": assign,
    "note": add_note,
    "reply": reply,
    "call": call,
    "snooze": snooze,
    "wake": wake,
    "close": close,
    "reopen": reopen,
    "merge": merge,
    "send_link": send_link,
    "end_links": end_links,
}
