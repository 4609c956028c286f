"""“Is it for me?”: a few questions, answered in the same breath."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from .suitability import SUPPORT, short_list, talks_first, what_is_known
from .suitability_forms import SuitabilityForm


@login_not_required
@require_safe
def ask(request):
    """The questions. They hold a form's token, so this page is not kept for everybody."""
    return _questions(request, SuitabilityForm())


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request):
    """What comes of the answers, or of none. They stand in this request alone: no row, no address, no cookie."""
    form = SuitabilityForm(request.POST)
    if not form.is_valid():
        return _questions(request, form)
    said = form.cleaned_data
    page = {
        "talks_first": talks_first(said["any_of_these"]),
        "support": [words for value, words in SUPPORT.items() if value in said["support"]],
        **what_is_known(said["problem"], get_language()),
    }
    return render(request, "screening/suitability_answer.html", page)


def _questions(request, form):
    return render(request, "screening/suitability.html", {"form": form, "short_list": short_list()})
