"""Everybody who may come to a page, and for each address that needs one a row of the demo clinic to open."""

import io
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from clinic.accounts import roles
from clinic.accounts.models import User
from clinic.feeds.models import CalendarFeed
from clinic.locations.models import Location
from clinic.notices.models import Notice
from clinic.requests.models import ChangeRequest
from clinic.scheduling.models import Appointment, AppointmentType, Course, FreedTime
from clinic.scheduling.openings import openings
from clinic.waitlist import offering, wishing
from clinic.waitlist.models import Offer
from education.models import Edition, Treatment
from education.pictures.adding_pictures import add_picture
from patients.area.models import PatientMessage
from patients.consent.models import Consent
from patients.inquiries.models import Inquiry
from patients.people.models import CareTeamMember, Hold, Patient
from patients.safety.models import SafetyTask
from patients.screening.models import Evaluation

VISITORS = ("anonymous", *roles.ROLES, *roles.POSTS, "superuser", "deactivated")

ENGLISH = {"language": Edition.Language.ENGLISH}
DRAFT_PAGES = ("edit", "start", "visit", "preview", "preview_page", "let_through", "send", "share")
REVIEW_PAGES = ("review", "sign_off", "take_back", "publish", "plan", "unplan")
EDITION_PAGES = ("edition", "compare", "restore")
OWN_PAGES = (
    "page",
    "visits",
    "contact",
    "close",
    "letters",
    "questions",
    "review",
    "sent",
    "reach",
    "agreements",
)
TASK_PAGES = ("task", "take_up", "hand_over", "note", "step", "close", "confirm")
RULE_PAGES = ("rule", "propose", "confirm")
PATIENT_PAGES = ("edit", "care_team", "hold", "undo")
COURSE_PAGES = ("course", "plan", "repair", "cancel_rest", "end_course")
VISIT_PAGES = ("visit", "visit_file", "change", "answer")
APPOINTMENT_PAGES = ("appointment", "move", "drop", "cancel", "restore", "step", "escort")
WISH_PAGES = ("wish", "end", "find")
OFFER_PAGES = ("answer", "take_back")
NO_LINK_OF_OURS = {"token": "no-link-of-ours"}


def make_user(visitor):
    user = User.objects.create_user(f"{visitor.replace(' ', '.')}@matrix.example", name=visitor.capitalize())
    if visitor in roles.ROLES:
        user.groups.add(Group.objects.get(name=visitor))
    if visitor == roles.MEDICAL_DIRECTOR:
        user.groups.add(Group.objects.get(name=roles.PRESCRIBER))
        Location.objects.update(medical_director=user)
    return user


def browser_of(visitor):
    """Clinicians look after the demo patient whose pages are opened."""
    client = Client(raise_request_exception=False)
    if visitor == "anonymous":
        return client
    user = make_user(visitor)
    User.objects.filter(pk=user.pk).update(is_superuser=visitor == "superuser")
    CareTeamMember.objects.create(patient=demo_patient(), user=user)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=visitor != "deactivated")
    return client


def demo_patient():
    """Somebody with an evaluation, a consent, a course, appointments and a hold."""
    return Patient.objects.get(legal_name="Tam Novel")


def examples():
    """The arguments that open each address which needs some, by the address's name: rows of the demo clinic."""
    patient = demo_patient()
    of_patient = {"reference": patient.reference}
    course = Course.objects.select_related("evaluation__assessment").get(patient=patient)
    consent = Consent.objects.select_related("document__treatment").get(
        patient=patient, document__kind="treatment"
    )
    hold = Hold.objects.open().get(patient=patient, cause=Hold.Cause.PERSON)
    of_appointment = {"reference": Appointment.objects.filter(patient=patient).active().first().reference}
    of_article = of_edition(Edition.State.PUBLISHED)
    of_picture = {"reference": some_picture().reference}
    of_inquiry = {"reference": Inquiry.objects.filter(state=Inquiry.State.NEW).first().reference}
    of_task = {"reference": SafetyTask.objects.unclosed().get().reference}
    offer = an_offer(patient)
    of_wish, of_offer = {"reference": offer.wish.reference}, {"reference": offer.reference}
    of_freed_time = {"reference": FreedTime.objects.to_offer(timezone.now()).first().reference}
    document = {"key": consent.document.key, "version": consent.document.version}
    return {
        "education:topic": {"topic": of_article["topic"]},
        "education:answers": {"topic": "safety"},
        "education:article": of_article,
        "education:changes": of_article,
        "education:answer_changes": {"topic": "safety", "article": "can-i-become-addicted"},
        "education:word_changes": {"article": "off-label"},
        **dict.fromkeys(
            [f"content:{page}" for page in DRAFT_PAGES], of_edition(Edition.State.DRAFT) | ENGLISH
        ),
        **dict.fromkeys(
            [f"content:{page}" for page in REVIEW_PAGES], of_edition(Edition.State.CLINICAL_REVIEW) | ENGLISH
        ),
        "content:pile": {"key": "overrides"},
        "content:end_share": of_edition(Edition.State.DRAFT) | ENGLISH | {"digest": "0" * 64},
        "content:withdraw": of_article | ENGLISH,
        **dict.fromkeys([f"content:{page}" for page in EDITION_PAGES], of_article | ENGLISH | {"number": 1}),
        "preview": NO_LINK_OF_OURS,
        "inquiry:status": NO_LINK_OF_OURS,
        "inquiry:take_back": NO_LINK_OF_OURS,
        **dict.fromkeys([f"my:{page}" for page in OWN_PAGES], NO_LINK_OF_OURS),
        "my:step": NO_LINK_OF_OURS | {"number": 1},
        **dict.fromkeys(
            ["my:document", "my:sign"], NO_LINK_OF_OURS | {"document": consent.document.reference}
        ),
        **dict.fromkeys(
            ["my:copy", "my:copy_pdf", "my:withdraw"], NO_LINK_OF_OURS | {"consent": consent.reference}
        ),
        **dict.fromkeys(
            [f"my:{page}" for page in VISIT_PAGES], NO_LINK_OF_OURS | {"visit": of_appointment["reference"]}
        ),
        "ledger:claim": {"key": "c01"},
        "ledger:source": {"code": "e5"},
        **dict.fromkeys(["wording:edit", "wording:preview"], {"key": "education.home_lead"} | ENGLISH),
        **dict.fromkeys(["picture", "pictures:describe"], of_picture),
        "inbox:inquiry": of_inquiry,
        **dict.fromkeys(["desk:patient", *(f"people:{page}" for page in PATIENT_PAGES)], of_patient),
        "area:link": of_patient,
        "area:read": {"reference": PatientMessage.objects.filter(patient=patient).unread().get().reference},
        "people:compare": of_patient | {"other": Patient.objects.get(legal_name="Liv Limerick").reference},
        "people:lift": of_patient | {"hold": hold.reference},
        **dict.fromkeys(["screening:evaluate", "screening:answers", "screening:ask"], of_patient),
        **{f"rules:{page}": {"key": "S07"} for page in RULE_PAGES},
        "rules:version": {"key": "S07", "version": 1},
        **dict.fromkeys([f"safety:{page}" for page in TASK_PAGES], of_task),
        "safety:raise_patient": of_patient,
        "safety:raise_inquiry": of_inquiry,
        "screening:suspend": of_patient | {"evaluation": course.evaluation.reference},
        "screening:letter": of_patient | {"evaluation": a_letter(course).reference},
        "consent:document": document,
        "consent:witness": of_patient,
        **dict.fromkeys(
            ["consent:withdraw", "consent:copy", "consent:copy_pdf"],
            of_patient | {"consent": consent.reference},
        ),
        "scheduling:authorise": of_patient,
        **dict.fromkeys(
            [f"scheduling:{page}" for page in COURSE_PAGES], of_patient | {"course": course.reference}
        ),
        "scheduling:review": of_patient | {"course": course.reference, "after": 6},
        **dict.fromkeys([f"scheduling:{page}" for page in APPOINTMENT_PAGES], of_appointment),
        "calendar_feed": NO_LINK_OF_OURS,
        "feeds:end": {"reference": CalendarFeed.objects.exclude(clinician=None).get().reference},
        **dict.fromkeys(["requests:request", "requests:answer"], of_request(patient)),
        **dict.fromkeys([f"waitlist:{page}" for page in WISH_PAGES], of_wish),
        **dict.fromkeys([f"waitlist:{page}" for page in OFFER_PAGES], of_offer),
        **dict.fromkeys(["waitlist:ask", "waitlist:leave"], of_freed_time),
        "my:offer": NO_LINK_OF_OURS | of_offer,
        "notices:told": {"reference": Notice.objects.filter(appointment__patient=patient).first().reference},
        "accounts:password_reset_confirm": {"uidb64": "MQ", "token": "set-password"},
        "admin:app_list": {"app_label": "locations"},
        "admin:auth_user_password_change": {"id": User.objects.earliest("pk").pk},
    }


def of_request(patient):
    """What the demo patient asks to change."""
    return {"reference": ChangeRequest.objects.filter(appointment__patient=patient).get().reference}


def an_offer(patient):
    """A time that is offered to the patient, who waits for another evaluation."""
    if offer := Offer.objects.filter(wish__patient=patient).first():
        return offer
    location, type, now = patient.location, AppointmentType.objects.get(key="evaluation"), timezone.now()
    told = {"by": patient.registered_by, "now": now}
    wish = wishing.wish(
        patient=patient, type=type, location=location, form_key=uuid4(), notice_hours=0, **told
    )
    days = {
        "first_day": location.today() + timedelta(days=2),
        "last_day": location.today() + timedelta(days=9),
    }
    [opening] = openings(type=type, location=location, now=now, patient=patient, limit=1, **days)
    return offering.offer(
        wish=wish,
        room=opening.room,
        clinician=opening.clinician,
        session_start=opening.session_start,
        expires_at=opening.session_start,
        form_key=uuid4(),
        **told,
    )


def a_letter(course):
    """A decision about another treatment that went with a letter."""
    examined = course.evaluation.assessment
    return Evaluation.objects.create(
        patient=course.patient,
        assessment=examined,
        treatment=Treatment.objects.get(key="ketamine_oral"),
        decision=Evaluation.Decision.NOT_NOW,
        mode=examined.mode,
        summary="Invented.",
        letter="Dear Tam, invented.",
        decided_by=examined.signed_by,
        decided_on=examined.examined_on,
        valid_until=examined.examined_on + timedelta(days=90),
    )


def some_picture():
    """A picture that an editor has added."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    editor = User.objects.in_role(roles.EDITOR).first()
    upload = SimpleUploadedFile("room.png", file.getvalue())
    return add_picture(file=upload, alternative_text="A quiet room.", by=editor)


def of_edition(state):
    """The address of a demo article that has an edition in this state."""
    edition = Edition.objects.pages().filter(state=state).select_related("article__topic").first()
    return {"topic": edition.article.topic.slug, "article": edition.article.slug}


@contextmanager
def undone(client):
    """Whatever a request changes is undone, logging out included."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies
