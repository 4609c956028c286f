"""Text messages: who carries them, and which letters fit into one."""

import pytest
from django.core import mail

from clinic import environment
from patients.links.texting import Console, Gateway, Text, in_plain_letters


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("Mon, Dec 7, 10:00 a.m.", "Mon, Dec 7, 10:00 a.m."),
        ("sáb, 5 de diciembre", "sab, 5 de diciembre"),
        ("¿Mañana? Llámenos – “ya”…", '¿Mañana? Llamenos - "ya"...'),
        ("mié, à, ñ, ü", "mié, à, ñ, ü"),
        ("10:00\u202fa.\u00a0m.", "10:00 a. m."),
        ("Клиника", "Клиника"),  # what no other letter stands for stays as it is
    ],
)
def test_a_text_keeps_to_letters_that_every_phone_has(words, plain):
    assert in_plain_letters(words) == plain


def test_the_console_writes_what_a_text_would_say(capsys):
    Console().send(Text("+12125550143", "Stillwater: your appointment"))
    assert capsys.readouterr().out == "Text to +12125550143: Stillwater: your appointment\n"


def test_the_gateway_takes_a_mail_to_the_digits_without_a_subject(settings):
    settings.TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
    settings.TEXT_GATEWAY, mail.outbox = "texts.example", []
    Gateway().send(Text("+12125550143", "Stillwater: your appointment"))
    [left] = mail.outbox
    assert (left.to, left.subject, left.body) == (
        ["12125550143@texts.example"],
        "",
        "Stillwater: your appointment",
    )


@pytest.mark.parametrize(
    ("url", "carrier", "gateway"),
    [
        ("", "", ""),
        ("console:", "patients.links.texting.Console", ""),
        ("gateway://texts.example", "patients.links.texting.Gateway", "texts.example"),
    ],
)
def test_one_address_says_who_carries_texts(url, carrier, gateway):
    environment.text_url(url)
    assert environment.text_carrier(url) == {"TEXT_CARRIER": carrier, "TEXT_GATEWAY": gateway}
