"""What a patient reads and signs on their own pages, a copy of it, and taking it back."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from patients.consent.comparing import difference
from patients.consent.documents import blocks
from patients.consent.models import Document
from patients.consent.printing import copy_of
from patients.consent.signing import MEANINGS, not_understood, sign
from patients.consent.views import as_pdf
from patients.consent.withdrawing import withdraw
from patients.links.pages import gone

from .asked import asked_for
from .consent_forms import QuestionsForm, SignForm
from .views import link_behind, opened


@opened
def agreements(request, patient, token):
    """All that they are asked to sign, and how each stands."""
    context = {
        "patient": patient,
        "token": token,
        "to_sign": asked_for(patient),
        "locations": [patient.location],
    }
    return render(request, "my/consents.html", context)


@opened
def document(request, patient, token, document):
    """One text, in short and in full, and what has changed since they signed or read an earlier version."""
    shown, asked = _shown(patient, document)
    if shown != asked.document:
        return _to_newest(token, shown, asked)
    earlier = _earlier(request, asked)
    context = {
        "summary": list(blocks(shown.summary)) if shown.summary else [],
        "blocks": list(blocks(shown.text)),
        "earlier": earlier,
        "difference": difference(earlier, shown) if earlier else [],
        "was_replaced": request.GET.get("instead_of") is not None,
    }
    return _page(request, "my/consent_document.html", patient, token, asked, context)


@opened
def signing(request, patient, token, document):
    """The questions, and after them the signature; nothing is kept before they sign."""
    shown, asked = _shown(patient, document)
    if shown != asked.document:
        return _to_newest(token, shown, asked)
    if shown.kind == Document.Kind.TREATMENT and not _agreed_to_screens(patient):
        return _page(
            request, "my/consent_on_paper.html", patient, token, asked, {"screens": _screens(patient)}
        )
    act = request.POST.get("act")
    questions = QuestionsForm(request.POST if act else None, document=shown)
    if not _is_understood(questions, shown):
        return _page(request, "my/consent_questions.html", patient, token, asked, {"form": questions})
    form = SignForm(request.POST) if act == "sign" else SignForm(initial={"text_sha256": shown.sha256})
    if form.is_bound and form.is_valid():
        said = {"answers": questions.answers(), "link": link_behind(token), **form.signature()}
        try:
            consent = sign(patient=patient, document=shown, **said)
        except ValidationError as refusal:
            code = getattr(refusal, "code", None)
            if code == "closed":
                return gone(request)
            if code == "replaced":
                return _to_newest(token, shown, _shown(patient, document)[1])
            form.refuse(refusal)
        else:
            return redirect(reverse("my:copy", args=[token, consent.reference], query={"signed": "yes"}))
    context = {"form": form, "answered": questions.said(), "meaning": MEANINGS[shown.kind]}
    return _page(request, "my/consent_sign.html", patient, token, asked, context)


@opened
def copy(request, patient, token, consent):
    """Word for word what they signed, with the signature: to read, to print and to keep."""
    signed = _consent(patient, consent)
    left = [asked for asked in asked_for(patient) if asked.waits] if request.GET.get("signed") else []
    context = copy_of(signed) | {
        "patient": patient,
        "token": token,
        "consent": signed,
        "just_signed": request.GET.get("signed") == "yes",
        "left": left,
    }
    return render(request, "my/consent_copy.html", context)


@opened
def copy_pdf(request, patient, token, consent):
    return as_pdf(_consent(patient, consent))


@opened
def withdrawal(request, patient, token, consent):
    """What taking it back means, and the button that does it."""
    signed = _consent(patient, consent)
    if request.method == "POST" and not signed.withdrawn_at:
        try:
            withdraw(consent=signed)
        except ValidationError as refusal:
            if refusal.code != "withdrawn":
                raise
        return redirect(
            reverse("my:agreements", args=[token], query={"withdrawn": signed.document.reference})
        )
    context = {"patient": patient, "token": token, "consent": signed, "locations": [patient.location]}
    return render(request, "my/consent_withdraw.html", context)


def _shown(patient, reference):
    """The version with this reference, and how its text stands with the patient; only what they are asked."""
    shown = get_object_or_404(Document.objects.select_related("treatment"), reference=reference)
    for asked in asked_for(patient):
        if (asked.document.kind, asked.document.treatment_id) == (shown.kind, shown.treatment_id):
            return shown, asked
    raise Http404


def _to_newest(token, shown, asked):
    newest = asked.document.reference
    return redirect(reverse("my:document", args=[token, newest], query={"instead_of": shown.reference}))


def _earlier(request, asked):
    """The version whose difference to the newest is worth showing: the one just read, else the one signed."""
    versions = Document.objects.versions_of(asked.document).exclude(pk=asked.document.pk)
    if reference := request.GET.get("instead_of"):
        return versions.filter(reference=reference).first()
    return versions.filter(pk=asked.consent.document_id).first() if asked.consent else None


def _screens(patient):
    """How electronic records stand with the patient; None where the clinic has no text about them."""
    kinds = (asked for asked in asked_for(patient) if asked.document.kind == Document.Kind.ELECTRONIC_RECORDS)
    return next(kinds, None)


def _agreed_to_screens(patient):
    screens = _screens(patient)
    return screens is not None and screens.is_in_force


def _is_understood(questions, document):
    """Whether every question has its right answer; a wrong one is explained, though another is still missing."""
    if not questions.is_bound:
        return not questions.fields
    all_answered = questions.is_valid()
    answers = questions.answers()
    wrong = [asked for asked in not_understood(document, answers) if asked.pk in answers]
    questions.explain(wrong)
    return all_answered and not wrong


def _consent(patient, reference):
    of_theirs = patient.consents.select_related("document__treatment", "witness", "patient__location")
    return get_object_or_404(of_theirs, reference=reference)


def _page(request, template, patient, token, asked, context):
    shared = {"patient": patient, "token": token, "asked": asked, "document": asked.document}
    return render(request, template, shared | {"locations": [patient.location]} | context)
