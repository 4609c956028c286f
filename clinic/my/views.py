"""A patient's own pages, behind a private link and their birth date."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from clinic.limits import counting
from clinic.locations.models import Location
from patients.area import linking, writing
from patients.area.agreeing import agreements_of
from patients.area.models import PatientLink
from patients.inquiries.clock import Clock
from patients.inquiries.forms import MessageForm
from patients.links import short_sessions
from patients.links.pages import behind_a_link, gone
from patients.safety.raising import is_spared
from patients.screening.answering import speaks_of_danger

from . import visits
from .asked import asked_for
from .forms import BirthDateForm, NewLinkForm, OwnContactForm
from .steps import steps_of

MESSAGES_SHOWN = 20


def opened(view):
    """Hands the view the patient behind the link, once their birth date was said in this browser.

    What else stands in the address goes to the view by its name.

    A link that opens nothing is one kind page, whatever the reason.
    """

    @behind_a_link
    @require_http_methods(["GET", "HEAD", "POST"])
    def answer(request, token, **address):
        link = link_behind(token)
        if link is None:
            return gone(request)
        if not short_sessions.is_open(request, link):
            response = ask_birth_date(request, link)
            if response:
                return response
        said_only_the_date = request.method == "POST" and "act" not in request.POST
        response = (
            redirect(request.path) if said_only_the_date else view(request, link.patient, token, **address)
        )
        short_sessions.keep_open(response, link, token)
        return response

    return answer


def link_behind(token):
    return PatientLink.objects.select_related("patient__location", "patient__inquiry").behind(token)


def ask_birth_date(request, link):
    """The page that asks for the birth date, until it is the right one: then None, and the request goes on.

    What else was sent waits in the page, so that a form which was open too long is sent with the date.
    """
    form = BirthDateForm(request.POST if "year" in request.POST else None)
    if form.is_valid():
        try:
            linking.say_birth_date(link=link, birth_date=form.cleaned_data["birth_date"])
            return None
        except ValidationError as refusal:
            if refusal.code == "closed":
                return gone(request)
            form.add_error(None, refusal)
    context = {
        "form": form,
        "waits": what_else_was_sent(request),
        "was_closed": request.GET.get("closed") == "yes",
        "needs_help": speaks_of_danger(request.POST),
        "locations": Location.objects.open_for_business(),
    }
    # What saves itself while somebody types has a small place on the page, and no room for a page of its own.
    template = "my/questions/_closed.html" if request.htmx else "my/birth_date.html"
    return render(request, template, context)


def what_else_was_sent(request):
    """Pairs of a field's name and one value of it."""
    if "act" not in request.POST:
        return []
    not_theirs = {*BirthDateForm.base_fields, "csrfmiddlewaretoken"}
    return [
        (name, value) for name, values in request.POST.lists() if name not in not_theirs for value in values
    ]


@opened
def page(request, patient, token):
    """What comes next, what we know of how to reach them, and messages to the clinic."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            writing.write(patient=patient, sender=counting.sender_of(request), **form.cleaned_data)
            return redirect(reverse("my:page", args=[token], query={"sent": "message"}))
        except ValidationError as refusal:
            form.refuse(refusal)
    now, location = timezone.now(), patient.location
    visit = next(iter(visits.to_come(patient, now)), None)
    spared = is_spared(patient, now)
    steps = steps_of(patient, token)
    context = {
        "patient": patient,
        "token": token,
        "form": form,
        "is_spared": spared,
        "steps": steps,
        # Nobody is urged on after a crisis.
        "next_step": None if spared else next((step for step in steps if not step.is_done), None),
        "is_on_hold": patient.is_on_hold,
        "sent": request.GET.get("sent"),
        "visit": visit and visit.appointment,
        "visit_waits": visit and visit.waits,
        "had_visits": visit is None and visits.earlier(patient, now),
        "read_by": Clock(now).answer_by(location, location.today()),
        "sent_to_us": patient.sent_to_us.all()[:MESSAGES_SHOWN],
        "agreements": agreements_of(patient),
        "to_sign": asked_for(patient),
        "locations": [location],
    }
    return render(request, "my/page.html", context)


@opened
def contact(request, patient, token):
    """Correct how we reach them, what they agree to, and who stands by them."""
    form = OwnContactForm(request.POST if request.method == "POST" else None, patient=patient)
    if form.is_valid():
        try:
            writing.correct_own(patient=patient, seen=form.cleaned_data["seen"], **form.patient())
            return redirect(reverse("my:page", args=[token], query={"sent": "contact"}))
        except ValidationError as refusal:
            form.refuse(refusal)
            form.show_as_it_is_now(patient)
    return render(request, "my/contact.html", {"patient": patient, "token": token, "form": form})


@behind_a_link
@require_POST
def close(request, token):
    """End the short session in this browser; the link asks for the birth date again."""
    link = link_behind(token)
    if link is None:
        return gone(request)
    response = redirect(reverse("my:page", args=[token], query={"closed": "yes"}))
    short_sessions.close(response, link, token)
    return response


@behind_a_link
@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request):
    """Mails a new link to a patient who agreed to e-mails; the answer is the same for every address."""
    form = NewLinkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            linking.send_link_to(email=form.cleaned_data["email"], sender=counting.sender_of(request))
            return redirect(reverse("my:new_link", query={"asked": "yes"}))
        except ValidationError as refusal:
            form.add_error(None, refusal)
    asked = request.GET.get("asked") == "yes"
    context = {"form": form, "asked": asked, "locations": Location.objects.open_for_business()}
    return render(request, "my/new_link.html", context)
