"""The language of a page is the one its address says, and nothing else decides it."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override

from education.models import Article, Claim, ClaimSource, ComparedFact, Source, Treatment
from education.wordings import wording
from education.writing import drafting, publishing
from tests.small_library import WORDS

SPANISH = {
    "title": "Ánimo bajo",
    "summary": "Lo que hallaron los estudios.",
    "body": '<p>Es sabido. <a href="claim:c1">Algunos se sienten mejor.</a></p>',
    "benefits": '<ul><li><a href="claim:c1">Algunos se sienten mejor.</a></li></ul>',
    "risks": '<ul><li><a href="claim:c2">Algunos se sienten peor.</a></li></ul>',
    "alternatives": "<p>Hablar ayuda a muchos.</p>",
}
PUBLIC = [
    "home",
    "education:library",
    "locations:visit",
    "locations:help_now",
    "locations:privacy",
    "locations:accessibility",
    "suitability:ask",
    "suitability:answer",
    "inquiries:inquire",
    "inquiries:sent",
]


@pytest.fixture
def in_spanish(article, editor, reviewer, second_editor, claims):
    """The same page in Spanish, published by the same people."""
    draft = drafting.start(article=article, author=editor, language="es", **SPANISH)
    publishing.send_for_review(edition=draft, by=editor)
    publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Leído con sus fuentes.")
    publishing.pass_plain_review(edition=draft, by=second_editor, comment="Claro.")
    return publishing.publish(edition=draft, by=editor)


@pytest.fixture
def publish_answer(db, editor, reviewer, second_editor, claims, article):
    """`publish_answer("es")`: a question about conditions, answered in that language."""

    def make(language):
        question, _new = Article.objects.get_or_create(
            topic=article.topic, slug="does-it-help", kind="question"
        )
        words = {"en": WORDS, "es": SPANISH}[language]
        draft = drafting.start(article=question, author=editor, language=language, **words)
        publishing.send_for_review(edition=draft, by=editor)
        publishing.pass_clinical_review(edition=draft, by=reviewer, comment="Read.")
        publishing.pass_plain_review(edition=draft, by=second_editor, comment="Plain.")
        return publishing.publish(edition=draft, by=editor)

    return make


@pytest.mark.django_db
@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_page_stands_in_both_languages(client, name):
    english = reverse(name)
    with override("es"):
        spanish = reverse(name)
    assert spanish == f"/es{english}"
    for address, language in ((english, "en"), (spanish, "es")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()
        assert answer["Content-Language"] == language


def test_neither_a_browser_nor_a_cookie_decides_the_language(client, db):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"
    answer = client.get("/learn/", headers={"accept-language": "es"})
    assert '<html lang="en"' in answer.content.decode()
    assert "Accept-Language" not in answer.get("Vary", "")
    assert answer.status_code == 200 and not answer.cookies
    assert get_language() == "en"


def test_the_frame_and_the_forms_speak_spanish(client, db):
    page = client.get("/es/inquire/").content.decode()
    assert "Ir al contenido principal" in page and "Nadie vigila este formulario las 24 horas" in page
    page = client.post("/es/inquire/", {}).content.decode()
    assert "Hay un problema" in page or "Este campo es obligatorio" in page
    assert "Ayuda ya" in client.get("/es/nowhere/").content.decode()


def test_links_of_a_spanish_page_stay_in_spanish(client, db):
    page = client.get("/es/learn/").content.decode()
    assert 'href="/es/learn/"' in page and 'href="/es/inquire/"' in page
    assert 'href="/learn/"' not in page.split("<main")[0]


@pytest.mark.parametrize(
    "path", ["/es/staff/", "/es/robots.txt", "/es/healthz", "/en/learn/", "/es-mx/learn/"]
)
def test_staff_and_machines_have_one_address_in_one_language(client, db, path):
    assert client.get(path).status_code == 404


def test_the_feed_of_each_language_names_its_own_pages(client, published, in_spanish):
    for address, named, other in (("/feed/", published, in_spanish), ("/es/feed/", in_spanish, published)):
        feed = client.get(address).content.decode()
        assert named.title in feed and other.title not in feed, address


def test_each_language_shows_its_own_edition(client, published, in_spanish, article):
    assert published.get_absolute_url() == "/learn/conditions/low-mood/"
    assert in_spanish.get_absolute_url() == "/es/learn/conditions/low-mood/"
    english = client.get(published.get_absolute_url()).content.decode()
    spanish = client.get(in_spanish.get_absolute_url()).content.decode()
    assert "Some feel better." in english and "Algunos" not in english.split("<main")[1].split("</main")[0]
    assert "Algunos se sienten mejor." in spanish and "Some feel better." not in spanish


def test_an_article_leads_to_itself_in_the_other_language(client, published, in_spanish):
    english = client.get(published.get_absolute_url()).content.decode()
    assert "Español: Ánimo bajo" in english
    assert f'hreflang="es" href="http://localhost:8000{in_spanish.get_absolute_url()}"' in english
    assert f'hreflang="en" href="http://localhost:8000{published.get_absolute_url()}"' in english
    spanish = client.get(in_spanish.get_absolute_url()).content.decode()
    assert "English: Low mood" in spanish and f'href="{published.get_absolute_url()}"' in spanish


def test_an_article_in_one_language_leads_to_no_other(client, published):
    page = client.get(published.get_absolute_url()).content.decode()
    assert "hreflang" not in page


def test_an_article_that_is_not_in_spanish_yet_leads_to_the_english_one(client, published):
    answer = client.get(f"/es{published.get_absolute_url()}")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert '<html lang="es"' in page and "Todavía no tenemos esta página en su idioma" in page
    assert f'href="{published.get_absolute_url()}"' in page and "English: Low mood" in page
    assert "Some feel better." not in page
    assert client.get("/es/learn/conditions/nowhere/").status_code == 404


def test_a_spanish_library_with_nothing_in_it_leads_to_the_english_pages(client, published):
    for page in ("/learn/", "/learn/conditions/", "/learn/questions/", "/learn/glossary/"):
        text = client.get(f"/es{page}").content.decode()
        assert "Todavía no hay páginas en su idioma" in text, page
        assert f'href="{page}" hreflang="en"' in text


def test_home_leads_to_a_language_only_when_something_is_published_in_it(client, published, request):
    assert "Español" not in client.get("/").content.decode()
    request.getfixturevalue("in_spanish")
    assert 'href="/es/" hreflang="es" lang="es">Español' in client.get("/").content.decode()


def test_the_site_map_names_each_page_in_each_language(client, published, in_spanish):
    site_map = client.get("/sitemap.xml").content.decode()
    for edition in (published, in_spanish):
        assert f"<loc>http://localhost:8000{edition.get_absolute_url()}</loc>" in site_map
        address = f"http://localhost:8000{edition.get_absolute_url()}"
        assert f'hreflang="{edition.language}" href="{address}"' in site_map


def test_the_site_map_names_a_spanish_shelf_once_it_holds_something(
    client, published, in_spanish, publish_answer
):
    def site_map():
        return client.get("/sitemap.xml").content.decode()

    assert "/es/learn/</loc>" in site_map() and "/es/learn/sources/</loc>" in site_map()
    assert "/learn/questions/</loc>" in site_map() and "/es/learn/questions/" not in site_map()
    publish_answer("en")
    assert "/learn/questions/conditions/</loc>" in site_map() and "/es/learn/questions/" not in site_map()
    publish_answer("es")
    both = site_map()
    for address in ("/learn/questions/", "/learn/questions/conditions/"):
        assert f"<loc>http://localhost:8000/es{address}</loc>" in both
        assert both.count(f'hreflang="en" href="http://localhost:8000{address}"') == 2


def test_the_site_map_names_no_spanish_shelf_before_anything_is_published_in_spanish(client, published):
    site_map = client.get("/sitemap.xml").content.decode()
    assert "/learn/</loc>" in site_map and "/es/" not in site_map


def test_answers_long_past_their_review_leave_the_site_map(client, publish_answer):
    answer = publish_answer("en")
    for days, is_named in ((90, True), (91, False)):
        with time_machine.travel(answer.review_due + timedelta(days=days), tick=False):
            named = "/learn/questions/conditions/</loc>" in client.get("/sitemap.xml").content.decode()
            assert named is is_named, days


class Words(HTMLParser):
    """The words of a page that a reader meets, each with the language that the page says it is in."""

    def __init__(self, page):
        super().__init__()
        self.languages, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "link", "br", "img", "input", "path", "hr"):
            self.languages.append((tag, dict(attributes).get("lang") or self.language))

    def handle_startendtag(self, tag, attributes):
        """It holds no words."""

    def handle_endtag(self, tag):
        while self.languages.pop()[0] != tag:
            pass

    def handle_data(self, words):
        if self.languages and self.languages[-1][0] not in ("title", "script", "svg"):
            self.words.append((" ".join(words.split()), self.language))

    @property
    def language(self):
        return self.languages[-1][1] if self.languages else ""

    def in_language(self, words):
        """The languages in which these words stand on the page."""
        return {language for said, language in self.words if words in said}


@pytest.fixture
def spanish_library(published, in_spanish, publish_answer, claims):
    """Pages in Spanish that show something of every list that is kept in English."""
    publish_answer("es")
    Claim.objects.update(
        often_said="It works wonders.", numbers="Six of nine.", pictures="Felt better: 6", strength_note="Few people.",
        status_note="Not for this.",
    )  # fmt: skip
    Source.objects.update(authors="Somebody and others", published_in="A Journal", read_in="its abstract")
    ClaimSource.objects.update(place="page seven")
    Source.objects.update(is_verified=True)
    Claim.objects.update(is_verified=True)
    ComparedFact.objects.create(treatment=Treatment.objects.get(), aspect="where", claim=claims[0])


def test_what_is_english_on_a_spanish_page_says_so(client, spanish_library):
    topic = ("Conditions", "What is known.")
    of_a_claim = ("What is known of c1.", "It works wonders.")
    more_of_it = ("Six of nine.", "Felt better", "Few people.", "Not for this.")
    of_a_source = ("Trial behind c1", "Somebody and others", "A Journal", "its abstract")
    status = ("A drip", "The FDA has not checked this use.")
    english = {
        "/es/learn/": topic,
        "/es/learn/conditions/": topic,
        "/es/learn/questions/": topic[:1],
        "/es/learn/questions/conditions/": (*topic[:1], *of_a_claim, *of_a_source, "page seven"),
        "/es/learn/conditions/low-mood/": (
            *topic[:1], *status, *of_a_claim, *more_of_it, *of_a_source, "page seven",
        ),
        "/es/learn/sources/": of_a_source,
        "/es/learn/compare/": (*status, *of_a_claim, *of_a_source),
        "/es/learn/search/?q=nada": topic,
        "/es/learn/search/?q=bajo": topic[:1],
        "/es/": ("We use ketamine and esketamine",),
    }  # fmt: skip
    for address, said in english.items():
        page = Words(client.get(address).content.decode())
        for words in said:
            assert page.in_language(words) == {"en"}, (address, words)
    page = Words(client.get("/es/learn/conditions/low-mood/").content.decode())
    assert page.in_language("Ánimo bajo") == page.in_language("Lo que hallaron") == {"es"}


def test_the_clinics_own_spanish_words_are_not_called_english(client, editor, db):
    wording.change(key="education.home_lead", language="es", text="Le decimos lo que se sabe.", by=editor)
    page = Words(client.get("/es/").content.decode())
    assert page.in_language("Le decimos lo que se sabe.") == {"es"}


def test_the_spanish_comparison_says_why_its_answers_are_english(client, spanish_library):
    said = "solo en inglés"
    assert said in client.get("/es/learn/compare/").content.decode()
    assert "in English only" not in client.get("/learn/compare/").content.decode()


def test_sources_lead_to_the_english_ones_while_nothing_is_published_in_spanish(client, published):
    page = client.get("/es/learn/sources/").content.decode()
    assert 'class="btn btn-primary" href="/learn/sources/" hreflang="en"' in page
    assert "Trial behind c1" not in page


def test_leading_to_another_language_costs_no_query(
    client, published, in_spanish, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6):
        assert "Español" in client.get(published.get_absolute_url()).content.decode()


# -- Writing in another language ----------------------------------------------------------------------


def test_a_translation_begins_with_the_published_words_and_is_held_until_they_are_translated(
    published, editor, second_editor
):
    draft = drafting.start(article=published.article, author=second_editor, language="es")
    assert (draft.title, draft.body, draft.number) == (published.title, published.body, 1)
    said = " ".join(map(str, publishing.obstacles(draft)))
    assert "“It is known. Some feel better.” stands in another language of this page too." in said
    draft = drafting.revise(edition=draft, by=second_editor, **SPANISH)
    assert publishing.obstacles(draft) == []


def test_each_language_keeps_its_own_reviews(published, in_spanish, editor):
    publishing.withdraw(edition=in_spanish, by=editor, comment="Mal traducido.")
    published.refresh_from_db()
    assert published.state == "published"


def test_the_gate_grades_spanish_as_spanish(article, editor, claims, published):
    hard = (
        "La administración intravenosa subanestésica de antagonistas glutamatérgicos ocasiona manifestaciones "
        "disociativas transitorias, hipertensión arterial e incoordinación psicomotriz significativas."
    )
    words = SPANISH | {"body": f'<p>{hard}</p><p>{hard} <a href="claim:c1">{hard}</a></p>'}
    draft = drafting.start(article=article, author=editor, language="es", **words)
    assert any("It reads at grade" in str(obstacle) for obstacle in publishing.obstacles(draft))
    easy = drafting.revise(edition=draft, by=editor, **SPANISH)
    assert publishing.obstacles(easy) == []


def test_the_page_of_an_edition_offers_to_translate_it(client, published, editor):
    client.force_login(editor)
    page = client.get(reverse("content:edition", args=["conditions", "low-mood", "en", 1])).content.decode()
    assert "Translate into Spanish" in page
    answer = client.post(reverse("content:start", args=["conditions", "low-mood", "es"]))
    assert answer.status_code == 302
    assert published.article.editions.get(language="es").state == "draft"
    page = client.get(reverse("content:edition", args=["conditions", "low-mood", "en", 1])).content.decode()
    assert "Translate into Spanish" not in page


def test_answers_that_are_not_in_spanish_yet_lead_to_the_english_ones(client, published, article):
    article.kind = "question"
    article.save()
    assert client.get("/learn/questions/conditions/").status_code == 200
    answer = client.get("/es/learn/questions/conditions/")
    assert answer.status_code == 404
    assert 'href="/learn/questions/conditions/" hreflang="en"' in answer.content.decode()
