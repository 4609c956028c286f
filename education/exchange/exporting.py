"""Writing the library into a folder: what readers read now, or with its drafts, always laid out alike."""

from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Edition, Picture
from ..rich_text import pictures_in
from .pages import SHELVES, page_of
from .rows import AFTER_PAGES, BEFORE_PAGES, PICTURES, as_text, picture_file

# What an export may take out again: pages and pictures.
OURS = (*(f"{shelf}/**/*.html" for shelf in SHELVES), "pictures/*.webp")


def export(folder, *, drafts=False):
    """Write the library into the folder and take out pages it no longer has; returns counts of what stands there.

    Of each page the published edition, if there is one; with `drafts` the one on its way to the public instead.
    """
    folder = Path(folder)
    files, counts = _files(drafts)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for pattern in OURS:
            for path in folder.glob(pattern):
                if path.relative_to(folder).as_posix() not in files:
                    path.unlink()
        for file, content in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise ValidationError(
            _("“%(file)s” cannot be written: %(why)s.")
            % {"file": error.filename or folder, "why": error.strerror}
        ) from error
    return counts


@transaction.atomic
def _files(drafts):
    """What every file holds, by its place in the folder, and how many of each kind there are."""
    pages = [page_of(edition) for edition in _editions(drafts)]
    files = {page.file: page.text.encode() for page in sorted(pages, key=lambda page: page.file)}
    counts = Counter(articles=len(pages))
    shown = {reference for page in pages for reference, _told in pictures_in(*page.words.values())}
    for table in (*BEFORE_PAGES, *AFTER_PAGES):
        rows = table.all()
        if table in AFTER_PAGES:
            rows = _of_pages(rows, pages)
        elif table is PICTURES:
            rows = [row for row in rows if row["reference"] in shown]
        files[table.file] = as_text(rows).encode()
        counts[table.name] = len(rows)
    for picture in Picture.objects.filter(reference__in=shown):
        with picture.file.open() as file:
            files[picture_file(picture.reference)] = file.read()
    return files, counts


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
