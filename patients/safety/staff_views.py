"""Safety tasks: the list that shows itself anew, one task with its steps, raising one, and who is on call."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clinic.accounts.access import requires
from clinic.locations.directors import is_medical_director
from clinic.locations.models import Location
from patients.inquiries.models import Inquiry
from patients.people.models import Patient
from patients.people.staff_views import the_patient

from . import following
from .forms import CloseForm, HandOverForm, RaiseForm, StepForm
from .models import ResponseTime, SafetyTask
from .on_call import LOOKS_AHEAD, rota, unwatched_locations
from .raising import raise_task

CLOSED_SHOWN = 25


@requires("safety.view_safetytask")
@require_safe
def tasks(request):
    """What waits, the most pressing first; and what was closed lately."""
    visible = SafetyTask.objects.visible_to(request.user).for_staff()
    closed = visible.filter(state=SafetyTask.State.CLOSED).order_by("-closed_at")[:CLOSED_SHOWN]
    return render(request, "safety/tasks.html", {**waiting(request.user), "closed": closed})


@requires("safety.view_safetytask")
@require_safe
def live(request):
    """The part of the list that the page fetches anew every few seconds."""
    return render(request, "safety/_waiting.html", waiting(request.user))


def waiting(user):
    now = timezone.now()
    found = list(SafetyTask.objects.visible_to(user).unclosed().for_staff())
    for task in found:
        task.has_nobody_in_time = task.is_late(now)
    return {"tasks": found, "unwatched": unwatched_locations(now)}


@requires("safety.view_safetytask")
@require_safe
def on_call(request):
    """Who is on call in the coming week, by location, and every gap in it."""
    now = timezone.now()
    places = Location.objects.open_for_business().select_related("medical_director")
    weeks = [(place, rota(place, now, now + LOOKS_AHEAD)) for place in places]
    return render(
        request,
        "safety/on_call.html",
        {
            "weeks": weeks,
            "times": ResponseTime.objects.select_related("confirmed_by"),
        },
    )


@requires("safety.view_safetytask")
@require_safe
def task(request, reference):
    return task_page(request, the_task(request, reference))


def the_task(request, reference):
    return get_object_or_404(SafetyTask.objects.visible_to(request.user).for_staff(), reference=reference)


def task_page(request, task, **bound):
    """One task: whom it is about, what to do next, and every step so far. `bound` are forms that were refused."""
    user = request.user
    may_follow = user.has_perm("safety.change_safetytask")
    forms = {
        "step_form": StepForm(auto_id="step_%s"),
        "note_form": StepForm(auto_id="note_%s"),
        "hand_over_form": HandOverForm(),
        "close_form": CloseForm(may_close_alone=may_close_alone(user, task)),
        "back_form": StepForm(auto_id="back_%s"),
    }
    errors = [form for form in bound.values() if form.errors]
    return render(
        request,
        "safety/task.html",
        {
            "task": task,
            "patient": task.patient,
            "inquiry": task.inquiry,
            "is_late": task.is_late(),
            "may_follow": may_follow,
            "may_see_patient": task.patient
            and Patient.objects.visible_to(user).filter(pk=task.patient_id).exists(),
            "entries": task.entries.select_related("by"),
            "notices": task.notices.select_related("person", "mail"),
            "errors": bool(errors),
            "refused": errors[0] if errors else None,
            **forms,
            **bound,
        },
    )


def may_close_alone(user, task):
    return task.level == "T1" and is_medical_director(user)


def do(request, reference, act, done, form=None, name="", **extra):
    """Do one act of `following` on a task and come back to its page; what is refused stands there."""
    found = the_task(request, reference)
    if form is not None and not form.is_valid():
        return task_page(request, found, **{name: form})
    try:
        act(task=found, by=request.user, **(form.cleaned_data if form is not None else {}), **extra)
    except ValidationError as refusal:
        if form is None:
            messages.error(request, refusal.messages[0])
            return redirect("safety:task", reference)
        form.add_error(None, refusal)
        return task_page(request, found, **{name: form})
    messages.success(request, done)
    return redirect("safety:task", reference)


@requires("safety.acknowledge_safetytask")
@require_POST
def take_up(request, reference):
    return do(request, reference, following.acknowledge, _("You have it. Nobody else is asked now."))


@requires("safety.acknowledge_safetytask")
@sensitive_post_parameters()
@require_POST
def give_over(request, reference):
    form = HandOverForm(request.POST)
    return do(request, reference, following.hand_over, _("It is handed over."), form, "hand_over_form")


@requires("safety.acknowledge_safetytask")
@sensitive_post_parameters()
@require_POST
def note(request, reference):
    form = StepForm(request.POST, auto_id="note_%s")
    return do(request, reference, following.keep_try, _("It is noted."), form, "note_form")


@requires("safety.change_safetytask")
@sensitive_post_parameters()
@require_POST
def step(request, reference):
    """The next step of a task that was taken up: reached, then assessed."""
    form = StepForm(request.POST, auto_id="step_%s")
    act = following.assess if request.POST.get("act") == "assess" else following.keep_contact
    return do(request, reference, act, _("It is noted."), form, "step_form")


@requires("safety.change_safetytask")
@sensitive_post_parameters()
@require_POST
def close_task(request, reference):
    found = the_task(request, reference)
    form = CloseForm(request.POST, may_close_alone=may_close_alone(request.user, found))
    needs_two = found.level == "T1" and not request.POST.get("alone_because")
    done = (
        _("The note is written. A second person confirms it now.") if needs_two else _("The task is closed.")
    )
    return do(request, reference, following.close, done, form, "close_form")


@requires("safety.change_safetytask")
@sensitive_post_parameters()
@require_POST
def confirm(request, reference):
    """The second person's word on closing: they agree, or send it back and say why."""
    if request.POST.get("act") != "back":
        return do(request, reference, following.confirm_closing, _("The task is closed."))
    form = StepForm(request.POST, auto_id="back_%s")
    if form.is_valid():
        found = the_task(request, reference)
        try:
            following.send_back(task=found, because=form.cleaned_data["text"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("It stays open."))
            return redirect("safety:task", reference)
    return task_page(request, the_task(request, reference), back_form=form)


@requires("safety.add_safetytask", "people.view_patient")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def raise_about_patient(request, reference):
    return raise_page(request, patient=the_patient(request, reference))


@requires("safety.add_safetytask", "inquiries.view_inquiry")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def raise_about_inquiry(request, reference):
    inquiries = Inquiry.objects.visible_to(request.user).select_related("location")
    return raise_page(request, inquiry=get_object_or_404(inquiries, reference=reference))


def raise_page(request, **about):
    form = RaiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            raised = raise_task(by=request.user, **about, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The task is raised, and somebody is asked to take it up."))
            return redirect("safety:task", raised.reference)
    return render(request, "safety/raise.html", {"form": form, **about})
