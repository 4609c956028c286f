"""The JSON files of the library: lists of rows, each known by names that mean the same in every clinic.

People, moments and row numbers are left out: they belong to one clinic.
"""

import json
import re
from datetime import date
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.models import User

from ..models import (
    Article,
    Claim,
    ClaimSource,
    ComparedFact,
    LintOverride,
    Picture,
    Source,
    Synonym,
    Topic,
    Treatment,
)
from ..pictures.adding_pictures import add_picture
from .refusals import Refused, bytes_of, text_of

_reference = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_before_row = re.compile(r"[\s,]*(?=\{)")
OWN = (models.AutoField, models.DateTimeField, models.GeneratedField)


class Rows:
    """One file: the rows of one model, each known by the values of `known_by`."""

    def __init__(self, file, model, *known_by):
        self.file, self.model, self.known_by = file, model, known_by
        self.name = file.removesuffix(".json")
        self.fields = {
            field.name: field
            for field in model._meta.concrete_fields
            if not isinstance(field, OWN) and field.related_model is not User
        }
        self.names = list(self.fields)

    def all(self):
        """Every row as it is written, in an order that no database decides."""
        rows = self.model.objects.select_related(
            *(name for name, field in self.fields.items() if field.is_relation)
        )
        return sorted((self.as_written(row) for row in rows), key=self.order)

    def order(self, written):
        """By names, with numbers in them counted: e2 before e10."""
        words = [part for name in self.known_by for part in re.split(r"(\d+)", written[name])]
        return [(int(word), "") if word.isdecimal() else (-1, word) for word in words]

    def as_written(self, row):
        """A row as its dict in the file."""
        return {name: _written(getattr(row, name)) for name in self.fields}

    def name_of(self, written):
        """What people call a row of the file."""
        return " ".join(written[name] for name in self.known_by)

    def says(self, row, written):
        """Whether the row says all that its dict in the file says."""
        return self.as_written(row) | written == self.as_written(row)

    def add(self, values, author, folder):
        """A new row, made by `author` where its model asks for that."""
        signed = {"by": author, "at": timezone.now()} if hasattr(self.model, "by") else {}
        return self.change(self.model(**signed), values)

    def change(self, row, values):
        """The row with these values, saved."""
        for name, value in values.items():
            setattr(row, name, value)
        row.full_clean()
        row.save()
        return row

    def find(self, values):
        """The row that is here already under these names, or None."""
        return self.model.objects.filter(**{name: values[name] for name in self.known_by}).first()

    def values(self, written, refuse):
        """What a row's fields hold, from its dict in the file. `refuse(sentence, name)` makes the refusal."""
        for name in self.known_by:
            if not written.get(name):
                raise refuse(_("“%(name)s” is missing.") % {"name": name})
        for name, value in written.items():
            if name not in self.names:
                raise refuse(
                    _("“%(name)s” is nothing such a row has. It may be one of: %(known)s.")
                    % {"name": name, "known": ", ".join(self.names)},
                    name,
                )
            if name in self.fields and (wrong := _unfit(self.fields[name], value)):
                raise refuse(f"“{name}” {wrong}", name)
        return {
            name: self._value(name, field, written[name], refuse)
            for name, field in self.fields.items()
            if name in written
        }

    def _value(self, name, field, value, refuse):
        if not field.is_relation:
            return date.fromisoformat(value) if isinstance(field, models.DateField) and value else value
        try:
            return _find(field.related_model, value)
        except ObjectDoesNotExist:
            raise refuse(
                _("There is no %(what)s “%(name)s”.")
                % {"what": field.related_model._meta.verbose_name, "name": value},
                name,
            ) from None

    def complete(self, row, written, refuse):
        """Whatever else a row's dict says, once the row itself is saved."""

    def read(self, folder):
        """Pairs of a row's dict and its refusal-maker, in the order of the file; none without the file."""
        path = folder / self.file
        if not path.exists() and not path.is_symlink():
            return []
        text = text_of(folder, self.file)
        try:
            rows = json.loads(text, object_pairs_hook=_each_name_once, parse_constant=_no_number)
        except json.JSONDecodeError as error:
            raise Refused(
                self.file, error.lineno, _("This is not JSON: %(why)s.") % {"why": error.msg}
            ) from error
        except (ValueError, RecursionError) as error:
            raise Refused(self.file, None, _("This is not such a list: %(why)s.") % {"why": error}) from error
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise Refused(self.file, 1, _("This file is a list of rows: [{…}, {…}]."))
        refusals = [self._refusal_maker(text, *place) for place in _places(text)]
        return list(zip(rows, refusals, strict=True))

    def _refusal_maker(self, text, begin, end):
        def refuse(sentence, name=None):
            found = text.find(f'"{name}"', begin, end) if name else -1
            line = text.count("\n", 0, found if found >= 0 else begin) + 1
            return Refused(self.file, line, sentence)

        return refuse


class ClaimRows(Rows):
    """Claims, each with the sources it rests on: their codes, and the place in each."""

    def __init__(self, file):
        super().__init__(file, Claim, "key")
        self.names.append("sources")

    def as_written(self, claim):
        citations = claim.citations.select_related("source")
        return super().as_written(claim) | {"sources": {each.source.code: each.place for each in citations}}

    def values(self, written, refuse):
        places = written.get("sources", {})
        if not isinstance(places, dict) or not all(_is_text(place) for place in places.values()):
            raise refuse(_("“sources” are codes, each with the place in the source, or “”."), "sources")
        return super().values(written, refuse)

    def complete(self, claim, written, refuse):
        """Cite what the file cites, in its order; leave what is the same, since each change is rechecked."""
        if "sources" not in written:
            return
        places = written["sources"]
        sources = {source.code: source for source in Source.objects.filter(code__in=places)}
        if missing := [code for code in places if code not in sources]:
            raise refuse(_("There is no source “%(name)s”.") % {"name": missing[0]}, missing[0])
        here = {each.source.code: each for each in claim.citations.select_related("source")}
        for code, citation in here.items():
            if code not in places:
                citation.delete()
        for position, (code, place) in enumerate(places.items(), 1):
            citation = here.get(code) or ClaimSource(claim=claim, source=sources[code])
            if citation._state.adding or (citation.place, citation.position) != (place, position):
                citation.place, citation.position = place, position
                citation.full_clean()
                citation.save()


class PictureRows(Rows):
    """Pictures: what each shows and whose it is; the picture itself stands beside them, by its reference."""

    def __init__(self, file):
        super().__init__(file, Picture, "reference")
        for name in ("file", "width", "height"):
            del self.fields[name]
        self.names = list(self.fields)

    def add(self, values, author, folder):
        """The picture, drawn anew like any that is uploaded."""
        place = picture_file(values["reference"])
        drawing = ContentFile(bytes_of(folder, place), name=place)
        return add_picture(file=drawing, by=author, **values)


def picture_file(reference):
    """Where the picture itself stands in the folder."""
    return f"pictures/{reference}.webp"


PICTURES = PictureRows("pictures.json")

# In the order in which they are read: each refers only to rows above it, and pages stand between the two.
BEFORE_PAGES = (
    Rows("sources.json", Source, "code"),
    ClaimRows("claims.json"),
    PICTURES,
    Rows("treatments.json", Treatment, "key"),
    Rows("topics.json", Topic, "slug"),
    Rows("compared_facts.json", ComparedFact, "treatment", "aspect", "claim"),
    Rows("synonyms.json", Synonym, "language", "term"),
)
AFTER_PAGES = (Rows("lint_overrides.json", LintOverride, "article", "language", "phrase", "sentence"),)


def as_text(rows):
    """The text of a file with these rows."""
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _written(value):
    if isinstance(value, Article):
        return str(value)
    if isinstance(value, Claim | Treatment):
        return value.key
    if isinstance(value, UUID):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _find(model, name):
    if model is not Article:
        return model.objects.get(key=name)
    shelf, _slash, slug = name.partition("/")
    if shelf == "glossary":
        return Article.objects.get(kind=Article.Kind.TERM, slug=slug)
    return Article.objects.get(topic__slug=shelf, slug=slug)


def _unfit(field, value):
    """What is wrong with a value of the file for this field, in words, or None."""
    if value is None and field.null:
        return None
    if isinstance(field, models.UUIDField):
        fits = isinstance(value, str) and _reference.fullmatch(value)
        return None if fits else _("is a picture’s reference, as its address has it.")
    if isinstance(field, models.BooleanField):
        return None if isinstance(value, bool) else _("is true or false.")
    if isinstance(field, models.IntegerField):
        return None if type(value) is int else _("is a whole number.")
    if isinstance(field, ArrayField):
        fits = isinstance(value, list) and all(_is_text(each) for each in value)
        return None if fits else _("is a list of texts.")
    if isinstance(field, models.DateField):
        fits = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) and _is_day(value)
        return None if fits else _("is a day, such as 2026-11-22.")
    return None if _is_text(value) else _("is a text in quotation marks.")


def _is_day(value):
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_text(value):
    """Whether a value is a text that a database can keep: no NUL, no half of a character."""
    return isinstance(value, str) and not re.search("[\0\ud800-\udfff]", value)


def _each_name_once(pairs):
    row = dict(pairs)
    if len(row) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("“%(name)s” stands twice in one row") % {"name": twice})
    return row


def _no_number(word):
    raise ValueError(_("“%(word)s” is no value") % {"word": word})


def _places(text):
    """Where each row of a list begins and ends in its text."""
    decoder, at, places = json.JSONDecoder(), text.index("[") + 1, []
    while found := _before_row.match(text, at):
        _row, at = decoder.raw_decode(text, found.end())
        places.append((found.end(), at))
    return places
