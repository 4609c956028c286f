"""How to prepare: clock times from confirmed numbers alone, and words that a medical director answers for."""

from datetime import datetime

import pytest
from django.urls import reverse

from clinic.accounts import roles
from clinic.locations.models import Location
from clinic.scheduling import preparing
from clinic.scheduling.models import Preparation
from clinic.scheduling.preparation_words import PLACES
from clinic.scheduling.starter import load_preparations
from education.checks.plain_language import grade
from education.wordings import wording
from tests.clinic.scheduling.pages import text_of
from tests.clinic.scheduling.refused import refused
from tests.small_clinic import person


@pytest.fixture
def director(small_clinic):
    small_clinic.location.medical_director = small_clinic.prescriber
    small_clinic.location.save()
    return small_clinic.prescriber


@pytest.fixture
def preparation(small_clinic):
    return Preparation.objects.create(
        type=small_clinic.treatment_type, no_food_minutes=120, no_drink_minutes=30, no_spray_minutes=60
    )


def sheet(clinic, preparation, at=None):
    return preparing.sheet(clinic.treatment_type, preparation, at or clinic.at(10))


def confirmed(preparation, by, clinic):
    preparing.confirm(setting=preparation, by=by, now=clinic.now)
    return Preparation.objects.get(pk=preparation.pk)


def test_what_nobody_confirmed_tells_no_time(small_clinic, preparation, director):
    for unsure in (None, preparation):
        found = sheet(small_clinic, unsure)
        assert found.asks_us and not (found.eat_until or found.drink_until or found.spray_until)
    found = sheet(small_clinic, confirmed(preparation, director, small_clinic))
    assert [f"{at:%H:%M}" for at in (found.eat_until, found.drink_until, found.spray_until)] == [
        "08:00", "09:30", "09:00"
    ]  # fmt: skip
    assert not found.asks_us


def test_only_a_medical_director_confirms_and_a_changed_number_is_unconfirmed(
    small_clinic, preparation, director
):
    with refused("not_a_director"):
        preparing.confirm(setting=preparation, by=small_clinic.front_desk, now=small_clinic.now)
    row = confirmed(preparation, director, small_clinic)
    row.source = "The label"
    row.save()
    row.refresh_from_db()
    assert row.is_confirmed
    row.no_food_minutes = 60
    row.save()
    row.refresh_from_db()
    assert not row.is_confirmed and sheet(small_clinic, row).asks_us


def test_what_is_not_decided_is_not_taken_for_nothing(small_clinic, preparation, director):
    preparation.no_food_minutes = None
    preparation.save()
    found = sheet(small_clinic, confirmed(preparation, director, small_clinic))
    assert found.asks_us and found.eat_until is None and found.drink_until
    Preparation.objects.update(no_food_minutes=0, no_drink_minutes=0)
    found = sheet(small_clinic, confirmed(preparation, director, small_clinic))
    assert found.as_usual and not found.asks_us


def test_hours_before_are_hours_when_the_clocks_change(small_clinic, preparation, director):
    """Two in the morning comes twice: six hours before half past four are half past eleven."""
    Preparation.objects.update(no_food_minutes=360)
    row = confirmed(preparation, director, small_clinic)
    at = datetime(2030, 11, 3, 4, 30, tzinfo=small_clinic.location.zone)
    until = sheet(small_clinic, row, at).eat_until
    assert f"{until:%d %H:%M}" == "02 23:30" and until.tzinfo == at.tzinfo


def test_words_changed_after_they_were_confirmed_wait_again(client, small_clinic, preparation, director):
    row = confirmed(preparation, director, small_clinic)
    assert preparing.are_words_confirmed(row) and preparing.unconfirmed() == []
    editor = person("ed.editor", roles.EDITOR)
    wording.change(key="scheduling.prepare_bring", language="es", text="Nada.", by=editor)
    assert not preparing.are_words_confirmed(row) and preparing.unconfirmed() == [row]
    client.force_login(editor)
    assert "Its words have changed since" in text_of(client.get(reverse("preparation:sheets")))


def test_the_starter_tells_what_the_label_says_and_decides_nothing_for_the_clinic(small_clinic):
    load_preparations()
    load_preparations()
    row = Preparation.objects.get(type=small_clinic.treatment_type)
    assert (row.no_food_minutes, row.no_drink_minutes) == (None, None) and not row.is_confirmed
    assert "nobody has checked" in row.source
    assert Preparation.objects.count() == 3


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.drill
def test_the_words_are_plain_and_without_hype(place):
    """Grade 8 at most, and nothing the list forbids."""
    words = str(PLACES[place].words)
    assert list(wording.objections(words, PLACES[place], "en")) == []
    lines = [f"<p>{line}</p>" for block in wording.blocks(words) for line in block.lines]
    assert grade(lines, "en") <= 8
    assert "stop taking" not in words


def test_staff_read_all_sheets_and_whether_they_are_confirmed(client, small_clinic, preparation, director):
    client.force_login(person("ed.editor", roles.EDITOR))
    page = text_of(client.get(reverse("preparation:sheets")))
    assert "No medical director has confirmed these numbers." in page and "Evaluation" in page
    confirmed(preparation, director, small_clinic)
    page = text_of(client.get(reverse("preparation:sheets")))
    assert "From 8:00 a.m. on, please eat nothing." in page and f"Confirmed by {director}" in page


def test_the_sheets_are_read_while_every_location_is_closed(client, small_clinic, preparation, director):
    confirmed(preparation, director, small_clinic)
    Location.objects.update(is_active=False)
    client.force_login(director)
    assert "8:00 a.m." in text_of(client.get(reverse("preparation:sheets")))


def test_a_medical_director_confirms_on_the_model_page(client, small_clinic, preparation, director):
    client.force_login(director)
    label = "Types of which no medical director has confirmed how patients prepare"
    assert label in text_of(client.get(reverse("admin:index")))
    address = reverse("admin:scheduling_preparation_changelist")
    assert "1 type waits" in text_of(client.get(address))
    client.post(address, {"action": "confirm", "_selected_action": [preparation.pk]})
    assert Preparation.objects.get().is_confirmed
