"""A small library: an editor, a reviewer, sources, claims, and a page about a condition."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, Permission

from clinic.accounts import roles
from clinic.accounts.models import User
from education import drafting, publishing
from education.models import Article, Claim, ClaimSource, Source, Topic, Treatment


def person(name, *role_names):
    user = User.objects.create_user(f"{name}@stillwater.example", name=name.capitalize(), credentials="MD")
    user.groups.set(Group.objects.filter(name__in=role_names))
    return user


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
    """Somebody who may sign off the numbers this clinic chose."""
    user = person("dora", roles.PRESCRIBER)
    user.user_permissions.add(Permission.objects.get(codename="sign_off_edition"))
    return user


@pytest.fixture
def make_claim(db):
    """`make_claim("c1", is_verified=False, source_verified=False)`: a claim resting on one source."""

    def make(key, source_verified=True, standing=Source.Standing.CURRENT, **fields):
        source = Source.objects.create(
            code=f"source-of-{key}",
            kind=Source.Kind.TRIAL,
            title=f"Trial behind {key}",
            doi="10.1000/example",
            accessed_on=date(2026, 11, 22),
            is_verified=source_verified,
            standing=standing,
        )
        claim = Claim.objects.create(
            **{
                "key": key,
                "statement": f"What is known of {key}.",
                "verdict": Claim.Verdict.PARTLY,
                "strength": Claim.Strength.MODERATE,
                "status": "off_label",
                "is_verified": True,
                "checked_on": date(2026, 11, 22),
                "next_check": date(2027, 11, 22),
                **fields,
            }
        )
        ClaimSource.objects.create(claim=claim, source=source)
        return claim

    return make


@pytest.fixture
def article(db):
    topic = Topic.objects.create(slug="conditions", title="Conditions", summary="What is known.")
    article = Article.objects.create(topic=topic, slug="low-mood", kind=Article.Kind.CONDITION)
    article.treatments.add(
        Treatment.objects.create(
            key="drip", name="A drip", status="off_label", status_line="The FDA has not checked this use."
        )
    )
    return article


WORDS = {
    "title": "Low mood",
    "summary": "What studies found.",
    "body": '<p>It is known. <a href="claim:c1">Some feel better.</a></p>',
    "benefits": '<ul><li><a href="claim:c1">Some feel better.</a></li></ul>',
    "risks": '<ul><li><a href="claim:c2">Some feel worse.</a></li></ul>',
    "alternatives": "<p>Talking helps many.</p>",
}


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
