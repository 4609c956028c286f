"""A patient's evaluations: what was decided, a new decision, and suspending one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import requires
from patients.people.models import Patient

from .evaluating import evaluate, suspend
from .forms import EvaluationForm, SuspensionForm


@requires("people.view_patient", "screening.view_evaluation")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request, reference):
    """All that was decided about this patient, newest first; a prescriber adds a decision."""
    patient = _patient(request, reference)
    today = patient.location.today()
    form = None
    if request.user.has_perm("screening.add_evaluation"):
        form = EvaluationForm(request.POST or None, today=today)
    if request.method == "POST" and form and form.is_valid():
        try:
            evaluate(patient=patient, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The evaluation is recorded."))
            return redirect("desk:patient", reference=patient.reference)
    return _page(request, patient, form=form)


@requires("people.view_patient", "screening.change_evaluation")
@sensitive_post_parameters()
@require_http_methods(["POST"])
def suspension(request, reference, evaluation):
    patient = _patient(request, reference)
    suspended = get_object_or_404(patient.evaluations, reference=evaluation)
    form = SuspensionForm(request.POST, auto_id=f"{suspended.reference}_%s")
    if form.is_valid():
        try:
            suspend(evaluation=suspended, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The evaluation is suspended. Sessions booked on it are on hold."))
            return redirect("screening:evaluate", reference=patient.reference)
    return _page(request, patient, suspending=suspended, suspension_form=form)


def _patient(request, reference):
    patients = Patient.objects.visible_to(request.user).marking_holds().select_related("location")
    return get_object_or_404(patients, reference=reference)


def _page(request, patient, *, form=None, suspending=None, suspension_form=None):
    today = patient.location.today()
    evaluations = patient.evaluations.with_standing(today).select_related(
        "treatment", "decided_by", "suspended_by"
    )
    for evaluation in evaluations:
        if evaluation == suspending:
            evaluation.suspension_form = suspension_form
        elif evaluation.is_in_force:
            evaluation.suspension_form = SuspensionForm(auto_id=f"{evaluation.reference}_%s")
    may_decide = request.user.has_perm("screening.add_evaluation")
    if may_decide and form is None:
        form = EvaluationForm(today=today)
    context = {
        "patient": patient,
        "evaluations": evaluations,
        "form": form if may_decide else None,
        "errors": suspension_form is not None,
        "suspension_form": suspension_form,
    }
    return render(request, "screening/evaluation.html", context)
