"""The courses that are running, and a patient's: authorising one, how it stands, and ending it."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires
from patients.people.models import Patient

from .. import gaps
from ..authorising import authorise_course, bases_for, end_course
from ..course_forms import CourseForm
from ..models import Appointment, Course, Protocol, ReviewGate
from ..standing import Standing
from ..waiting import reasons_of, reasons_to_wait, what_runs_out
from .patients import patient_of

ON_A_PAGE = 25
# What the list shows, by its name in the address: the words on the tab, and when there are none.
LISTS = {
    "": (gettext_lazy("All"), gettext_lazy("No course is running")),
    "plan": (gettext_lazy("To plan"), gettext_lazy("Every session is booked")),
    "gaps": (gettext_lazy("Broken gaps"), gettext_lazy("Every course keeps to its days")),
    "review": (gettext_lazy("Wait for a review"), gettext_lazy("No review is due")),
    "soon": (gettext_lazy("Wait, or will within 30 days"), gettext_lazy("No course waits")),
}


@requires("scheduling.view_course", "people.view_patient")
@require_safe
def courses(request):
    """The courses that are running, of the patients this person may see, or some of them; see `LISTS`."""
    show = request.GET.get("show", "")
    show = show if show in LISTS else ""
    found = _listed(Course.objects.visible_to(request.user).running(), show, timezone.now())
    people = Prefetch("patient", Patient.objects.marking_holds().select_related("location"))
    active = Prefetch("appointments", Appointment.objects.agreed(), to_attr="booked")
    listed = (
        found.select_related("treatment")
        .prefetch_related(people, active, "phases")
        .order_by("patient__legal_name", "pk")
    )
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    reviews = dict(ReviewGate.objects.due(timezone.now()).values_list("course", "after_number"))
    for today, here in groupby(sorted(page, key=today_of), key=today_of):
        here = list(here)
        waits, runs_out = reasons_of(here, today), what_runs_out(here, today)
        for course in here:
            course.reasons = waits[course.pk] or runs_out[course.pk]
            course.review_due = reviews.get(course.pk)
    tabs = [(name, label) for name, (label, _none) in LISTS.items()]
    context = {"page": page, "show": show, "tabs": tabs, "none": LISTS[show][1]}
    return render(request, "scheduling/courses.html", context)


def _listed(found, show, now):
    if show == "plan":
        return found.to_plan(now)
    if show == "gaps":
        return found.filter(pk__in=gaps.broken_in(found))
    if show == "review":
        return found.filter(pk__in=ReviewGate.objects.due(now).order_by().values("course"))
    return found.wait_soon(now) if show == "soon" else found


def today_of(course):
    """The date on the wall calendar of the patient's location."""
    return course.patient.location.today()


@requires("scheduling.view_course", "people.view_patient")
@require_safe
def course(request, reference, course):
    return course_page(request, course_of(request, reference, course))


@requires("scheduling.add_course", "people.view_patient")
@require_http_methods(["GET", "HEAD", "POST"])
def authorise(request, reference):
    """Choose a protocol to begin with, change its phases, and authorise the course."""
    patient = patient_of(request, reference)
    bases, missing = bases_for(patient)
    treatments = [evaluation.treatment for evaluation, _consent in bases]
    protocols = Protocol.objects.bookable().filter(treatment__in=treatments)
    protocols = list(protocols.select_related("treatment").prefetch_related("phases"))
    chosen = next((each for each in protocols if each.key == request.GET.get("protocol")), None)
    form = CourseForm(request.POST or None, bases=bases, protocol=chosen)
    refusal = None
    if request.method == "POST" and form.is_valid():
        evaluation, consent = form.cleaned_data["basis"]
        try:
            authorised = authorise_course(
                patient=patient,
                evaluation=evaluation,
                consent=consent,
                phases=form.cleaned_data["phases"],
                by=request.user,
                now=timezone.now(),
            )
        except ValidationError as error:
            refusal = error
        else:
            messages.success(request, _("The course is authorized. Its sessions can be booked."))
            return redirect("scheduling:course", patient.reference, authorised.reference)
    context = {
        "patient": patient,
        "courses": patient.courses.select_related("treatment", "authorised_by").prefetch_related("phases"),
        "form": form,
        "protocols": protocols,
        "chosen": chosen,
        "missing": missing,
        "refusal": refusal,
        "errors": refusal is not None or bool(form.errors),
    }
    return render(request, "scheduling/authorise.html", context, status=422 if refusal else 200)


@requires("scheduling.change_course", "people.view_patient")
@require_http_methods(["POST"])
def end(request, reference, course):
    ended = course_of(request, reference, course)
    try:
        end_course(course=ended, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        return course_page(request, ended, refusal)
    messages.success(request, _("The course is ended."))
    return redirect("scheduling:course", reference, course)


def course_of(request, reference, course):
    """The course of this patient, if this person may see them."""
    patient = patient_of(request, reference)
    courses = patient.courses.visible_to(request.user).select_related("treatment", "authorised_by")
    found = get_object_or_404(courses, reference=course)
    found.patient = patient
    return found


def course_page(request, course, refusal=None):
    now = timezone.now()
    standing = Standing(course, now)
    due = ReviewGate.objects.due(now).filter(course=course)
    context = {
        "patient": course.patient,
        "course": course,
        "standing": standing,
        "lines": list(standing.lines()),
        "waits_for": reasons_to_wait(course, today_of(course)) if course.ended_on is None else [],
        "due": set(due.values_list("after_number", flat=True)),
        "refusal": refusal,
        "errors": refusal is not None,
    }
    return render(request, "scheduling/course.html", context, status=422 if refusal else 200)
