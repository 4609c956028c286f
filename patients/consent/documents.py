"""Consent documents: issuing a new version, and reading one as it is laid out."""

from django.db import transaction

from education.models import Treatment

from .models import Document


@transaction.atomic
def issue(*, treatment, title, text, issued_on):
    """Issue the next version of the text for one treatment; returns the Document.

    Signatures under earlier versions stay as they are.
    """
    Treatment.objects.select_for_update(no_key=True).get(pk=treatment.pk)
    newest = Document.objects.filter(treatment=treatment).order_by("-version").first()
    document = Document(
        treatment=treatment,
        version=newest.version + 1 if newest else 1,
        title=title,
        text=text,
        issued_on=issued_on,
    )
    document.full_clean()
    document.save(force_insert=True)
    return document


def blocks(text):
    """A document's text as its parts: `("heading", words)`, `("list", [words…])` and `("text", words)`.

    Parts are parted by an empty line. A heading begins with "## ", each line of a list with "- ".
    """
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in part.strip().split("\n")]
        if lines[0].startswith("## "):
            yield "heading", lines[0].removeprefix("## ")
            lines = lines[1:]
        if lines and all(line.startswith("- ") for line in lines):
            yield "list", [line.removeprefix("- ") for line in lines]
        elif any(lines):
            yield "text", " ".join(lines)
