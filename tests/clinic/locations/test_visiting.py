"""Where to come, and when."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.urls import reverse

from clinic.locations.models import Closure, Location, OpeningHours, SpecialHours
from clinic.locations.visiting import places_to_visit
from tests.clinic.scheduling.pages import text_of


def make_location(name, zone="America/New_York", **fields):
    return Location.objects.create(
        name=name,
        slug=name.lower(),
        time_zone=zone,
        street="1 Invented Street",
        city="Demotown",
        postal_code="10000",
        country="US",
        phone="+12125550142",
        **fields,
    )


@pytest.fixture
def riverside(db):
    location = make_location("Riverside")
    for opens, closes in [(time(8, 30), time(12)), (time(13), time(17))]:
        OpeningHours.objects.create(
            location=location, weekday=1, opens=opens, closes=closes, valid_from=date(2020, 1, 1)
        )
    return location


def test_a_visitor_reads_address_phone_and_the_hours_of_each_day(client, clinic, riverside):
    text = client.get(reverse("locations:visit")).content.decode()
    assert "1 Invented Street" in text
    assert 'href="tel:+1-212-555-0142"' in text
    assert "8:30 a.m. to noon" in text
    assert "1 p.m. to 5 p.m." in text
    assert text.count("Closed</span>") == 6


def test_a_location_that_sees_nobody_is_not_shown(client, riverside):
    make_location("Oldhouse", is_active=False)
    assert [place.location for place in places_to_visit()] == [riverside]


@time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)
def test_closures_ahead_are_shown_and_past_ones_are_not(riverside):
    other = make_location("Hillside")
    days = {"over": 22, "today": 23, "later": 30}
    for reason, day in days.items():
        Closure.objects.create(
            location=riverside, first_day=date(2026, 11, day), last_day=date(2026, 11, day), reason=reason
        )
    Closure.objects.create(first_day=date(2026, 12, 25), last_day=date(2026, 12, 26), reason="everywhere")
    shown = {place.location: [closure.reason for closure in place.closures] for place in places_to_visit()}
    assert shown == {riverside: ["today", "later", "everywhere"], other: ["everywhere"]}


@time_machine.travel(datetime(2026, 11, 23, 2, tzinfo=UTC), tick=False)
def test_a_closure_is_over_when_the_day_is_over_at_the_location(riverside):
    """At 2:00 UTC it is still the evening before in New York, and already the morning in Tokyo."""
    tokyo = make_location("Tokyo", "Asia/Tokyo")
    Closure.objects.create(first_day=date(2026, 11, 22), last_day=date(2026, 11, 22), reason="storm")
    shown = {place.location: len(place.closures) for place in places_to_visit()}
    assert shown == {riverside: 1, tokyo: 0}


def test_more_locations_cost_no_more_queries(riverside, django_assert_num_queries):
    make_location("Hillside")
    make_location("Lakeside")
    with django_assert_num_queries(4):
        places_to_visit()


@time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)
def test_a_visitor_reads_the_hours_in_force_today(riverside):
    riverside.hours.update(valid_until=date(2026, 11, 22))
    today = {"valid_from": date(2026, 11, 23), "valid_until": date(2026, 11, 23)}
    later = {"valid_from": date(2026, 11, 24)}
    for opens, valid in [(time(9), today), (time(10), later)]:
        OpeningHours.objects.create(location=riverside, weekday=1, opens=opens, closes=time(17), **valid)
    [place] = places_to_visit()
    assert [span.opens for span in place.week[0].spans] == [time(9)]


@time_machine.travel(datetime(2026, 11, 23, 12, tzinfo=UTC), tick=False)
def test_a_visitor_reads_of_other_hours_ahead_in_words(client, clinic, riverside):
    def special(day, opens, closes, reason="Holiday eve"):
        SpecialHours.objects.create(location=riverside, day=day, opens=opens, closes=closes, reason=reason)

    special(date(2026, 11, 22), time(8), time(9), "Yesterday")
    special(date(2026, 12, 24), time(8), time(12))
    special(date(2026, 12, 24), time(13), time(14))
    special(date(2026, 12, 31), time(8), time(12), "But closed")
    special(date(2027, 6, 1), time(8), time(12), "Far ahead")
    Closure.objects.create(first_day=date(2026, 12, 31), last_day=date(2027, 1, 1), reason="New year")
    text = text_of(client.get(reverse("locations:visit")))
    assert "Other hours on Thursday, December 24: 8 a.m. to noon , 1 p.m. to 2 p.m. . Holiday eve" in text
    for unsaid in ("Yesterday", "But closed", "Far ahead"):
        assert unsaid not in text
