"""Writing: start a draft of an article, and change it until it goes to a reviewer."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from .models import Article, Edition

WRITTEN = (
    "title", "also_called", "summary", "body", "benefits", "risks", "alternatives", "sharing_title", "change_note",
)  # fmt: skip


@transaction.atomic
def start(*, article, author, language=Edition.Language.ENGLISH, **written):
    """Open a draft, with the words of the published edition where `written` gives no others.

    Returns the new Edition. Refuses while another draft of this article is open in this language.
    """
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    editions = Edition.objects.filter(article=article, language=language)
    if editions.open().exists():
        raise ValidationError(_("Somebody is working on a draft of this page already. Go on with that one."))
    latest = editions.order_by("-number").first()
    blank = {"title": article.slug.replace("-", " ").capitalize(), "summary": "", "body": ""}
    kept = {name: getattr(latest, name) for name in WRITTEN if name != "change_note"} if latest else blank
    number = (editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition(article=article, language=language, number=number, author=author, **kept | written)
    edition.clean_fields(exclude=() if written else ("summary", "body"))
    edition.save()
    edition.writers.add(author)
    return edition


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
            _(
                "Somebody else changed this draft while you were writing. Your text is still below and is "
                "not saved. Copy what you need, then open the draft again to see theirs."
            )
        )
    for name in WRITTEN:
        if name in written:
            setattr(edition, name, written[name])
    edition.clean_fields()
    edition.save(update_fields=[*WRITTEN, "changed_at"])
    edition.writers.add(by)
    return edition
