"""The starter library: claims, sources and articles as files people can read and compare, and loading them.

`sources.json`, `claims.json` (a claim's `sources`: code → place in it), `treatments.json`, `topics.json`;
`articles/<language>/<topic>/<slug>.html`, `questions/<language>/<topic>/<slug>.html` and
`glossary/<language>/<slug>.html`: lines `name: value`, a line `---`, then the rich texts, each under a
comment with its name.
"""

import json
import re
from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from clinic.accounts.models import User

from .. import drafting
from ..models import Article, Claim, ClaimSource, Edition, Source, Topic, Treatment

HERE = Path(__file__).parent
SHELVES = ("articles", "questions", "glossary")
PARTS = ("body", "benefits", "risks", "alternatives")
_part = re.compile(rf"^<!-- ({'|'.join(PARTS)}) -->\n", re.MULTILINE)


@transaction.atomic
def load(*, author=None):
    """Add what is not here yet; articles come as drafts by `author`. Returns how many of each were added.

    A row that is here already is left as it is, so that nobody's change is ever overwritten.
    """
    added = Counter()
    for row in _rows("sources"):
        added["sources"] += _add(Source, "code", row)
    for row in _rows("claims"):
        places = row.pop("sources")
        if _add(Claim, "key", row):
            added["claims"] += 1
            _cite(row["key"], places)
    for row in _rows("treatments"):
        added["treatments"] += _add(Treatment, "key", row)
    for row in _rows("topics"):
        added["topics"] += _add(Topic, "slug", row)
    for path in article_files():
        added["articles"] += _add_article(path, author)
    return added


def article_files():
    """Every page, question and word of the glossary, in the order of their addresses."""
    return sorted(path for shelf in SHELVES for path in (HERE / shelf).glob("**/*.html"))


def read_article(path):
    """One article file as a dict: the lines above `---`, and its rich texts by name."""
    head, _line, rest = path.read_text(encoding="utf-8").partition("\n---\n")
    article = {name: value.strip() for name, value in (line.split(":", 1) for line in head.splitlines())}
    _before, *parts = _part.split(rest)
    return (
        dict.fromkeys(drafting.WRITTEN, "")
        | article
        | {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}
    )


def _rows(name):
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


def _add(model, key, row):
    """Whether the row was new."""
    if model.objects.filter(**{key: row[key]}).exists():
        return False
    instance = model(**row)
    try:
        instance.full_clean()
    except ValidationError as refusal:
        raise ValueError(
            f"{model.__name__} {row[key]} of the starter library: {refusal.messages}"
        ) from refusal
    instance.save()
    return True


def _cite(key, places):
    claim = Claim.objects.get(key=key)
    sources = {source.code: source for source in Source.objects.filter(code__in=places)}
    ClaimSource.objects.bulk_create(
        ClaimSource(claim=claim, source=sources[code], place=place, position=position)
        for position, (code, place) in enumerate(places.items(), 1)
    )


def _add_article(path, author):
    row = read_article(path)
    article, is_new = Article.objects.get_or_create(
        topic=Topic.objects.get(slug=row["topic"]) if row["kind"] != Article.Kind.TERM else None,
        slug=row["slug"],
        defaults={"kind": row["kind"], "position": row.get("position", 0)},
    )
    if is_new and row.get("treatments"):
        article.treatments.set(Treatment.objects.filter(key__in=row["treatments"].split(", ")))
    language = path.relative_to(HERE).parts[1]
    if Edition.objects.filter(article=article, language=language).exists():
        return False
    drafting.start(
        article=article,
        author=author or _starter_author(),
        language=language,
        **{name: row[name] for name in drafting.WRITTEN},
    )
    return True


def _starter_author():
    """The account that stands as author where no person loaded the library; nobody can sign in with it."""
    email = "starter-library@portal.invalid"
    author = User.objects.filter(email=email).first()
    return author or User.objects.create_user(email, name="Starter library of this portal", is_active=False)
