"""Who may open what: every address × method × role, as `access_matrix.csv` says (T28, R2).

`UPDATE_ACCESS_MATRIX=1 bin/test tests/test_access_matrix.py -m ""` writes down what the site answers now; read the
difference before you commit it. The demo clinic stands in for real rows; each request is undone. The admin's pages
of models are more than half of all addresses and work alike: the drill walks them.
"""

import csv
import fcntl
import os
import re
from pathlib import Path
from types import ModuleType

import pytest
from django.db import connection
from django.urls import path, reverse
from django.utils import timezone
from post_office.models import Email

from clinic import urls
from clinic.accounts import roles
from patients.links.references import new_reference
from tests.addresses import addresses, example_path, is_model_page
from tests.bad_bodies import bad_bodies
from tests.visitors import VISITORS, examples, undone

MATRIX = Path(__file__).with_suffix(".csv").with_name("access_matrix.csv")
METHODS = ("GET", "POST")
SOME_VISITORS = {"anonymous", "front desk"}  # the others in the drill
PUBLIC = {
    "",
    "learn/",
    "learn/<slug:topic>/",
    "learn/questions/",
    "learn/questions/<slug:topic>/",
    "learn/questions/<slug:topic>/<slug:article>/changes/",
    "learn/glossary/",
    "learn/glossary/<slug:article>/changes/",
    "learn/compare/",
    "learn/sources/",
    "learn/search/",
    "learn/<slug:topic>/<slug:article>/",
    "learn/<slug:topic>/<slug:article>/changes/",
    "preview/<str:token>/",
    "visit/",
    "help-now/",
    "privacy/",
    "accessibility/",
    "suitability/",
    "suitability/answer/",
    "inquire/",
    "inquire/sent/",
    "inquiry/new-link/",
    "inquiry/<str:token>/",
    "inquiry/<str:token>/take-back/",
    "my/new-link/",
    "my/<str:token>/",
    "my/<str:token>/visits/",
    "my/<str:token>/visits/<reference:visit>/",
    "my/<str:token>/visits/<reference:visit>/appointment.ics",
    "my/<str:token>/visits/<reference:visit>/change/",
    "my/<str:token>/visits/<reference:visit>/answer/",
    "my/<str:token>/contact/",
    "my/<str:token>/close/",
    "my/<str:token>/letters/",
    "my/<str:token>/offers/<reference:reference>/",
    "my/<str:token>/questions/",
    "my/<str:token>/questions/review/",
    "my/<str:token>/questions/sent/",
    "my/<str:token>/questions/reach/",
    "my/<str:token>/questions/<int:number>/",
    "my/<str:token>/agreements/",
    "my/<str:token>/agreements/<reference:document>/",
    "my/<str:token>/agreements/<reference:document>/sign/",
    "my/<str:token>/agreements/<reference:consent>/copy/",
    "my/<str:token>/agreements/<reference:consent>/copy.pdf",
    "my/<str:token>/agreements/<reference:consent>/withdraw/",
    "feed/",
    "pictures/<uuid:reference>.webp",
    "calendar/<str:token>.ics",
    "robots.txt",
    "sitemap.xml",
    "healthz",
    "readyz",
    "staff/login/",
    "staff/password_reset/",
    "staff/password_reset/done/",
    "staff/password_reset/<uidb64>/<token>/",
    "staff/password_reset/sent/",
}
ONLY_POINTS_ON = "<path:object_id>/"  # the admin's old address of a row, which leads to its change page
REFUSED = {"403", "404", "405"}
HOLDS_PATIENT_DATA = (
    "staff/inbox/",
    "staff/patients/",
    "staff/messages/",
    "staff/calendar/",
    "staff/today/",
    "staff/inquiries/",
    "staff/people/",
    "staff/screening/",
    "staff/consent/",
    "staff/scheduling/appointment/",
    "staff/scheduling/course/",
)


def outcome(response):
    """What a visitor met, in one word: a status, `login` where they are asked to sign in, or `home` where
    somebody who has signed in is sent from the log-in."""
    if response.status_code == 302:
        if response["Location"].startswith(reverse("admin:login")):
            return "login"
        if response["Location"] == reverse("admin:index"):
            return "home"
    return str(response.status_code)


def ask(client, method, path):
    """What one request meets. The database refuses every write while a page is only opened (R5)."""
    with undone(client), connection.cursor() as cursor:
        if method == "GET":
            cursor.execute("SET LOCAL transaction_read_only = on")
        return outcome(client.generic(method, path) if method == "GET" else client.post(path))


def read_matrix():
    with MATRIX.open(newline="") as file:
        return {(row.pop("address"), row.pop("method")): row for row in csv.DictReader(file)}


def write_column(visitor, answers):
    """Put one visitor's answers into the file, in the order of the URL table; what was not asked stays."""
    with MATRIX.open("r+", newline="") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        rows = {(row["address"], row["method"]): row for row in csv.DictReader(file)}
        file.seek(0)
        file.truncate()
        writer = csv.DictWriter(file, ["address", "method", *VISITORS], restval="", lineterminator="\n")
        writer.writeheader()
        for address, method in lines():
            row = rows.get((address, method), {visitor: ""})
            answer = answers.get((address, method), row[visitor])
            writer.writerow({**row, "address": address, "method": method, visitor: answer})


def lines():
    """Every address and method, in the order of the URL table."""
    return [(address.route, method) for address in addresses() for method in METHODS]


def missing_lines():
    """Every address and method that no line of the matrix says anything about."""
    return set(lines()) - read_matrix().keys()


def test_every_address_has_its_lines():
    """R2"""
    assert missing_lines() == set()
    assert list(read_matrix()) == lines()


def test_an_address_that_has_none_is_found(settings):
    """R2"""
    broken = ModuleType("broken")
    broken.urlpatterns = [path("staff/back-door/", lambda request: None), *urls.urlpatterns]
    settings.ROOT_URLCONF = broken
    assert missing_lines() == {("staff/back-door/", method) for method in METHODS}


@pytest.mark.parametrize("of_models", [False, pytest.param(True, marks=pytest.mark.drill)])
@pytest.mark.parametrize(
    "visitor",
    [each if each in SOME_VISITORS else pytest.param(each, marks=pytest.mark.drill) for each in VISITORS],
)
def test_every_address_answers_each_visitor_as_the_matrix_says(visitor, of_models, client_of):
    """T28, R5"""
    client, arguments = client_of(visitor), examples()
    Email.objects.update(created=timezone.now())  # the demo may be made longer ago than a mail may wait
    answers = {
        (address.route, method): ask(client, method, example_path(address, arguments))
        for address in addresses()
        for method in METHODS
        if is_model_page(address) == of_models
    }
    if os.environ.get("UPDATE_ACCESS_MATRIX"):
        write_column(visitor, answers)
    matrix = read_matrix()
    assert answers == {key: matrix[key][visitor] for key in answers}


def test_the_public_opens_exactly_the_public_pages():
    """R2: deny by default; a page is public only when it stands in this list."""
    opened = {address for (address, method), row in read_matrix().items() if row["anonymous"] != "login"}
    assert opened == PUBLIC


def test_no_public_address_holds_the_number_of_a_row():
    """R6, T31: what stands in a public address is a word, or random."""
    numbered = {address for address in PUBLIC if re.search(r"<int:|<pk>|<id>", address)}
    assert numbered == {"my/<str:token>/questions/<int:number>/"}, "a step of the form, which is no row"
    assert {len(new_reference()) * 4 for _again in range(100)} == {128}
    assert len({new_reference() for _again in range(1000)}) == 1000


def test_no_request_ends_in_an_error_of_ours():
    for key, row in read_matrix().items():
        assert not any(answer.startswith("5") for answer in row.values()), key


@pytest.mark.drill
def test_no_body_that_a_browser_never_sends_ends_in_an_error_of_ours(client_of):
    """T33"""
    client, arguments, broken = client_of("superuser"), examples(), []
    takes_posts = {
        address
        for (address, method), row in read_matrix().items()
        if method == "POST" and row["superuser"] not in {"403", "405"}
        if not address.endswith(ONLY_POINTS_ON)
    }
    for address in addresses():
        if address.route not in takes_posts:
            continue
        path = example_path(address, arguments)
        with undone(client):
            names = set(re.findall(r'\sname="([^"]+)"', client.get(path).content.decode(errors="replace")))
        for content_type, body in bad_bodies(names | {"act", "reason"}):
            with undone(client):
                answer = client.generic("POST", path, body, content_type=content_type)
            if answer.status_code >= 500:
                broken.append((address.route, content_type, body[:40]))
    assert broken == []


def test_editors_and_reviewers_open_no_page_with_patient_data():
    """T30, by address; what the pages hold is the browser's matter."""
    for (address, method), row in read_matrix().items():
        if address.startswith(HOLDS_PATIENT_DATA) and not address.endswith(ONLY_POINTS_ON):
            assert row[roles.EDITOR] in REFUSED, (address, method)
            assert row[roles.CLINICAL_REVIEWER] in REFUSED, (address, method)


def test_somebody_who_left_opens_nothing_that_a_stranger_cannot_open():
    for key, row in read_matrix().items():
        assert row["deactivated"] == row["anonymous"], key


def test_the_front_desk_reads_no_clinical_page():
    """The front desk keeps contact data and the diary; it never reads answers, findings or consents."""
    for (address, method), row in read_matrix().items():
        clinical = address.startswith(("staff/screening/", "staff/consent/")) or "/evaluation/" in address
        if clinical and not address.endswith(ONLY_POINTS_ON):
            assert row[roles.FRONT_DESK] in REFUSED, (address, method)
