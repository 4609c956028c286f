"""Patients: finding, registering and correcting them, who looks after them, and holds."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from clinic.accounts.access import requires
from education.models import Edition
from patients.inquiries.models import Inquiry

from .caring import join_care_team, leave_care_team
from .correcting import correct_patient
from .forms import (
    CompareForm,
    CorrectForm,
    DifferentForm,
    HoldForm,
    JoinForm,
    LiftForm,
    RegisterForm,
    SearchForm,
)
from .holding import lift_hold, raise_hold
from .look_alikes import alike_in, keep_apart, likely_pairs
from .merging import merge_patients
from .models import DifferentPeople, Patient
from .registering import add_inquiry, can_take_back, register_patient, take_back

ON_A_PAGE = 25
PAIRS_SHOWN = 25
WAYS_ASKED_FOR = {
    Inquiry.ContactBy.EMAIL: Patient.Channel.EMAIL,
    Inquiry.ContactBy.PHONE: Patient.Channel.CALL,
}
PAGE = "desk:patient"  # everything about one patient; the desk's page, by its name alone


@requires("people.view_patient")
@require_safe
def patients(request):
    """Everybody this person may see, by name."""
    form = SearchForm(request.GET)
    asked_for = form.asked_for()
    found = Patient.objects.visible_to(request.user).marking_holds().select_related("location")
    if asked_for["q"]:
        found = found.named_like(asked_for["q"])
    if asked_for["location"]:
        found = found.filter(location=asked_for["location"])
    if asked_for["on_hold"]:
        found = found.with_open_hold()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/patients.html",
        {
            "filters": form,
            "page": page,
            "is_narrowed": any(asked_for.values()),
            "sees_all": request.user.has_perm("people.view_every_patient"),
        },
    )


@requires("people.add_patient")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """Make somebody a patient: from the inquiry that `?inquiry=` names, or directly."""
    inquiry = inquiry_named(request)
    known = Patient.objects.who_came_of([inquiry]).get(inquiry) if inquiry else None
    if known and request.method != "POST":
        return redirect(PAGE, known.reference)
    if inquiry and "theirs" in request.POST:
        return add_to_patient(request, inquiry)
    form = RegisterForm(
        request.POST if request.method == "POST" else None, user=request.user, initial=told_by(inquiry)
    )
    if form.is_valid():
        try:
            patient = register_patient(
                **form.patient(),
                **form.because_and_who(),
                inquiry=inquiry,
                looked_after_by=form.cleaned_data["looked_after_by"],
                form_key=form.cleaned_data["form_key"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The patient is registered."))
            return redirect(PAGE, patient.reference)
    return render(request, "people/register.html", {"form": form, "inquiry": inquiry, "known": known})


def add_to_patient(request, inquiry):
    """The inquiry is of somebody who is here already."""
    patient = the_patient(request, request.POST["theirs"].replace("\0", ""))
    try:
        add_inquiry(inquiry=inquiry, patient=patient, by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("inbox:inquiry", inquiry.reference)
    messages.success(request, _("The inquiry is theirs now. See whether they told us something new."))
    return redirect(PAGE, patient.reference)


@requires("people.add_patient")
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, reference):
    """Take back a registration that was a mistake."""
    if request.method == "POST" and was_undone(request.user, reference):  # sent twice
        return redirect("people:list")
    patient = the_patient(request, reference)
    if request.method == "POST":
        try:
            inquiry = take_back(patient=patient, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
            return redirect(PAGE, reference)
        messages.success(request, _("Registering is taken back: they are not a patient."))
        return redirect("inbox:inquiry", inquiry.reference) if inquiry else redirect("people:list")
    return render(
        request,
        "people/undo.html",
        {"patient": patient, "is_possible": can_take_back(patient=patient, by=request.user)},
    )


@requires("people.merge_patient")
@require_safe
def pairs(request):
    """Patients who are perhaps one person, to compare and to merge, or to say that they are two."""
    found = likely_pairs(Patient.objects.visible_to(request.user), limit=PAIRS_SHOWN + 1)
    shown = [(one, other, ", ".join(alike_in(one, other))) for one, other in found[:PAIRS_SHOWN]]
    return render(request, "people/pairs.html", {"pairs": shown, "has_more": len(found) > PAIRS_SHOWN})


@requires("people.merge_patient")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request, reference, other):
    """Two patients side by side: `reference` stays, and the other is merged into it, or they are two people."""
    into = the_patient(request, reference)
    if request.method == "POST" and into.merged.filter(reference=other).exists():  # sent twice
        return redirect(PAGE, reference)
    patient = the_patient(request, other)
    is_different = request.POST.get("act") == "different"
    form = CompareForm(
        request.POST if request.method == "POST" and not is_different else None, patient=patient, into=into
    )
    different = DifferentForm(request.POST if is_different else None)
    try:
        if different.is_valid():
            keep_apart(patient=into, others=[patient], by=request.user, **different.cleaned_data)
            messages.success(request, _("Kept: they are two people."))
            return redirect("people:pairs")
        if form.is_valid():
            seen, taken = form.cleaned_data["seen"], form.taken()
            merge_patients(patient=patient, into=into, seen=seen, taken=taken, by=request.user)
            messages.success(request, _("The two are one patient now. Everything is on this page."))
            return redirect(PAGE, reference)
    except ValidationError as refusal:
        form.show_as_they_are_now()
        against = refusal.messages
    else:
        against = []
        if form.is_bound:
            form.show_as_they_are_now()
    return render(
        request,
        "people/compare.html",
        {
            "into": into,
            "patient": patient,
            "form": form,
            "different": different,
            "against": against,
            "alike": list(alike_in(into, patient)),
            "kept_apart": DifferentPeople.objects.of(into).of(patient).select_related("said_by").first(),
        },
    )


def was_undone(user, reference):
    gone = Patient.pgh_event_model.objects.filter(reference=reference, registered_by=user, pgh_label="delete")
    return gone.exists()


def inquiry_named(request):
    reference = request.GET.get("inquiry")
    if not reference:
        return None
    return get_object_or_404(
        Inquiry.objects.visible_to(request.user).select_related("location"), reference=reference
    )


def told_by(inquiry):
    """What the inquiry knew, to begin with; what it lacks, those that were merged into it may know."""
    if inquiry is None:
        return None
    told = [inquiry, *inquiry.merged.all()]
    known = {
        name: next(filter(None, (getattr(each, name) for each in told)), "")
        for name in ("email", "phone", "support_needed")
    }
    return {
        "legal_name": inquiry.name,
        "email": known["email"],
        "phone": known["phone"],
        "channels": [WAYS_ASKED_FOR[inquiry.contact_by]],
        "language": "" if inquiry.language == Edition.Language.ENGLISH else inquiry.get_language_display(),
        "access_needs": known["support_needed"],
        "location": inquiry.location.slug,
    }


@requires("people.change_patient")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, reference):
    """Correct what we know: names, how to reach them, whom to call, what they need."""
    patient = the_patient(request, reference)
    form = CorrectForm(request.POST if request.method == "POST" else None, user=request.user, patient=patient)
    if form.is_valid():
        try:
            correct_patient(
                patient=patient,
                seen=form.cleaned_data["seen"],
                because=form.cleaned_data.get("because", ""),
                by=request.user,
                **form.patient(),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
            form.show_as_it_is_now(patient)
        else:
            messages.success(request, _("What we know of them is corrected."))
            return redirect(PAGE, reference)
    return render(request, "people/edit.html", {"form": form, "patient": patient})


@requires("people.view_careteammember")
@require_http_methods(["GET", "HEAD", "POST"])
def care_team(request, reference):
    """Who looks after a patient; the front desk says who joins and who leaves."""
    patient = the_patient(request, reference)
    form = JoinForm(request.POST if request.POST.get("act") == "join" else None, patient=patient)
    if request.method == "POST":
        if not request.user.has_perms(["people.add_careteammember", "people.change_careteammember"]):
            raise PermissionDenied
        if form.is_valid():
            try:
                member = join_care_team(patient=patient, user=form.cleaned_data["user"], by=request.user)
            except ValidationError as refusal:
                messages.error(request, refusal.messages[0])
                return redirect(PAGE, reference)
            messages.success(request, _("%(name)s looks after this patient now.") % {"name": member})
            return redirect("people:care_team", reference)
        if not form.is_bound:
            leaving = patient.care_team.current().filter(
                user__email=request.POST.get("leaves", "").replace("\0", "")
            )
            member = get_object_or_404(leaving.select_related("user"))
            leave_care_team(patient=patient, user=member.user, by=request.user)
            messages.success(request, _("%(name)s no longer looks after this patient.") % {"name": member})
            return redirect("people:care_team", reference)
    team = patient.care_team.current().select_related("user")
    return render(request, "people/care_team.html", {"form": form, "patient": patient, "team": team})


@requires("people.add_hold")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request, reference):
    """Make a patient's care wait."""
    patient = the_patient(request, reference)
    form = HoldForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            raise_hold(patient=patient, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Care is on hold."))
            return redirect(PAGE, reference)
    return render(request, "people/hold.html", {"form": form, "patient": patient})


@requires("people.change_hold")
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request, reference, hold):
    """Let a patient's care go on."""
    patient = the_patient(request, reference)
    hold = get_object_or_404(patient.holds.select_related("patient", "raised_by"), reference=hold)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            lift_hold(hold=hold, because=form.cleaned_data["because"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The hold is lifted."))
            return redirect(PAGE, reference)
    return render(request, "people/lift.html", {"form": form, "patient": patient, "hold": hold})


def the_patient(request, reference):
    patients = Patient.objects.visible_to(request.user).marking_holds().select_related("location")
    return get_object_or_404(patients, reference=reference)
