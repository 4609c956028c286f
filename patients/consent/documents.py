"""Consent documents: issuing a new version, and reading one as it is laid out."""

from django.db import transaction

from education.models import Treatment

from .models import Document, UnderstandingQuestion


@transaction.atomic
def issue(
    *,
    title,
    summary,
    text,
    issued_on,
    kind=Document.Kind.TREATMENT,
    treatment=None,
    change=Document.Change.FIRST,
    what_changed="",
    questions=(),
):
    """Issue the next version of a text, with its questions (see `questions.py`); returns the Document.

    From the second version on it says `what_changed`, and by its `change` whether signatures under earlier
    versions stay good (`minor`) or everybody signs again (`must_resign`).
    """
    document = Document(
        kind=kind,
        treatment=treatment,
        title=title,
        summary=summary,
        text=text,
        issued_on=issued_on,
    )
    if treatment:
        Treatment.objects.select_for_update(no_key=True).get(pk=treatment.pk)
    versions = Document.objects.versions_of(document).select_for_update(no_key=True)
    newest = versions.first()
    document.version = newest.version + 1 if newest else 1
    if newest:
        document.change, document.what_changed = change, what_changed
    document.full_clean()
    document.save(force_insert=True)
    for position, asked in enumerate(questions, start=1):
        question = UnderstandingQuestion(document=document, position=position, **asked)
        question.full_clean()
        question.save(force_insert=True)
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
