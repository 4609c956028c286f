"""Text messages: who carries them, and what fits into one.

A text waits in the queue of the mails, under the name `text`. The carrier of `TEXT_URL` takes it from there.
"""

import sys
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.module_loading import import_string

from .delivering import FromTheQueue

ONE_TEXT = 160  # letters, as long as all of them are among these (GSM 03.38)
LETTERS = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
INSTEAD = {
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "…": "...",
    "\u00a0": " ",
    "\u202f": " ",
}


@dataclass(frozen=True)
class Text:
    """One text message: to whom, as a number with its country (+12125550143), and what it says."""

    number: str
    words: str


class Console:
    """Writes texts to standard output: for trying things out."""

    def open(self):
        pass

    def close(self):
        pass

    def send(self, text):
        sys.stdout.write(f"Text to {text.number}: {text.words}\n")
        sys.stdout.flush()


class Gateway:
    """Mails each text to `<digits>@<the gateway>`, which sends it on."""

    def __init__(self):
        self.transport = get_connection(settings.TRANSPORT)

    def open(self):
        return self.transport.open()

    def close(self):
        return self.transport.close()

    def send(self, text):
        to = f"{text.number.removeprefix('+')}@{settings.TEXT_GATEWAY}"
        self.transport.send_messages(
            [EmailMessage("", text.words, from_email=settings.DEFAULT_FROM_EMAIL, to=[to])]
        )


class ByText(FromTheQueue):
    """Hands texts to the carrier. What `made` returns is a Text. Where the clinic sends none any more none is going."""

    def __init__(self, **options):
        super().__init__(**options)
        self.carrier = import_string(settings.TEXT_CARRIER)() if sends_texts() else None

    def open(self):
        return self.carrier and self.carrier.open()

    def close(self):
        return self.carrier and self.carrier.close()

    def hand_over(self, made):
        self.carrier.send(made)


def sends_texts():
    """Whether this clinic sends texts at all."""
    return bool(settings.TEXT_CARRIER)


def in_plain_letters(words):
    """The same words in letters that every phone has, so that 160 of them are one text; others stay as they are."""
    return "".join(_plain(letter) for letter in words)


def _plain(letter):
    if letter in LETTERS:
        return letter
    base = unicodedata.normalize("NFKD", letter)[0]
    return INSTEAD.get(letter, base if base in LETTERS else letter)
