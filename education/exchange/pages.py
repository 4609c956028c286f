"""One file of the library: a page, a question or a word of the glossary, in one language.

Lines `name: value`, a line `---`, then the rich texts, each under a comment with its name. A line that is
missing is empty; order, layout and what is left out are always the same, so that git shows what changed.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..models import Article, Edition
from ..writing.drafting import WRITTEN
from .layout import BLANKS, laid_out
from .refusals import Refused, text_of

SHELVES = ("articles", "questions", "glossary")
PARTS = ("body", "benefits", "risks", "alternatives")
PLACE = ("topic", "slug", "kind", "treatments", "position")
HEAD = (*PLACE, *(name for name in WRITTEN if name not in PARTS))
_part = re.compile(r"<!-- *(.*?) *-->")


@dataclass
class Page:
    """What one file says. `lines` tells where it says so: the number of the line, by name."""

    language: str
    topic: str
    slug: str
    kind: str
    treatments: list[str]
    position: int
    words: dict[str, str]
    lines: dict[str, int] = field(default_factory=dict, compare=False)

    @property
    def file(self):
        """Where it stands in the folder."""
        if self.kind == Article.Kind.TERM:
            return f"glossary/{self.language}/{self.slug}.html"
        shelf = "questions" if self.kind == Article.Kind.QUESTION else "articles"
        return f"{shelf}/{self.language}/{self.topic}/{self.slug}.html"

    @property
    def shelf(self):
        """The first part of the name rows have for it: its topic, or the glossary."""
        return self.topic or "glossary"

    @property
    def text(self):
        """The file's text."""
        place = {name: getattr(self, name) for name in PLACE} | {"treatments": ", ".join(self.treatments)}
        values = place | self.words
        head = [f"{name}: {values[name]}" for name in HEAD if values[name] not in ("", 0)]
        parts = [f"<!-- {name} -->\n{self.words[name]}" for name in PARTS if self.words[name]]
        return "\n".join([*head, "---", "\n\n".join(parts)]).rstrip("\n") + "\n"

    def article(self):
        """The article that stands at this place here, or None."""
        kinds = [self.kind] if self.kind in (Article.Kind.QUESTION, Article.Kind.TERM) else Article.PAGES
        found = Article.objects.filter(slug=self.slug, kind__in=kinds).select_related("topic")
        return (found.filter(topic__slug=self.topic) if self.kind in Article.PAGES else found).first()

    def stands_like(self, article):
        """Whether an article has the topic, kind, treatments and position this file gives."""
        treatments = {treatment.key for treatment in article.treatments.all()}
        topic = article.topic.slug if article.topic else ""
        return (topic, article.kind, article.position, treatments) == (
            self.topic,
            self.kind,
            self.position,
            set(self.treatments),
        )

    def refuse(self, sentence, name=None):
        """The refusal to raise, with the line that says `name`."""
        return Refused(self.file, self.lines.get(name), sentence)


def page_of(edition):
    """The page an edition makes, with its article and the article's treatments."""
    article = edition.article
    return Page(
        language=edition.language,
        topic=article.topic.slug if article.topic else "",
        slug=article.slug,
        kind=article.kind,
        treatments=[treatment.key for treatment in article.treatments.all()],
        position=article.position,
        words=words_of(edition),
    )


def words_of(edition):
    """The words of an edition by name, laid out so that equal words are equal texts."""
    return {name: _laid_out(name, getattr(edition, name)) for name in WRITTEN}


def page_files(folder):
    """The pages in the folder, as paths from it, in order. Refuses what is no page."""
    files = []
    for shelf in SHELVES:
        top = folder / shelf
        for path in [top, *sorted(top.rglob("*"))] if top.exists() else ():
            file = path.relative_to(folder).as_posix()
            if path.is_symlink():
                raise Refused(file, None, _("This is a link to elsewhere. Put the file itself here."))
            if path.name.startswith(".") or path.is_dir():
                continue
            if path.suffix != ".html":
                raise Refused(file, None, _("Only pages stand here, and their names end in “.html”."))
            files.append(file)
    return files


def read_page(folder, file):
    """The Page a file holds. Refuses, with the line, whatever is not of the format."""
    values, lines = {}, {}
    part, in_head = None, True
    for number, line in enumerate(text_of(folder, file).split("\n"), 1):
        if in_head and line.strip() == "---":
            in_head = False
        elif in_head:
            name, colon, value = line.partition(":")
            if not colon:
                raise Refused(file, number, _("A line here is a name, a colon and a value, or “---”."))
            _begin(values, lines, HEAD, name.strip(), file, number)
            values[name.strip()] = value
        elif found := _part.fullmatch(line.strip()):
            part = found[1]
            _begin(values, lines, PARTS, part, file, number)
        elif part:
            values[part] += line + "\n"
        elif line.strip():
            raise Refused(
                file, number, _("A text begins under a comment with its name, such as <!-- body -->.")
            )
    if in_head:
        raise Refused(file, None, _("A line “---” between the head and the texts is missing."))
    values = {name: _laid_out(name, values.get(name, "")) for name in (*HEAD, *PARTS)}
    return _page(file, values, lines)


def _begin(values, lines, known, name, file, number):
    if name not in known:
        raise Refused(
            file,
            number,
            _("“%(name)s” is nothing a page has. It may be one of: %(known)s.")
            % {"name": name, "known": ", ".join(known)},
        )
    if name in values:
        raise Refused(file, number, _("“%(name)s” stands here a second time.") % {"name": name})
    values[name], lines[name] = "", number


def _page(file, values, lines):
    folders = file.split("/")
    if values["kind"] not in Article.Kind.values:
        raise Refused(
            file,
            lines.get("kind"),
            _("“%(kind)s” is no kind of page. It may be one of: %(known)s.")
            % {"kind": values["kind"], "known": ", ".join(Article.Kind.values)},
        )
    if not re.fullmatch(r"[0-9]{0,4}", values["position"]):
        raise Refused(file, lines["position"], _("The position is a whole number."))
    page = Page(
        language=folders[1],
        topic=values["topic"],
        slug=values["slug"],
        kind=values["kind"],
        treatments=[key.strip() for key in values["treatments"].split(",") if key.strip()],
        position=int(values["position"] or 0),
        words={name: values[name] for name in WRITTEN},
        lines=lines,
    )
    if page.file != file:
        raise Refused(
            file,
            lines.get("slug"),
            _("By its own lines this page stands at “%(file)s”.") % {"file": page.file},
        )
    if page.language not in Edition.Language.values:
        raise Refused(file, None, _("“%(name)s” is no language of this portal.") % {"name": page.language})
    return page


def _laid_out(name, value):
    return laid_out(value) if name in PARTS else BLANKS.sub(" ", value).strip(" ")
