"""The courses that are running, and a patient's: authorising one, and ending one."""

from itertools import groupby

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires
from patients.people.models import Patient

from ..authorising import authorise_course, bases_for, end_course
from ..forms import CourseForm
from ..models import Appointment, Course, CoursePhase
from ..waiting import reasons_of, what_runs_out

ON_A_PAGE = 25


@requires("scheduling.view_course", "people.view_patient")
@require_safe
def courses(request):
    """The courses that are running, of the patients this person may see; or those that wait or soon will."""
    found = Course.objects.visible_to(request.user).running()
    shows_soon = request.GET.get("show") == "soon"
    if shows_soon:
        found = found.wait_soon(timezone.now())
    people = Prefetch("patient", Patient.objects.marking_holds().select_related("location"))
    booked = Count("appointments", filter=Q(appointments__in=Appointment.objects.active()))
    listed = (
        found.annotate(booked=booked)
        .select_related("treatment")
        .prefetch_related(people)
        .order_by("patient__legal_name", "pk")
    )
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    for today, here in groupby(sorted(page, key=today_of), key=today_of):
        here = list(here)
        waits, runs_out = reasons_of(here, today), what_runs_out(here, today)
        for course in here:
            course.reasons = waits[course.pk] or runs_out[course.pk]
    return render(request, "scheduling/courses.html", {"page": page, "shows_soon": shows_soon})


def today_of(course):
    """The date on the wall calendar of the patient's location."""
    return course.patient.location.today()


@requires("scheduling.add_course", "people.view_patient")
@require_http_methods(["GET", "HEAD", "POST"])
def authorise(request, reference):
    patient = _patient(request, reference)
    bases, missing = bases_for(patient)
    form = CourseForm(request.POST or None, bases=bases)
    refusal = None
    if request.method == "POST" and form.is_valid():
        evaluation, consent = form.cleaned_data["basis"]
        try:
            authorise_course(
                patient=patient,
                evaluation=evaluation,
                consent=consent,
                phases=[CoursePhase(sessions=form.cleaned_data["sessions"], least_days=2, most_days=7)],
                by=request.user,
                now=timezone.now(),
            )
        except ValidationError as error:
            refusal = error
        else:
            messages.success(request, _("The course is authorized. Its sessions can be booked."))
            return redirect("desk:patient", reference=patient.reference)
    return _page(request, patient, form, missing, refusal)


@requires("scheduling.change_course", "people.view_patient")
@require_http_methods(["POST"])
def end(request, reference, course):
    patient = _patient(request, reference)
    ended = get_object_or_404(patient.courses.visible_to(request.user), reference=course)
    try:
        end_course(course=ended, by=request.user, now=timezone.now())
    except ValidationError as refusal:
        bases, missing = bases_for(patient)
        return _page(request, patient, CourseForm(bases=bases), missing, refusal)
    messages.success(request, _("The course is ended."))
    return redirect("scheduling:authorise", reference=patient.reference)


def _patient(request, reference):
    patients = Patient.objects.visible_to(request.user).marking_holds().select_related("location")
    return get_object_or_404(patients, reference=reference)


def _page(request, patient, form, missing, refusal=None):
    courses = patient.courses.select_related("treatment", "authorised_by")
    context = {
        "patient": patient,
        "courses": courses,
        "form": form,
        "missing": missing,
        "refusal": refusal,
        "errors": refusal is not None,
    }
    return render(request, "scheduling/authorise.html", context, status=422 if refusal else 200)
