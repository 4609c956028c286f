"""What became of the inquiries of each week."""

import csv
from datetime import UTC, date, datetime

import pytest

from clinic.accounts import roles
from patients.inquiries import answering, contacting, figures
from patients.inquiries.models import Inquiry
from tests.small_clinic import person

NOW = datetime(2026, 11, 27, 15, tzinfo=UTC)  # a Friday
THIS_MONDAY, LAST_MONDAY = date(2026, 11, 23), date(2026, 11, 16)


@pytest.fixture
def received(asked):
    def receive(at, **fields):
        inquiry = asked(**fields)
        moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
        Inquiry.objects.filter(pk=inquiry.pk).update(received_at=moment, unanswered_since=moment)
        inquiry.refresh_from_db()
        return inquiry

    return receive


def test_each_week_counts_what_became_of_its_inquiries(received, front_desk):
    in_time = received("2026-11-16T15:00:00")
    contacting.log_call(
        inquiry=in_time, outcome="spoke", by=front_desk, now=datetime(2026, 11, 17, tzinfo=UTC)
    )
    late = received("2026-11-17T15:00:00")
    contacting.log_call(inquiry=late, outcome="spoke", by=front_desk, now=datetime(2026, 11, 24, tzinfo=UTC))
    received("2026-11-17T16:00:00")  # nobody has answered
    answering.close(inquiry=received("2026-11-18T15:00:00"), reason="spam", by=front_desk)
    answering.close(inquiry=received("2026-11-19T15:00:00"), reason="no_answer", by=front_desk)
    received("2026-11-27T14:00:00")
    this, last = figures.weeks(Inquiry.objects.all(), NOW, 2)
    assert (this.monday, this.received, this.not_yet) == (THIS_MONDAY, 1, 1)
    assert (last.monday, last.received, last.in_time, last.late, last.not_yet) == (LAST_MONDAY, 4, 1, 2, 0)
    assert dict(last.closed) == {"spam": 1, "no_answer": 1}


def test_a_week_ends_on_sunday_midnight_where_it_was_asked(received):
    received("2026-11-23T03:00:00")  # Sunday 10 pm in New York
    this, last = figures.weeks(Inquiry.objects.all(), NOW, 2)
    assert (this.received, last.received) == (0, 1)


def test_the_figures_take_as_many_queries_for_many_as_for_few(asked, django_assert_num_queries):
    for number in (1, 20):
        for _again in range(number):
            asked()
        with django_assert_num_queries(4):
            figures.weeks(Inquiry.objects.all(), NOW, 8)


def test_the_page_shows_a_chart_and_its_table_and_the_file_says_the_same(desk, asked):
    asked()
    page = desk.get("/staff/inbox/figures/").content.decode()
    assert "<svg" in page and "Answered in time" in page and "style=" not in page
    file = desk.get("/staff/inbox/figures.csv")
    assert file["Content-Disposition"] == 'attachment; filename="inquiries-by-week.csv"'
    rows = list(csv.DictReader(file.content.decode("utf-8-sig").splitlines()))
    received = sum(int(row["Received"]) for row in rows[:2])  # a week begins where somebody asked
    assert len(rows) == 53 and received == 1 and file["Cache-Control"] == "no-store"


def test_a_manager_sees_figures_and_no_inquiry(client, asked):
    inquiry = asked(name="Ana Example")
    client.force_login(person("max.manager", roles.MANAGER))
    page = client.get("/staff/inbox/figures/")
    assert page.status_code == 200 and "Ana" not in page.content.decode()
    assert client.get(f"/staff/inbox/{inquiry.reference}/").status_code == 403
