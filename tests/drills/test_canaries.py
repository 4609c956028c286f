"""A word of its own in every field that holds something about a person, and where it comes up again (P5, R8, T30).

The words are put under the demo clinic's rows, every page is opened by everybody, every act that writes a mail is
done; then each word is looked for wherever it has no business to be.
"""

import re
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import structlog
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail as post
from django.db import connection, models
from django.test import Client
from django.utils import timezone
from pghistory.models import Event
from phonenumber_field.modelfields import PhoneNumberField
from post_office.models import Email

from clinic.accounts import roles
from clinic.accounts.models import User
from clinic.desk import telling
from clinic.feeds.subscribing import make_feed
from clinic.locations.models import Location
from clinic.notices.models import Delivery, Notice
from clinic.notices.writing import NO_SUCH_HOST, queue, write_what_is_due
from clinic.requests import answering as requests
from clinic.requests.models import ChangeRequest
from clinic.scheduling import cancelling, freeing
from clinic.scheduling.calendar_files import calendar_file
from clinic.scheduling.models import Appointment, Clinician, FreedTime, ReviewGate, Room
from clinic.tokens import digest_of, new_token
from patients.area import linking
from patients.area.models import PatientLink, PatientMessage
from patients.inquiries import answering, contacting, following
from patients.inquiries.models import Inquiry, StatusLink
from patients.people import known
from patients.people.holding import lift_hold, raise_hold
from patients.people.look_alikes import keep_apart
from patients.people.models import Patient
from patients.safety import following as safety
from patients.safety.raising import raise_task
from patients.screening import answering as answers
from patients.screening.evaluating import suspend
from patients.screening.models import Evaluation
from tests.addresses import addresses, example_path
from tests.clinic.notices.minutes import send_what_waits
from tests.clinic.test_logs import log  # noqa: F401 -- a fixture
from tests.conftest import kept_pages_root
from tests.visitors import an_offer, demo_patient, examples, undone

NOT_TYPED = {"reference", "time_zone", "text_sha256", "token_sha256"}
SEARCHED = ["/staff/inbox/", "/staff/patients/", "/staff/search/", "/learn/search/", "/staff/content/"]
FORM = ["name", "email", "phone", "message", "support_needed"]
NO_BUSINESS = ["anonymous", roles.EDITOR, roles.CLINICAL_REVIEWER, roles.MANAGER, roles.PRIVACY_OFFICER]
FINDINGS = {
    *(f"screening.evaluation.{name}" for name in ("summary", "letter", "suspended_because")),
    *(f"screening.assessment.{name}" for name in ("findings", "diagnoses", "medicines")),
    *(f"safety.safetytask.{name}" for name in ("words", "closing_note", "alone_because")),
    *("screening.answer.text", "screening.flagdecision.reason", "safety.safetyentry.text"),
}
# What a patient reads on their own page.
THEIR_OWN = {f"people.patient.{name}" for name in ("legal_name", "chosen_name", *known.THEIR_OWN)}
THEIR_OWN |= {
    "area.patientmessage.text",
    "requests.changerequest.words",
    "requests.changerequest.answer_words",
}
THEIR_OWN |= {"scheduling.appointment.escort_name", "scheduling.appointment.escort_phone"}


class Planted:
    """Words by the field they stand in, and the fields whose words a text holds."""

    def __init__(self):
        self.patterns = {}

    def word_for(self, name, field):
        digits = "".join(secrets.choice("0123456789") for _ in range(4))
        word = f"Kestrel{secrets.token_hex(8)}"
        if isinstance(field, PhoneNumberField):
            self.patterns[name] = re.compile(rf"646\D{{0,3}}555\D{{0,3}}{digits}")
            return f"+1646555{digits}"
        self.patterns[name] = re.compile(word, re.IGNORECASE)
        return f"{word}@visitor.example".lower() if isinstance(field, models.EmailField) else word

    @property
    def starts(self):
        """The first letters of each word: what somebody types who looks for it."""
        return [
            pattern.pattern[:12]
            for pattern in self.patterns.values()
            if pattern.pattern.startswith("Kestrel")
        ]

    def found_in(self, text):
        return {name for name, pattern in self.patterns.items() if pattern.search(text)}


def about_somebody():
    """The models that hold something about a patient or somebody who asked: theirs, and what hangs on these."""
    ours = [model for model in apps.get_models() if not issubclass(model, Event) and not model._meta.proxy]
    found = {Patient, Inquiry}
    while more := {model for model in ours if points_at(model) & found} - found:
        found |= more
    return [model for model in ours if model in found]


def points_at(model):
    return {field.related_model for field in model._meta.concrete_fields if field.is_relation}


def typed_fields(model):
    kinds = (models.CharField, models.TextField)
    for field in model._meta.concrete_fields:
        if isinstance(field, kinds) and field.editable and not field.choices and field.name not in NOT_TYPED:
            yield field


def plant():
    """Every such field that says something says a word of ours; what says nothing anywhere is returned, too."""
    planted, empty = Planted(), set()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for model in about_somebody():
            cursor.execute(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
            for field in typed_fields(model):
                name = f"{model._meta.label_lower}.{field.name}"
                word = planted.word_for(name, field)
                if not model.objects.exclude(**{field.name: ""}).update(**{field.name: word}):
                    empty.add(name)
    return planted, empty


def tell_everything():
    """What the demo clinic leaves unsaid, about the patient whose pages are opened and an inquiry that is open."""
    patient, inquiry = demo_patient(), Inquiry.objects.filter(state=Inquiry.State.NEW).first()
    by, prescriber = patient.registered_by, User.objects.in_role(roles.PRESCRIBER).first()
    Patient.objects.filter(pk=patient.pk).update(
        chosen_name="Tam", pronouns="they", email="tam@visitor.example", phone="+12125550123",
        channels=["email", "call"], emergency_name="Jo", emergency_relation="Friend",
        emergency_phone="+12125550124", escort_name="Jo", escort_phone="+12125550124", language="Spanish",
        access_needs="A ramp",
    )  # fmt: skip
    Patient.objects.update(is_namesake=True)  # all are about to have one name
    Inquiry.objects.filter(pk=inquiry.pk).update(support_needed="A ramp")
    answering.note(inquiry=inquiry, text="Called twice.", by=by)
    following.add_message(inquiry=inquiry, text="May I come?", form_key=uuid4())
    hold = raise_hold(patient=patient, reason="Call first.", by=prescriber)
    lift_hold(hold=hold, because="Called.", by=prescriber)
    keep_apart(
        patient=patient, others=Patient.objects.exclude(pk=patient.pk)[:1], because="Two cards.", by=by
    )
    suspend(evaluation=Evaluation.objects.get(patient=patient), by=prescriber, reason="A new finding.")
    patient.appointments.update(outside_hours_because="She travels.")
    asked = ChangeRequest.objects.get(appointment__patient=patient)
    requests.keep(request=asked, words="The doctor is here then.", by=by, now=timezone.now())
    freeing.leave(freed=FreedTime.objects.last(), because="The room is painted.", by=by, now=timezone.now())
    tomorrow, lately = timezone.now() + timedelta(days=1), timezone.now() - timedelta(minutes=5)
    written_to = Appointment.objects.filter(status="booked", patient__channels__contains=["email"])
    theirs = written_to.filter(visit__startswith__gt=tomorrow).exclude(patient=patient)
    theirs = theirs.exclude(told_so_far__deliveries__in=Delivery.objects.waiting())  # who knows of it is told
    cancelling.cancel(appointment=theirs.first(), by=by, reason="Ill.", now=lately)
    write_what_is_due()
    ReviewGate.objects.filter(course__patient=patient).update(note="Sleeps better.")
    response = answers.begin(patient=patient)
    told = {
        rule: ("yes", "It helped.") for rule in answers.questions_for(patient.location) if rule.key == "S44"
    }
    answers.save_answers(response=response, answers=told, form_key=uuid4())
    director = patient.location.medical_director
    task = raise_task(cause="flagged", patient=patient, words="They sound tired.", by=director)
    reach = {
        "phone": "+12125550125",
        "whereabouts": "Home",
        "trusted_name": "Jo",
        "trusted_phone": "+12125550124",
    }
    safety.add_reach(task=task, **reach)
    safety.acknowledge(task=task, by=director)
    safety.keep_contact(task=task, text="Spoke with them.", by=director)
    safety.assess(task=task, text="Safe at home.", by=director)
    safety.close(
        task=task, outcome="safe", note="Calls tomorrow.", alone_because="I work alone.", by=director
    )


@pytest.fixture
def visit(client_of, db):
    """`visit("front desk")`: all that this visitor meets once the words are planted, as pairs of route and answer."""
    tell_everything()
    clients = {visitor: client_of(visitor) for visitor in (*NO_BUSINESS, roles.FRONT_DESK, "superuser")}
    arguments = examples()

    def walk(visitor):
        client = clients[visitor]
        for address in addresses():
            with undone(client):
                yield address.route, client.get(example_path(address, arguments))
        for route in SEARCHED:
            for start in planted.starts:
                with undone(client):
                    yield f"{route}?q=", client.get(route, {"q": start})

    planted, nowhere = plant()
    assert nowhere == set(), "fields that `tell_everything` leaves empty"
    walk.planted, walk.clients = planted, clients
    return walk


def said_by(answer):
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def around(answer):
    """What travels with an answer: where it leads, its headers, its cookies."""
    return f"{answer.headers} {answer.cookies}"


def test_who_has_no_business_with_people_reads_nothing_of_them(visit):
    """T30"""
    read = {
        (visitor, route, name)
        for visitor in NO_BUSINESS
        for route, answer in visit(visitor)
        for name in visit.planted.found_in(said_by(answer))
    }
    assert read == set()


def test_the_front_desk_reads_people_and_no_findings(visit):
    read = {
        name for _route, answer in visit(roles.FRONT_DESK) for name in visit.planted.found_in(said_by(answer))
    }
    assert read & FINDINGS == set()
    assert "people.patient.legal_name" in read and "inquiries.inquiry.message" in read


def test_what_everybody_reads_is_in_no_address_header_log_session_or_kept_page(visit, kept_pages, log):  # noqa: F811
    """R8, T42"""
    for visitor in ("anonymous", "superuser"):
        for route, answer in visit(visitor):
            assert visit.planted.found_in(around(answer)) == set(), route
    words = {
        name: f"{start} is what I typed" for name, start in zip(FORM, visit.planted.starts, strict=False)
    }
    page = visit.clients["anonymous"].post("/inquire/", words)
    assert page.status_code == 200 and next(iter(visit.planted.starts)) in said_by(
        page
    )  # theirs, to send again
    sessions = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    kept = b"".join(file.read_bytes() for file in Path(kept_pages_root()).rglob("*") if file.is_file())
    for place in (log.getvalue(), sessions, kept.decode(errors="replace")):
        assert visit.planted.found_in(place) == set()
        assert not [start for start in visit.planted.starts if start in place]


def test_mails_hold_nothing_but_the_answer_itself(visit, settings):
    """T42"""
    inquiry = Inquiry.objects.filter(state=Inquiry.State.NEW).exclude(email="").first()
    patient = Patient.objects.filter(channels__contains=["email"]).first()
    by = patient.registered_by
    answer = visit.planted.word_for("the answer", None)
    contacting.reply_by_mail(inquiry=inquiry, text=answer, by=by)
    following.send_new_link(inquiry=inquiry, by=by)
    linking.send_link(patient=patient, by=by)
    asked, why = ChangeRequest.objects.open(timezone.now()).first(), visit.planted.word_for("why", None)
    requests.keep(request=asked, words=why, by=by, now=timezone.now())
    telling.tell_the_desk()
    an_offer(patient)
    mails = Email.objects.all()
    assert mails.count() >= 5
    for mail in mails:
        assert visit.planted.found_in(mail.subject) == set()
        said = visit.planted.found_in(f"{mail.message} {mail.html_message} {mail.headers} {mail.context}")
        assert said <= {"the answer"}, mail.subject
    assert sum(answer in mail.message for mail in mails) == 1


def test_notices_hold_nothing_but_when_and_where(visit, settings):
    """T42: mails, texts, calendar files and their names; only whom they go to is somebody's."""
    settings.TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.TEXT_CARRIER, settings.TEXT_GATEWAY = "patients.links.texting.Gateway", "texts.example"
    post.outbox, now = [], timezone.now()
    Location.objects.update(quiet_from="00:00", quiet_until="00:00")
    Patient.objects.exclude(phone="").exclude(email="").update(channels=["email", "text"])
    mailed = Notice.objects.filter(deliveries__in=Delivery.objects.waiting().filter(channel="email"))
    for notice in mailed.exclude(appointment__patient__phone=""):
        if not notice.deliveries.filter(channel="text").exists():
            queue(Delivery(notice=notice, channel="text"), at=now, now=now)
    waiting = Email.objects.filter(to__endswith=NO_SUCH_HOST)
    Email.objects.exclude(pk__in=waiting).delete()
    waiting.update(scheduled_time=None)
    for queued in waiting:
        assert visit.planted.found_in(f"{queued.to}{queued.subject}{queued.message}{queued.headers}") == set()
    assert "cancelled" in {notice.kind for notice in mailed}
    send_what_waits()
    assert {left.to[0].endswith("@texts.example") for left in post.outbox} == {True, False}
    for left in post.outbox:
        parts = [part for part in left.message().walk() if not part.is_multipart()]
        said = [part.get_payload(decode=True).decode() for part in parts]
        said += [str(part.items()) for part in parts if part.get_filename()]
        said += [left.subject, str(left.extra_headers)]
        assert visit.planted.found_in(" ".join(said)) == set(), left.subject
        words = re.sub(r"https?://\S+|(PRODID|ORGANIZER).*", "", " ".join(said))
        assert not re.search(
            r"ketamin|clinic\b|treatment|session|infusion|evaluation", words, re.IGNORECASE
        ), words


def test_no_calendar_reads_anything_of_anybody(visit):
    """T42: neither under a feed's address, nor in the file of an appointment, a patient's own name included."""
    client, now = Client(), timezone.now()
    desk = User.objects.in_role(roles.FRONT_DESK).first()
    whose = [{"by": each.user} for each in Clinician.objects.bookable().select_related("user")]
    whose += [{"by": desk, "room": room} for room in Room.objects.bookable()]
    read = 0
    for asked in whose:
        answer = client.get(urlsplit(make_feed(now=now, **asked)).path)
        read += answer.content.count(b"BEGIN:VEVENT")
        assert visit.planted.found_in(said_by(answer) + around(answer)) == set()
    for appointment in Appointment.objects.order_by("-pk")[:40]:
        assert visit.planted.found_in(calendar_file(appointment).decode()) == set()
    assert read > 20


def test_a_link_alone_shows_nothing_and_their_own_page_only_what_is_theirs(visit):
    """R6"""
    client = Client()
    for state in Inquiry.State:
        inquiry = Inquiry.objects.filter(state=state).first()
        token = new_token()
        StatusLink.objects.create(inquiry=inquiry, token_sha256=digest_of(token), sent_at=timezone.now())
        assert visit.planted.found_in(said_by(client.get(f"/inquiry/{token}/"))) == set()
    patient = PatientMessage.objects.first().patient
    token = new_token()
    PatientLink.objects.create(patient=patient, token_sha256=digest_of(token), sent_at=timezone.now())
    address, born = f"/my/{token}/", patient.birth_date
    assert visit.planted.found_in(said_by(client.get(address))) == set()
    client.post(address, {"year": born.year, "month": born.month, "day": born.day})
    visits = [f"{address}visits/{row.reference}/" for row in patient.appointments.all()]
    files = [f"{each}appointment.ics" for each in visits]
    for file in files:
        assert visit.planted.found_in(said_by(client.get(file))) == set()
    read = {
        name
        for page in (address, f"{address}contact/", f"{address}visits/", *visits)
        for name in visit.planted.found_in(said_by(client.get(page)))
    }
    assert {"people.patient.email", "scheduling.appointment.escort_name"} <= read <= THEIR_OWN


def test_a_word_that_leaks_is_found(visit, log):  # noqa: F811
    word = Patient.objects.exclude(pronouns="").first().pronouns
    structlog.get_logger("patients").info("registered", pronouns=word)
    assert visit.planted.found_in(log.getvalue()) == {"people.patient.pronouns"}
