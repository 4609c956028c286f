"""The language of a page is the one its address says, and nothing else decides it."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override

from education import drafting, publishing

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


@pytest.mark.parametrize("path", ["/es/staff/", "/es/robots.txt", "/es/healthz", "/en/learn/", "/es-mx/learn/"])
def test_staff_and_machines_have_one_address_in_one_language(client, db, path):
    assert client.get(path).status_code == 404


def test_each_language_shows_its_own_edition(client, published, in_spanish, article):
    assert published.get_absolute_url() == "/learn/conditions/low-mood/"
    assert in_spanish.get_absolute_url() == "/es/learn/conditions/low-mood/"
    english = client.get(published.get_absolute_url()).content.decode()
    spanish = client.get(in_spanish.get_absolute_url()).content.decode()
    assert "Some feel better." in english and "Algunos" not in english.split("<main")[1].split("</main")[0]
    assert "Algunos se sienten mejor." in spanish and "Some feel better." not in spanish
