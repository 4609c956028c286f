"""A patient's consents: what was signed, a new signature on paper, a copy, and taking one back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires
from clinic.locations.models import Clinic
from patients.people.models import Patient

from .comparing import difference
from .documents import blocks
from .drawings import lines_of
from .forms import PaperConsentForm
from .models import Document
from .printing import FILE_NAME, copy_of, pdf_of
from .withdrawing import withdraw
from .witnessing import record_paper_consent


@requires("people.view_patient", "consent.view_consent", "consent.add_consent")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def witness(request, reference):
    """All that this patient signed, newest first; the witness of a paper adds a signature."""
    patient = _patient(request, reference)
    form = PaperConsentForm(request.POST or None, today=patient.location.today())
    if request.method == "POST" and form.is_valid():
        try:
            record_paper_consent(patient=patient, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The consent is recorded."))
            return redirect("desk:patient", reference=patient.reference)
    return _page(request, patient, form)


@requires("people.view_patient", "consent.change_consent")
@require_http_methods(["POST"])
def withdrawal(request, reference, consent):
    patient = _patient(request, reference)
    taken_back = get_object_or_404(patient.consents, reference=consent)
    try:
        withdraw(consent=taken_back, by=request.user)
    except ValidationError as refusal:
        form = PaperConsentForm(today=patient.location.today())
        return _page(request, patient, form, refusal=refusal)
    if taken_back.treatment_id:
        messages.success(request, _("The consent is withdrawn. Sessions booked on it are on hold."))
    else:
        messages.success(request, _("The consent is withdrawn."))
    return redirect("consent:witness", reference=patient.reference)


@requires("people.view_patient", "consent.view_consent")
@require_safe
def copy(request, reference, consent):
    """What the patient signed, word for word, with their signature: to read and to print."""
    signed = _consent(request, reference, consent)
    return render(
        request, "consent/copy.html", copy_of(signed) | {"consent": signed, "patient": signed.patient}
    )


@requires("people.view_patient", "consent.view_consent")
@require_safe
def copy_pdf(request, reference, consent):
    return as_pdf(_consent(request, reference, consent))


def as_pdf(consent):
    """The copy as a file to keep; its name tells nothing."""
    clinic = Clinic.objects.first()
    file = HttpResponse(pdf_of(consent, clinic=clinic.name if clinic else ""), content_type="application/pdf")
    file["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return file


@requires("consent.view_document")
@require_safe
def document(request, key, version):
    """One version of a document, to read and to print for signing, and what differs from the one before."""
    versions = Document.objects.called(key).select_related("treatment")
    shown = get_object_or_404(versions, version=version)
    before = versions.filter(version=version - 1).first()
    context = {
        "document": shown,
        "summary": list(blocks(shown.summary)) if shown.summary else [],
        "blocks": list(blocks(shown.text)),
        "questions": shown.questions.all(),
        "newest": versions.latest("version"),
        "before": before,
        "difference": difference(before, shown) if before else [],
    }
    return render(request, "consent/document.html", context)


def _patient(request, reference):
    patients = Patient.objects.visible_to(request.user).marking_holds().select_related("location")
    return get_object_or_404(patients, reference=reference)


def _consent(request, reference, consent):
    patient = _patient(request, reference)
    of_theirs = patient.consents.select_related("document__treatment", "witness", "patient__location")
    return get_object_or_404(of_theirs, reference=consent)


def _page(request, patient, form, refusal=None):
    consents = patient.consents.with_standing(patient.location.today())
    consents = consents.select_related("document__treatment", "witness", "withdrawal_recorded_by")
    for consent in consents:
        consent.lines = lines_of(consent.drawing)
    context = {
        "patient": patient,
        "consents": consents,
        "documents": form.fields["document"].queryset.select_related("treatment"),
        "form": form,
        "refusal": refusal,
        "errors": refusal is not None,
    }
    return render(request, "consent/witness.html", context)
