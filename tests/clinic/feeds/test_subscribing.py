"""Making, replacing and ending the addresses of calendars: who may, and what the database holds."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from clinic.accounts import roles
from clinic.feeds import subscribing
from clinic.feeds.models import CalendarFeed
from clinic.scheduling.models import Room
from tests.small_clinic import person

from .conftest import path_and_feed

PAGE = "/staff/feeds/"


def signed_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_an_address_is_shown_once_and_only_its_hash_is_kept(client, small_clinic):
    clinician = small_clinic.clinicians[0]
    signed_in(client, clinician.user)
    page = client.post(reverse("feeds:make")).content.decode()
    feed = CalendarFeed.objects.get()
    [token] = re.findall(r'value="http://localhost:8000/calendar/([\w-]{43})\.ics"', page)
    assert token not in str(CalendarFeed.objects.values().get())
    assert (feed.clinician, feed.made_by) == (clinician, clinician.user)
    assert client.get(f"/calendar/{token}.ics").status_code == 200
    again = client.get(PAGE).content.decode()
    assert token not in again and "Replace it" in again
    assert token not in str(list(feed.events.values()))


def test_a_new_address_ends_the_one_before(client, small_clinic):
    user = small_clinic.clinicians[0].user
    before, _feed = path_and_feed(by=user, now=small_clinic.now)
    after, _feed = path_and_feed(by=user, now=small_clinic.now)
    assert [client.get(path).status_code for path in (before, after)] == [404, 200]
    assert CalendarFeed.objects.count() == 2 and CalendarFeed.objects.standing().count() == 1


def test_everybody_has_an_address_of_their_own_for_a_room(client, small_clinic, rooms_feed, manager):
    other, _feed = path_and_feed(by=manager, now=small_clinic.now, room=small_clinic.rooms[0])
    assert [client.get(path).status_code for path in (rooms_feed[0], other)] == [200, 200]


def test_nobody_gets_times_that_are_not_theirs(small_clinic, manager):
    """A clinician has their own; rooms are for who keeps them; who takes no appointments has none."""
    clinician, room = small_clinic.clinicians[0], small_clinic.rooms[0]
    for by, asked, code in (
        (clinician.user, {"room": room}, "no_room"),
        (small_clinic.front_desk, {}, "no_clinician"),
        (manager, {}, "no_clinician"),
        (person("edie.editor", roles.EDITOR), {"room": room}, "no_room"),
    ):
        with pytest.raises(ValidationError) as refused:
            subscribing.make_feed(by=by, now=small_clinic.now, **asked)
        assert refused.value.code == code
    Room.objects.update(is_active=False)
    with pytest.raises(ValidationError):
        subscribing.make_feed(by=manager, now=small_clinic.now, room=room)
    assert CalendarFeed.objects.count() == 0


def test_the_page_says_why_no_address_was_made(client, small_clinic):
    signed_in(client, small_clinic.clinicians[0].user)
    answer = client.post(reverse("feeds:make"), {"room": small_clinic.rooms[0].pk})
    assert answer.status_code == 422 and "not in use, or not yours" in answer.content.decode()
    signed_in(client, small_clinic.front_desk)
    answer = client.post(reverse("feeds:make"))
    assert answer.status_code == 422 and "You take no appointments" in answer.content.decode()


def test_who_sees_and_ends_which_addresses(client, small_clinic, clinicians_feed, rooms_feed, manager):
    """A clinician their own, the front desk those of rooms, a manager all; another's is not there (R1)."""
    theirs, its = clinicians_feed[1], rooms_feed[1]
    second = small_clinic.clinicians[1].user
    for user, seen in (
        (theirs.made_by, {theirs}),
        (second, set()),
        (small_clinic.front_desk, {its}),
        (person("dora.desk", roles.FRONT_DESK), {its}),
        (manager, {theirs, its}),
        (person("edie.editor", roles.EDITOR), set()),
    ):
        assert set(CalendarFeed.objects.visible_to(user)) == seen, user
    signed_in(client, second)
    assert client.post(reverse("feeds:end", args=[theirs.reference])).status_code == 404
    assert client.get(clinicians_feed[0]).status_code == 200
    signed_in(client, manager)
    assert client.post(reverse("feeds:end", args=[theirs.reference]), follow=True).status_code == 200
    assert client.get(clinicians_feed[0]).status_code == 404
    theirs.refresh_from_db()
    assert theirs.revoked_by == manager and theirs.events.latest("pgh_id").revoked_by == manager


def test_ending_an_address_twice_says_who_was_first(small_clinic, clinicians_feed, manager):
    feed = clinicians_feed[1]
    subscribing.end_feed(feed=feed, by=feed.made_by, now=small_clinic.now)
    again = subscribing.end_feed(feed=feed, by=manager, now=small_clinic.now)
    assert again.revoked_by == feed.made_by


def test_the_page_lists_the_addresses_of_others_and_what_opens_nothing(
    client, small_clinic, rooms_feed, manager
):
    small_clinic.front_desk.is_active = False
    small_clinic.front_desk.save()
    signed_in(client, manager)
    page = client.get(PAGE).content.decode()
    assert "Addresses of others" in page and "opens nothing at present" in page
    assert "Room 2, Riverside" in page and "Your own times" not in page


def test_somebody_without_a_calendar_reads_what_to_do(client, small_clinic):
    signed_in(client, small_clinic.prescriber)
    assert "There is no calendar for you to read" in client.get(PAGE).content.decode()


def test_the_page_takes_as_many_queries_for_many_as_for_few(
    client, small_clinic, manager, django_assert_max_num_queries
):
    signed_in(client, manager)
    for room in small_clinic.rooms:
        subscribing.make_feed(by=small_clinic.front_desk, now=small_clinic.now, room=room)
        subscribing.make_feed(by=manager, now=small_clinic.now, room=room)
        with django_assert_max_num_queries(12) as found:
            client.get(PAGE)
        small_clinic.found = getattr(small_clinic, "found", len(found))
        assert len(found) == small_clinic.found


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"room_id": None, "clinician_id": None}, "calendarfeed_of_one"),
        ({"revoked_at": "2020-01-01T00:00:00Z"}, "calendarfeed_ended_by_somebody"),
    ],
)
def test_the_database_refuses_a_feed_that_makes_no_sense(small_clinic, rooms_feed, change, name):
    feed = CalendarFeed.objects.values().get()
    feed |= {"id": None, "reference": "r", "token_sha256": "t", **change}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CalendarFeed.objects.create(**feed)


def test_the_database_refuses_two_addresses_of_one_person_for_one_calendar(small_clinic, rooms_feed):
    feed = CalendarFeed.objects.values().get() | {"id": None, "reference": "r", "token_sha256": "t"}
    with pytest.raises(IntegrityError, match="calendarfeed_once_for_each"), transaction.atomic():
        CalendarFeed.objects.create(**feed)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE feeds_calendarfeed SET token_sha256 = 'another'",
        "UPDATE feeds_calendarfeed SET room_id = NULL, clinician_id = (SELECT min(id) FROM scheduling_clinician)",
        "UPDATE feeds_calendarfeed SET revoked_at = NULL, revoked_by_id = NULL WHERE revoked_at IS NOT NULL",
        "DELETE FROM feeds_calendarfeed",
    ],
)
def test_an_address_is_never_changed_opened_again_or_deleted(
    small_clinic, rooms_feed, as_app_role, statement
):
    subscribing.end_feed(feed=rooms_feed[1], by=small_clinic.front_desk, now=small_clinic.now)
    with pytest.raises(DatabaseError), as_app_role() as cursor:
        cursor.execute(statement)
