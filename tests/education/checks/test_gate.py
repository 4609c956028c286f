"""The gate: what stands between an edition and its readers, each told with the place to mend it."""

import html
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from education.checks import gate, letting_through
from education.models import Article, Claim, DirectorSignOff, Edition, Source, Topic
from education.writing import drafting, publishing

WHY = "Quoted to be answered."
GRADE_10 = (
    "Several trials compared repeated infusions with a placebo, and the participants who received the medicine "
    "usually improved more quickly than the others did. Researchers could not determine how long any "
    "improvement continued, because most of the participants left the study within several weeks. Whoever "
    "considers this treatment should therefore discuss realistic expectations, possible complications and "
    "reasonable alternatives with an experienced clinician."
)


@pytest.fixture
def told(article, editor, claims, words):
    """`told(body=…)`: what the gate says of a draft with these words, as (words, href)."""

    def judge(**changes):
        drafting.start(article=article, author=editor, **words)
        Edition.objects.update(**changes)
        return [(each.words, each.href) for each in gate.obstacles(Edition.objects.get())]

    return judge


def field(name):
    return f"/staff/content/conditions/low-mood/en/#id_{name}"


def citing(text):
    return f'<p><a href="claim:c1">Some feel better.</a> {text}</p>'


def test_a_finished_page_meets_no_obstacle(told):
    assert told() == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"is_verified": False}, "Nobody has verified the claim “weak”"),
        ({"source_verified": False}, "None of the sources of the claim “weak”"),
        ({"standing": Source.Standing.RETRACTED}, "None of the sources of the claim “weak”"),
        ({"retracted_on": date(2026, 11, 1), "retraction_reason": "Wrong."}, "“weak” was retracted"),
    ],
)
def test_an_unverified_claim_is_refused_and_leads_to_the_claim(told, make_claim, broken, said):
    make_claim("weak", **broken)
    [(words, href)] = told(body='<p><a href="claim:weak">It is so.</a></p>')
    assert said in words
    assert href == "/staff/content/claims/weak/"


@pytest.mark.parametrize(
    ("changes", "said", "part"),
    [
        ({"body": '<p><a href="claim:c99">It is so.</a></p>'}, "no claim “c99”", "body"),
        ({"body": ""}, "no text yet", "body"),
        (
            {"body": "<p>Nothing.</p>", "benefits": "<p>A.</p>", "risks": "<p>B.</p>"},
            "cites no claim",
            "body",
        ),
        ({"risks": ""}, "says what may harm", "risks"),
        ({"benefits": ""}, "says what may help", "benefits"),
        ({"alternatives": ""}, "names other ways", "alternatives"),
    ],
)
def test_a_missing_part_is_refused_and_leads_to_its_field(told, changes, said, part):
    [(words, href)] = told(**changes)
    assert said in words
    assert href == field(part)


def test_a_page_about_a_condition_shows_what_is_approved(told, article):
    article.treatments.clear()
    [(words, href)] = told()
    assert "Choose its treatments" in words
    assert href == f"/staff/education/article/{article.pk}/change/"


@pytest.mark.parametrize(
    "risks",
    [
        "<ul><li>Some feel much worse for days.</li></ul>",
        "<ul><li>Worse.</li><li>Ill.</li><li>Sad.</li></ul>",
    ],
    ids=["fewer points", "fewer words"],
)
def test_risks_are_as_prominent_as_benefits(told, risks):
    benefits = "<ul><li>Some feel better.</li><li>Some sleep.</li></ul>"
    [(words, href)] = told(benefits=benefits, risks=risks)
    assert "risks are shorter" in words
    assert href == field("risks")


def test_a_page_of_another_kind_names_no_benefit_without_its_risks(told, article):
    article.kind = Article.Kind.PRACTICAL
    article.save()
    [(words, _href)] = told(risks="", alternatives="")
    assert "benefits but no risks" in words


def test_a_page_at_grade_10_is_refused(told):
    [(words, href)] = told(body=citing(GRADE_10))
    assert "at grade 10.8; readers need grade 8 or below" in words
    assert href == field("body")


def test_a_long_sentence_is_pointed_at_and_stops_nothing(article, editor, claims, words):
    long = f"{'We go on and on and on. ' * 2}{'You may walk and walk and then ' * 4}rest."
    draft = drafting.start(article=article, author=editor, **words | {"alternatives": citing(long)})
    assert gate.obstacles(draft) == []
    [remark] = gate.remarks(draft)
    assert "29 words" in remark.words
    assert f"{'You may walk and walk and then ' * 4}rest." in remark.words
    assert remark.href == field("alternatives")


def test_spanish_is_judged_as_spanish(article, editor, claims):
    spanish = {
        "title": "Desánimo",
        "summary": "Lo que hallaron los estudios.",
        "body": citing("Muchas personas no mejoran. El efecto suele durar pocos días."),
        "benefits": "<p>Algunas personas mejoran.</p>",
        "risks": "<p>Otras personas empeoran.</p>",
        "alternatives": "<p>Hablar ayuda a muchas personas.</p>",
    }
    draft = drafting.start(article=article, author=editor, language="es", **spanish)
    assert gate.obstacles(draft) == []
    draft.title = "Un milagro"
    draft.alternatives = f"<p>{'Modificaciones neurobiológicas potencialmente significativas. ' * 9}</p>"
    miracle, grade = sorted(gate.obstacles(draft), key=lambda each: each.href, reverse=True)
    assert "“milagro”" in miracle.words
    assert "reads at grade" in grade.words


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("It is a breakthrough.", "breakthrough"),
        ("It rewires your brain.", "rewires"),
        ("It is a cure.", "cure"),
        ("It is safe.", "safe"),
        ("It works, and that is proven.", "proven"),
        ("It has no side effects.", "no side effects"),
        ("Ketamine is approved for pain.", "approved for"),
        ("We give FDA-approved ketamine for depression.", "fda-approved ketamine"),
        ("Ketamine is approved for depression.", "ketamine is approved for"),
        ("“I felt like a new person.”", "“i felt"),
        ("He committed suicide.", "committed suicide"),
        ("Find out if you are eligible.", "eligible"),
    ],
)
def test_hype_is_refused(told, text, phrase):
    [(words, href)] = told(body=citing(text))
    assert words.startswith(f"“{phrase}” in “{text}”")
    assert href == field("body")


@pytest.mark.parametrize(
    "text",
    [
        "The FDA has not checked that it works, or is safe, for this use.",
        "Nobody knows how safe it is. Is it safe?",
        "It is not proven.",
        "It is not approved for pain. The spray is approved for two uses.",
        "Ketamine is approved only as an anesthetic.",
        "The medicines are secure. Ask about the cost.",
    ],
)
def test_words_that_qualify_themselves_pass(told, text):
    assert told(body=citing(text)) == []


def test_a_story_may_stand_beside_what_is_typical(told):
    assert told(body=citing("“I felt better.” This is not typical: most people do not.")) == []


def test_hype_in_a_title_leads_to_the_title(told):
    [(_words, href)] = told(title="A breakthrough")
    assert href == field("title")


def test_words_let_through_with_a_reason_pass_in_this_sentence_of_this_page_alone(
    article, editor, claims, words
):
    draft = drafting.start(article=article, author=editor, **words | {"body": citing("A breakthrough.")})
    letting_through.let_through(
        edition=draft, phrase="breakthrough", sentence="A breakthrough.", reason=WHY, by=editor
    )
    assert gate.obstacles(draft) == []
    drafting.revise(edition=draft, by=editor, body=citing("A breakthrough. Another breakthrough!"))
    draft.refresh_from_db()
    [obstacle] = gate.obstacles(draft)
    assert "“Another breakthrough!”" in obstacle.words
    other = Article.objects.create(topic=article.topic, slug="other", kind=Article.Kind.PRACTICAL)
    draft = drafting.start(article=other, author=editor, **words | {"body": citing("A breakthrough.")})
    assert len(gate.obstacles(draft)) == 1


@pytest.mark.parametrize(
    ("address", "dead"),
    [
        ("/visit/", False),
        ("/visit", False),
        ("https://example.org/nowhere/", False),
        ("mailto:a@b.example", False),
        ("#more", False),
        ("/nowhere/", True),
        ("http://localhost:8000/nowhere/", True),
        ("/staff/", True),
        ("/learn/conditions/", False),
        ("/learn/nothing/", True),
        ("/learn/conditions/low-mood/", False),
        ("/learn/conditions/high-mood/", True),
        ("../high-mood/", True),
        ("/learn/glossary/", False),
        ("/learn/glossary/#placebo", True),
        ("/learn/questions/#why", True),
    ],
)
def test_a_dead_link_within_the_site_is_refused_with_its_words_and_address(told, settings, address, dead):
    settings.SITE_URL = "http://localhost:8000"
    found = told(alternatives=f'<p>Read <a href="{address}">what <em>helps</em></a>.</p>')
    assert bool(found) == dead
    if dead:
        [(words, href)] = found
        assert f"“what helps” leads to {address}," in words
        assert href == field("alternatives")


def test_a_link_to_a_word_by_its_former_name_is_dead(told):
    word = Article.objects.create(slug="placebo", kind=Article.Kind.TERM)
    word.slug = "sugar-pill"
    word.save()
    assert told(alternatives='<p>Read <a href="/learn/glossary/#placebo">what it is</a>.</p>')


def test_a_link_to_what_is_written_but_not_approved_stops_publishing_alone(approved, article, editor, words):
    other = Article.objects.create(topic=article.topic, slug="other", kind=Article.Kind.PRACTICAL)
    Edition.objects.update(alternatives='<p><a href="/learn/conditions/other/">Other.</a></p>')
    approved.refresh_from_db()
    assert len(gate.obstacles(approved)) == 1
    drafting.start(article=other, author=editor, **words)
    assert gate.obstacles(approved) == []
    [obstacle] = gate.obstacles_to_publishing(approved)
    assert "/learn/conditions/other/" in obstacle.words


def test_a_page_that_has_moved_is_still_found(told, article):
    other = Article.objects.create(topic=article.topic, slug="old", kind=Article.Kind.PRACTICAL)
    other.slug = "new"
    other.save()
    assert told(alternatives='<p><a href="/learn/conditions/old/">Other.</a></p>') == []


def test_a_question_and_a_word_of_the_glossary_are_found_by_their_names(told, article, editor, words):
    question = Article.objects.create(topic=article.topic, slug="why", kind=Article.Kind.QUESTION)
    term = Article.objects.create(slug="placebo", kind=Article.Kind.TERM)
    for each in (question, term):
        drafting.start(article=each, author=editor, **words)
    Topic.objects.create(slug="why", title="Why", summary="Why.")
    links = '<p><a href="/learn/questions/#why">A</a> <a href="/learn/glossary/#placebo">B</a></p>'
    draft = drafting.start(article=article, author=editor, **words | {"alternatives": links})
    assert gate.obstacles(draft) == []


def test_numbers_this_clinic_chose_wait_for_a_medical_director(approved, reviewer):
    assert gate.obstacles_to_publishing(approved) == []
    Claim.objects.filter(key="c2").update(is_clinic_choice=True)
    [obstacle] = gate.obstacles_to_publishing(approved)
    assert "(c2)" in obstacle.words
    assert "medical director signs them off" in obstacle.words
    assert gate.obstacles(approved) == []
    words_of = approved.changed_at
    DirectorSignOff.objects.create(edition=approved, words_of=words_of, by=reviewer, at=words_of)
    assert gate.obstacles_to_publishing(approved) == []
    approved.changed_at += timedelta(seconds=1)
    assert len(gate.obstacles_to_publishing(approved)) == 1


def test_an_edition_after_the_first_tells_its_readers_what_changed(published, article, editor, words):
    draft = drafting.start(article=article, author=editor)
    [obstacle] = gate.obstacles(draft)
    assert "what changed, and why" in obstacle.words and obstacle.href == field("change_note")
    drafting.revise(edition=draft, by=editor, change_note="A newer trial.")
    draft.refresh_from_db()
    assert gate.obstacles(draft) == []
    spanish = drafting.start(article=article, author=editor, language="es")
    assert not any("what changed" in each.words for each in gate.obstacles(spanish))


def test_an_edition_after_a_withdrawn_one_tells_it_too(published, article, editor):
    publishing.withdraw(edition=published, by=editor, comment="Out of date.")
    [obstacle] = gate.obstacles(drafting.start(article=article, author=editor))
    assert "what changed, and why" in obstacle.words


def test_an_edition_is_refused_with_every_obstacle_at_once(article, editor, claims, words):
    draft = drafting.start(article=article, author=editor, **words | {"risks": "", "title": "A miracle"})
    with pytest.raises(Exception, match="A miracle") as refused:
        publishing.send_for_review(edition=draft, by=editor)
    assert len(refused.value.messages) == 2


# -- Where the refusals lead ---------------------------------------------------------------------------

EVERYTHING = {
    "title": "A miracle",
    "body": (
        f'<p><a href="claim:c99">It is so.</a> {GRADE_10} <a href="/nowhere/">There.</a></p>'
        '<img src="/pictures/00000000-0000-4000-8000-000000000000.webp" alt="">'
    ),
    "benefits": '<p><a href="claim:weak">Some feel better.</a></p>',
    "risks": '<p><a href="claim:c2">Worse.</a></p>',
    "alternatives": "",
}
WAYS_OUT = re.compile(r'<ul class="obstacles">(.*?)</ul>|<div class="refusal".*?</div>', re.DOTALL)


@pytest.fixture
def refused(article, waiting, reviewer, second_editor, make_claim):
    """`refused(state)`: an edition in this state that meets an obstacle of every kind."""

    def make(state):
        make_claim("weak", is_verified=False)
        Claim.objects.filter(key="c2").update(is_clinic_choice=True)
        article.treatments.clear()
        today = timezone.localdate()
        signed = {"reviewer": reviewer, "reviewed_on": today}
        signed |= {"plain_reviewer": second_editor, "plain_reviewed_on": today}
        if state == Edition.State.DRAFT:
            Edition.objects.update(state=state)
        elif state != Edition.State.CLINICAL_REVIEW:
            Edition.objects.update(state=Edition.State.PLAIN_REVIEW, **signed)
            Edition.objects.update(state=state)
        Edition.objects.update(**EVERYTHING)
        return Edition.objects.get()

    return make


@pytest.mark.drill
@pytest.mark.parametrize("state", Edition.OPEN_STATES)
@pytest.mark.parametrize("reader", ["editor", "reviewer", "director"])
def test_every_refusal_leads_whoever_reads_it_to_a_page_that_opens(refused, state, reader, request, client):
    edition = refused(state)
    client.force_login(request.getfixturevalue(reader))
    place = {"topic": "conditions", "article": "low-mood", "language": "en"}
    pages = [reverse("content:edition", kwargs=place | {"number": 1})]
    pages += [reverse(f"content:{name}", kwargs=place) for name in ("preview", "review")]
    told = set()
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        for refusal in WAYS_OUT.finditer(answer.content.decode()):
            ways = re.findall(r'<a href="([^"]+)"', refusal[0])
            assert len(ways) == (refusal[0].count("<li>") or 1), refusal[0]
            told |= {html.unescape(way) for way in ways}
    asked = gate.obstacles_to_publishing if state == Edition.State.APPROVED else gate.obstacles
    assert len({each.words for each in asked(edition)}) == 9 + (state == Edition.State.APPROVED)
    assert told
    for way in told:
        address, _hash, fragment = way.partition("#")
        answer = client.get(address)
        assert answer.status_code == 200, way
        assert not fragment or f'id="{fragment}"' in answer.content.decode(), way
