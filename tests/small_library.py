"""A small library for tests: people who write and review, claims with their sources, a page about a condition.

`open_small_library()` puts it into the database and returns it; its page could be published as it stands.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import Group

from clinic.accounts import roles
from clinic.accounts.models import User
from education.models import Article, Claim, ClaimSource, Source, Topic, Treatment
from education.writing import drafting, publishing

WORDS = {
    "title": "Low mood",
    "summary": "What studies found.",
    "body": '<p>It is known. <a href="claim:c1">Some feel better.</a></p>',
    "benefits": '<ul><li><a href="claim:c1">Some feel better.</a></li></ul>',
    "risks": '<ul><li><a href="claim:c2">Some feel worse.</a></li></ul>',
    "alternatives": "<p>Talking helps many.</p>",
}


def person(name, *role_names):
    user = User.objects.create_user(f"{name}@stillwater.example", name=name.capitalize(), credentials="MD")
    user.groups.set(Group.objects.filter(name__in=role_names))
    return user


def make_claim(key, is_verified=True, source_verified=True, standing=Source.Standing.CURRENT, **fields):
    """`make_claim("c1", is_verified=False, source_verified=False)`: a claim resting on one source."""
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
            "checked_on": date(2026, 11, 22),
            "next_check": date(2027, 11, 22),
            **fields,
        }
    )
    ClaimSource.objects.create(claim=claim, source=source)
    claim.is_verified = is_verified  # last of all: what a claim rests on is checked with it
    claim.save()
    return claim


def make_article():
    """A page about a condition, with a treatment whose status it shows."""
    topic = Topic.objects.create(slug="conditions", title="Conditions", summary="What is known.")
    article = Article.objects.create(topic=topic, slug="low-mood", kind=Article.Kind.CONDITION)
    article.treatments.add(
        Treatment.objects.create(
            key="drip", name="A drip", status="off_label", status_line="The FDA has not checked this use."
        )
    )
    return article


@dataclass
class SmallLibrary:
    article: Article
    editor: User
    second_editor: User
    reviewer: User

    def publish(self, **changes):
        """The page's next edition, written by the editor and passed by both reviewers."""
        words = WORDS | {"change_note": "Says it more plainly."} | changes
        draft = drafting.start(article=self.article, author=self.editor, **words)
        publishing.send_for_review(edition=draft, by=self.editor)
        publishing.pass_clinical_review(edition=draft, by=self.reviewer, comment="Read against its sources.")
        publishing.pass_plain_review(edition=draft, by=self.second_editor, comment="Plain.")
        return publishing.publish(edition=draft, by=self.editor)


def open_small_library():
    make_claim("c1")
    make_claim("c2")
    return SmallLibrary(
        make_article(),
        person("edith", roles.EDITOR),
        person("paula", roles.EDITOR),
        person("rhea", roles.CLINICAL_REVIEWER),
    )
