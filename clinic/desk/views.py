"""Staff pages that show everything: what needs doing now, and a patient's whole story."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinic.accounts.access import requires
from clinic.scheduling.diary import locations_with_a_diary
from clinic.scheduling.models import Appointment
from clinic.stories import story_of
from patients.people.known import label_of
from patients.people.models import CareTeamMember, Hold, Patient
from patients.people.registering import can_take_back
from patients.safety.models import SafetyTask
from patients.screening.judging import outcome_of
from patients.screening.models import Flag

from .steps import next_step, steps_of
from .waiting import days_of, keeps_the_public_out, waiting_for

PAST_SHOWN = 20
ENTRIES_SHOWN = 40  # of the story, on one page
ANSWERS_SHOWN = 3
TO_ASK = ("emergency_name", "escort_name")  # before a treatment


@require_safe
def home(request):
    """The staff's first page: what needs doing now, and today's diary."""
    now = timezone.now()
    locations = locations_with_a_diary(now)  # asked once, and only for those who may see it
    return render(
        request,
        "desk/home.html",
        {
            "keeps_the_public_out": keeps_the_public_out(request.user),
            "waiting": waiting_for(request.user, now, locations),
            "days": days_of(request.user, now, locations),
            "now": now,
        },
    )


@requires("people.view_patient")
@require_safe
def patient(request, reference):
    """Everything about one patient that this person may see, and the one thing to do now."""
    visible = Patient.objects.visible_to(request.user)
    if merged := Patient.objects.filter(reference=reference, merged_into__in=visible).first():
        return redirect("desk:patient", merged.merged_into.reference)
    shown = get_object_or_404(
        visible.marking_holds()
        .select_related("location", "registered_by", "inquiry")
        .prefetch_related(
            Prefetch("holds", Hold.objects.select_related("raised_by", "lifted_by")),
            Prefetch("care_team", CareTeamMember.objects.current().select_related("user")),
        ),
        reference=reference,
    )
    now = timezone.now()
    booked = Appointment.objects.visible_to(request.user).filter(patient=shown)
    upcoming = list(booked.upcoming(now).for_diary())
    on_hold = set(booked.on_hold(shown.location.today()).values_list("pk", flat=True))
    offered = list(booked.filter(status=Appointment.Status.OFFERED).for_diary())
    to_come = sorted([*upcoming, *offered], key=lambda row: row.session.lower)
    for appointment in to_come:
        appointment.is_on_hold = appointment.pk in on_hold
    steps = steps_of(shown, request.user, upcoming)
    story = story_of([shown, *shown.merged.select_related("registered_by")], request.user)
    holds = list(shown.holds.all())
    context = {
        "patient": shown,
        "age": shown.age_on(shown.location.today()),
        "channels": [(channel, channel in shown.channels) for channel in Patient.Channel],
        "unknown": [label_of(field) for field in TO_ASK if not getattr(shown, field)],
        "safety_tasks": SafetyTask.objects.visible_to(request.user)
        .of_patient(shown)
        .unclosed()
        .select_related("owner"),
        "open_holds": [hold for hold in holds if hold.lifted_at is None],
        "can_take_back": can_take_back(patient=shown, by=request.user, now=now),
        "steps": steps,
        "next_step": next_step(steps),
        "upcoming": to_come,
        "page": Paginator(story, ENTRIES_SHOWN).get_page(request.GET.get("page")),
        "past": booked.past_or_cancelled(now).for_diary().reverse()[:PAST_SHOWN],
        **_clinical(request.user, shown),
    }
    return render(request, "desk/patient.html", context)


def _clinical(user, shown):
    """Evaluations, consents and courses, each only for who may read them."""
    today = shown.location.today()
    found = {"evaluations": [], "consents": [], "courses": [], "responses": []}
    if user.has_perm("screening.view_answer"):
        found["responses"] = list(shown.responses.submitted()[:ANSWERS_SHOWN])
        for response in found["responses"]:
            response.outcome = outcome_of(Flag.objects.standing(response).values_list("level", flat=True))
    if user.has_perm("screening.view_evaluation"):
        found["evaluations"] = shown.evaluations.with_standing(today).select_related(
            "treatment", "decided_by"
        )
    if user.has_perm("consent.view_consent"):
        found["consents"] = shown.consents.with_standing(today).select_related(
            "document__treatment", "witness"
        )
    if user.has_perm("scheduling.view_course"):
        found["courses"] = shown.courses.select_related("treatment", "authorised_by").prefetch_related(
            "phases"
        )
    return found
