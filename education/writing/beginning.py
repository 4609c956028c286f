"""Beginning a page, a question or a word of the glossary: its place in the library and its first draft."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Article, Edition
from . import drafting
from .publishing import WRITE


@transaction.atomic
def begin(*, kind, topic, title, slug, by, language=Edition.Language.ENGLISH):
    """Open an article and its first draft, both or neither. Returns the Edition.

    `topic` is None for a word of the glossary, and for nothing else. Refuses an address that is taken.
    """
    if not by.has_perms([WRITE, "education.add_article"]):
        raise ValidationError(_("%(name)s may not begin pages.") % {"name": by})
    article = Article(kind=kind, topic=topic, slug=slug)
    article.full_clean()
    article.save()
    return drafting.start(article=article, author=by, language=language, title=title)
