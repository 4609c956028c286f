"""Search: what was typed, looked up once, never kept, never logged, never stored in a cache."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ..models import Topic
from . import searching

AS_TYPED = "as_typed"


@login_not_required
@require_safe
def search(request):
    findings = searching.search(
        request.GET.get("q", ""),
        language=get_language(),
        today=timezone.localdate(),
        as_typed=AS_TYPED in request.GET,
    )
    response = render(
        request,
        "education/search.html",
        {
            "findings": findings,
            "words": findings.typed,
            "topics": [] if findings.results else Topic.objects.all(),
        },
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response
