"""The list of everything editors and reviewers work on."""

from django.db.models import Prefetch
from django.shortcuts import render
from django.views.decorators.http import require_GET

from clinic.accounts.access import requires

from .models import Article, Edition


@requires("education.view_edition")
@require_GET
def content(request):
    current = Edition.objects.filter(state__in=[*Edition.OPEN_STATES, Edition.State.PUBLISHED])
    current = current.select_related("author", "reviewer").order_by("language", "-number")
    articles = Article.objects.select_related("topic").prefetch_related(
        Prefetch("editions", current, to_attr="current")
    )
    return render(request, "education/content.html", {"articles": articles})
