"""The pages editors write on: starting a draft, changing it, going back to older words."""

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clinic.accounts.access import requires

from ..models import Claim, Edition, Picture
from . import drafting
from .differences import differences
from .finding import article_at, edition_at, known_language, open_edition_at
from .forms import DraftForm

# The editor writes one style sheet into the page; this is its hash. Scripts need the page's own nonce.
EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
WRITES = "education.change_edition"


@requires(WRITES)
@require_POST
def start(request, topic, article, language):
    article = article_at(topic, article)
    try:
        draft = drafting.start(article=article, author=request.user, language=known_language(language))
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
    else:
        drafting.visit(edition=draft, by=request.user, now=timezone.now())
    return redirect("content:edit", article.shelf, article.slug, language)


@requires(WRITES)
@require_POST
def restore(request, topic, article, language, number):
    older = edition_at(topic, article, language, number)
    try:
        drafting.restore(edition=older, by=request.user)
    except ValidationError as refusal:
        messages.warning(request, " ".join(refusal.messages))
        return redirect("content:edition", topic, article, language, number)
    messages.success(request, _("A new draft holds the words of edition %(number)s.") % {"number": number})
    return redirect("content:edit", topic, article, language)


@requires(WRITES)
@csp_update({"script-src": NONCE, "style-src": EDITOR_STYLE})
@require_http_methods(["GET", "POST"])
def edit(request, topic, article, language):
    edition = open_edition_at(topic, article, language)
    if edition.state != Edition.State.DRAFT and request.method == "GET":
        return redirect("content:edition", topic, article, language, edition.number)
    # The form writes what was typed into its row, so it is given one of its own.
    row = Edition.objects.get(pk=edition.pk)
    form = DraftForm(request.POST or None, instance=row, initial={"seen": edition.changed_at.isoformat()})
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            drafting.revise(edition=edition, by=request.user, seen=form.begun_from, **form.written)
        except ValidationError as refusal:
            if getattr(refusal, "code", "") == "changed_meanwhile":
                theirs = edition
            else:
                form.add_error(None, refusal)
        else:
            drafting.visit(edition=edition, by=request.user, now=timezone.now())
            messages.success(request, _("The draft is saved."))
            page = "content:edit" if "stay" in request.POST else "content:preview"
            return redirect(page, topic, article, language)
    return render(request, "education/edit.html", {
        "edition": edition,
        "form": form,
        "media": form.media.with_nonce(request.csp_nonce),
        "claims": Claim.objects.order_by("key").prefetch_related("sources"),
        "pictures": Picture.objects.all(),
        "names": _others_here(edition, request.user),
        "theirs": theirs,
        "errors": theirs,
        "parts": differences(theirs, form.written) if theirs else [],
    })  # fmt: skip


@requires(WRITES)
@require_POST
def visit(request, topic, article, language):
    """The open page says each minute that it is open; answers with who else is here, if that has changed."""
    edition = open_edition_at(topic, article, language)
    if edition.state == Edition.State.DRAFT:
        drafting.visit(edition=edition, by=request.user, now=timezone.now())
    names = _others_here(edition, request.user)
    if names == request.POST.get("known", ""):
        return HttpResponse(status=204)
    return render(request, "education/_others_here.html", {"names": names})


def _others_here(edition, user):
    here = drafting.others_here(edition, user, timezone.now())
    return ", ".join(visit.user.name for visit in here)
