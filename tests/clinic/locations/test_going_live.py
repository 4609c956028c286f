"""Going live: nobody reads the site before the clinic has checked whom to call in a crisis."""

from datetime import timedelta

import pytest
import time_machine
from django.core import checks
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.accounts import roles
from clinic.locations.models import CrisisLine
from clinic.locations.starter import load_crisis_lines
from tests.addresses import addresses
from tests.clinic.scheduling.pages import text_of
from tests.small_clinic import person

LIST = reverse("admin:locations_crisisline_changelist")
NO_PAGES = {"healthz", "readyz", "locations:help_now"}


@pytest.fixture(autouse=True)
def real_address(settings):
    """The portal stands at a real address, as it never does in the demo."""
    settings.ON_LOOPBACK = False


@pytest.fixture
def manager(db):
    return person("mia.manager", roles.MANAGER, name="Mia Manager")


@pytest.fixture
def check(manager):
    """`check("911", "988")`: the manager has checked the lines with these numbers today."""

    def check_today(*phones):
        lines = CrisisLine.objects.filter(phone__in=phones)
        assert lines.update(checked_by=manager, checked_on=timezone.localdate()) == len(phones)

    return check_today


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def read(path="/visit/"):
    """What a stranger gets from a web process that has just started."""
    return Client().get(path)


def ready():
    answer = read("/readyz")
    return answer.status_code, answer.json()["crisis_lines"]


def said_to_whoever_deploys():
    said = checks.run_checks(databases=["default"], include_deployment_checks=True)
    return [each for each in said if each.id.startswith("locations.")]


def away(execute, sql, params, many, context):
    raise OperationalError("away")


def test_a_clinic_that_is_not_set_up_is_closed(db):
    assert read().status_code == 503


def test_the_lines_a_clinic_begins_with_do_not_open_it(clinic):
    load_crisis_lines()
    assert read().status_code == 503


@pytest.mark.parametrize(
    ("checked", "status"),
    [(["911"], 503), (["988"], 503), (["116 123", "911"], 503), (["911", "988"], 200)],
)
def test_it_opens_with_an_emergency_number_and_another_line_of_its_country(
    clinic, crisis_lines, check, checked, status
):
    check(*checked)
    assert read().status_code == status


def test_every_public_address_is_closed_and_only_those(clinic):
    """Whatever is added to the URL table is closed too."""
    plain = {each.name for each in addresses() if each.name and not each.parameters}
    public = {name for name in plain if not reverse(name).startswith("/staff/")}
    assert {name for name in public if read(reverse(name)).status_code == 503} == public - NO_PAGES | {
        "readyz"
    }
    assert read("/my/a-private-link/").status_code == read("/es/").status_code == 503
    assert Client().post("/inquire/", {"name": "Ana"}).status_code == 503


def test_staff_sign_in_and_whom_to_call_can_be_read_meanwhile(signed_in, clinic):
    for path in ("/help-now/", "/es/help-now/", "/healthz", "/staff/login/"):
        assert read(path).status_code == 200, path
    assert signed_in.get(LIST).status_code == 200
    assert signed_in.get("/visit/").status_code == 503


def test_the_closed_page_says_whom_to_call_and_takes_one_query(
    clinic, crisis_lines, django_assert_num_queries
):
    with django_assert_num_queries(1):
        answer = read()
    said = text_of(answer)
    assert "This site is not open yet" in said and "(212) 555-0143" in said
    assert 'href="tel:988"' in answer.text and 'href="tel:116123"' in answer.text
    assert "988 Lifeline" not in said  # nobody has checked ours
    assert 'href="/inquire/"' not in answer.text and 'href="/help-now/"' in answer.text
    assert answer["Cache-Control"] == "no-store" and int(answer["Retry-After"]) > 0


def test_the_demo_is_open_without_any(db, settings):
    settings.ON_LOOPBACK = True
    assert read().status_code == 200
    assert said_to_whoever_deploys() == []


def test_a_page_kept_for_everybody_opens_nothing_and_the_closed_page_is_not_kept(
    settings, clinic, crisis_lines, check, kept_pages
):
    settings.ON_LOOPBACK = True
    assert read().status_code == 200
    settings.ON_LOOPBACK = False
    assert read().status_code == read("/privacy/").status_code == 503
    check("911", "988")
    assert read().status_code == read("/privacy/").status_code == 200


def test_a_process_that_saw_it_open_asks_no_more(
    client, clinic, crisis_lines, check, kept_pages, django_assert_num_queries
):
    check("911", "988")
    client.get("/visit/")
    with django_assert_num_queries(0):
        assert client.get("/visit/").status_code == 200


def test_a_closed_process_opens_as_soon_as_the_lines_are_checked(client, clinic, crisis_lines, check):
    assert client.get("/visit/").status_code == 503
    check("911", "988")
    assert client.get("/visit/").status_code == 200


def test_a_check_long_ago_warns_and_closes_nothing(signed_in, manager, clinic, crisis_lines, check):
    check("911", "988")
    assert ready() == (200, "ok") and said_to_whoever_deploys() == []
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        assert read().status_code == 200
        assert ready() == (200, "overdue")
        assert [each.level for each in said_to_whoever_deploys()] == [checks.WARNING] * 2
        signed_in.force_login(manager)  # the session is long over
        said = text_of(signed_in.get("/staff/"))
        assert "2 Crisis lines to check Late" in said and "do not open" not in said


def test_a_database_that_is_away_closes_nothing_and_opens_nothing(clinic, crisis_lines, check, kept_pages):
    check("911", "988")
    before = read()
    with connection.execute_wrapper(away):
        assert read().content == before.content
    CrisisLine.objects.update(checked_by=None)
    stranger = Client()
    with connection.execute_wrapper(away):
        stranger.get("/visit/")
    assert stranger.get("/visit/").status_code == 503


def test_machines_and_whoever_deploys_are_told_what_is_missing(clinic, crisis_lines, check):
    assert ready() == (503, "missing")
    assert len(said_to_whoever_deploys()) == 2
    check("911")
    assert ready() == (503, "missing")
    (said,) = said_to_whoever_deploys()
    assert said.level == checks.ERROR
    assert "Another crisis line" in said.msg and "United States" in said.msg


def test_a_manager_reads_on_the_first_page_what_is_missing(signed_in, clinic, crisis_lines, check):
    page = signed_in.get("/staff/")
    assert "An emergency number" in text_of(page) and "Another crisis line" in text_of(page)
    assert f'href="{LIST}"' in page.text
    check("911")
    assert "An emergency number" not in text_of(signed_in.get("/staff/"))
    check("988")
    assert "do not open" not in text_of(signed_in.get("/staff/"))
    signed_in.force_login(person("fran.desk", roles.FRONT_DESK))
    CrisisLine.objects.all().delete()
    assert "do not open" not in text_of(signed_in.get("/staff/"))
