"""The starter library, published by the demo's invented author and reviewer."""

from education import publishing, starter
from education.models import Edition


def load_library(team):
    """Load the starter articles as the editor's drafts, and publish each once."""
    starter.load(author=team["editor"])
    first_editions = Edition.objects.filter(
        article__slug__in=[path.stem for path in starter.HERE.glob("articles/*/*.html")],
        author=team["editor"],
        number=1,
        state=Edition.State.DRAFT,
    )
    for draft in first_editions:
        waiting = publishing.send_for_review(edition=draft)
        publishing.publish(edition=waiting, reviewer=team["reviewer"], by=team["reviewer"])
