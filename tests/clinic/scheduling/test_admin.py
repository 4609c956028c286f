"""The model pages of the diary: what can be set up there, and what can only be looked at."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse

from clinic.accounts import roles
from clinic.locations.models import Location
from clinic.scheduling.confirming import confirm
from clinic.scheduling.models import AppointmentType, Protocol, Room
from tests.small_clinic import person

WHERE = {"SERVER_NAME": "localhost"}


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def manager(small_clinic, client):
    return signed_in(client, person("mo.manager", roles.MANAGER))


@pytest.fixture
def desk(small_clinic, client):
    return signed_in(client, small_clinic.front_desk)


@pytest.mark.parametrize("model", ["appointment", "course"])
def test_appointments_and_courses_are_only_looked_at(small_clinic, desk, model):
    """R3: they are written by their acts alone."""
    course = small_clinic.authorise()
    row = small_clinic.book() if model == "appointment" else course
    assert desk.get(reverse(f"admin:scheduling_{model}_changelist"), **WHERE).status_code == 200
    page = reverse(f"admin:scheduling_{model}_change", args=[row.pk])
    assert desk.get(page, **WHERE).status_code == 200
    assert desk.post(page, {"reason": "By hand"}, **WHERE).status_code == 403
    assert desk.get(reverse(f"admin:scheduling_{model}_add"), **WHERE).status_code == 403
    delete = reverse(f"admin:scheduling_{model}_delete", args=[row.pk])
    assert desk.post(delete, {"post": "yes"}, **WHERE).status_code == 403


def clinician_form(clinic, **changes):
    form = {
        "user": clinic.clinicians[0].user_id,
        "types": [clinic.evaluation_type.pk],
        "is_active": "on",
    }
    return form | changes


@pytest.mark.parametrize("model", ["clinicianhours", "absence", "extrahours", "roomclosure"])
def test_hours_have_no_model_page_that_goes_round_their_acts(model):
    """R3: whoever changes hours reads whom it would strand."""
    with pytest.raises(NoReverseMatch):
        reverse(f"admin:scheduling_{model}_changelist")


def test_a_clinicians_page_leads_to_the_hours_and_writes_none(small_clinic, manager):
    clinician = small_clinic.clinicians[0]
    page, before = reverse("admin:scheduling_clinician_change", args=[clinician.pk]), clinician.hours.count()
    hours = reverse("scheduling:hours", query={"clinician": clinician.pk})
    assert f'href="{hours}"' in manager.get(page, **WHERE).content.decode()
    by_hand = {
        "hours-TOTAL_FORMS": 1,
        "hours-INITIAL_FORMS": 0,
        "hours-0-location": small_clinic.location.pk,
        "hours-0-weekday": 1,
        "hours-0-starts": "05:00",
        "hours-0-ends": "06:00",
    }
    assert manager.post(page, clinician_form(small_clinic, **by_hand), **WHERE).status_code == 302
    assert clinician.hours.count() == before


def test_a_room_of_the_same_name_is_refused_in_words(small_clinic, manager):
    form = {"location": small_clinic.location.pk, "name": "Room 1", "is_active": "on"}
    answer = manager.post(reverse("admin:scheduling_room_add"), form, **WHERE)
    assert "This location has a room of that name." in answer.content.decode()
    assert (
        manager.post(reverse("admin:scheduling_room_add"), {**form, "name": "Attic"}, **WHERE).status_code
        == 302
    )
    assert Room.objects.filter(name="Attic").exists()


def test_who_said_what_a_room_is_for_and_what_a_clinician_does_is_kept(small_clinic, client):
    room, clinician = small_clinic.rooms[0], small_clinic.clinicians[0]
    evaluation, follow_up = small_clinic.evaluation_type, small_clinic.follow_up_type
    room.types.set([evaluation])
    clinician.types.set([evaluation])
    manager = person("mo.manager", roles.MANAGER)
    signed_in(client, manager)
    changed = {"location": small_clinic.location.pk, "name": room.name, "types": [follow_up.pk]}
    room_page = reverse("admin:scheduling_room_change", args=[room.pk])
    assert client.post(room_page, {**changed, "is_active": "on"}, **WHERE).status_code == 302
    clinician_page = reverse("admin:scheduling_clinician_change", args=[clinician.pk])
    changed = clinician_form(small_clinic, types=[follow_up.pk])
    assert client.post(clinician_page, changed, **WHERE).status_code == 302
    for history, of in [
        (apps.get_model("scheduling", "RoomUseEvent"), {"room": room}),
        (apps.get_model("scheduling", "ClinicianSkillEvent"), {"clinician": clinician}),
    ]:
        by_manager = history.objects.filter(**of, pgh_context__metadata__user=manager.pk)
        assert sorted(by_manager.values_list("pgh_label", "appointmenttype")) == [
            ("delete", evaluation.pk),
            ("insert", follow_up.pk),
        ]


def type_form(type, **changes):
    names = ("prepare", "session", "observe", "turnover", "observe_floor")
    minutes = {f"{name}_minutes": getattr(type, f"{name}_minutes") for name in names}
    return {"name": type.name, "is_active": "on", "observe_floor_from": "session_end", **minutes, **changes}


def test_unconfirmed_minutes_say_so_loudly(small_clinic, manager):
    listed = manager.get(reverse("admin:scheduling_appointmenttype_changelist"), **WHERE).content.decode()
    assert "3 types wait for a medical director to confirm their minutes." in listed
    page = reverse("admin:scheduling_appointmenttype_change", args=[small_clinic.evaluation_type.pk])
    assert "No medical director has confirmed these minutes." in manager.get(page, **WHERE).content.decode()


def test_only_a_medical_director_confirms_minutes(small_clinic, client):
    type, director = small_clinic.evaluation_type, small_clinic.prescriber
    with pytest.raises(ValidationError):
        confirm(setting=type, by=director, now=small_clinic.now)
    small_clinic.location.medical_director = director
    small_clinic.location.save()
    listed = reverse("admin:scheduling_appointmenttype_changelist")
    chosen = {"action": "confirm", "_selected_action": [type.pk]}
    for user, confirmed_by in [(person("mo.manager", roles.MANAGER), None), (director, director)]:
        signed_in(client, user).post(listed, chosen, **WHERE)
        type.refresh_from_db()
        assert type.confirmed_by == confirmed_by
    assert AppointmentType.objects.unconfirmed().count() == 2


def test_changed_minutes_lose_their_confirmation(small_clinic, manager):
    small_clinic.location.medical_director = small_clinic.prescriber
    small_clinic.location.save()
    type = confirm(setting=small_clinic.evaluation_type, by=small_clinic.prescriber, now=small_clinic.now)
    page = reverse("admin:scheduling_appointmenttype_change", args=[type.pk])
    assert manager.post(page, type_form(type), **WHERE).status_code == 302
    type.refresh_from_db()
    assert type.is_confirmed
    assert manager.post(page, type_form(type, turnover_minutes=15), **WHERE).status_code == 302
    type.refresh_from_db()
    assert (type.turnover_minutes, type.is_confirmed) == (15, False)


def protocol_form(protocol, **changes):
    form = {"name": protocol.name, "is_active": "on", "phases-TOTAL_FORMS": 1, "phases-INITIAL_FORMS": 1}
    [phase] = protocol.phases.all()
    for name in ("id", "position", "sessions", "least_days", "most_days"):
        form[f"phases-0-{name}"] = getattr(phase, name)
    return form | {"phases-0-protocol": protocol.pk, "phases-0-review_after": "on"} | changes


@pytest.fixture
def protocol(small_clinic):
    made = Protocol.objects.create(key="six", treatment=small_clinic.treatment, name="Six sessions")
    made.phases.create(position=1, sessions=6, least_days=2, most_days=4, review_after=True)
    return made


def test_a_manager_edits_protocols_and_a_medical_director_confirms_them(small_clinic, client, protocol):
    manager, director = person("mo.manager", roles.MANAGER), small_clinic.prescriber
    small_clinic.location.medical_director = director
    small_clinic.location.save()
    listed, page = (
        reverse("admin:scheduling_protocol_changelist"),
        reverse("admin:scheduling_protocol_change", args=[protocol.pk]),
    )
    signed_in(client, manager)
    words = client.get(listed, **WHERE).content.decode()
    assert "1 protocol waits for a medical director to confirm its phases." in words
    assert "6 sessions, 2 to 4 days apart, then a review" in words
    assert "No medical director has confirmed these phases." in client.get(page, **WHERE).content.decode()
    chosen = {"action": "confirm", "_selected_action": [protocol.pk]}
    for user, confirmed_by in [(manager, None), (director, director)]:
        signed_in(client, user).post(listed, chosen, **WHERE)
        protocol.refresh_from_db()
        assert protocol.confirmed_by == confirmed_by
    signed_in(client, manager)
    assert client.post(page, protocol_form(protocol), **WHERE).status_code == 302
    protocol.refresh_from_db()
    assert protocol.is_confirmed
    assert client.post(page, protocol_form(protocol, **{"phases-0-sessions": 8}), **WHERE).status_code == 302
    protocol.refresh_from_db()
    assert not protocol.is_confirmed


def test_a_protocol_with_its_days_in_the_wrong_order_is_refused_in_words(small_clinic, manager, protocol):
    page = reverse("admin:scheduling_protocol_change", args=[protocol.pk])
    answer = manager.post(page, protocol_form(protocol, **{"phases-0-least_days": 5}), **WHERE)
    assert "The most days are as many as the least, or more, and 365 at most." in answer.content.decode()


def test_too_long_a_session_of_a_type_is_refused_in_words(small_clinic, manager):
    page = reverse("admin:scheduling_appointmenttype_change", args=[small_clinic.evaluation_type.pk])
    answer = manager.post(page, type_form(small_clinic.evaluation_type, session_minutes=61), **WHERE)
    assert "A session lasts 40 to 60 minutes." in answer.content.decode()


def test_a_room_with_appointments_to_come_stays_at_its_location(small_clinic, manager):
    """Else everybody booked there is told of another place, and nobody once the mistake is mended."""
    small_clinic.book()
    lakeside = Location.objects.create(
        name="Lakeside", slug="lakeside", time_zone="America/New_York", street="1 Lake Street",
        city="Demotown", postal_code="10000", country="US", phone="+12125550143",
    )  # fmt: skip
    for room in small_clinic.rooms[:2]:
        page = reverse("admin:scheduling_room_change", args=[room.pk])
        manager.post(page, {"location": lakeside.pk, "name": f"{room} anew", "is_active": "on"}, **WHERE)
    taken, free = Room.objects.filter(pk__in=[room.pk for room in small_clinic.rooms[:2]]).order_by("pk")
    assert taken.location == small_clinic.location and free.location == lakeside
    page = reverse("admin:scheduling_room_change", args=[taken.pk])
    said = {"location": lakeside.pk, "name": "Room 1", "is_active": "on"}
    assert "Appointments to come are booked in this room." in manager.post(page, said, **WHERE).text
    manager.post(page, said | {"location": small_clinic.location.pk, "name": "The blue room"}, **WHERE)
    assert Room.objects.get(pk=taken.pk).name == "The blue room"
