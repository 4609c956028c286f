"""The board for editors and reviewers, and beginning what nobody has written yet."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires

from ..writing.beginning import begin
from . import board
from .forms import BeginForm, ContentFilter

ON_A_PAGE = 25


@requires("education.view_edition")
@require_safe
def content(request):
    """What waits for whom, what is due, and all content."""
    today = timezone.localdate()
    form = ContentFilter(request.GET)
    asked = form.asked_for()
    page = Paginator(board.content(**asked), ON_A_PAGE).get_page(request.GET.get("page"))
    board.with_current_editions(page.object_list)
    mine, published = board.for_person(request.user), board.for_everybody(today)
    return render(request, "education/content.html", {
        "mine": mine,
        "published": published,
        "counts": [pile for pile in (*mine, *published) if pile.count],
        "filters": form,
        "is_narrowed": any(asked.values()),
        "page": page,
    })  # fmt: skip


@requires("education.view_edition")
@require_safe
def pile(request, key):
    """One pile of the board, with everything in it."""
    found = board.pile(request.user, timezone.localdate(), key)
    if found is None:
        raise Http404
    page = Paginator(found.found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "education/pile.html", {"pile": found, "page": page})


@requires("education.add_article", "education.change_edition")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Begin a page, a question or a word, and go straight on to writing it."""
    form = BeginForm(request.POST if request.method == "POST" else None, initial=request.GET.dict())
    if form.is_valid():
        try:
            edition = begin(by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            article = edition.article
            return redirect("content:edit", article.shelf, article.slug, edition.language)
    return render(request, "education/new.html", {"form": form})
