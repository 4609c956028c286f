"""Writing: start a draft of an article, and change it until it goes to a reviewer."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ..models import Article, DraftVisit, Edition

HERE_FOR = timedelta(minutes=3)  # since their page last said so; it does each minute

WRITTEN = (
    "title", "also_called", "summary", "body", "benefits", "risks", "alternatives", "sharing_title", "change_note",
)  # fmt: skip


@transaction.atomic
def start(*, article, author, language=Edition.Language.ENGLISH, **written):
    """Open a draft, with the words of the published edition where `written` gives no others.

    The first draft in a language begins with what is published in another, to be translated there.
    Returns the new Edition. Refuses while another draft of this article is open in this language.
    """
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    editions = Edition.objects.filter(article=article, language=language)
    if editions.open().exists():
        raise ValidationError(_("Somebody is working on a draft of this page already. Go on with that one."))
    latest = (
        editions.order_by("-number").first() or Edition.objects.published().filter(article=article).first()
    )
    blank = {"title": article.slug.replace("-", " ").capitalize(), "summary": "", "body": ""}
    kept = {name: getattr(latest, name) for name in WRITTEN if name != "change_note"} if latest else blank
    number = (editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition(article=article, language=language, number=number, author=author, **kept | written)
    edition.clean_fields(exclude=[name for name in ("summary", "body") if name not in written])
    edition.save()
    edition.writers.add(author)
    return edition


def restore(*, edition, by):
    """Open a draft with the words of an older edition. Returns the new Edition."""
    words = {name: getattr(edition, name) for name in WRITTEN if name != "change_note"}
    note = _("Goes back to the words of edition %(number)s.") % {"number": edition.number}
    return start(article=edition.article, author=by, language=edition.language, change_note=note, **words)


@transaction.atomic
def revise(*, edition, by, seen=None, **written):
    """Change the words of a draft; `written` are fields of `WRITTEN`. Returns the edition.

    `by` is one of its writers from then on, so somebody else reviews it.

    `seen` is the `changed_at` of the draft this writer began from: refuses when a colleague has
    changed it since, and when it is with a reviewer or published.
    """
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition.pk)
    if edition.state != Edition.State.DRAFT:
        raise ValidationError(_("This edition is no longer a draft, so its text stands. Take it back first."))
    if seen is not None and seen != edition.changed_at:
        raise ValidationError(
            _("Somebody else changed this draft while you were writing. Your text is not saved yet."),
            code="changed_meanwhile",
        )
    for name in WRITTEN:
        if name in written:
            setattr(edition, name, written[name])
    edition.clean_fields()
    edition.save(update_fields=[*WRITTEN, "changed_at"])
    edition.writers.add(by)
    return edition


def visit(*, edition, by, now):
    """Keep that somebody has this draft open now."""
    DraftVisit.objects.update_or_create(edition=edition, user=by, defaults={"seen_at": now})


def others_here(edition, user, now):
    """The colleagues who have this draft open now, as their visits."""
    return (
        DraftVisit.objects.filter(edition=edition, seen_at__gt=now - HERE_FOR)
        .exclude(user=user)
        .select_related("user")
        .order_by("-seen_at")
    )
