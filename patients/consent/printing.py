"""The copy of a signed document, for the patient and for us: as a page, and as a PDF that a screen reader reads."""

import json
from pathlib import Path

import typst
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .documents import blocks
from .drawings import HEIGHT, WIDTH, lines_of

TEMPLATE = Path(__file__).parent / "print" / "consent.typ"
FILE_NAME = "signed-copy.pdf"  # says nothing about who signed what


def facts_of(consent):
    """Pairs of a label and words: everything that is kept of the signature."""
    zone = consent.patient.location.zone
    facts = [
        (_("Signed by"), consent.signed_name),
        (_("How"), consent.get_method_display()),
        (_("Date"), date_format(consent.signed_on, "DATE_FORMAT")),
    ]
    if consent.signed_at:
        at = consent.signed_at.astimezone(zone)
        facts.append((_("Time"), f"{date_format(at, 'g:i a')} ({at.tzname()})"))
    if consent.meaning:
        facts.append((_("What was confirmed"), consent.meaning))
    if consent.witness:
        facts.append((_("Witness"), consent.witness.signature))
    facts.append((_("Good until"), date_format(consent.valid_until, "DATE_FORMAT")))
    if consent.withdrawn_at:
        at = consent.withdrawn_at.astimezone(zone)
        facts.append((_("Taken back on"), date_format(at, "DATE_FORMAT")))
    facts.append((_("Fingerprint of the exact text (SHA-256)"), consent.text_sha256))
    return facts


def copy_of(consent):
    """What a page shows of the signed document."""
    return {
        "document": consent.document,
        "summary": list(blocks(consent.document.summary)) if consent.document.summary else [],
        "blocks": list(blocks(consent.document.text)),
        "facts": facts_of(consent),
        "drawing": lines_of(consent.drawing),
        "drawing_size": (WIDTH, HEIGHT),
    }


def pdf_of(consent, clinic=""):
    """The same as PDF/UA-1, as bytes. `clinic` is the clinic's name."""
    copy = copy_of(consent)
    document = copy["document"]
    said = {
        "language": get_language() or "en",
        "title": _("Copy of what was signed"),
        "heading": document.title,
        "clinic": clinic,
        "version": _("Version %(version)s") % {"version": document.version},
        "in_short": _("In short"),
        "summary": copy["summary"],
        "blocks": copy["blocks"],
        "signature": _("Signature"),
        "facts": copy["facts"],
        "drawing": svg_of(copy["drawing"]),
        "drawn": _("Drawn signature of %(name)s") % {"name": consent.signed_name},
        "page": _("Page"),
    }
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        sys_inputs={"copy": json.dumps(said)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )


def svg_of(lines):
    """The drawing as a picture in SVG; empty where nothing was drawn."""
    if not lines:
        return ""
    drawn = "".join(f'<polyline points="{line}"/>' for line in lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<g fill="none" stroke="#1c2a2a" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">'
        f"{drawn}</g></svg>"
    )
