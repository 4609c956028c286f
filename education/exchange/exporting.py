"""Writing the library into a folder: what readers read now, or with its drafts, always laid out alike."""

from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Edition
from .pages import SHELVES, page_of
from .rows import AFTER_PAGES, BEFORE_PAGES, as_text


def export(folder, *, drafts=False):
    """Write the library into the folder and take out pages it no longer has; returns counts of what stands there.

    Of each page the published edition, if there is one; with `drafts` the one on its way to the public instead.
    """
    folder = Path(folder)
    texts, counts = _texts(drafts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for shelf in SHELVES:
            for path in (folder / shelf).glob("**/*.html"):
                if path.relative_to(folder).as_posix() not in texts:
                    path.unlink()
        for file, text in texts.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ValidationError(
            _("“%(file)s” cannot be written: %(why)s.")
            % {"file": error.filename or folder, "why": error.strerror}
        ) from error
    return counts


@transaction.atomic
def _texts(drafts):
    """The text of every file by its place in the folder, and how many of each kind there are."""
    pages = [page_of(edition) for edition in _editions(drafts)]
    texts = {page.file: page.text for page in sorted(pages, key=lambda page: page.file)}
    counts = Counter(articles=len(pages))
    for table in (*BEFORE_PAGES, *AFTER_PAGES):
        rows = table.all() if table in BEFORE_PAGES else _of_pages(table.all(), pages)
        texts[table.file] = as_text(rows)
        counts[table.name] = len(rows)
    return texts, counts


def _of_pages(rows, pages):
    """The rows about a page that is written too."""
    written = {(page.shelf, page.slug, page.language) for page in pages}
    return [row for row in rows if (*row["article"].split("/"), row["language"]) in written]


def _editions(drafts):
    """One edition of each article and language."""
    chosen = {}
    editions = Edition.objects.published()
    if drafts:
        editions |= Edition.objects.open()
    editions = editions.select_related("article__topic").prefetch_related("article__treatments")
    for edition in editions.order_by("number"):  # what is on its way has the higher number
        chosen[edition.article_id, edition.language] = edition
    return chosen.values()
