"""A patient's answers as clinicians read them, and asking the questions by phone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires
from patients.people.staff_views import the_patient

from . import answering, reading
from .judging import outcome_of
from .models import QuestionnaireResponse
from .question_forms import QuestionsForm
from .question_steps import in_steps


@requires("people.view_patient", "screening.view_answer")
@require_safe
def answers(request, reference):
    """The newest finished answers: flags by level, each with its reason, then all, then what changed."""
    patient = the_patient(request, reference)
    finished = QuestionnaireResponse.objects.visible_to(request.user).filter(patient=patient).submitted()
    shown = finished.select_related("submitted_by").first()
    if asked := request.GET.get("of"):
        shown = get_object_or_404(finished, reference=asked.replace("\0", ""))
    context = {
        "patient": patient,
        "begun": answering.begun_by(patient),
        "shown": shown,
        "finished": finished,
    }
    if shown:
        by_level = reading.by_level(shown)
        earlier = reading.before(shown)
        read = list(reading.read(shown, earlier))
        context |= {
            "by_level": by_level,
            "outcome": outcome_of([level for level, _flags in by_level]),
            "answers": read,
            "asked_about_suicide": reading.asked_about_suicide(shown),
            "changed": [answer for answer in read if answer.has_changed],
            "earlier": earlier,
        }
    return render(request, "screening/answers.html", context)


@requires("people.view_patient", "screening.add_questionnaireresponse")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, reference):
    """All questions on one page, for a clinician who asks them and writes the answers down."""
    patient = the_patient(request, reference)
    rules = answering.questions_for(patient.location, attended=True)
    begun = answering.begun_by(patient)
    standing = answering.said_in(begun)
    form = QuestionsForm(request.POST if request.method == "POST" else None, rules=rules, standing=standing)
    task, missing = None, 0
    if request.method == "POST":
        form.is_valid()
        mode = request.POST.get("mode")
        if mode not in (QuestionnaireResponse.Mode.PHONE, QuestionnaireResponse.Mode.IN_PERSON):
            mode = QuestionnaireResponse.Mode.PHONE
        with transaction.atomic():  # the patient does not send them in between
            begun = answering.begin(patient=patient, mode=mode, by=request.user)
            task = answering.save_answers(
                response=begun,
                answers=form.answers(),
                form_key=form.cleaned_data["form_key"],
                by=request.user,
            )
        if task:
            messages.error(
                request, _("A safety task is raised. Stay on the line with them. Do not end the call alone.")
            )
        if form.is_valid() and request.POST.get("act") == "send":
            try:
                answering.submit(response=begun, by=request.user, attended=True)
            except ValidationError as refusal:
                if refusal.code != "unanswered":
                    form.add_error(None, refusal)
                missing = len(answering.unanswered(begun, rules))
            else:
                messages.success(request, _("The answers are kept."))
                return redirect("screening:answers", reference)
        elif form.is_valid():
            messages.success(request, _("What was answered so far is kept."))
            return redirect("screening:ask", reference)
    shown = dict(form.shown)
    context = {
        "patient": patient,
        "form": form,
        "steps": [
            (step, [(rule, shown[rule]) for rule in asked]) for step, asked in in_steps(rules) if asked
        ],
        "missing": missing,
        "task": task,
        "errors": bool(form.errors) or bool(missing),
    }
    return render(request, "screening/ask.html", context)
