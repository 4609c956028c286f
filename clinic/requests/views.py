"""Requests of patients on screen: what waits for whom, and answering one."""

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from clinic.accounts.access import requires
from clinic.scheduling import cancelling
from clinic.scheduling.forms import opening_value
from clinic.scheduling.views.booking import status_of
from patients.people.models import Patient

from . import answering, finding
from .forms import KeepForm, TimesForm
from .models import ChangeRequest
from .telling import suits

ON_A_PAGE = 25
DONE = {
    "move": _("The visit is moved."),
    "propose": _("The times are proposed. The patient chooses on their private page; nobody keeps them."),
    "cancel": _("The visit is canceled. Its time is free."),
    "keep": _("The visit stays as it is. The patient reads your words on their private page."),
}


@requires("requests.view_changerequest")
@require_safe
def requests(request):
    """What patients ask and nobody has answered, the soonest visit first; or what they are to choose; or all."""
    show = request.GET.get("show")
    visible, now = ChangeRequest.objects.visible_to(request.user).for_staff(), timezone.now()
    if show == "all":
        listed = visible
    elif show == "patient":
        listed = visible.for_the_patient(now)
    else:
        show, listed = "desk", visible.for_the_desk(now)
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.is_waiting, each.suits = each.is_open(now), suits(each)
    return render(request, "requests/requests.html", {"page": page, "show": show})


@requires("requests.view_changerequest")
@require_safe
def show(request, reference):
    """One request: what the patient said, openings that fit, and the ways to answer it."""
    return _page(request, _request(request, reference))


@requires("requests.change_changerequest", "scheduling.change_appointment")
@sensitive_post_parameters("words")
@require_POST
def answer(request, reference):
    """Move, propose, cancel or keep: the button says which."""
    asked, now, act = _request(request, reference), timezone.now(), request.POST.get("act")
    if act not in DONE:
        raise SuspiciousOperation("There is no such act.")
    form = None
    try:
        answering.refuse_answered(asked, now)
        if act == "keep":
            form = KeepForm(request.POST)
        elif act != "cancel":
            form = TimesForm(
                request.POST, found=finding.every_fitting(asked, now=now, as_they_said=_as_they_said(request))
            )
        if form and not form.is_valid():
            return _page(request, asked, typed=form)
        _answer(act, asked, form, request.user, now)
    except ValidationError as refusal:
        return _page(request, _request(request, reference), typed=form, refusal=refusal)
    messages.success(request, DONE[act])
    return redirect("requests:request", reference=reference)


def _answer(act, asked, form, by, now):
    shared = {"request": asked, "by": by, "now": now}
    if act == "cancel":
        answering.cancel(**shared)
    elif act == "keep":
        answering.keep(**shared, words=form.cleaned_data["words"])
    elif act == "propose":
        answering.propose(**shared, times=form.cleaned_data["times"], seen=form.data.getlist("seen"))
    else:
        [time] = form.cleaned_data["times"]
        where = {"session_start": time.session_start, "room": time.room, "clinician": time.clinician}
        answering.move(**shared, **where)


def _page(request, asked, typed=None, refusal=None):
    """The page of a request; with the form in which something was `typed`, and why it was refused."""
    now = timezone.now()
    is_open = asked.is_open(now)
    may_answer = is_open and request.user.has_perm("requests.change_changerequest")
    found = finding.fitting(asked, now=now, as_they_said=_as_they_said(request)) if may_answer else []
    standing = list(asked.times.standing().select_related("room__location", "clinician__user", "proposed_by"))
    free = finding.still_free(standing, asked.appointment, now) if is_open else []
    picked = typed.data.getlist("times") if isinstance(typed, TimesForm) else []
    context = {
        "asked": asked,
        "appointment": asked.appointment,
        "is_waiting": is_open,
        "may_answer": may_answer,
        "suits": suits(asked),
        "as_they_said": _as_they_said(request),
        "found": [(day, [(opening_value(each), each) for each in here]) for day, here in found],
        "picked": picked,
        "times": typed if isinstance(typed, TimesForm) else None,
        "keep": typed if isinstance(typed, KeepForm) else KeepForm(),
        "proposed": [(each, each in free) for each in standing],
        "refusal": refusal,
        "errors": refusal is not None or typed is not None,
        "is_late": cancelling.is_late(asked.appointment, asked.asked_at),
        "may_write": Patient.Channel.EMAIL in asked.appointment.patient.channels,
    }
    status = 200 if refusal is None else status_of(refusal)
    return render(request, "requests/request.html", context, status=status)


def _as_they_said(request):
    return request.GET.get("any") != "yes"


def _request(request, reference):
    visible = ChangeRequest.objects.visible_to(request.user).for_staff()
    return get_object_or_404(visible, reference=reference)
