"""A clinic that grows: among 50,000 inquiries and 10,000 patients a page asks no more, and finds by indexes."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from patients.inquiries.receiving import receive_inquiry
from tests.plans import analyze, asked, many_rows, multiply, plan_of, reads_whole, without_triggers
from tests.small_clinic import open_small_clinic

FEW, MANY = {"inquiries": 60, "patients": 60}, {"inquiries": 50_000, "patients": 10_000}
WHOLE_LISTS = {"patients", "those who became patients", "the desk's first page"}
COUNT = 'SELECT COUNT(*) AS "__count"'
WAIT = 50  # for an answer; whoever else asked had theirs
TABLES = ["inquiries_inquiry", "people_patient"]
# Two words that look like a name, seldom the same.
NAME = "initcap(translate(md5('a' || n % 997) || ' ' || md5('b' || n), '0123456789', 'ghijklmnop'))"
PHONE = "'+1' || 200 + n * 37 % 800 || 200 + n * 71 % 800 || lpad((n * 7 % 10000)::text, 4, '0')"


@pytest.fixture(scope="module")
def queries(django_db_setup, django_db_blocker):
    """What each page asks: `queries["many"][page]`, pairs of a query and its plan."""
    with django_db_blocker.unblock(), many_rows():
        clinic, found = open_small_clinic(), {}
        said = {"name": "Ana Example", "email": "ana@visitor.example", "location": clinic.location}
        inquiry = receive_inquiry(form_key=uuid4(), contact_by="email", phone="+12125550123", **said)
        without_triggers(TABLES)
        counts = {"inquiries": 1, "patients": 1}
        for size, wanted in (("few", FEW), ("many", MANY)):
            add_inquiries(inquiry, counts["inquiries"], wanted["inquiries"] - 1)
            add_patients(clinic.patient, counts["patients"], wanted["patients"] - 1)
            analyze()
            counts = wanted
            found[size] = asked_by_all_pages(clinic, inquiry)
        yield found


def add_inquiries(pattern, first, last):
    """Every half an hour somebody asks; all but the last ones were answered, and nine of ten are patients."""
    over = "CASE WHEN n % 10 = 0 THEN 'closed' ELSE 'registered' END"
    multiply(
        pattern,
        first,
        last,
        reference="md5('inquiry' || n)",
        form_key="gen_random_uuid()",
        name=NAME,
        email="'mail' || n || '@visitor.example'",
        phone=PHONE,
        received_at="now() - n * interval '30 minutes'",
        state=f"CASE WHEN n <= {WAIT} THEN 'new' ELSE {over} END",
        close_reason=f"CASE WHEN n > {WAIT} AND n % 10 = 0 THEN 'no_answer' ELSE '' END",
        unanswered_since=f"CASE WHEN n <= {WAIT} THEN now() - n * interval '30 minutes' END",
    )


def add_patients(pattern, first, last):
    multiply(
        pattern,
        first,
        last,
        reference="md5('patient' || n)",
        form_key="gen_random_uuid()",
        legal_name=NAME,
        birth_date="date '1930-01-01' + (n * 7 % 27000)::int",
        email="'mail' || n || '@visitor.example'",
        phone=PHONE,
        inquiry_id="NULL::bigint",
    )


def pages(clinic, inquiry):
    inbox, patients = reverse("inbox:list"), reverse("people:list")
    return {
        "the desk's first page": reverse("admin:index"),
        "the inbox": inbox,
        "those who wait too long": f"{inbox}?state=overdue",
        "those who became patients": f"{inbox}?state=registered",
        "a name in the inbox": f"{inbox}?q=Example",
        "a mailbox in the inbox": f"{inbox}?state=all&q=mail33@visitor.example",
        "a phone in the inbox": f"{inbox}?state=all&q=(212) 555-0123",
        "an inquiry": reverse("inbox:inquiry", args=[inquiry.reference]),
        "patients": patients,
        "a patient's name": f"{patients}?q=Number",
        "patients on hold": f"{patients}?on_hold=on",
        "a patient": reverse("desk:patient", args=[clinic.patient.reference]),
    }


def asked_by_all_pages(clinic, inquiry):
    client = Client()
    client.force_login(clinic.front_desk)
    return {
        page: [(sql, plan_of(sql)) for sql in asked(client, address) if sql.startswith("SELECT")]
        for page, address in pages(clinic, inquiry).items()
    }


def test_no_page_asks_more_of_a_clinic_that_has_grown(queries):
    counted = {size: {page: len(asked) for page, asked in found.items()} for size, found in queries.items()}
    assert counted["many"] == counted["few"]
    assert max(counted["many"].values()) <= 46


def test_nobody_is_looked_for_from_end_to_end(queries):
    """But for how many there are in a list that nothing narrows, which counts them all, and for how many patients
    look like another, who are each compared by indexes."""
    slow = [
        (page, sql)
        for page, found in queries["many"].items()
        for sql, plan in found
        if reads_whole(plan) & set(TABLES) and not (page in WHOLE_LISTS and sql.startswith(COUNT))
    ]
    assert not slow, "\n".join(f"{page}: {sql}" for page, sql in slow)
