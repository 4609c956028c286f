"""The pages reviewers answer on: passing an edition on, sending it back, the medical director's sign-off."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.accounts.access import requires

from ..checks.gate import obstacles
from ..models import Edition
from . import publishing
from .edition_views import SEES, move, show
from .finding import open_edition_at
from .forms import DecisionForm, SignOffForm

REVIEWS = {
    Edition.State.CLINICAL_REVIEW: (publishing.pass_clinical_review, publishing.REVIEW),
    Edition.State.PLAIN_REVIEW: (publishing.pass_plain_review, publishing.WRITE),
}


@requires(SEES)
@require_http_methods(["GET", "POST"])
def review(request, topic, article, language):
    """Read an edition that waits for a review, and pass it on or send it back."""
    edition = open_edition_at(topic, article, language)
    act, right = REVIEWS.get(edition.state, (None, ""))
    form = DecisionForm(request.POST or None, initial={"seen": edition.changed_at.isoformat()})
    if request.method == "POST" and act and form.is_valid():
        words = {"edition": edition, "by": request.user, "comment": form.cleaned_data["comment"]}
        try:
            if request.POST.get("decision") == "send_back":
                publishing.return_to_draft(**words)
            else:
                act(**words, seen=form.cleaned_data["seen"])
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Your word on it is kept."))
            return redirect("content:edition", topic, article, language, edition.number)
    published = Edition.objects.published().filter(article=edition.article, language=edition.language)
    return render(request, "education/review.html", {
        "edition": edition,
        "article": edition.article,
        "form": form,
        "obstacles": obstacles(edition),
        "own_work": publishing.wrote(request.user, edition),
        "is_asked": request.user.has_perm(right),
        "waits": bool(act),
        "is_clinical": edition.state == Edition.State.CLINICAL_REVIEW,
        "published": published.first(),
        "steps": edition.steps.select_related("by").order_by("-pk"),
    })  # fmt: skip


@requires(SEES)
@require_POST
def sign_off(request, topic, article, language):
    edition, form = open_edition_at(topic, article, language), SignOffForm(request.POST)
    if not form.is_valid():
        return show(request, edition, sign_off_form=form)
    done = _("Your sign-off is kept.")
    return move(request, edition, publishing.sign_off, done, **form.cleaned_data)
