"""The starter library, published by the demo's invented author and reviewer, and what they work on now."""

from education import starter
from education.models import Article, Edition
from education.writing import drafting, publishing


def load_library(team):
    """Load the starter articles as the editor's drafts."""
    starter.load(author=team["editor"])


def publish_library(team):
    """Take the drafts to their readers, step by step and together, since they link to each other."""
    first_editions = list(
        Edition.objects.filter(
            article__slug__in=[page.slug for page in starter.pages()],
            author=team["editor"],
            number=1,
            state=Edition.State.DRAFT,
        ).select_related("article__topic")
    )
    for draft in first_editions:
        publishing.send_for_review(edition=draft, by=team["editor"])
        publishing.pass_clinical_review(
            edition=draft, by=team["reviewer"], comment="Read against its sources."
        )
        publishing.pass_plain_review(
            edition=draft, by=team["plainreader"], comment="Plain enough to read at night."
        )
        if draft.clinic_choices().exists():
            comment = "These are the demo’s own numbers."
            publishing.sign_off(edition=draft, by=team["prescriber"], comment=comment)
    for draft in first_editions:
        publishing.publish(edition=draft, by=team["editor"])
    if first_editions:
        _go_on_writing(team["editor"])


def _go_on_writing(editor):
    """One page half rewritten, one that waits for its reviewer."""
    for slug, change_note, is_finished in (
        ("chronic-pain", "Say more plainly what the 2025 review found.", False),
        ("what-a-session-is-like", "Name the person who takes you home earlier on the page.", True),
    ):
        draft = drafting.start(
            article=Article.objects.get(slug=slug, kind__in=Article.PAGES),
            author=editor,
            change_note=change_note,
        )
        if is_finished:
            publishing.send_for_review(edition=draft, by=editor)
