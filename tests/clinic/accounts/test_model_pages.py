"""A manager looks after the people who work here."""

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction
from django.urls import reverse

from clinic.accounts import roles
from clinic.accounts.models import RoleHeld, User
from tests.small_clinic import person

FIRST_PASSWORD = "a first password to change"


@pytest.fixture
def manager(client, db):
    manager = person("mia.manager", roles.MANAGER)
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    return manager


def test_a_manager_adds_a_colleague_with_a_role(client, manager):
    typed = {
        "name": "Clara Clinician",
        "credentials": "RN",
        "email": "Clara@Stillwater.example",
        "groups": [Group.objects.get(name=roles.CLINICIAN).pk],
        "password1": FIRST_PASSWORD,
        "password2": FIRST_PASSWORD,
    }
    assert client.post(reverse("admin:accounts_user_add"), typed).status_code == 302
    clara = User.objects.get(name="Clara Clinician")
    assert clara.email == "clara@stillwater.example"
    assert clara.has_role(roles.CLINICIAN)
    assert clara.check_password(FIRST_PASSWORD)


def test_the_history_keeps_who_gave_and_took_which_role(client, manager, colleague, as_app_role):
    desk, editor = (Group.objects.get(name=role) for role in (roles.FRONT_DESK, roles.EDITOR))
    address = reverse("admin:accounts_user_change", args=[colleague.pk])
    typed = {"name": colleague.name, "email": colleague.email, "is_active": "on", "groups": [editor.pk]}
    assert client.post(address, typed).status_code == 302
    kept = RoleHeld.pgh_event_model.objects.filter(user=colleague).order_by("pgh_id")
    assert [(each.pgh_label, each.group) for each in kept] == [
        ("insert", desk),
        ("delete", desk),
        ("insert", editor),
    ]
    assert {each.pgh_context.metadata["user"] for each in list(kept)[1:]} == {manager.pk}
    with pytest.raises(DatabaseError), transaction.atomic(), as_app_role() as cursor:
        cursor.execute("DELETE FROM accounts_roleheldevent")


def test_a_manager_cannot_make_anybody_a_superuser(client, manager, colleague):
    address = reverse("admin:accounts_user_change", args=[colleague.pk])
    typed = {"name": colleague.name, "email": colleague.email, "is_active": "on", "is_superuser": "on"}
    client.post(address, typed)
    colleague.refresh_from_db()
    assert not colleague.is_superuser


def test_a_manager_cannot_take_over_a_superuser(client, manager):
    root = User.objects.create_superuser("root@stillwater.example", "the root of all things", name="Root")
    address = reverse("admin:accounts_user_change", args=[root.pk])
    assert client.post(address, {"name": "Mine", "email": "mine@stillwater.example"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[root.pk])
    assert (
        client.post(password, {"password1": FIRST_PASSWORD, "password2": FIRST_PASSWORD}).status_code == 403
    )
    root.refresh_from_db()
    assert root.email == "root@stillwater.example"
    assert root.check_password("the root of all things")


def test_nobody_who_works_here_is_deleted(client, manager, colleague):
    assert client.post(reverse("admin:accounts_user_delete", args=[colleague.pk])).status_code == 403


def test_the_page_of_a_person_shows_nothing_of_the_password(client, manager, colleague):
    text = client.get(reverse("admin:accounts_user_change", args=[colleague.pk])).content.decode()
    assert "argon2" not in text
    assert "Set a new password" in text
