"""What the public pages rest on: every source, and each page, answer and word that uses it."""

from django.utils.translation import gettext_lazy as _

from ..models import Article, Edition, Source, Topic

KINDS = {
    Source.Kind.GUIDELINE: _("Guidelines"),
    Source.Kind.REVIEW: _("Reviews of studies"),
    Source.Kind.TRIAL: _("Clinical trials"),
    Source.Kind.LABEL: _("Drug labels"),
    Source.Kind.REGULATOR: _("Regulators’ notices"),
    Source.Kind.LAW: _("Laws and rules"),
    Source.Kind.OTHER: _("Other sources"),
}


def sources_in_use(language):
    """The kinds of sources in their order, each with its sources; a source has `uses`: titles and addresses.

    A source that nothing published uses is not listed.
    """
    uses = _uses(language)
    sources = {kind: [] for kind in KINDS}
    for source in Source.objects.filter(pk__in=uses).order_by("year", "code"):
        source.uses = uses[source.pk]
        sources[source.kind].append(source)
    return [(label, sources[kind]) for kind, label in KINDS.items() if sources[kind]]


def _uses(language):
    """By the number of each source: titles and addresses, pages first, then answers, then words."""
    rows = (
        Edition.objects.published()
        .filter(language=language, claims__sources__isnull=False)
        .values_list("claims__sources", "title", "article__kind", "article__slug", "article__topic__slug")
        .distinct()
    )
    last = (Article.Kind.QUESTION, Article.Kind.TERM)
    uses = {}
    for source, title, kind, slug, topic in sorted(
        rows, key=lambda row: (row[2] in last and last.index(row[2]) + 1, row[1].casefold())
    ):
        article = Article(kind=kind, slug=slug, topic=Topic(slug=topic) if topic else None)
        uses.setdefault(source, []).append((title, article.get_absolute_url()))
    return uses
