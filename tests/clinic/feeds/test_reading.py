"""What a calendar reads under a feed's address: when time is taken, and nothing about anybody."""

import time
import urllib.error
import urllib.request
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import roles
from clinic.feeds import subscribing
from clinic.locations.models import Clinic, Location
from clinic.scheduling import arriving, booking, cancelling, offering
from clinic.scheduling.calendar_files import calendar_file
from clinic.scheduling.models import Appointment, Room
from clinic.tokens import new_token
from tests.calendars import Khal, beside, on_the_clock, read, unfolded
from tests.clinic.test_logs import log  # noqa: F401 -- a fixture
from tests.plans import multiply


def events_at(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return read(answer.content).events


def move(clinic, appointment, hour, **to):
    where = {"room": appointment.room, "clinician": appointment.clinician, **to}
    return booking.move(
        appointment=appointment, session_start=clinic.at(hour), by=clinic.front_desk, reason="Asked.",
        now=clinic.now, **where,
    )  # fmt: skip


def cancel(clinic, appointment):
    return cancelling.cancel(appointment=appointment, by=clinic.front_desk, reason="Ill.", now=clinic.now)


def test_a_clinician_reads_when_they_are_taken_and_a_room_when_it_is(
    client, small_clinic, clinicians_feed, rooms_feed
):
    booked = small_clinic.book(type=small_clinic.treatment_type, course=small_clinic.authorise())
    [theirs], [its] = (events_at(client, path) for path, _feed in (clinicians_feed, rooms_feed))
    assert (theirs.start, theirs.end) == (booked.session.lower, booked.session.upper)
    assert (its.start, its.end) == (booked.room_block.lower, booked.room_block.upper)
    for event in (theirs, its):
        assert event["SUMMARY"] == "Booked" and event["STATUS"] == "CONFIRMED"
        assert event["LOCATION"] == "100 Invented Street, Demotown, 10000"
        assert event["URL"] == f"http://localhost:8000/staff/calendar/appointment/{booked.reference}/"


def test_a_calendar_reads_nothing_about_anybody(client, small_clinic, clinicians_feed, rooms_feed):
    """No patient, no clinician, no treatment, no room, no location's name, no reason: in none of the bytes."""
    booked = small_clinic.book(
        type=small_clinic.treatment_type, course=small_clinic.authorise(), asked_by="patient"
    )
    move(small_clinic, booked, 14)
    for path, _feed in (clinicians_feed, rooms_feed):
        answer = client.get(path)
        said = b"\n".join(unfolded(answer.content)).decode() + str(dict(answer.headers))
        for word in (
            *("robin", "example,", "patient", "clinician 1", "fran", "pat prescriber", "room 1", "riverside"),
            *(
                "ketamine",
                "vein",
                "session",
                "treatment",
                "evaluation",
                "course",
                "asked",
                "organizer",
                "attendee",
            ),
        ):
            assert word not in said.lower(), word


def test_what_is_canceled_or_moved_away_is_not_there_any_more(client, small_clinic, clinicians_feed):
    path, _feed = clinicians_feed
    first, second = small_clinic.book(), small_clinic.book(session_start=small_clinic.at(14))
    before = {event.uid: event for event in events_at(client, path)}
    cancel(small_clinic, first)
    move(small_clinic, second, 16)
    [left] = events_at(client, path)
    assert left.start == small_clinic.at(16)
    assert left.uid in before and left.sequence > before[left.uid].sequence
    move(small_clinic, Appointment.objects.get(pk=second.pk), 16, clinician=small_clinic.clinicians[1])
    assert events_at(client, path) == []


def test_a_time_that_is_offered_is_marked_as_not_settled(client, small_clinic, clinicians_feed):
    kept = offering.keep(**small_clinic.wish(), until=small_clinic.now + timedelta(hours=2))
    [event] = events_at(client, clinicians_feed[0])
    assert event["STATUS"] == "TENTATIVE" and event["SUMMARY"] == "Booked"
    offering.give_back(kept=kept, by=small_clinic.front_desk, now=small_clinic.now)
    assert events_at(client, clinicians_feed[0]) == []


def test_it_reaches_31_days_back(client, small_clinic, clinicians_feed):
    booked = small_clinic.book()
    arriving.arrive(appointment=booked, by=small_clinic.front_desk, now=booked.visit.lower)
    for days, is_there in ((30, True), (31, True), (32, False)):
        with time_machine.travel(booked.session.upper + timedelta(days=days, minutes=-1), tick=False):
            assert bool(events_at(client, clinicians_feed[0])) == is_there, days


def test_an_appointment_is_another_event_in_each_calendar(client, small_clinic, clinicians_feed, rooms_feed):
    """Somebody who keeps a patient's, a clinician's and a room's calendar can join them by nothing."""
    booked = small_clinic.book()
    uids = {read(calendar_file(Appointment.objects.get(pk=booked.pk))).events[0].uid}
    for path, _feed in (clinicians_feed, rooms_feed):
        uids.add(events_at(client, path)[0].uid)
    assert len(uids) == 3 and booked.reference not in "".join(uids).replace("-", "")


def test_it_says_what_it_is_and_how_often_to_ask(client, clinicians_feed):
    answer = client.get(clinicians_feed[0])
    calendar = read(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="calendar.ics"'
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "Stillwater"
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in answer.content
    assert b"\r\nX-PUBLISHED-TTL:PT15M\r\n" in answer.content
    assert "METHOD" not in calendar


def test_nobody_is_remembered_and_nothing_kept_unasked(client, clinicians_feed):
    for answer in (
        client.get(clinicians_feed[0]),
        client.get(clinicians_feed[0], headers={"if-none-match": "*"}),
    ):
        assert not answer.cookies and not client.cookies
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["ETag"].startswith('"')


def test_it_is_in_the_staffs_language_whatever_a_calendar_asks_for(client, small_clinic, clinicians_feed):
    small_clinic.book()
    spanish = client.get(clinicians_feed[0], headers={"accept-language": "es"})
    english = client.get(clinicians_feed[0], headers={"accept-language": "en"})
    assert spanish.content == english.content and b"SUMMARY:Booked\r\n" in english.content


# -- Asking whether there is anything new --------------------------------------------------------------


def test_a_calendar_that_has_it_all_gets_nothing(client, small_clinic, clinicians_feed):
    small_clinic.book()
    etag = client.get(clinicians_feed[0])["ETag"]
    for said in (etag, f"W/{etag}", f'"other", {etag}', f'W/"a", W/{etag} , "b"', "*"):
        again = client.get(clinicians_feed[0], headers={"if-none-match": said})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag), said
    assert client.head(clinicians_feed[0], headers={"if-none-match": etag}).status_code == 304


def test_a_calendar_that_has_something_else_gets_it_all(client, clinicians_feed):
    for said in ('"other"', "nonsense", "", '"', "W/"):
        assert client.get(clinicians_feed[0], headers={"if-none-match": said}).status_code == 200, said


def changes():
    """Whatever changes what a clinician's feed says, by name: a function of the clinic and the appointment."""
    return {
        "booked": lambda clinic, booked: clinic.book(session_start=clinic.at(15)),
        "moved": lambda clinic, booked: move(clinic, booked, 12),
        "to another room": lambda clinic, booked: move(clinic, booked, 10, room=clinic.rooms[1]),
        "to another clinician": lambda clinic, booked: move(
            clinic, booked, 10, clinician=clinic.clinicians[1]
        ),
        "canceled": cancel,
        "arrived": lambda clinic, booked: arriving.arrive(
            appointment=booked, by=clinic.front_desk, now=booked.visit.lower
        ),
        "canceled and booked again at once": lambda clinic, booked: (
            cancel(clinic, booked),
            clinic.book(patient=clinic.register()),
        ),
        "written by nobody's act": lambda clinic, booked: Appointment.objects.update(escort_name="Bo"),
        "the street": lambda clinic, booked: Location.objects.update(street="7 Elm Street"),
        "the clinic's name": lambda clinic, booked: Clinic.objects.update(short_name="Brook"),
    }


@pytest.mark.parametrize("change", changes())
def test_whatever_changes_the_feed_changes_its_etag(client, small_clinic, clinicians_feed, change):
    path, booked = clinicians_feed[0], small_clinic.book()
    before = client.get(path)
    changes()[change](small_clinic, booked)
    after = client.get(path, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200 and after["ETag"] != before["ETag"] and after.content != before.content


def test_what_changes_elsewhere_changes_no_etag(client, small_clinic, clinicians_feed):
    small_clinic.book()
    etag = client.get(clinicians_feed[0])["ETag"]
    small_clinic.book(
        patient=small_clinic.register(), room=small_clinic.rooms[1], clinician=small_clinic.clinicians[1]
    )
    small_clinic.evaluation_type.save()
    assert client.get(clinicians_feed[0], headers={"if-none-match": etag}).status_code == 304


def test_the_same_etag_means_the_same_bytes(client, small_clinic, clinicians_feed):
    small_clinic.book()
    first = client.get(clinicians_feed[0])
    with time_machine.travel(timezone.now() + timedelta(hours=9), tick=False):
        second = client.get(clinicians_feed[0])
    assert (first["ETag"], first.content) == (second["ETag"], second.content)


def test_asking_costs_three_queries_however_much_there_is(
    client, small_clinic, clinicians_feed, django_assert_num_queries
):
    path, _feed = clinicians_feed
    client.get(path)  # notes that it was read
    for hour in (9, 11, 13):
        small_clinic.book(session_start=small_clinic.at(hour))
        with django_assert_num_queries(5):
            etag = client.get(path)["ETag"]
        with django_assert_num_queries(3):
            assert client.get(path, headers={"if-none-match": etag}).status_code == 304


def test_it_is_noted_once_an_hour_that_somebody_reads(client, clinicians_feed, django_assert_num_queries):
    path, feed = clinicians_feed
    began = timezone.now()
    for minutes, noted in ((0, 0), (5, 0), (59, 0), (60, 60), (61, 60)):
        with time_machine.travel(began + timedelta(minutes=minutes), tick=False):
            etag = client.get(path)["ETag"]
            client.get(path, headers={"if-none-match": etag})
        feed.refresh_from_db()
        assert feed.last_read_at == began + timedelta(minutes=noted)
    assert feed.events.count() == 1, "reading leaves no history"


# -- What opens nothing ---------------------------------------------------------------------------------


def ended(feed):
    subscribing.end_feed(feed=feed, by=feed.made_by, now=timezone.now())


def left(feed):
    feed.made_by.is_active = False
    feed.made_by.save()


def does_something_else(feed):
    feed.made_by.groups.set([Group.objects.get(name=roles.EDITOR)])


def takes_no_appointments(feed):
    feed.clinician.is_active = False
    feed.clinician.save()


WHYS = {
    "ended": ended,
    "left": left,
    "another role": does_something_else,
    "takes no appointments": takes_no_appointments,
}


@pytest.mark.parametrize("why", WHYS)
def test_a_clinicians_feed_ends_with(client, clinicians_feed, why):
    path, feed = clinicians_feed
    WHYS[why](feed)
    assert client.get(path).status_code == 404


def test_a_room_out_of_use_is_not_read_and_one_in_use_again_is(client, small_clinic, rooms_feed):
    for is_active, status in ((False, 404), (True, 200)):
        Room.objects.filter(pk=rooms_feed[1].room_id).update(is_active=is_active)
        assert client.get(rooms_feed[0]).status_code == status
    Location.objects.update(is_active=False)
    assert client.get(rooms_feed[0]).status_code == 404


def test_a_rooms_feed_ends_with_who_made_it(client, rooms_feed):
    path, feed = rooms_feed
    does_something_else(feed)
    assert client.get(path).status_code == 404
    feed.made_by.groups.set([Group.objects.get(name=roles.FRONT_DESK)])
    assert client.get(path).status_code == 200, "who comes back reads again"
    left(feed)
    assert client.get(path).status_code == 404


def test_all_that_opens_nothing_is_one_answer(client, small_clinic, clinicians_feed, rooms_feed):
    """Nobody learns from the answer whether there ever was such an address."""
    for _path, feed in (clinicians_feed, rooms_feed):
        ended(feed)
    feed = clinicians_feed[1]
    strange = ["1", "%00", "%ff%fe", "..%2f..", "' OR 1=1 --", "%F0%9F%95%8A", "x" * 3000, ""]
    ours = [str(feed.pk), feed.reference, feed.token_sha256, new_token()]
    words = [clinicians_feed[0], rooms_feed[0], *(f"/calendar/{word}.ics" for word in (*strange, *ours))]
    answers = [client.get(word) for word in words]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1


def test_it_is_only_read(client, clinicians_feed):
    assert client.head(clinicians_feed[0]).status_code == 200
    for method in ("post", "put", "patch", "delete", "options"):
        assert getattr(client, method)(clinicians_feed[0]).status_code == 405


def test_no_address_stands_in_the_log(client, small_clinic, clinicians_feed, log):  # noqa: F811
    """R8: whoever reads the log can open nothing."""
    path, feed = clinicians_feed
    token = path.removeprefix("/calendar/").removesuffix(".ics")
    client.get(path)
    client.post(path)
    ended(feed)
    client.get(path)
    client.force_login(feed.made_by)
    shown = client.post(reverse("feeds:make")).content.decode()
    written = log.getvalue()
    assert '"GET /calendar/<str:token>.ics' in written and token not in written
    assert subscribing.digest_of(token) not in written and "calendar/" in shown
    assert shown.split("/calendar/")[-1].split(".ics")[0] not in written


# -- Long and rough -------------------------------------------------------------------------------------


@pytest.mark.drill
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata"])
@pytest.mark.django_db(transaction=True)
def test_a_calendar_that_reads_it_over_http_shows_what_is_taken(portal_server, small_clinic, tmp_path, zone):
    """khal cannot subscribe, so another program fetches the feed for it, as people do who use khal."""
    address = subscribing.make_feed(by=small_clinic.clinicians[0].user, now=small_clinic.now)
    address = portal_server.url + address.removeprefix("http://localhost:8000")
    khal = Khal(tmp_path / "khal", zone)

    def fetched(etag=""):
        asking = urllib.request.Request(address, headers={"If-None-Match": etag} if etag else {})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(asking, timeout=10) as answer:
            return answer.read(), answer.headers["ETag"]

    first = small_clinic.book()
    small_clinic.book(
        type=small_clinic.treatment_type, course=small_clinic.authorise(), session_start=small_clinic.at(14)
    )
    file, etag = fetched()
    khal.take_in(file, file)
    shown = khal.lists(*beside(small_clinic.monday))
    assert [each.title for each in shown] == ["Booked", "Booked"]
    assert shown[0].begins == on_the_clock(first.session.lower, ZoneInfo(zone))
    with pytest.raises(urllib.error.HTTPError, match="304"):
        fetched(etag)
    moved = move(small_clinic, first, 8)
    file, after = fetched(etag)
    assert after != etag
    khal.take_in(file)
    shown = khal.lists(*beside(small_clinic.monday))
    assert len(shown) == 2 and shown[0].begins == on_the_clock(moved.session.lower, ZoneInfo(zone))


@pytest.mark.drill
def test_a_busy_clinicians_year_is_asked_about_quickly(client, small_clinic, clinicians_feed):
    """Calendars ask every few minutes; prints what that costs for 3001 appointments to come, eight a day for a year."""
    booked = small_clinic.book()
    shift = "n * interval '3 hours'"
    spans = {
        name: f"tstzrange(lower(pattern.{name}) + {shift}, upper(pattern.{name}) + {shift})"
        for name in ("session", "visit", "room_block", "clinician_block")
    }
    for first in range(1, 3001, 500):
        named = {"reference": "md5(n::text)", "form_key": "md5('f' || n)::uuid"}
        multiply(booked, first, first + 499, **named, **spans)
    path, _feed = clinicians_feed
    seconds = {"200": [], "304": []}
    etag = client.get(path)["ETag"]
    for _again in range(5):
        for status, headers in (("200", {}), ("304", {"if-none-match": etag})):
            began = time.perf_counter()
            assert str(client.get(path, headers=headers).status_code) == status
            seconds[status].append(time.perf_counter() - began)
    print({status: f"{min(taken) * 1000:.0f} ms" for status, taken in seconds.items()})
    assert len(read(client.get(path).content).events) == 3001
    assert min(seconds["304"]) < 0.15 and min(seconds["200"]) < 3
