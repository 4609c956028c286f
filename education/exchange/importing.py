"""Taking a folder of the library in: what is new is added, and nothing that is here is overwritten silently."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinic.accounts.models import User
from clinic.kept_pages import drop

from ..ledger import ledger
from ..models import Article, Edition, Topic, Treatment
from ..writing import drafting
from .pages import SHELVES, page_files, read_page, words_of
from .refusals import Refused, in_words
from .rows import AFTER_PAGES, BEFORE_PAGES, PICTURES


@dataclass
class Report:
    """What an import did: counts of rows added, and by their names in the folder what else became of them."""

    added: Counter = field(default_factory=Counter)
    taken_over: list[str] = field(default_factory=list)  # differed, and are now as in the folder
    kept: list[str] = field(default_factory=list)  # differ, and stay as they are here
    unverified: list[str] = field(default_factory=list)  # verified there; nobody here answers for that
    redrafted: list[str] = field(default_factory=list)  # were here, and have a new draft
    held: list[str] = field(default_factory=list)  # differ, and somebody's draft is open
    drawings: list = field(default_factory=list)  # files of new pictures, which no transaction takes back


def load(folder, *, author=None, checked_by=None, take_over=False, only_new=False, dry_run=False):
    """Add what the folder holds and is not here yet; returns a Report.

    Pages come as drafts by `author`, or by nobody in particular. A page that is here gets a new draft when its
    words differ and nobody has one open (with `only_new` never). Other rows that differ stay as they are, or
    with `take_over` become as in the folder: then pages that cite a changed claim are rechecked. What the folder
    calls verified comes in verified where `checked_by`, somebody here, answers for it; else as not verified.
    Refuses with every sentence about what is wrong, and then nothing is taken in. `dry_run` undoes everything at
    the end.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValidationError(_("There is no folder “%(folder)s”.") % {"folder": folder})
    if not any((folder / name).exists() for name in (*SHELVES, *(table.file for table in BEFORE_PAGES))):
        raise ValidationError(_("There is nothing of a library in “%(folder)s”.") % {"folder": folder})
    report, stays = Report(), False
    try:
        with transaction.atomic():
            author = author or nobody(email="imported-content@portal.invalid", name="Imported content")
            _take_in(folder, author, checked_by, report, take_over, only_new)
            drop()
            if dry_run:
                transaction.set_rollback(True)
        stays = not dry_run
    finally:
        if not stays:
            for drawing in report.drawings:
                drawing.storage.delete(drawing.name)
    return report


def _take_in(folder, author, checked_by, report, take_over, only_new):
    [files] = _each([folder], page_files)
    pages = _each(files, lambda file: read_page(folder, file))
    for table in BEFORE_PAGES:
        _take_rows(table, folder, report, take_over, author, checked_by)
    _each(pages, lambda page: _take_page(page, author, report, take_over, only_new))
    for table in AFTER_PAGES:
        _take_rows(table, folder, report, take_over, author, checked_by)


def nobody(*, email, name):
    """An account that stands as author where no person does; nobody can sign in with it."""
    user = User.objects.filter(email=email).first()
    return user or User.objects.create_user(email, name=name, is_active=False)


def _each(things, act):
    """What `act` returns for each; the sentences of all that refuse become one ValidationError."""
    done, refused = [], []
    for thing in things:
        try:
            done.append(act(thing))
        except Refused as refusal:
            refused.append(str(refusal))
    if refused:
        raise ValidationError(refused)
    return done


def _take_rows(table, folder, report, take_over, author, checked_by):
    [rows] = _each([table], lambda table: table.read(folder))
    _each(rows, lambda row: _take_row(table, folder, *row, report, take_over, author, checked_by))


def _take_row(table, folder, written, refuse, report, take_over, author, checked_by):
    values = table.values(written, refuse)
    here = table.find(values)
    is_verified_there = written.get("is_verified", False)
    if is_verified_there and not (here and here.is_verified):
        values["is_verified"] = False  # until somebody here answers for it
        if not checked_by:
            written = written | {"is_verified": False}
    name = f"{table.file}: {table.name_of(written)}"
    if here is None:
        report.added[table.name] += 1
    elif table.says(here, written):
        return
    elif take_over:
        report.taken_over.append(name)
    else:
        report.kept.append(name)
        return
    try:
        row = table.change(here, values) if here else table.add(values, author, folder)
    except ValidationError as invalid:
        raise in_words(invalid, refuse) from invalid
    table.complete(row, written, refuse)
    if is_verified_there and checked_by:
        ledger.answer_for(row, by=checked_by, note=_("Verified where it came from."))
    elif is_verified_there and not table.find(values).is_verified:
        report.unverified.append(name)
    if here is None and table is PICTURES:
        report.drawings.append(row.file)


def _take_page(page, author, report, take_over, only_new):
    article = _take_place(page, report, take_over)
    editions = Edition.objects.filter(article=article, language=page.language)
    latest = editions.order_by("-number").first()
    if latest is None:
        report.added["articles"] += 1
    elif only_new or _say_the_same(words_of(latest), page.words):
        return
    elif editions.open().exists():
        report.held.append(page.file)
        return
    else:
        report.redrafted.append(page.file)
    try:
        drafting.start(article=article, author=author, language=page.language, **page.words)
    except ValidationError as invalid:
        raise in_words(invalid, page.refuse) from invalid


def _say_the_same(here, there):
    """Whether two editions' words are the same to a reader: what they say of their own change aside."""
    return here | {"change_note": ""} == there | {"change_note": ""}


def _take_place(page, report, take_over):
    """The article of a page, made where there is none."""
    place = _place(page)
    article = page.article()
    if article is None:
        article = Article(slug=page.slug)
    elif page.stands_like(article):
        return article
    elif take_over:
        report.taken_over.append(page.file)
    else:
        report.kept.append(page.file)
        return article
    treatments = place.pop("treatments")
    for name, value in place.items():
        setattr(article, name, value)
    try:
        article.full_clean()
    except ValidationError as invalid:
        raise in_words(invalid, page.refuse) from invalid
    article.save()
    article.treatments.set(treatments)
    return article


def _place(page):
    """The fields of a page's article. Refuses a topic or a treatment that is not here."""
    topic = Topic.objects.filter(slug=page.topic).first()
    if page.topic and not topic:
        raise page.refuse(_("There is no topic “%(name)s”.") % {"name": page.topic}, "topic")
    treatments = {each.key: each for each in Treatment.objects.filter(key__in=page.treatments)}
    for key in page.treatments:
        if key not in treatments:
            raise page.refuse(_("There is no treatment “%(name)s”.") % {"name": key}, "treatments")
    return {
        "topic": topic,
        "kind": page.kind,
        "position": page.position,
        "treatments": list(treatments.values()),
    }
