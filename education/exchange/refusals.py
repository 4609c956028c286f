"""What is wrong with a file of the library, said so that a person finds the place."""

from django.utils.translation import gettext as _


class Refused(ValueError):
    """One plain sentence about one place: the file, its line where there is one, and what is wrong."""

    def __init__(self, file, line, sentence):
        place = _("%(file)s, line %(line)s") % {"file": file, "line": line} if line else file
        super().__init__(f"{place}: {sentence}")


def text_of(folder, file):
    """The text of a file inside the folder; refuses links to elsewhere and what is not text."""
    path = folder / file
    if path.is_symlink():
        raise Refused(file, None, _("This is a link to elsewhere. Put the file itself here."))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(file, None, _("This is not text in UTF-8.")) from error
    except OSError as error:
        raise Refused(
            file, None, _("This file cannot be read: %(why)s.") % {"why": error.strerror}
        ) from error
    if "\0" in text:
        raise Refused(file, text[: text.index("\0")].count("\n") + 1, _("This line holds a NUL character."))
    return text
