"""The health questions on a patient's own pages: in short steps, saved as they go, and answered at once in a crisis."""

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from clinic.locations.models import Clinic
from patients.safety import following
from patients.safety.models import SafetyTask
from patients.safety.reach_form import ReachForm
from patients.screening import answering
from patients.screening.judging import outcome_of
from patients.screening.question_forms import QuestionsForm
from patients.screening.question_steps import RIGHT_NOW, in_steps
from patients.screening.reading import by_level, read

from .views import opened

log = structlog.get_logger("safety")


@opened
def overview(request, patient, token):
    """What the questions are for, how far they are, and what was sent; begins them."""
    rules = answering.questions_for(patient.location)
    if request.method == "POST" and rules:
        answering.begin(patient=patient)
        return redirect("my:step", token, first_open(patient))
    begun, last = answering.begun_by(patient), patient.responses.submitted().first()
    context = {
        "patient": patient,
        "token": token,
        "begun": begun,
        "last": last,
        "steps": progress(patient, begun),
        "go_on": first_open(patient) if begun else None,
        "is_ready": bool(rules),
        "asks_about_suicide": any(map(is_about_suicide, rules)),
        "locations": [patient.location],
    }
    return render(request, "my/questions/overview.html", context)


def is_about_suicide(rule):
    return rule.key == answering.ABOUT_SUICIDE


def progress(patient, begun):
    """Each step with whether all of it is answered; None where it asks nothing."""
    rules = answering.questions_for(patient.location)
    open_keys = {rule.key for rule in (answering.unanswered(begun, rules) if begun else rules)}
    return [
        (number, step, not any(rule.key in open_keys for rule in asked) if asked else None)
        for number, (step, asked) in enumerate(in_steps(rules), start=1)
    ]


def first_open(patient):
    """The number of the first step with an open question, else of the last."""
    steps = progress(patient, answering.begun_by(patient))
    return next((number for number, _step, is_done in steps if is_done is False), steps[-1][0])


@opened
def step(request, patient, token, number):
    """One step: shown with what stands, saved as a whole or while somebody types."""
    danger = answering.speaks_of_danger(request.POST)
    # A page that was shown while somebody was on call is heard when nobody is any more, and from every step.
    questions = answering.questions_for(patient.location, attended=danger)
    steps = in_steps(questions)
    if not 1 <= number <= len(steps):
        raise Http404
    current, rules = steps[number - 1]
    if danger and not any(map(is_about_suicide, rules)):
        rules = [*rules, *filter(is_about_suicide, questions)]
    response = answering.begun_by(patient)
    if response is None and request.method != "POST":  # Back, after they were sent
        return redirect("my:questions", token)
    standing = answering.said_in(response)
    form = QuestionsForm(request.POST if request.method == "POST" else None, rules=rules, standing=standing)
    where = {"patient": patient, "token": token, "number": number, "steps": steps, "form": form}
    if request.method == "POST":
        form.is_valid()
        try:
            with transaction.atomic():  # nobody sends them in between, and nothing is begun without an answer
                task = answering.save_answers(
                    response=answering.begin(patient=patient),
                    answers=form.answers(),
                    form_key=form.cleaned_data["form_key"],
                )
        except Exception as error:  # whatever it was: somebody in danger is answered
            if not danger:
                raise
            # The answer is not kept without its task. The person reads whom to call, and the log is loud.
            log.critical("safety_task_not_written", error=type(error).__name__)
            return answer_danger(request, where, None)
        if danger:
            return answer_danger(request, where, task)
        if request.htmx:
            return render(request, "my/questions/_saved.html", {"form": form})
        if form.is_valid():
            if answering.asks_for_withdrawal_help(form.answers()):
                return answer_withdrawal(request, where)
            return redirect(after(where))
    return render(
        request,
        "my/questions/step.html",
        {
            **where,
            "step": current,
            "is_right_now": current == RIGHT_NOW,
            "locations": [patient.location],
        },
    )


def after(where):
    """The page after this step."""
    if where["number"] < len(where["steps"]):
        return reverse("my:step", args=[where["token"], where["number"] + 1])
    return reverse("my:review", args=[where["token"]])


def answer_danger(request, where, task, form=None, kept=False):
    """What somebody in danger reads, in the answer to what they sent; 503 where nothing could be kept."""
    context = {
        **where,
        "task": task,
        "reach_form": form or ReachForm(initial=reach_of(task)),
        "reach_url": reverse("my:reach", args=[where["token"]]),
        "kept": kept,
        "go_on_url": after(where),
        "stop_url": reverse("my:page", args=[where["token"]]),
        "locations": [where["patient"].location],
    }
    template = "safety/_answered_at_once.html" if request.htmx else "safety/answered.html"
    # htmx shows nothing of an answer that is an error, so its status says that the page was made.
    return render(request, template, context, status=200 if task or request.htmx else 503)


def reach_of(task):
    """What somebody has added already, so that sending it again takes nothing away."""
    return {name: getattr(task, name) for name in ReachForm().fields} if task else {}


def answer_withdrawal(request, where):
    """What somebody in withdrawal reads first; it hinders nobody from going on."""
    clinic = Clinic.objects.first()
    context = {
        **where,
        "addiction_lines": clinic.addiction_lines() if clinic else [],
        "go_on_url": after(where),
        "locations": [where["patient"].location],
    }
    return render(request, "my/questions/withdrawal.html", context)


@opened
def reach(request, patient, token):
    """Keep how to reach somebody in danger now, and whom they trust."""
    if request.method != "POST":
        return redirect("my:page", token)
    steps = in_steps(answering.questions_for(patient.location, attended=True))
    number = next(place for place, (step, _rules) in enumerate(steps, start=1) if step == RIGHT_NOW)
    where = {"patient": patient, "token": token, "number": number, "steps": steps}
    tasks = SafetyTask.objects.of_patient(patient).unclosed()
    task = tasks.filter(reference=request.POST.get("task", "").replace("\0", "")).first()
    if task is None:
        raise Http404
    form = ReachForm(request.POST)
    if form.is_valid():
        task = following.add_reach(task=task, **form.cleaned_data)
        return answer_danger(request, where, task, form, kept=True)
    return answer_danger(request, where, task, form)


@opened
def review(request, patient, token):
    """All that was answered, to read once more; sends it."""
    begun = answering.begun_by(patient)
    if begun is None:
        return redirect("my:questions", token)
    rules = answering.questions_for(patient.location)
    if request.method == "POST":
        try:
            answering.submit(response=begun)
            return redirect("my:sent", token)
        except ValidationError as refusal:
            if refusal.code != "unanswered":
                return redirect("my:questions", token)
    said = {answer.rule.key: answer for answer in read(begun)}
    missing = {rule.key for rule in answering.unanswered(begun, rules)}
    steps = [
        (number, step, [(rule, said.get(rule.key)) for rule in asked])
        for number, (step, asked) in enumerate(in_steps(rules), start=1)
    ]
    context = {
        "patient": patient,
        "token": token,
        "steps": [each for each in steps if each[2]],
        "missing": len(missing),
        "refused": request.method == "POST",
        "first_open": first_open(patient),
    }
    return render(request, "my/questions/review.html", context)


@opened
def sent(request, patient, token):
    """What they sent last, and what it means for what comes next: never a yes, and never a no."""
    last = patient.responses.submitted().first()
    if last is None:
        return redirect("my:questions", token)
    levels = [level for level, _flags in by_level(last)]
    context = {
        "patient": patient,
        "token": token,
        "last": last,
        "answers": list(read(last)),
        "outcome": outcome_of(levels),
        "locations": [patient.location],
    }
    return render(request, "my/questions/sent.html", context)
