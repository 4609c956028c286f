"""The pages editors and reviewers work on: what there is, writing, preview, review."""

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clinic.accounts.access import requires

from . import drafting, publishing
from .forms import DecisionForm, DraftForm
from .models import Article, Claim, Edition
from .views import reading

# The editor writes one style sheet into the page; this is its hash. Scripts need the page's own nonce.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"

REVIEWS = {
    Edition.State.CLINICAL_REVIEW: publishing.pass_clinical_review,
    Edition.State.PLAIN_REVIEW: publishing.pass_plain_review,
}


@requires("education.view_edition")
@require_GET
def content(request):
    current = Edition.objects.filter(state__in=[*Edition.OPEN_STATES, Edition.State.PUBLISHED])
    current = current.select_related("author", "reviewer").order_by("language", "-number")
    articles = Article.objects.select_related("topic").prefetch_related(
        Prefetch("editions", current, to_attr="current")
    )
    return render(request, "education/content.html", {"articles": articles})


@requires("education.change_edition")
@require_POST
def start(request, topic, article, language):
    if language not in Edition.Language.values:
        raise Http404
    article = get_object_or_404(Article, topic__slug=topic, slug=article)
    try:
        drafting.start(article=article, author=request.user, language=language)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    return redirect("content:edit", topic, article.slug, language)


@requires("education.change_edition")
@csp_update({"script-src": NONCE, "style-src": EDITOR_STYLE})
@require_http_methods(["GET", "POST"])
def edit(request, topic, article, language):
    edition = _open_edition(topic, article, language)
    if edition.state != Edition.State.DRAFT:
        return redirect("content:preview", topic, article, language)
    form = DraftForm(request.POST or None, instance=edition, initial={"seen": edition.changed_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            drafting.revise(edition=edition, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The draft is saved."))
            page = "content:edit" if "stay" in request.POST else "content:preview"
            return redirect(page, topic, article, language)
    claims = Claim.objects.order_by("key").prefetch_related("sources")
    context = {
        "edition": edition,
        "form": form,
        "media": form.media.with_nonce(request.csp_nonce),
        "claims": claims,
    }
    return render(request, "education/edit.html", context)


@requires("education.view_edition")
@require_GET
def preview(request, topic, article, language):
    edition = _open_edition(topic, article, language)
    context = {"preview": True, "obstacles": publishing.obstacles(edition)}
    return render(request, "education/preview.html", reading(edition) | context)


@requires("education.change_edition")
@require_POST
def send(request, topic, article, language):
    return _move(
        request, publishing.send_for_review, topic, article, language, _("It now waits for a reviewer.")
    )


@requires("education.change_edition")
@require_POST
def take_back(request, topic, article, language):
    comment = _("Taken back to change it.")
    return _move(
        request,
        publishing.return_to_draft,
        topic,
        article,
        language,
        _("It is a draft again."),
        comment=comment,
    )


@requires("education.view_edition")
@require_http_methods(["GET", "POST"])
def review(request, topic, article, language):
    """Read an edition that waits for a review, and pass it on or send it back."""
    edition = _open_edition(topic, article, language)
    act = REVIEWS.get(edition.state)
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
            return redirect("content:list")
    return render(request, "education/review.html", {
        "edition": edition,
        "form": form,
        "obstacles": publishing.obstacles(edition),
        "own_work": publishing.wrote(request.user, edition),
        "waits": bool(act),
    })  # fmt: skip


@requires("education.change_edition")
@require_POST
def publish(request, topic, article, language):
    return _move(
        request,
        publishing.publish,
        topic,
        article,
        language,
        _("Published. This is what everybody reads now."),
    )


def _open_edition(topic, article, language):
    return get_object_or_404(
        Edition.objects.open().select_related("article__topic", "author", "reviewer"),
        article__topic__slug=topic,
        article__slug=article,
        language=language,
    )


def _move(request, act, topic, article, language, done, **words):
    try:
        act(edition=_open_edition(topic, article, language), by=request.user, **words)
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return redirect("content:preview", topic, article, language)
    messages.success(request, done)
    return redirect("content:list")
