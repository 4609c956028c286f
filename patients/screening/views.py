"""A patient's evaluations: what was signed, a new one, and suspending a decision."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires
from education.models import Treatment
from education.wordings import wording
from patients.people.models import Patient

from . import answering, letters, reading
from .evaluating import evaluate, newest_of, suspend
from .forms import EvaluationForm, SuspensionForm
from .judging import FlagLevel, outcome_of
from .models import Flag

GRAVE = (FlagLevel.CRISIS, FlagLevel.STOP)


@requires("people.view_patient", "screening.view_evaluation", "screening.view_flag")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request, reference):
    """All that is known and was decided about this patient; a prescriber signs a new evaluation."""
    patient = _patient(request, reference)
    known = _known(patient)
    form = None
    if request.user.has_perm("screening.add_evaluation"):
        form = _form(request.user, patient, known, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form and form.is_valid():
        read = patient.responses.submitted().filter(reference=form.cleaned_data["read"]).first()
        try:
            signed = evaluate(patient=patient, response=read, by=request.user, **form.evaluation())
        except ValidationError as refusal:
            form.refuse(refusal)
            if getattr(refusal, "code", None) in ("answered_meanwhile", "signed_meanwhile"):
                form.show_anew()
        else:
            messages.success(request, _("The evaluation is signed."))
            if signed.evaluations.letters().exists():
                _say_how_the_letter_goes(request, patient)
            return redirect("desk:patient", reference=patient.reference)
    return _page(request, patient, known, form=form)


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
    return _page(request, patient, _known(patient), suspending=suspended, suspension_form=form)


@requires("people.view_patient", "screening.view_evaluation")
@require_safe
def letter(request, reference, evaluation):
    """One letter as the patient reads it, to print and hand over."""
    patient = _patient(request, reference)
    shown = next((each for each in letters.letters_to(patient) if each.reference == evaluation), None)
    if shown is None:
        raise Http404
    return render(request, "screening/letter.html", {"patient": patient, "evaluation": shown})


@requires("education.view_wording")
@require_safe
def deferred_letter(request):
    """The letter that says we wait, as it ships or as the clinic says it, with examples in it."""
    return _example(request, "screening.letter_deferred")


@requires("education.view_wording")
@require_safe
def not_now_letter(request):
    """The letter that says not now, likewise."""
    return _example(request, "screening.letter_not_now")


def _example(request, place):
    context = {"place": place, "examples": wording.places()[place].placeholders}
    return render(request, "screening/letter_example.html", context)


def _patient(request, reference):
    patients = Patient.objects.visible_to(request.user).marking_holds().select_related("location", "inquiry")
    return get_object_or_404(patients, reference=reference)


def _known(patient):
    """What the newest answers say: their flags that ask for a decision, the rest, and what the patient read."""
    response, begun = patient.responses.submitted().first(), answering.begun_by(patient)
    by_level = reading.by_level(response) if response else []
    flags = [flag for _level, same in by_level for flag in same]
    return {
        "response": response,
        "asked_about_suicide": response and reading.asked_about_suicide(response),
        "outcome": outcome_of([level for level, _same in by_level]) if response else None,
        "flags": [flag for flag in flags if flag.asks_for_a_decision],
        "notes": [flag for flag in flags if not flag.asks_for_a_decision],
        "begun": begun,
        "begun_is_grave": begun and Flag.objects.standing(begun).filter(level__in=GRAVE).exists(),
    }


def _form(user, patient, known, sent=None):
    treatments = Treatment.objects.all()
    response = known["response"]
    form = EvaluationForm(
        sent,
        today=patient.location.today(),
        flags=known["flags"],
        treatments=treatments,
        letters=letters.letters_begun(patient=patient, treatments=treatments, by=user),
        initial={
            "read": response.reference if response else "",
            "seen": newest_of(patient),
            "medicines": reading.medicines_in(response) if response else "",
        },
    )
    for flag in form.pressure_flags:
        flag.words = f"{form.typed_number('systolic')}/{form.typed_number('diastolic')}"
    reading.add_sources(form.pressure_flags)
    return form


def _say_how_the_letter_goes(request, patient):
    if Patient.Channel.EMAIL in patient.channels:
        words = _("The letter stands on their private page. A mail without any detail tells them so.")
        messages.info(request, words)
    else:
        words = _("They have not agreed to e-mails: print the letter and hand it over, or call them.")
        messages.warning(request, words)


def _page(request, patient, known, *, form=None, suspending=None, suspension_form=None):
    records = reading.records_of(patient, patient.location.today())
    for _assessment, evaluations in records:
        for evaluation in evaluations:
            if evaluation == suspending:
                evaluation.suspension_form = suspension_form
            elif evaluation.is_in_force:
                evaluation.suspension_form = SuspensionForm(auto_id=f"{evaluation.reference}_%s")
    may_decide = request.user.has_perm("screening.add_evaluation")
    if may_decide and form is None:
        form = _form(request.user, patient, known)
    context = {
        **known,
        "patient": patient,
        "records": records,
        "form": form if may_decide else None,
        "errors": suspension_form is not None,
        "suspension_form": suspension_form,
    }
    return render(request, "screening/evaluation.html", context)
