"""The model pages of where we are, in the staff shell."""

from datetime import date

import pytest
import time_machine
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import roles
from clinic.locations.models import CrisisLine
from tests.clinic.scheduling.pages import text_of
from tests.small_clinic import person


@pytest.fixture
def manager(client, db):
    manager = person("mia.manager", roles.MANAGER, name="Mia Manager")
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    return manager


def test_the_list_of_the_one_clinic_leads_to_its_page(client, manager, clinic):
    response = client.get(reverse("admin:locations_clinic_changelist"))
    assert response.url == reverse("admin:locations_clinic_change", args=[clinic.pk])


def test_nobody_adds_a_second_clinic_or_deletes_the_one(client, manager, clinic):
    assert client.get(reverse("admin:locations_clinic_add")).status_code == 403
    assert client.post(reverse("admin:locations_clinic_delete", args=[clinic.pk])).status_code == 403


def test_a_crisis_line_remembers_who_checked_it(client, manager, clinic, crisis_lines):
    line = crisis_lines[1]
    address = reverse("admin:locations_crisisline_change", args=[line.pk])
    typed = {
        "country": "US", "position": 2, "name": line.name, "phone": "988", "text": "Text 988",
        "website": "", "when": "Day and night", "cost": "Free", "checked_on": "2026-11-20",
    }  # fmt: skip
    assert client.post(address, typed).status_code == 302
    line.refresh_from_db()
    assert line.checked_by == manager


def test_a_manager_says_for_several_lines_at_once_that_they_are_checked(
    client, manager, clinic, crisis_lines
):
    here, elsewhere = crisis_lines[:2], crisis_lines[2]
    chosen = {"action": "check_today", "_selected_action": [line.pk for line in here]}
    said = text_of(client.post(reverse("admin:locations_crisisline_changelist"), chosen, follow=True))
    assert "2 crisis lines are checked: by you, today." in said
    for line in here:
        line.refresh_from_db()
        assert (line.checked_by, line.checked_on) == (manager, timezone.localdate())
    elsewhere.refresh_from_db()
    assert (elsewhere.checked_by, elsewhere.checked_on) == (None, date(2026, 11, 1))


def test_the_list_says_who_checked_each_line_and_when_it_is_checked_again(
    client, manager, clinic, crisis_lines
):
    CrisisLine.objects.filter(phone="911").update(checked_by=manager, checked_on=date(2026, 11, 1))
    with time_machine.travel("2026-11-30", tick=False):
        client.force_login(manager)
        said = text_of(client.get(reverse("admin:locations_crisisline_changelist")))
    assert "Nov. 1, 2026 Mia Manager Jan. 30, 2027" in said
    assert "Nov. 1, 2026 - now" in said


def test_a_line_that_can_only_be_texted_is_shown_without_a_number_to_call(client, manager, clinic):
    clinic.country = "GB"
    clinic.save()
    typed = {
        "country": "GB", "position": 4, "name": "Shout", "phone": "", "text": "Text SHOUT to 85258",
        "website": "", "when": "Day and night", "cost": "Free", "checked_on": "2026-11-20",
    }  # fmt: skip
    assert client.post(reverse("admin:locations_crisisline_add"), typed).status_code == 302
    staff_page = client.get(reverse("admin:locations_crisisline_changelist")).content.decode()
    mail = render_to_string("mail/base.html")
    assert "<li>Shout · Text SHOUT to 85258</li>" in staff_page
    assert "<li>Text SHOUT to 85258 – Shout. Day and night. Free.</li>" in mail
    assert "- Text SHOUT to 85258 – Shout. Day and night. Free." in render_to_string("mail/base.txt")
    assert 'href="tel:"' not in staff_page + mail


def test_the_model_pages_wear_the_staff_shell(client, manager, clinic, crisis_lines):
    text = client.get(reverse("admin:locations_crisisline_changelist")).content.decode()
    assert "clinic/staff.css" in text
    assert "clinic/model-pages.css" in text
    assert "Mia Manager" in text
    assert "admin/css/base.css" not in text
    assert "theme.js" not in text


def test_the_front_desk_does_not_reach_the_clinics_settings(client, clinic):
    client.force_login(
        person("fran.desk", roles.FRONT_DESK), backend="django.contrib.auth.backends.ModelBackend"
    )
    address = reverse("admin:locations_clinic_change", args=[clinic.pk])
    assert client.get(address).status_code == 403
