"""The waiting list's pages: what the desk reads and does there."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from post_office.models import STATUS, Email

from clinic.locations.models import Closure
from clinic.scheduling import offering as times
from clinic.scheduling.models import Appointment, FreedTime
from clinic.waitlist import answering, board
from clinic.waitlist.models import Offer, Wish
from patients.inquiries.form_keys import new_key
from tests.small_clinic import person

from .conftest import HOUR, agree_to_mail

BOARD = "/staff/waitlist/"


def until(clinic, hours=3):
    end = (clinic.now + hours * HOUR).astimezone(clinic.location.zone)
    return {"day": end.date().isoformat(), "hour": f"{end:%H:%M}", "form_key": new_key()}


def page(client, address=BOARD):
    return client.get(address).content.decode()


@pytest.fixture
def ask(desk, small_clinic):
    """Tick who fits on the board, and press “Offer”."""

    def press(freed, *ticked, **said):
        fields = {"whom": ticked, **until(small_clinic), **said}
        return desk.post(reverse("waitlist:ask", args=[freed.reference]), fields, follow=True)

    return press


def values(client):
    """What stands in the boxes of the first task."""
    return list(client.get(BOARD).context["board"].tasks[0].form.fits)


def test_an_empty_list_says_what_will_stand_there(desk):
    shown = page(desk)
    assert "Nobody waits at Riverside" in shown
    assert "When an appointment is canceled or moved" in shown


def test_two_clicks_from_a_free_time_to_an_offer(desk, small_clinic, wishes, free_time, ask):
    freed = free_time()
    wishes(agree_to_mail(small_clinic.patient))
    answer = ask(freed, *values(desk))
    assert "is offered to Robin Example until" in answer.content.decode()
    offer = Offer.objects.get()
    assert offer.by_mail and offer.kept.starts_at == small_clinic.at(10)
    shown = page(desk)
    assert "Offered until" in shown and "Who fits, in order" not in shown


def test_who_did_not_agree_to_mails_is_to_be_called(desk, small_clinic, wishes, free_time, ask):
    freed = free_time()
    wishes()
    said = ask(freed, *values(desk)).content.decode()
    assert "call them ((212) 555-0100)" in said
    assert "to be called" in page(desk)


def test_the_board_says_whether_the_mail_has_left(desk, small_clinic, wishes, offers):
    kept = offers(wishes(agree_to_mail(small_clinic.patient))).kept
    beside = reverse("scheduling:appointment", args=[kept.reference])
    call_them = "by a mail that the mail server does not take: call them"
    for status, words in (
        (STATUS.queued, "by a mail that has not left yet"),
        (STATUS.requeued, call_them),
        (STATUS.failed, call_them),
        (STATUS.sent, "by mail"),
    ):
        Email.objects.update(status=status)
        for shown in (page(desk), page(desk, beside)):
            assert words in shown
            assert ("(212) 555-0100" in shown) == (words == call_them)


@pytest.mark.drill
def test_several_are_asked_at_once_and_one_who_is_not_is_named(desk, small_clinic, wishes, free_time, ask):
    freed = free_time()
    strict = wishes(small_clinic.register("Strict Person"), notice_hours=24)
    wishes(small_clinic.register("Easy Person"), notice_hours=0)
    days = (small_clinic.at(10) - 23 * HOUR - small_clinic.now) / HOUR
    said = ask(freed, *values(desk), **until(small_clinic, days)).content.decode()
    assert "Not offered to Strict Person: Choose an end" in said
    assert Offer.objects.get().wish != strict


def test_nobody_ticked_is_asked_for(desk, wishes, free_time, ask):
    freed = free_time()
    wishes()
    answer = ask(freed)
    assert answer.status_code == 422
    assert "Tick at least one person." in answer.content.decode()


@pytest.mark.drill
def test_the_same_form_twice_is_one_offer(desk, small_clinic, wishes, free_time, ask):
    freed = free_time()
    wishes()
    ticked, fields = values(desk), until(small_clinic)
    ask(freed, *ticked, **fields)
    again = ask(freed, *ticked, **fields)
    assert Offer.objects.count() == 1
    assert again.status_code in (200, 422)


def test_a_time_that_somebody_has_meanwhile_is_gone_kindly(desk, small_clinic, wishes, free_time, ask):
    freed = free_time()
    wishes()
    ticked = values(desk)
    small_clinic.book(patient=small_clinic.register())
    assert "no longer free to offer" in ask(freed, *ticked).content.decode()
    assert not Offer.objects.exists()


def test_a_time_that_others_have_pushed_off_the_page_is_still_offered(
    desk, wishes, free_time, ask, monkeypatch, small_clinic
):
    freed = free_time()
    wishes()
    ticked = values(desk)
    assert "More time came free later than this" not in page(desk)
    monkeypatch.setattr(board, "MOST_TASKS", 1)
    free_time(session_start=small_clinic.at(8))
    assert "More time came free later than this" in page(desk)
    assert ask(freed).status_code == 422
    ask(freed, *ticked)
    assert Offer.objects.get().kept.starts_at == small_clinic.at(10)


@pytest.mark.drill
def test_what_changed_since_the_page_was_shown_is_said(desk, small_clinic, wishes, offers, free_time, ask):
    freed = free_time()
    wish = wishes()
    ticked = values(desk)
    offers(wish, session_start=small_clinic.at(14))
    wishes(small_clinic.register())
    answer = ask(freed, *ticked)
    assert answer.status_code == 422
    assert "What fits has changed meanwhile." in answer.content.decode()


def test_left_free_it_is_off_the_list_and_the_reason_is_asked_for(desk, free_time):
    freed = free_time()
    address = reverse("waitlist:leave", args=[freed.reference])
    assert desk.post(address, {"because": ""}).status_code == 422
    desk.post(address, {"because": "The room is painted"})
    assert FreedTime.objects.get().left_because == "The room is painted"
    assert "Leave it free" not in page(desk)


@pytest.mark.drill
def test_somebody_is_put_on_the_list_from_an_appointment(desk, small_clinic):
    has = small_clinic.book()
    beside = page(desk, reverse("scheduling:appointment", args=[has.reference]))
    assert "Put on the waiting list for an earlier time" in beside
    address = reverse(
        "waitlist:add", query={"patient": small_clinic.patient.reference, "appointment": has.reference}
    )
    form = desk.get(address).context["form"]
    assert form["what"].value() == f"earlier~{has.reference}"
    fields = {
        "what": form["what"].value(),
        "location": "riverside",
        "weekdays": ["1", "2"],
        "not_before": "14:00",
        "notice_hours": "48",
        "note": "Works mornings",
        "form_key": new_key(),
    }
    assert "is on the waiting list" in desk.post(address, fields, follow=True).content.decode()
    wish = Wish.objects.get()
    assert (wish.instead_of, wish.weekdays, wish.notice_hours) == (has, [1, 2], 48)
    assert "wants Monday or Tuesday from 14:00 on" in page(desk)
    assert "On the waiting list since" in page(desk, reverse("scheduling:appointment", args=[has.reference]))
    of_patient = page(desk, reverse("desk:patient", args=[small_clinic.patient.reference]))
    assert "an earlier time for Evaluation" in of_patient
    again = desk.post(address, fields | {"form_key": new_key()})
    assert again.status_code == 422
    assert "They are on the waiting list for this already" in again.content.decode()


def test_times_in_the_wrong_order_are_said_beside_the_field(desk, small_clinic):
    address = reverse("waitlist:add", query={"patient": small_clinic.patient.reference})
    fields = {
        "what": "evaluation",
        "location": "riverside",
        "not_before": "14:00",
        "not_after": "09:00",
        "notice_hours": "24",
        "form_key": new_key(),
    }
    assert "This is earlier than “not before”." in desk.post(address, fields).content.decode()


@pytest.mark.drill
def test_a_wish_is_changed_and_ended_on_its_page(desk, wishes):
    wish = wishes()
    address = reverse("waitlist:wish", args=[wish.reference])
    fields = {"location": "riverside", "weekdays": ["5"], "notice_hours": "0", "note": ""}
    assert "The wish is changed." in desk.post(address, fields, follow=True).content.decode()
    assert Wish.objects.get().weekdays == [5]
    ending = reverse("waitlist:end", args=[wish.reference])
    assert "Not ended" in desk.post(ending, {"how": "filled"}, follow=True).content.decode()
    assert "is off the list" in desk.post(ending, {"how": "withdrawn"}, follow=True).content.decode()
    assert "Save" not in page(desk, address), "what has ended is read"


def test_a_time_that_was_never_booked_is_offered_from_a_wish(desk, small_clinic, wishes):
    wish = wishes(not_before="09:00", not_after="09:15")
    address = reverse("waitlist:find", args=[wish.reference])
    shown = desk.get(address)
    [*_days, (_day, _count, [(_who, [first, *_]), *_rest])] = shown.context["days"]
    answer = desk.post(address, {"opening": first[0], **until(small_clinic, 1)}, follow=True)
    assert answer.status_code == 200
    assert Offer.objects.get().wish == wish
    refused = desk.post(address, {"opening": first[0], **until(small_clinic, 1)})
    assert refused.status_code == 422
    assert "has been offered" in refused.content.decode()


def test_nothing_earlier_is_found_after_the_time_they_have(desk, small_clinic, wishes):
    after = small_clinic.monday + timedelta(days=40)
    wish = wishes(instead_of=small_clinic.book(session_start=small_clinic.at(15)))
    address = reverse("waitlist:find", args=[wish.reference])
    looked_for = {"location": "riverside", "day": after.isoformat(), "days": "14"}
    assert "No free time that suits them" in desk.get(address, looked_for).content.decode()
    wish.earliest = after
    wish.save()
    assert "No free time that suits them" in page(desk, address)


def test_a_time_is_found_beyond_the_notice_they_need(desk, small_clinic, wishes):
    wish = wishes(notice_hours=5 * 24)
    address = reverse("waitlist:find", args=[wish.reference])
    notice_ends = (small_clinic.now + 120 * HOUR).astimezone(small_clinic.location.zone).date()
    [(day, *_rest), *_later] = desk.get(address).context["days"]
    assert day in (notice_ends, notice_ends + timedelta(days=1))
    today = small_clinic.location.today().isoformat()
    ten = desk.get(address, {"location": "riverside", "day": today, "days": "first"}).context["days"]
    assert sum(count for _day, count, _clinicians in ten) == 10


def test_the_desk_notes_yes_and_no_by_phone(desk, small_clinic, wishes, offers):
    yes, no = offers(wishes()), offers(wishes(small_clinic.register()))
    said = desk.post(reverse("waitlist:answer", args=[no.reference]), {"said": "no"}, follow=True)
    assert "They said no, and stay on the list." in said.content.decode()
    answer = desk.post(reverse("waitlist:answer", args=[yes.reference]), {"said": "yes"})
    booked = Appointment.objects.agreed().get()
    assert answer.url == reverse("scheduling:appointment", args=[booked.reference])
    late = desk.post(reverse("waitlist:answer", args=[no.reference]), {"said": "yes"}, follow=True)
    assert "This offer is over." in late.content.decode()


def test_an_offer_is_taken_back_from_the_board(desk, wishes, offers):
    offer = offers(wishes())
    desk.post(reverse("waitlist:take_back", args=[offer.reference]))
    assert not Appointment.objects.active().exists()


@pytest.mark.drill
def test_a_time_that_is_offered_reads_so_everywhere(desk, small_clinic, wishes, offers):
    kept = offers(wishes()).kept
    own = page(desk, reverse("scheduling:appointment", args=[kept.reference]))
    assert "Offered until" in own and "Who was asked for this time" in own
    for nothing in ("Arrived", "Did not come", "The day itself", ">Move<"):
        assert nothing not in own, nothing
    of_patient = page(desk, reverse("desk:patient", args=[small_clinic.patient.reference]))
    assert "Offered until" in of_patient
    for show in ("rooms", "clinicians", "table", "week", "agenda"):
        query = {"location": "riverside", "day": small_clinic.monday.isoformat(), "show": show}
        assert "Offered until" in page(desk, reverse("scheduling:calendar", query=query)), show
    month = {"location": "riverside", "day": small_clinic.monday.isoformat(), "show": "month"}
    assert "1 Evaluation" not in page(desk, reverse("scheduling:calendar", query=month))
    taking_back = page(desk, reverse("scheduling:cancel", args=[kept.reference]))
    assert "Take the offer back" in taking_back and "Why is it taken back?" in taking_back


def test_a_session_that_is_offered_stands_in_its_course(desk, small_clinic, wishes, offers):
    course = small_clinic.authorise()
    offers(wishes(type=small_clinic.treatment_type, course=course))
    shown = page(desk, reverse("scheduling:course", args=[small_clinic.patient.reference, course.reference]))
    assert "Offered until" in shown
    assert "Not booked" in shown


@pytest.mark.drill
def test_an_offer_that_hours_have_stranded_is_taken_back_not_moved(desk, small_clinic, wishes, offers):
    kept = offers(wishes()).kept
    Closure.objects.create(first_day=small_clinic.monday, last_day=small_clinic.monday, reason="Staff day")
    shown = page(desk, reverse("scheduling:stranded"))
    assert "Take the offer back" in shown
    assert reverse("scheduling:move", args=[kept.reference]) not in shown
    with time_machine.travel(small_clinic.at(9), tick=False):
        board = page(desk, reverse("scheduling:today", query={"location": "riverside"}))
    assert "Robin Example" not in board, "nobody is expected"


def test_the_first_page_counts_the_times_somebody_wants(desk, wishes, free_time):
    free_time()
    wishes()
    assert "Times that came free and somebody on the waiting list wants" in page(desk, "/staff/")


def test_a_wish_of_a_patient_one_may_not_see_is_not_there(client, small_clinic, wishes, offers):
    wish = wishes()
    offer = offers(wish)
    client.force_login(small_clinic.clinicians[0].user)
    for name in ("wish", "find"):
        assert client.get(reverse(f"waitlist:{name}", args=[wish.reference])).status_code == 404
    for name in ("answer", "take_back"):
        assert client.post(reverse(f"waitlist:{name}", args=[offer.reference])).status_code == 404
    client.force_login(person("mo.nobody"))
    assert client.get(BOARD).status_code == 403


def test_the_story_of_a_patient_tells_wishes_and_each_offer_once(desk, small_clinic, wishes, offers):
    offers(wishes(note="Call late"))
    address = reverse("desk:patient", args=[small_clinic.patient.reference])
    told = page(desk, address)
    assert "On the waiting list for Evaluation" in told
    assert "Offered Mon, " in told
    assert "Evaluation: Offered for" not in told
    with time_machine.travel(small_clinic.now + 3 * HOUR, tick=False):
        times.lapse_run_out()
        told = page(desk, address)
    assert told.count("Not answered in time") == 1
    assert "The offer ended" not in told


def test_the_story_and_the_wish_say_of_an_offer_that_its_mail_has_not_left(
    desk, small_clinic, wishes, offers
):
    wish = offers(wishes(agree_to_mail(small_clinic.patient))).wish
    story = reverse("desk:patient", args=[small_clinic.patient.reference])
    its_page = reverse("waitlist:wish", args=[wish.reference])
    assert "The mail has not left." in page(desk, story)
    assert "by a mail that has not left" in page(desk, its_page)
    Email.objects.update(status=STATUS.sent)
    assert "The mail has not left." not in page(desk, story)
    assert "by mail" in page(desk, its_page) and "has not left" not in page(desk, its_page)


def test_a_yes_stands_in_the_story_as_the_answer_and_the_booking(desk, small_clinic, wishes, offers):
    answering.accept(offer=offers(wishes()), now=small_clinic.now)
    told = page(desk, reverse("desk:patient", args=[small_clinic.patient.reference]))
    assert "Evaluation: The offer was taken: booked" in told
    assert re.search(r"Offer of Mon, [^<]*: Yes", told)
