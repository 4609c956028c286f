"""The starter library: a folder of claims, sources and pages that a new clinic begins with."""

from pathlib import Path

from ..exchange import importing
from ..exchange.pages import page_files, read_page

HERE = Path(__file__).parent


def load(*, author=None):
    """Add what is not here yet; pages come as drafts by `author`. Returns how many of each were added.

    What it calls verified was checked before it was shipped; the library itself stands there as who did.

    What is here already is left as it is, so that nobody's change is ever overwritten.
    """
    library = importing.nobody(email="starter-library@portal.invalid", name="Starter library of this portal")
    return importing.load(HERE, author=author or library, checked_by=library, only_new=True).added


def pages():
    """Every page, question and word of the glossary, in the order of their places in the folder."""
    return [read_page(HERE, file) for file in page_files(HERE)]
