"""A patient's consents: what was signed, a new signature on paper, and taking one back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires
from patients.people.models import Patient

from .documents import blocks
from .forms import PaperConsentForm
from .models import Document
from .witnessing import record_paper_consent, withdraw


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
    messages.success(request, _("The consent is withdrawn. Sessions booked on it are on hold."))
    return redirect("consent:witness", reference=patient.reference)


@requires("consent.view_document")
@require_safe
def document(request, treatment, version):
    """One version of a document, to read and to print for signing."""
    shown = get_object_or_404(
        Document.objects.select_related("treatment"), treatment__key=treatment, version=version
    )
    newest = Document.objects.current().get(treatment=shown.treatment)
    context = {"document": shown, "blocks": list(blocks(shown.text)), "newest": newest}
    return render(request, "consent/document.html", context)


def _patient(request, reference):
    patients = Patient.objects.visible_to(request.user).marking_holds().select_related("location")
    return get_object_or_404(patients, reference=reference)


def _page(request, patient, form, refusal=None):
    consents = patient.consents.with_standing(patient.location.today())
    context = {
        "patient": patient,
        "consents": consents.select_related("document__treatment", "witness", "withdrawal_recorded_by"),
        "documents": form.fields["document"].queryset.select_related("treatment"),
        "form": form,
        "refusal": refusal,
        "errors": refusal is not None,
    }
    return render(request, "consent/witness.html", context)
