"""What patients wrote that nobody has read, and the private links to their own pages."""

from django.contrib import messages
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from clinic.accounts.access import requires
from patients.people.models import Patient

from .linking import end_links, send_link
from .models import PatientLink, PatientMessage
from .writing import mark_read

ON_A_PAGE = 25
MOST_SHUT_OUT = 25
PAGE = "desk:patient"  # everything about one patient; the desk's page, by its name alone


@requires("area.view_patientmessage")
@require_safe
def messages_of_patients(request):
    """What nobody has read, the oldest first; or all of it, the newest first. And who cannot write any more."""
    found = PatientMessage.objects.visible_to(request.user).for_staff()
    shows_all = request.GET.get("show") == "all"
    if not shows_all:
        found = found.unread().reverse()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    shut_out = Patient.objects.marking_holds().filter(
        pk__in=PatientLink.objects.to_replace_by(request.user).values("patient")
    )
    return render(
        request,
        "area/messages.html",
        {"page": page, "shows_all": shows_all, "shut_out": shut_out[:MOST_SHUT_OUT]},
    )


@requires("area.change_patientmessage")
@require_POST
def read(request, reference):
    """Say that this person has read a message; back to where they were."""
    visible = PatientMessage.objects.visible_to(request.user).select_related("patient")
    message = get_object_or_404(visible, reference=reference)
    if mark_read(message=message, by=request.user):
        messages.success(request, _("The patient can see that you have read it."))
    else:
        messages.info(request, _("Somebody has read it before you."))
    if request.POST.get("back") == "patient":
        return redirect(PAGE, message.patient.reference)
    return redirect("area:messages")


@requires("area.change_patientlink")
@require_POST
def link(request, reference):
    """Send a patient a new private link, or end those they have."""
    patient = get_object_or_404(Patient.objects.visible_to(request.user), reference=reference)
    act = request.POST.get("act")
    if act not in ("send", "end"):
        raise SuspiciousOperation("There is no such act.")
    try:
        if act == "send":
            send_link(patient=patient, by=request.user)
            messages.success(
                request, _("The private link is on its way. Earlier ones open nothing any more.")
            )
        else:
            end_links(patient=patient)
            messages.success(request, _("No private link opens their page any more."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(PAGE, reference)
