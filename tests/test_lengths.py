"""What somebody writes is kept to its last character, or refused: in the form, in the act, in the database (T32)."""

import inspect
from datetime import time
from html import unescape
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, TextField
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.forms import BaseForm, CharField, PasswordInput, Textarea, URLField
from django.urls import get_resolver, reverse

from clinic.accounts.models import User
from clinic.locations.models import Clinic, Closure, CrisisLine, Location, SpecialHours
from clinic.requests.asking import ask
from clinic.requests.models import ChangeRequest
from clinic.scheduling.models import Absence, Appointment, ExtraHours, Room, RoomClosure
from patients.consent.documents import issue
from patients.consent.models import Consent, Document
from patients.inquiries.form_keys import new_key
from patients.inquiries.models import Contact, ContactConsentText, Inquiry, Note
from patients.inquiries.receiving import receive_inquiry
from patients.inquiries.wording import issue_consent_text
from patients.people.forms import CorrectForm
from patients.people.holding import raise_hold
from patients.people.models import DifferentPeople, Hold, Patient
from patients.screening.loading import load_rules
from patients.screening.models import Assessment, Evaluation, Flag, FlagDecision, Rule
from tests.clinic.scheduling.pages import typed as typed_by_hand
from tests.patients.conftest import text_of_length
from tests.patients.screening.signed import sign
from tests.small_clinic import open_small_clinic, person

WINGS = ("clinic", "patients")
BACKEND = "django.contrib.auth.backends.ModelBackend"
PASSWORD = "a walk by the river"


@pytest.fixture
def small_clinic(db):
    return open_small_clinic()


# -- In every form -----------------------------------------------------------------------------------


def below(form_class):
    """Every kind of this form, and every kind of those."""
    for kind in form_class.__subclasses__():
        yield from (kind, *below(kind))


QUESTION = Rule(
    key="S33",
    version=1,
    question="Which?",
    answer_type="yes|no+text",
    flag_when="yes",
    level="note",
    stage="E",
)


def own_forms():
    """Every form class of these wings, by its name."""
    assert get_resolver().url_patterns  # importing every page imports every form
    found = {f"{kind.__module__}.{kind.__name__}": kind for kind in below(BaseForm)}
    return {name: kind for name, kind in sorted(found.items()) if name.split(".")[0] in WINGS}


def filled_in(form_class, clinic):
    """The form as a page shows it, with what that page knows."""
    known = {
        "user": clinic.front_desk,
        "patient": clinic.patient,
        "into": clinic.patient,
        "today": clinic.monday,
        "bases": [],
        "document": clinic.document,
        "fit": (clinic.rooms, clinic.clinicians),
        "rooms": clinic.rooms,
        "location": clinic.location,
        "locations": [clinic.location],
        "defaults": {},
        "visible": Inquiry.objects.all(),
        "may_close_alone": True,
        "rule": QUESTION,
        "rules": [QUESTION],
        "treatments": [clinic.treatment],
        "flags": [Flag(rule=QUESTION)],
        "types": [clinic.treatment_type],
        "clinicians": clinic.clinicians,
        "number": 1,
        "offered": [],
        "chosen": None,
        "zone": clinic.location.zone,
        "appointment": None,
        "found": [],
        "appointments": [],
        "choices": [],
        "fits": [],
    }
    wanted = inspect.signature(form_class).parameters
    return form_class(data={}, **{name: known[name] for name in wanted if name in known})


def model_page_forms(superuser, rf):
    """The forms of every model page that these wings have, its rows of rows included."""
    request = rf.get("/")
    request.user = superuser
    for model, page in site._registry.items():
        if model.__module__.split(".")[0] in WINGS and page.has_add_permission(request):
            yield page.get_form(request)()
            yield from (inline.get_formset(request).form() for inline in page.get_inline_instances(request))


def fields_that_hold_no_limit(form):
    """The fields of a form that take a text which is too long, or refuse one that is not; in words.

    Passwords are hashed, not kept.
    """
    for name, field in form.fields.items():
        if not isinstance(field, CharField) or isinstance(field.widget, PasswordInput):
            continue
        if field.max_length is None:
            yield f"{name} takes any length"
            continue
        begin = "https://" if isinstance(field, URLField) else ""
        fits = begin + "x" * (field.max_length - len(begin))
        if is_too_long(field, fits):
            yield f"{name} refuses {field.max_length} characters"
        if not is_too_long(field, fits + "x"):
            yield f"{name} takes {field.max_length + 1} characters"
        lines = "x" + "\r\n" * (field.max_length - 2) + "x"
        if isinstance(field.widget, Textarea) and is_too_long(field, lines):
            yield f"{name} counts the end of a line twice"


def is_too_long(field, text):
    try:
        field.clean(text)
    except ValidationError as refusal:
        return any(error.code == "max_length" for error in refusal.error_list)
    return False


@pytest.mark.parametrize("name", own_forms())
def test_every_text_in_a_form_has_a_length_and_that_length_is_accepted(small_clinic, name):
    assert list(fields_that_hold_no_limit(filled_in(own_forms()[name], small_clinic))) == []


def test_every_text_in_a_model_page_has_a_length_and_that_length_is_accepted(small_clinic, rf):
    superuser = person("sue.super", is_superuser=True)
    wrong = {
        type(form).__name__: found
        for form in model_page_forms(superuser, rf)
        if (found := list(fields_that_hold_no_limit(form)))
    }
    assert wrong == {}


# -- On the pages ------------------------------------------------------------------------------------


def inbox(act, **typed):
    def page(clinic):
        inquiry = receive_inquiry(
            form_key=uuid4(),
            location=clinic.location,
            name="Ana Example",
            phone="+12125550123",
            contact_by="phone",
        )
        key = {f"{act}-form_key": new_key()}
        return reverse("inbox:inquiry", args=[inquiry.reference]), {"act": act, **key, **typed}

    return page


def about_patient(address, **typed):
    return lambda clinic: (
        reverse(address, args=[clinic.patient.reference]),
        {"form_key": new_key(), **{name: say(clinic) for name, say in typed.items()}},
    )


def registering(clinic):
    known = {"legal_name": "Ana Example", "birth_date": "1984-03-12", "email": "ana@visitor.example"}
    return reverse("people:register"), {"form_key": new_key(), "location": clinic.location.slug, **known}


def registering_somebody_like_a_patient(clinic):
    address, typed = registering(clinic)
    return address, {**typed, "legal_name": "Robin Exampel", "seen_alike": clinic.patient.reference}


def correcting(clinic):
    """All that goes with each of the texts, so that each may be filled in."""
    number = "+12125550100"
    known = {"legal_name": "Robin Example", "birth_date": "1980-03-01", "email": "robin@visitor.example"}
    known |= {"emergency_name": "Bea", "emergency_phone": number, "heard_from": "unsaid"}
    form = CorrectForm(user=clinic.front_desk, patient=clinic.patient)
    hidden = {field.name: field.value() for field in form.hidden_fields()}
    address = reverse("people:edit", args=[clinic.patient.reference])
    return address, {**hidden, "location": clinic.location.slug, **known}


def lifting(clinic):
    hold = raise_hold(patient=clinic.patient, reason="To be checked", by=clinic.prescriber)
    return reverse("people:lift", args=[clinic.patient.reference, hold.reference]), {}


def judging_blood_pressure(clinic):
    load_rules()
    address, typed = about_patient("screening:evaluate", **DECIDES_NOT_NOW)(clinic)
    return address, {**typed, "systolic": 150, "diastolic": 85, "S09-decision": "ask_more"}


def suspending(clinic):
    evaluation = clinic.evaluate(clinic.patient)
    return reverse("screening:suspend", args=[clinic.patient.reference, evaluation.reference]), {}


def appointment(address, *at):
    def page(clinic):
        booked = clinic.book()
        when = typed_by_hand(clinic, *at) if at else {}
        seen = {"seen": booked.changed_at.isoformat(), "asked_by": "patient"}
        return reverse(address, args=[booked.reference]), {**when, **seen}

    return page


def answering(clinic):
    """What a patient asked, and the form that says why it stays as it is."""
    asked = ask(appointment=clinic.book(), wants="move", form_key=uuid4(), now=clinic.now)
    return reverse("requests:answer", args=[asked.reference]), {"act": "keep"}


def hours(change, **typed):
    """A change on the page of hours; a clinician or a room is the clinic's first."""

    def page(clinic):
        rows = {"clinician": clinic.clinicians[0].pk, "room": clinic.rooms[0].pk}
        sent = {f"{change}-{name}": value for name, value in {**rows, **typed}.items()}
        return reverse("scheduling:hours"), {"change": change, **sent}

    return page


def new(model, **typed):
    """The model page that adds a row; what is typed may depend on the clinic."""
    return lambda clinic: (
        reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add"),
        {name: value(clinic) if callable(value) else value for name, value in typed.items()},
    )


NEW = {
    User: new(User, email="new@stillwater.example", name="New", password1=PASSWORD, password2=PASSWORD),
    Clinic: new(
        Clinic,
        name="Stillwater Clinic",
        short_name="Stillwater",
        phone="+12125550142",
        email="hello@stillwater.example",
        country="US",
    ),
    Location: new(
        Location,
        name="Lakeside",
        slug="lakeside",
        street="1 Lake Street",
        city="Demotown",
        postal_code="10000",
        country="US",
        time_zone="America/New_York",
        phone="+12125550142",
        answer_within=2,
        late_cancel_hours=24,
        change_request_hours=24,
        quiet_from="21:00",
        quiet_until="08:00",
    ),
    CrisisLine: new(
        CrisisLine,
        country="GB",
        position=1,
        name="Samaritans",
        phone="116 123",
        when="Day and night",
        cost="Free",
        checked_on="2026-11-20",
    ),
    Room: new(Room, location=lambda clinic: clinic.location.pk),
    ContactConsentText: new(ContactConsentText),
    Document: new(
        Document,
        kind="treatment",
        treatment=lambda clinic: clinic.treatment.pk,
        title="Consent",
        summary="- In short.",
        text="I agree.",
        change="minor",
        what_changed="A word.",
    ),
}
DECIDES_NOT_NOW = {
    "mode": lambda clinic: "remote",
    "examined_on": lambda clinic: clinic.location.today(),
    "findings": lambda clinic: "Calm.",
    "ketamine_iv-decision": lambda clinic: "not_now",
    "ketamine_iv-summary": lambda clinic: "Not now.",
    "ketamine_iv-valid_until": lambda clinic: clinic.monday,
    "ketamine_iv-letter_not_now": lambda clinic: "Dear Robin.",
}
KEPT = [  # the page, what it calls the text, the row that keeps it, and its field there
    (inbox("note"), "note-text", Note, "text"),
    (inbox("call", **{"call-outcome": "spoke"}), "call-text", Contact, "text"),
    (inbox("close", **{"close-reason": "spam"}), "close-text", Note, "text"),
    (registering, "legal_name", Patient, "legal_name"),
    (registering, "chosen_name", Patient, "chosen_name"),
    (registering_somebody_like_a_patient, "because", DifferentPeople, "because"),
    *[
        (correcting, field, Patient, field)
        for field in (
            "pronouns",
            "emergency_name",
            "emergency_relation",
            "escort_name",
            "language",
            "access_needs",
        )
    ],
    (about_patient("people:hold"), "reason", Hold, "reason"),
    (lifting, "because", Hold, "lifted_because"),
    *[
        (about_patient("screening:evaluate", **DECIDES_NOT_NOW), typed_as, model, field)
        for typed_as, model, field in (
            ("ketamine_iv-summary", Evaluation, "summary"),
            ("ketamine_iv-letter_not_now", Evaluation, "letter"),
            ("findings", Assessment, "findings"),
            ("diagnoses", Assessment, "diagnoses"),
            ("medicines", Assessment, "medicines"),
        )
    ],
    (judging_blood_pressure, "S09-reason", FlagDecision, "reason"),
    (suspending, "reason", Evaluation, "suspended_because"),
    (
        about_patient(
            "consent:witness",
            document=lambda clinic: clinic.document.pk,
            signed_on=lambda clinic: clinic.location.today(),
        ),
        "signed_name",
        Consent,
        "signed_name",
    ),
    (appointment("scheduling:move", time(14)), "reason", Appointment, "reason"),
    (appointment("scheduling:cancel"), "reason", Appointment, "reason"),
    (answering, "words", ChangeRequest, "answer_words"),
    *[
        (hours(change, **{name: "2027-01-04" for name in days}, **typed), f"{change}-reason", model, "reason")
        for change, model, days, typed in (
            ("special", SpecialHours, ["day"], {"spans": "9-12"}),
            ("close", Closure, ["first_day", "last_day"], {}),
            ("extra", ExtraHours, ["day"], {"spans": "9-12"}),
            ("away", Absence, ["first_day", "last_day"], {}),
            ("room", RoomClosure, ["first_day", "last_day"], {}),
        )
    ],
    *[(NEW[User], field, User, field) for field in ("name", "credentials")],
    *[(NEW[Clinic], field, Clinic, field) for field in ("name", "short_name")],
    *[
        (NEW[Location], field, Location, field)
        for field in ("name", "street", "city", "region", "postal_code", "getting_here")
    ],
    *[(NEW[CrisisLine], field, CrisisLine, field) for field in ("name", "phone", "text", "when", "cost")],
    (NEW[Room], "name", Room, "name"),
    (NEW[ContactConsentText], "text", ContactConsentText, "text"),
    *[(NEW[Document], field, Document, field) for field in ("title", "summary", "text", "what_changed")],
]


@pytest.mark.drill
@pytest.mark.parametrize(
    ("opened", "typed_as", "model", "field"),
    KEPT,
    ids=[f"{model.__name__}.{field} as {typed_as}" for _opened, typed_as, model, field in KEPT],
)
def test_the_longest_text_is_kept_to_its_last_character_and_one_more_is_refused_in_words(
    client, small_clinic, opened, typed_as, model, field
):
    client.force_login(person("sue.super", is_superuser=True), backend=BACKEND)
    address, typed = opened(small_clinic)
    limit = model._meta.get_field(field).max_length
    longest, too_long = text_of_length(limit), text_of_length(limit + 1)
    refused = client.post(address, {**typed, typed_as: too_long})
    words = unescape(refused.content.decode())
    assert refused.status_code == 200
    assert f"at most {limit} characters" in words
    assert too_long in words
    assert not model.objects.filter(**{field: too_long}).exists()
    assert client.post(address, {**typed, typed_as: longest}).status_code == 302
    assert model.objects.filter(**{field: longest}).exists()


# -- In the database ---------------------------------------------------------------------------------


def texts_of_any_length(models):
    """Long texts whose length the database does not hold, as `Model.field`. (A short one is a varchar.)"""
    for model in models:
        held = [each.condition for each in model._meta.constraints if isinstance(each, CheckConstraint)]
        for field in model._meta.local_fields:
            if isinstance(field, TextField):
                limit = field.max_length
                if limit is None or LessThanOrEqual(Length(field.name), limit) not in held:
                    yield f"{model.__name__}.{field.name}"


def test_the_database_holds_the_length_of_every_long_text():
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in WINGS]
    history = {model.pgh_event_model for model in ours if hasattr(model, "pgh_event_model")}
    assert list(texts_of_any_length(set(ours) - history)) == []


@pytest.mark.parametrize(
    ("write", "limit"),
    [
        (lambda clinic, text: issue_consent_text(text=text), 1000),
        (
            lambda clinic, text: issue(
                treatment=clinic.treatment,
                title="Consent",
                summary="- In short.",
                text=text,
                change="minor",
                what_changed="A word.",
                issued_on=clinic.monday,
            ),
            20000,
        ),
        (
            lambda clinic, text: sign(clinic, decide={"summary": text}),
            5000,
        ),
        (
            lambda clinic, text: sign(clinic, decide={"decision": "not_now", "letter": text}),
            5000,
        ),
        (
            lambda clinic, text: sign(clinic, findings=text),
            5000,
        ),
        (
            lambda clinic, text: Location(pk=clinic.location.pk, getting_here=text).validate_constraints(),
            1000,
        ),
    ],
    ids=["words to agree to", "document", "reasons", "letter", "findings", "getting here"],
)
def test_a_text_that_is_too_long_is_refused_in_words_by_every_path(small_clinic, write, limit):
    """R3"""
    write(small_clinic, "x" * limit)
    with pytest.raises(ValidationError, match=f"at most {limit} characters"):
        write(small_clinic, "x" * (limit + 1))
