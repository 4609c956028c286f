"""Consent texts to begin with, each a file named for its treatment's key, or for its kind.

The first line is the title; then come what stands in short, the text, and the questions (`questions.py`), each
after a line that begins with "%% ". Every text says that the clinic's lawyer and medical director must review it
before use.
"""

import re
from datetime import date
from pathlib import Path

from education.models import Treatment

from ..documents import issue
from ..models import Document
from ..questions import read_questions

HERE = Path(__file__).parent
WRITTEN_ON = date(2026, 10, 1)


def load_documents():
    """Issue the starting text of each kind, and for each treatment, that has none yet; returns the Documents issued.

    What has a document of the clinic's own stays as it is. The treatments come with the starter
    library; `load_starter_settings` loads both.
    """
    issued = []
    for file in sorted(HERE.glob("*.txt")):
        about = {"kind": file.stem} if file.stem in Document.Kind else _treatment(file.stem)
        if about is None or Document.objects.called(file.stem).exists():
            continue
        issued.append(issue(**about, **read_document(file), issued_on=WRITTEN_ON))
    return issued


def read_document(file):
    """The parts of the file, as `issue` takes them."""
    title, summary, text, questions = re.split(r"\n\n%% .*\n", file.read_text(encoding="utf-8"))
    parts = {"title": title, "summary": summary, "text": text}
    return parts | {"questions": read_questions(questions)}


def _treatment(key):
    treatment = Treatment.objects.filter(key=key).first()
    return {"kind": Document.Kind.TREATMENT, "treatment": treatment} if treatment else None
