"""Safety in the staff site: the live list, one task, raising one, and who is on call."""

import pytest
from django.urls import reverse

from patients.safety import following
from patients.safety.models import ResponseTime, SafetyTask
from patients.safety.starter import load_response_times
from tests.clinic.scheduling.pages import text_of

CANARY = "WORRIED-CANARY"


@pytest.fixture
def browser(client):
    """`browser(user)`: a browser in which that person has signed in."""

    def of(user):
        client.force_login(user)
        return client

    return of


def page_of(task, page="task"):
    return reverse(f"safety:{page}", args=[task.reference])


def test_the_list_shows_the_gravest_first_with_who_was_asked_and_the_number_to_call(
    browser, raised, put_on_call, clinician, front_desk
):
    put_on_call(clinician)
    raised("rather_not_say")
    raised()
    said = text_of(browser(front_desk).get(reverse("safety:tasks")))
    assert said.index("At once") < said.index("Same working day")
    assert "2 tasks are not closed." in said
    assert "Clara Clinician was asked." in said
    assert "(212) 555-0123" in said


def test_the_list_fetches_itself_anew_and_the_part_it_fetches_is_the_same(browser, raised, clinician):
    page = browser(clinician).get(reverse("safety:tasks")).content.decode()
    assert f'hx-get="{reverse("safety:live")}" hx-trigger="every 10s"' in page
    assert "Nothing waits." in page
    raised()
    part = browser(clinician).get(reverse("safety:live"))
    assert "Robin Reach" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_the_front_desk_reads_name_and_phone_and_never_what_was_said(browser, raised, front_desk, clinician):
    task = raised("flagged", words=CANARY, by=clinician)
    following.acknowledge(task=task, by=clinician)
    following.keep_contact(task=task, text=f"{CANARY} too", by=clinician)
    client = browser(front_desk)
    for address in (reverse("safety:tasks"), reverse("safety:live"), page_of(task)):
        said = client.get(address).content.decode()
        assert "Robin Reach" in said
        assert CANARY not in said
        assert "worries" not in said
    assert CANARY in browser(clinician).get(page_of(task)).content.decode()
    story = browser(front_desk).get(reverse("desk:patient", args=[task.patient.reference])).content.decode()
    assert "Safety task: Reached them" in story
    assert CANARY not in story


def test_from_taking_it_up_to_closing_it_by_two(browser, raised, clinician, prescriber):
    task = raised()
    client = browser(clinician)
    said = text_of(client.post(page_of(task, "take_up"), follow=True))
    assert "You have it. Nobody else is asked now." in said
    said = text_of(client.post(page_of(task, "step"), {"act": "contact", "text": ""}, follow=True))
    assert "There is a problem" in said
    client.post(page_of(task, "step"), {"act": "contact", "text": "Spoke with them."})
    client.post(page_of(task, "step"), {"act": "assess", "text": "Safe at home."})
    closing = {"outcome": "safe", "note": "They call us tomorrow."}
    said = text_of(client.post(page_of(task, "close"), closing, follow=True))
    assert "A second clinician confirms it. Ask one now." in said
    client = browser(prescriber)
    back = client.post(page_of(task, "confirm"), {"act": "back", "text": ""})
    assert "There is a problem" in text_of(back)
    said = text_of(client.post(page_of(task, "confirm"), follow=True))
    assert "Closed by Clara Clinician" in said
    assert "Confirmed by Percy Prescriber" in said


def test_what_somebody_else_has_done_meanwhile_is_said_and_nothing_typed_is_lost(
    browser, raised, clinician, prescriber
):
    task = raised()
    following.acknowledge(task=task, by=prescriber)
    following.keep_contact(task=task, text="Spoke.", by=prescriber)
    page = browser(clinician).post(page_of(task, "step"), {"act": "contact", "text": "I reached her too."})
    assert "Somebody was faster. It stands at: Reached" in text_of(page)
    assert "I reached her too." in page.content.decode()


def test_handing_over_reaches_clinicians_only(browser, raised, front_desk, clinician, manager):
    task = following.acknowledge(task=raised(), by=front_desk)
    client = browser(front_desk)
    assert "Choose" in text_of(client.post(page_of(task, "hand_over"), {"to": manager.pk}))
    client.post(page_of(task, "hand_over"), {"to": clinician.pk})
    task.refresh_from_db()
    assert task.owner == clinician


@pytest.mark.parametrize("page", ["step", "close", "confirm"])
def test_what_clinicians_do_is_refused_to_the_front_desk(browser, raised, front_desk, page):
    assert browser(front_desk).post(page_of(raised(), page), {"text": "x"}).status_code == 403


def test_nobody_without_the_right_sees_that_there_are_tasks(browser, raised, manager):
    task = raised()
    client = browser(manager)
    for address in (reverse("safety:tasks"), reverse("safety:live"), page_of(task)):
        assert client.get(address).status_code == 403
    assert "Safety</a>" not in client.get(reverse("admin:index")).content.decode()


def test_a_task_that_is_none_is_not_found(browser, clinician):
    address = reverse("safety:task", args=["0" * 32])
    assert browser(clinician).get(address).status_code == 404


def test_a_message_that_worries_somebody_is_one_click_from_a_task(browser, robin, front_desk, asked):
    client = browser(front_desk)
    for about, name in ((robin, "raise_patient"), (asked(), "raise_inquiry")):
        address = reverse(f"safety:{name}", args=[about.reference])
        key = client.get(address).context["form"]["form_key"].value()
        refused = client.post(address, {"form_key": key, "cause": "flagged", "words": ""})
        assert "Say what worries you." in text_of(refused)
        said = {"form_key": key, "cause": "flagged", "words": CANARY}
        first, again = client.post(address, said), client.post(address, said)
        assert first.url == again.url
    assert SafetyTask.objects.filter(cause="flagged", words=CANARY, raised_by=front_desk).count() == 2


def test_another_clinicians_patient_is_not_found_for_raising(browser, robin, clinician):
    address = reverse("safety:raise_patient", args=[robin.reference])
    assert browser(clinician).get(address).status_code == 404


def test_who_is_on_call_shows_every_gap(browser, put_on_call, riverside, clinician, prescriber):
    client = browser(clinician)
    assert "Nobody" in text_of(client.get(reverse("safety:on_call")))
    put_on_call(prescriber)
    said = text_of(client.get(reverse("safety:on_call")))
    assert "Nobody" not in said
    assert "Percy Prescriber (212) 555-0191" in said


def test_the_list_warns_while_the_question_about_suicide_is_not_asked(
    browser, put_on_call, clinician, riverside
):
    client = browser(clinician)
    warning = "Riverside: nobody is on call at some hours of the coming week."
    assert warning in text_of(client.get(reverse("safety:tasks")))
    put_on_call(clinician)
    assert warning not in text_of(client.get(reverse("safety:tasks")))


def test_a_manager_sets_the_hours_and_no_clinician_does(browser, manager, clinician, riverside):
    address = reverse("admin:safety_oncall_add")
    duty = {
        "person": clinician.pk,
        "phone": "+12125550191",
        "position": 1,
        "weekdays": [1, 2],
        "starts": "08:00",
        "ends": "18:00",
    }
    assert browser(clinician).post(address, duty).status_code == 403
    assert browser(manager).post(address, {**duty, "weekdays": []}).status_code == 200
    assert browser(manager).post(address, duty).status_code == 302


def test_a_director_confirms_the_times_and_a_change_takes_it_back(browser, director, clinic):
    load_response_times()
    client = browser(director)
    client.post(
        reverse("admin:safety_responsetime_changelist"),
        {"action": "confirm", "_selected_action": ["T1", "T2"]},
    )
    assert set(ResponseTime.objects.filter(confirmed_by=director).values_list("level", flat=True)) == {
        "T1",
        "T2",
    }
    times = {"minutes": 10, "working_days": "", "then_every": 5, "call_within": 30}
    client.post(reverse("admin:safety_responsetime_change", args=["T1"]), times)
    changed = ResponseTime.objects.get(level="T1")
    assert (changed.minutes, changed.confirmed_by) == (10, None)
