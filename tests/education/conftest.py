"""A small library: an editor, a reviewer, sources, claims, and a page about a condition."""

import pytest

from clinic.accounts import roles
from clinic.locations.models import Location
from education.writing import drafting, publishing
from tests import small_library
from tests.small_library import WORDS, person


@pytest.fixture
def editor(db):
    return person("edith", roles.EDITOR)


@pytest.fixture
def second_editor(db):
    return person("paula", roles.EDITOR)


@pytest.fixture
def reviewer(db):
    return person("rhea", roles.CLINICAL_REVIEWER)


@pytest.fixture
def front_desk(db):
    return person("fern", roles.FRONT_DESK)


@pytest.fixture
def director(db):
    """Whom a location names its medical director."""
    user = person("dora", roles.PRESCRIBER)
    Location.objects.create(
        name="Lakeside", slug="lakeside", time_zone="America/New_York", country="US", phone="+12125550142",
        medical_director=user,
    )  # fmt: skip
    return user


@pytest.fixture
def make_claim(db):
    return small_library.make_claim


@pytest.fixture
def article(db):
    return small_library.make_article()


@pytest.fixture
def claims(make_claim):
    return make_claim("c1"), make_claim("c2")


@pytest.fixture
def waiting(article, editor, claims):
    """An edition that waits for a reviewer and could be published as it is."""
    draft = drafting.start(article=article, author=editor, **WORDS)
    return publishing.send_for_review(edition=draft, by=editor)


@pytest.fixture
def approved(waiting, reviewer, second_editor):
    publishing.pass_clinical_review(edition=waiting, by=reviewer, comment="Read against its sources.")
    return publishing.pass_plain_review(edition=waiting, by=second_editor, comment="Plain.")


@pytest.fixture
def published(approved, editor):
    return publishing.publish(edition=approved, by=editor)


@pytest.fixture
def words():
    return dict(WORDS)
