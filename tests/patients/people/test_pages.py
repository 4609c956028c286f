"""Patients' pages: finding, registering, correcting, holding."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.html import escape

from clinic.accounts import roles
from patients.inquiries import merging
from patients.inquiries.models import Inquiry
from patients.people import caring, holding, staff_views
from patients.people.known import what_is_known
from patients.people.merging import merge_patients
from patients.people.models import DifferentPeople, Hold, Patient
from tests.patients.conftest import hidden_fields
from tests.patients.people.conftest import somebody_else
from tests.small_clinic import person

LIST, REGISTER = "/staff/patients/", "/staff/patients/register/"


def words(page):
    return re.sub(r"\s+", " ", page.content.decode())


def address(name, patient, *more):
    return reverse(f"people:{name}", args=[patient.reference, *more])


def typed(page, **changes):
    known = {"legal_name": "Ana Example", "birth_date": "1984-03-12", "email": "ana@visitor.example"}
    return {**hidden_fields(page), **known, "location": "riverside", **changes}


# -- The list ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked_for", "names"),
    [
        ("", ["Ana Example", "Bo Sample"]),
        ("q=bo", ["Bo Sample"]),
        ("q=bobby", ["Bo Sample"]),
        ("q=visitor", ["Ana Example", "Bo Sample"]),
        ("q=555-0199", ["Bo Sample"]),
        ("q=%00", ["Ana Example", "Bo Sample"]),
        ("q=nobody", []),
        ("on_hold=on", ["Ana Example"]),
        ("location=nonsense&page=-3", ["Ana Example", "Bo Sample"]),
    ],
)
def test_the_front_desk_finds_every_patient(desk, register, prescriber, asked_for, names):
    holding.raise_hold(patient=register(), reason="Asked to wait", by=prescriber)
    register("Bo Sample", chosen_name="Bobby", phone="+12125550199")
    page = desk.get(f"{LIST}?{asked_for}")
    assert [patient.legal_name for patient in page.context["page"]] == names
    assert words(page).count("On hold</span>") == ("Ana Example" in names)
    assert page["Cache-Control"] == "no-store"


def test_clinicians_see_those_they_look_after(client, register, clinician):
    """R1"""
    client.force_login(clinician)
    assert "You look after nobody yet" in words(client.get(LIST))
    register("Bo Sample")
    register(looked_after_by=clinician)
    assert [patient.name for patient in client.get(LIST).context["page"]] == ["Ana Example"]


def test_the_list_takes_as_many_queries_for_many_patients_as_for_few(
    desk, register, django_assert_max_num_queries
):
    """T19"""
    register()
    with django_assert_max_num_queries(15) as few:
        desk.get(LIST)
    for number in range(30):
        register(f"{number} {chr(97 + number) * 5}", email=f"{number}@visitor.example")
    with django_assert_max_num_queries(len(few) + 1):  # the count of pages
        assert len(desk.get(LIST).context["page"]) == staff_views.ON_A_PAGE


@pytest.mark.parametrize(
    "role", [roles.EDITOR, roles.CLINICAL_REVIEWER, roles.MANAGER, roles.PRIVACY_OFFICER]
)
def test_who_does_not_work_with_patients_reads_nothing_of_them(client, register, role):
    """T30"""
    patient = register()
    client.force_login(person("somebody.else", role))
    pages = [LIST, REGISTER, address("edit", patient), address("hold", patient), "/staff/people/patient/"]
    for page in map(client.get, pages):
        assert page.status_code == 403
        assert b"Ana" not in page.content


def test_a_clinician_opens_no_page_of_somebody_elses_patient(client, register, clinician):
    """R1, T29"""
    patient = register()
    client.force_login(clinician)
    assert client.get(address("hold", patient)).status_code == 404
    assert client.get(address("care_team", patient)).status_code == 404
    assert client.get(f"/staff/people/patient/{patient.pk}/change/").status_code == 404
    assert client.get(address("edit", patient)).status_code == 403


# -- Registering -------------------------------------------------------------------------------------


def test_registering_asks_only_what_it_needs(desk, riverside):
    asked = [field.name for field in desk.get(REGISTER).context["form"].visible_fields()]
    assert asked == [
        "legal_name", "chosen_name", "birth_date", "email", "phone", "channels", "location", "looked_after_by",
    ]  # fmt: skip


@pytest.mark.parametrize(("contact_by", "channel"), [("email", "email"), ("phone", "call")])
def test_registering_from_an_inquiry_begins_with_what_it_knew(desk, asked, contact_by, channel):
    inquiry = asked(phone="+12125550199", contact_by=contact_by, support_needed="No stairs, please")
    page = desk.get(f"{REGISTER}?inquiry={inquiry.reference}")
    for known in ("Ana Example", "ana@visitor.example", "(212) 555-0199"):
        assert f'value="{known}"' in words(page)
    assert "No stairs, please</textarea>" in words(page)
    assert page.context["form"]["channels"].value() == [channel]
    sent = typed(page, phone="(212) 555-0199", channels=[channel], access_needs="No stairs, please")
    answer = desk.post(f"{REGISTER}?inquiry={inquiry.reference}", sent)
    patient = Patient.objects.get()
    assert (patient.inquiry, patient.channels) == (inquiry, [channel])
    assert patient.access_needs == "No stairs, please"
    assert answer["Location"] == reverse("desk:patient", args=[patient.reference])
    again = desk.post(f"{REGISTER}?inquiry={inquiry.reference}", sent)
    assert again["Location"] == answer["Location"]
    assert desk.get(f"{REGISTER}?inquiry={inquiry.reference}")["Location"] == answer["Location"]


def test_somebody_without_e_mail_is_registered(desk, riverside):
    desk.post(
        REGISTER, typed(desk.get(REGISTER), email="", phone="(212) 555-0100", channels=["call", "voice"])
    )
    assert Patient.objects.get().channels == ["call", "voice"]


@pytest.mark.parametrize("reference", ["0" * 32, "1", "x" * 500, "%00"])
def test_an_inquiry_that_is_not_there_is_not_found(desk, riverside, reference):
    assert desk.get(f"{REGISTER}?inquiry={reference}").status_code == 404


def test_who_looks_alike_is_shown_and_registered_only_when_staff_say_how_they_know(desk, register):
    known = register()
    page = desk.post(REGISTER, typed(desk.get(REGISTER), legal_name="Anna Example", chosen_name="Annie"))
    assert "<title>Error: " in words(page)
    assert "Is it one of them?" in words(page)
    assert reverse("desk:patient", args=[known.reference]) in words(page)
    assert "the same e-mail, the same birth date" in words(page)
    assert "This is somebody else. How do you know?" in words(page)
    for kept in ("Anna Example", "Annie", "1984-03-12", "ana@visitor.example"):
        assert f'value="{kept}"' in words(page)
    assert "It is them" not in words(page), "there is no inquiry to give"
    unsaid = desk.post(REGISTER, typed(page, legal_name="Anna Example"))
    assert "Is it one of them?" in words(unsaid)
    assert Patient.objects.count() == 1
    desk.post(REGISTER, typed(unsaid, legal_name="Anna Example", because="Twins: I asked their mother."))
    assert Patient.objects.count() == 2
    assert DifferentPeople.objects.get().because == "Twins: I asked their mother."


def test_somebody_registered_between_the_question_and_the_answer_is_asked_about_too(desk, register):
    register()
    page = desk.post(REGISTER, typed(desk.get(REGISTER)))
    meanwhile = register("Anna Example", email="", phone="+12125550177", **somebody_else())
    page = desk.post(REGISTER, typed(page, because="Two other people."))
    assert [patient.pk for patient in page.context["form"].look_alikes] == [meanwhile.pk]
    assert "Two other people." in words(page)
    desk.post(REGISTER, typed(page, because="Three other people."))
    assert Patient.objects.count() == 3
    assert DifferentPeople.objects.filter(because="Three other people.").count() == 2


def test_somebody_like_this_whom_one_may_not_see_is_not_shown_and_stops_registering(client, register):
    """Nobody is told who it is, nor registered twice."""
    known = register("Ana Example", chosen_name="Annie Secret", phone="+12125550188")
    new_here = person("nora.new")
    new_here.user_permissions.add(*Permission.objects.filter(codename__in=["add_patient", "view_patient"]))
    client.force_login(new_here)
    page = client.post(REGISTER, typed(client.get(REGISTER)))
    assert "Somebody like this is here whom you may not see." in words(page)
    for hidden in ("Secret", "555-0188", known.reference, "the same"):
        assert hidden not in words(page)
    sent = typed(page, because="I am sure.", seen_alike=known.reference)
    assert "Somebody like this is here whom you may not see." in words(client.post(REGISTER, sent))
    assert Patient.objects.count() == 1


def test_the_inquiry_of_somebody_who_is_here_is_given_to_them(desk, register, asked):
    known, inquiry = register("Anna Example", email="ana@visitor.example"), asked()
    page_of = f"{REGISTER}?inquiry={inquiry.reference}"
    page = desk.post(page_of, typed(desk.get(page_of)))
    assert "It is them: give them the inquiry" in words(page)
    for _twice in range(2):
        answer = desk.post(page_of, {"theirs": known.reference})
        assert answer["Location"] == reverse("desk:patient", args=[known.reference])
    known.refresh_from_db()
    assert (known.inquiry, known.inquiry.state) == (inquiry, "registered")
    assert Patient.objects.count() == 1


@pytest.mark.parametrize("reference", ["0" * 32, "x", "\0"])
def test_an_inquiry_is_given_to_nobody_who_is_not_there(desk, riverside, asked, reference):
    """R1"""
    inquiry = asked()
    answer = desk.post(f"{REGISTER}?inquiry={inquiry.reference}", {"theirs": reference})
    assert answer.status_code == 404


def test_what_an_inquiry_lacks_is_taken_from_those_merged_into_it(desk, asked, front_desk):
    kept = asked(phone="", email="ana@visitor.example")
    Inquiry.objects.filter(pk=kept.pk).update(language="es")
    merging.merge(inquiry=asked(phone="+12125550123", email=""), into=kept, by=front_desk)
    form = desk.get(f"{REGISTER}?inquiry={kept.reference}").context["form"]
    assert (form["email"].value(), form["phone"].value()) == ("ana@visitor.example", "+12125550123")
    assert form["language"].value() == "Spanish"


# -- Undoing -----------------------------------------------------------------------------------------


def test_registering_is_undone_by_who_did_it_and_a_double_click_does_no_more(desk, register, asked):
    inquiry = asked()
    patient = register(inquiry=inquiry)
    page = reverse("desk:patient", args=[patient.reference])
    assert address("undo", patient) in words(desk.get(page))
    assert "Their inquiry stands where it stood before" in words(desk.get(address("undo", patient)))
    answer = desk.post(address("undo", patient))
    assert answer["Location"] == reverse("inbox:inquiry", args=[inquiry.reference])
    assert "Registering was taken back" in words(desk.get(answer["Location"]))
    assert not Patient.objects.exists()
    assert desk.post(address("undo", patient))["Location"] == LIST
    assert desk.get(page).status_code == 404


def test_who_goes_back_to_the_form_after_that_is_told_and_registers_them_anew(desk, riverside):
    sent = typed(desk.get(REGISTER))
    desk.post(REGISTER, sent)
    desk.post(address("undo", Patient.objects.get()))
    page = desk.post(REGISTER, sent)
    assert "registering was taken back. Send it again" in words(page)
    assert not Patient.objects.exists()
    desk.post(REGISTER, typed(page))
    assert Patient.objects.get().legal_name == "Ana Example"


def test_who_was_merged_is_found_by_what_was_known_of_them_then(desk, register, front_desk):
    kept, twice = register(), register("Zoe Maiden", email="zoe@old.example", phone="+12125550177")
    seen = [what_is_known(twice), what_is_known(kept)]
    merge_patients(patient=twice, into=kept, seen=seen, by=front_desk)
    for changes, alike in (
        ({"email": "Zoe@old.example"}, "the same e-mail"),
        ({"phone": "212 555 0177"}, "the same phone"),
        ({"legal_name": "Zoe Maiden"}, "the same legal name"),
    ):
        other = {"legal_name": "Cy Placeholder", "birth_date": "1990-01-01", "email": "cy@visitor.example"}
        page = desk.post(REGISTER, typed(desk.get(REGISTER), **{**other, **changes}))
        assert [person.pk for person in page.context["form"].look_alikes] == [kept.pk]
        assert alike in words(page)


def test_a_colleague_reads_who_can_undo_it(client, register, colleague, front_desk):
    patient = register()
    client.force_login(colleague)
    assert address("undo", patient) not in words(
        client.get(reverse("desk:patient", args=[patient.reference]))
    )
    assert f"Only {front_desk}" in words(client.get(address("undo", patient)))
    page = client.post(address("undo", patient), follow=True)
    assert f"Only {front_desk}" in words(page)
    assert Patient.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"birth_date": "2020-01-01"}, "We see adults only"),
        ({"birth_date": "12/03/1984"}, "Write the date as year-month-day"),
        ({"birth_date": "0001-01-01"}, "Check the year of birth"),
        ({"birth_date": ""}, "This field is required"),
        ({"email": "", "phone": ""}, "Give an e-mail address or a phone number."),
        ({"legal_name": "x" * 121}, "at most 120 characters"),
        ({"location": "atlantis"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(desk, riverside, wrong, reason):
    page = desk.post(REGISTER, typed(desk.get(REGISTER), chosen_name="Annie", **wrong))
    assert reason in words(page)
    assert "<title>Error: " in words(page)
    assert 'value="Annie"' in words(page)
    assert not Patient.objects.exists()


# -- Correcting --------------------------------------------------------------------------------------


EVERYTHING = {
    "chosen_name": "Annie",
    "pronouns": "she/her",
    "phone": "(212) 555-0177",
    "channels": ["text", "email"],
    "emergency_name": "Bea Example",
    "emergency_relation": "Sister",
    "emergency_phone": "(212) 555-0178",
    "escort_name": "Cy Example",
    "escort_phone": "(212) 555-0179",
    "language": "Spanish",
    "needs_interpreter": "on",
    "access_needs": "No stairs.\r\nLarge print.",
    "heard_from": "clinician",
}


def unsaid(page, **changes):
    """The form of somebody of whom nothing more is known."""
    return typed(page, **{"heard_from": "unsaid", **changes})


def test_everything_we_know_is_asked_on_one_page_and_shown_on_the_patients(desk, register):
    patient = register()
    page = desk.get(address("edit", patient))
    answer = desk.post(address("edit", patient), unsaid(page, **EVERYTHING))
    patient.refresh_from_db()
    assert (patient.name, patient.phone.as_e164, patient.channels) == (
        "Annie",
        "+12125550177",
        ["email", "text"],
    )
    assert patient.access_needs == "No stairs.\nLarge print."
    said = words(desk.get(answer["Location"]))
    for known in ("she/her", "Bea Example", "Sister", "Cy Example", "Spanish", "Needs an interpreter"):
        assert known in said
    assert "A doctor or therapist" in said
    again = desk.get(address("edit", patient)).context["form"]
    assert again["channels"].value() == ["email", "text"]


def test_what_is_still_to_be_asked_stands_on_the_patients_page(desk, register):
    patient = register()
    page = reverse("desk:patient", args=[patient.reference])
    assert "Still to ask: emergency contact, who takes them home" in words(desk.get(page))
    filled_in = unsaid(desk.get(address("edit", patient)), **EVERYTHING)
    desk.post(address("edit", patient), filled_in)
    assert "Still to ask" not in words(desk.get(page))


@pytest.mark.parametrize(
    ("wrong", "field", "reason"),
    [
        ({"channels": ["call"]}, "phone", "Give the phone number that we may call"),
        ({"email": "", "phone": "(212) 555-0177", "channels": ["email"]}, "email", "Give the e-mail address"),
        ({"emergency_name": "Bea"}, "emergency_name", "has a name and a phone number"),
        ({"escort_phone": "(212) 555-0179"}, "escort_name", "Say who takes them home"),
        ({"needs_interpreter": "on"}, "language", "Say for which language"),
        ({"emergency_phone": "12"}, "emergency_phone", "Check the number"),
        ({"channels": ["pigeon"]}, "channels", "Select a valid choice"),
        ({"heard_from": "pigeon"}, "heard_from", "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(desk, register, wrong, field, reason):
    patient = register()
    page = desk.post(address("edit", patient), unsaid(desk.get(address("edit", patient)), **wrong))
    assert reason in " ".join(page.context["form"].errors[field])
    assert "<title>Error: " in words(page)
    assert patient.events.count() == 1


def test_the_page_takes_back_the_longest_that_it_showed(desk, register):
    """T32"""
    lengths = {"legal_name": 120, "chosen_name": 120, "emergency_name": 120, "escort_name": 120}
    lengths |= {"pronouns": 40, "emergency_relation": 60, "language": 40, "access_needs": 500}
    longest = {field: "\N{DOVE OF PEACE}" * length for field, length in lengths.items()}
    patient = register()
    for _time in range(2):
        page = desk.get(address("edit", patient))
        assert desk.post(address("edit", patient), unsaid(page, **EVERYTHING | longest)).status_code == 302
    patient.refresh_from_db()
    assert {field: getattr(patient, field) for field in lengths} == longest


def test_the_second_of_two_corrections_is_asked_again(desk, register):
    """T08"""
    patient = register()
    page = desk.get(address("edit", patient))
    desk.post(address("edit", patient), unsaid(page, chosen_name="Annie"))
    late = unsaid(page, phone="(212) 555-0177")
    answer = desk.post(address("edit", patient), late)
    assert "Somebody has just changed this to “Annie”" in words(answer)
    patient.refresh_from_db()
    assert (patient.chosen_name, patient.phone) == ("Annie", "")
    desk.post(address("edit", patient), late | hidden_fields(answer))
    patient.refresh_from_db()
    assert (patient.chosen_name, patient.phone.as_e164) == ("", "+12125550177")


# -- Care team and holds -----------------------------------------------------------------------------


def test_the_front_desk_says_who_looks_after_a_patient(desk, register, clinician):
    patient = register()
    page = desk.post(address("care_team", patient), {"act": "join", "user": clinician.email}, follow=True)
    assert "looks after this patient now" in words(page)
    assert Patient.objects.visible_to(clinician).exists()
    desk.post(address("care_team", patient), {"act": "leave", "leaves": clinician.email})
    assert not Patient.objects.visible_to(clinician).exists()
    assert desk.post(address("care_team", patient), {"leaves": "\0"}).status_code == 404


def test_a_clinician_puts_care_on_hold_and_lifts_it(client, register, clinician):
    patient = register(looked_after_by=clinician)
    client.force_login(clinician)
    answer = client.post(
        address("hold", patient),
        {**hidden_fields(client.get(address("hold", patient))), "reason": "To be checked"},
    )
    assert answer["Location"] == reverse("desk:patient", args=[patient.reference])
    hold = Hold.objects.get()
    lift = address("lift", patient, hold.reference)
    assert "To be checked" in words(client.get(lift))
    page = client.post(lift, {**hidden_fields(client.get(lift)), "because": ""})
    assert "<title>Error: " in words(page)
    client.post(lift, {**hidden_fields(client.get(lift)), "because": "Checked"})
    hold.refresh_from_db()
    assert hold.lifted_by == clinician
    assert "has lifted this hold already" in words(client.get(lift))


def test_a_hold_sent_again_after_it_was_lifted_is_not_raised_again(client, register, clinician, prescriber):
    """T07"""
    patient = register(looked_after_by=clinician)
    client.force_login(clinician)
    page = address("hold", patient)
    sent = {**hidden_fields(client.get(page)), "reason": "To be checked"}
    client.post(page, sent)
    holding.lift_hold(hold=Hold.objects.get(), because="Checked", by=prescriber)
    assert client.post(page, sent).status_code == 302
    assert not Hold.objects.open().exists()
    answer = client.post(page, {**sent, "reason": "Something else"})
    assert "This form was sent before with other details" in words(answer)
    assert client.post(page, {**hidden_fields(answer), "reason": "Something else"}).status_code == 302
    assert Hold.objects.open().get().reason == "Something else"


def test_the_front_desk_sees_holds_and_decides_none(desk, register, prescriber):
    patient = register()
    hold = holding.raise_hold(patient=patient, reason="Asked to wait", by=prescriber)
    assert desk.get(address("hold", patient)).status_code == 403
    assert desk.post(address("lift", patient, hold.reference), {"because": "x"}).status_code == 403


def test_another_patients_hold_is_not_lifted_from_here(client, register, clinician, prescriber):
    """R1"""
    mine, other = register(looked_after_by=clinician), register("Bo Sample")
    hold = holding.raise_hold(patient=other, reason="Asked to wait", by=prescriber)
    client.force_login(clinician)
    assert client.get(address("lift", mine, hold.reference)).status_code == 404


# -- All pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_names_and_reasons_are_shown_as_they_were_typed(client, register, prescriber, text):
    """T36"""
    patient = register(text, chosen_name=text)
    caring.join_care_team(patient=patient, user=prescriber, by=prescriber)
    hold = holding.raise_hold(patient=patient, reason=text, by=prescriber)
    prescriber.is_superuser = True
    prescriber.save()
    client.force_login(prescriber)
    names = [("edit",), ("care_team",), ("hold",), ("lift", hold.reference)]
    pages = [LIST, "/staff/people/patient/", "/staff/people/hold/", "/staff/people/careteammember/"]
    for page in [client.get(address(*[name[0], patient, *name[1:]])) for name in names] + [
        client.get(p) for p in pages
    ]:
        assert page.status_code == 200
        assert escape(text) in page.content.decode()
        assert text not in page.content.decode()
        assert "alert(1)" not in re.search("<title>(.*)</title>", page.content.decode())[1]


def test_what_was_just_done_is_said_once_and_stays_out_of_the_browsers_cookies(desk, riverside):
    answer = desk.post(REGISTER, typed(desk.get(REGISTER)))
    assert set(desk.cookies) == {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert "The patient is registered." in words(desk.get(answer["Location"]))
    assert "The patient is registered." not in words(desk.get(answer["Location"]))


def test_the_model_pages_only_show(desk, register):
    patient = register()
    assert desk.get("/staff/people/patient/").status_code == 200
    assert desk.get("/staff/people/patient/add/").status_code == 403
    assert desk.post(f"/staff/people/patient/{patient.pk}/change/", {"legal_name": "x"}).status_code == 403
    assert desk.post(f"/staff/people/patient/{patient.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_model_page_of_people_who_look_alike_says_who_made_sure_and_who_is_on_hold(
    desk, register, prescriber
):
    register()
    other = register("Anna Example", **somebody_else())
    holding.raise_hold(patient=other, reason="Call first.", by=prescriber)
    pair = DifferentPeople.objects.get()
    shown = words(desk.get("/staff/people/differentpeople/"))
    assert "I asked them." in shown and "Ana Example" in shown and "Anna Example" in shown
    assert 'class="field-on_hold"><img src="/static/admin/img/icon-yes.svg"' in shown
    change = f"/staff/people/differentpeople/{pair.pk}/change/"
    assert desk.get(change).status_code == 200
    assert desk.post(change, {"because": "x"}).status_code == 403
