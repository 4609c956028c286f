"""What is wrong with a file of the library, said so that a person finds the place."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _


class Refused(ValueError):
    """One plain sentence about one place: the file, its line where there is one, and what is wrong."""

    def __init__(self, file, line, sentence):
        place = _("%(file)s, line %(line)s") % {"file": file, "line": line} if line else file
        super().__init__(f"{place}: {sentence}")


def in_words(invalid, refuse):
    """The refusal of what a row’s own rules do not allow: the first of it, at the field where there is one."""
    if not hasattr(invalid, "error_dict"):
        return refuse(invalid.messages[0])
    name, messages = next(iter(invalid.message_dict.items()))
    if name == NON_FIELD_ERRORS:
        return refuse(messages[0])
    return refuse(f"“{name}”: {messages[0]}", name)


def bytes_of(folder, file):
    """What a file inside the folder holds; refuses links to elsewhere and what cannot be read."""
    path = folder / file
    if path.is_symlink() or path.parent.is_symlink():
        raise Refused(file, None, _("This is a link to elsewhere. Put the file itself here."))
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(
            file, None, _("This file cannot be read: %(why)s.") % {"why": error.strerror}
        ) from error


def text_of(folder, file):
    """The text of a file inside the folder; refuses what is not text."""
    try:
        text = bytes_of(folder, file).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Refused(file, None, _("This is not text in UTF-8.")) from error
    if "\0" in text:
        raise Refused(file, text[: text.index("\0")].count("\n") + 1, _("This line holds a NUL character."))
    return text
