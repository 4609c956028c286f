"""The list of the field's hype: what it finds, and which honest sentences it leaves alone."""

import pytest

from education.checks.hype import hits
from education.models import Edition


def found(text, language="en", part="body"):
    return [(hit.phrase, hit.part) for hit in hits(Edition(language=language, **{part: text}))]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("There is no doubt that ketamine is safe.", "safe"),
        ("There is no question that it is safe.", "safe"),
        ("Without a doubt it is safe.", "safe"),
        ("You do not need to worry: it is safe.", "safe"),
        ("You do not need to worry, it is safe.", "safe"),
        ("You do not need to worry it is safe.", "safe"),
        ("It is not a drug; it is safe.", "safe"),
        ("It does not hurt and is safe.", "safe"),
        ("You do not have to be rich to get safe care.", "safe"),
        ("Nothing is as safe as ketamine.", "safe"),
        ("Not only is it safe.", "safe"),
        ("Can you wait when a safe way is here?", "safe"),
        ("If you are tired of trying, ketamine is a proven way out.", "proven"),
        ("If you want a proven way out call us.", "proven"),
        ("See how ketamine offers a proven way out.", "proven"),
        ("Why not try what is proven?", "proven"),
        ("Other pills did not help – this one is proven.", "proven"),
        ("No one else has a proven way.", "proven"),
        ("Nobody else offers guaranteed relief.", "guaranteed"),
        ("It has not helped you before, but ketamine is approved for PTSD.", "approved for"),
        ("It is non addictive.", "non addictive"),
        ("It isn’t addictive.", "isn’t addictive"),
        ("It has no known side effects.", "no known side effects"),
    ],
)
def test_a_denial_of_something_else_frees_no_promise(text, phrase):
    assert found(text) == [(phrase, "body")]


@pytest.mark.parametrize(
    "text",
    [
        "Ketamine is not approved for PTSD.",
        "It is not proven to help.",
        "It isn’t proven for PTSD.",
        "The FDA has not checked that it works, or is safe, for this use.",
        "The FDA has not checked that it works and is safe.",
        "The FDA has never found generic ketamine to be safe for this.",
        "No study shows that long use is safe.",
        "Nobody can promise that it is safe.",
        "Nobody knows how safe it is.",
        "We do not know whether it is safe.",
        "Ask if it is safe for you, and if it is FDA-approved for pain.",
        "“Is it safe?” Has it been proven?",
        "It is not as “safe” as it sounds.",
        "No ketamine product is approved for anxiety.",
        "Nothing is guaranteed. We cannot guarantee that you feel better.",
    ],
)
def test_a_sentence_that_denies_it_is_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("No hay duda de que es seguro.", "seguro"),
        ("No se preocupe: es seguro.", "seguro"),
        ("La ketamina es muy segura.", "muy segura"),
        ("Nadie más ofrece alivio garantizado.", "garantizado"),
        ("Si está cansado, la ketamina es un camino probado.", "probado"),
        ("No le ayudó antes, pero está aprobada para el TEPT.", "aprobada para"),
        ("Es un remedio no adictivo.", "no adictivo"),
        ("Sin ningún efecto secundario.", "sin ningún efecto secundario"),
        ("No tiene efectos secundarios.", "no tiene efectos secundarios"),
    ],
)
def test_spanish_is_held_to_the_same(text, phrase):
    assert found(text, language="es") == [(phrase, "body")]


@pytest.mark.parametrize(
    "text",
    [
        "No está aprobada para el dolor.",
        "No está comprobado.",
        "No se sabe si es segura. Nadie sabe si la ketamina es segura.",
        "Ningún estudio muestra que es segura.",
        "No podemos garantizar que mejore.",
        "¿Es segura?",
    ],
)
def test_an_honest_sentence_in_spanish_is_left_alone(text):
    assert found(text, language="es") == []


@pytest.mark.parametrize("part", ["title", "also_called", "summary", "sharing_title", "change_note", "risks"])
def test_whatever_readers_see_is_looked_at(part):
    assert found("A breakthrough", part=part) == [("breakthrough", part)]


def test_what_a_picture_says_it_shows_is_looked_at():
    picture = '<img src="/pictures/00000000-0000-4000-8000-000000000000.webp" alt="A miracle &amp; a cure">'
    assert found(picture, part="alternatives") == [("miracle", "alternatives"), ("cure", "alternatives")]
