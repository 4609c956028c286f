"""Consent texts to begin with, each a file named for its treatment's key; the first line is the title.

Every one says that the clinic's lawyer and medical director must review it before use.
"""

from datetime import date
from pathlib import Path

from education.models import Treatment

from ..documents import issue
from ..models import Document

HERE = Path(__file__).parent
WRITTEN_ON = date(2026, 10, 1)


def load_documents():
    """Issue the starting text for each treatment that has none yet; returns the Documents issued.

    A treatment with a document of the clinic's own stays as it is. The treatments come with the starter
    library; `load_starter_settings` loads both.
    """
    issued = []
    for file in sorted(HERE.glob("*.txt")):
        treatment = Treatment.objects.filter(key=file.stem).first()
        if treatment is None or Document.objects.filter(treatment=treatment).exists():
            continue
        title, text = file.read_text(encoding="utf-8").split("\n", 1)
        issued.append(issue(treatment=treatment, title=title, text=text.strip(), issued_on=WRITTEN_ON))
    return issued
