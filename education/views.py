"""The pages anybody may read: the front door and the library."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from .evidence import Evidence
from .models import Edition, Topic, Treatment


@login_not_required
@require_safe
@gzip_page  # the same for everybody, so there is no secret whose length could tell
def home(request):
    return render(
        request, "education/home.html", {"editions": Edition.objects.on_the_shelf(get_language())[:4]}
    )


@login_not_required
@require_safe
@gzip_page
def library(request):
    return render(
        request, "education/library.html", {"editions": Edition.objects.on_the_shelf(get_language())}
    )


@login_not_required
@require_safe
@gzip_page
def topic(request, topic):
    topic = get_object_or_404(Topic, slug=topic)
    editions = Edition.objects.on_the_shelf(get_language()).filter(article__topic=topic)
    return render(request, "education/topic.html", {"topic": topic, "editions": editions})


@login_not_required
@require_safe
@gzip_page
def article(request, topic, article):
    edition = get_object_or_404(
        Edition.objects.on_the_shelf(get_language()).select_related("author", "reviewer"),
        article__topic__slug=topic,
        article__slug=article,
    )
    return render(request, "education/article.html", reading(edition))


@login_not_required
@require_safe
@gzip_page
def changes(request, topic, article):
    editions = Edition.objects.filter(
        article__topic__slug=topic, article__slug=article, language=get_language(), published_at__isnull=False
    )
    return render(request, "education/changes.html", {"editions": editions})


def reading(edition):
    """What the article page shows of an edition, published or in preview."""
    return {
        "edition": edition,
        "article": edition.article,
        "statuses": Treatment.statuses(edition.article.treatments.all()),
        "evidence": Evidence.of(edition),
    }
