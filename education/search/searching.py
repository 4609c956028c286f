"""Searching what we have published: pages, questions, words of the glossary and claims in one ranked list.

The words typed become two questions to PostgreSQL's full text search: rows that hold *every* word (or what it
also means), and rows that hold *any* of them. Each is asked first of the headings, then of the whole text; four
times at most `GATHERED` rows come back, from the indexes alone. Only these few are ranked, so a word that stands
on every page costs no more than any other. The best of them are ranked again by how well one of their names fits
the whole of what was typed, and only those shown first get an excerpt.

This is the one module of the portal with SQL of its own for reading content: Django's expressions can neither
bound each of the four lookups nor rank, cut and excerpt in one query. Whatever was typed is bound as a
parameter, after everything but letters and digits has been taken out of it.
"""

import html
import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Replace

from ..models import Article, Claim, Edition, Synonym, Topic
from .crisis_words import speak_of_danger

CONFIGURATIONS = {Edition.Language.ENGLISH: "english", Edition.Language.SPANISH: "spanish"}
MOST_TYPED = 200  # characters
MOST_WORDS = 24
LONGEST_TERM = 4  # words of a synonym
GATHERED, RANKED, SHOWN, MARKED, EXCERPTS, CLAIMS = 100, 40, 20, 10, 5, 5
READ_FOR_EXCERPT = 4000  # characters
CLOSE_ENOUGH = 0.7  # how alike, from 0 to 1, a misspelt word and its correction are
START, STOP = "\x02", "\x03"  # around the words found, in excerpts

# "I’m" and the like without their apostrophe: PostgreSQL knows only the halves as words to pass over.
PASSED_OVER = {"im", "ive", "dont", "cant", "whats", "isnt", "doesnt", "didnt", "wont", "youre"}

_word = re.compile(r"[^\W_]+")
_not_text = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Result:
    """One answer. `passage`: pairs of some words and whether they were looked for."""

    kind: str
    shelf: str
    title: str
    url: str
    passage: list
    often_said: str = ""
    verdict: str = ""


@dataclass(frozen=True)
class Findings:
    """What a search found. `corrected`: what was looked for instead of a misspelt word, else ""."""

    typed: str
    corrected: str = ""
    is_crisis: bool = False
    results: list = field(default_factory=list)


def search(words, language, today, as_typed=False):
    """Look for what somebody typed. `as_typed`: correct no spelling. Returns Findings, the best first.

    Whatever is typed has an answer, if only an empty one.
    """
    text = cleaned(words)
    typed = _word.findall(text)[:MOST_WORDS]
    if not typed:
        return Findings(text)
    instead = {} if as_typed else _corrections([word.lower() for word in typed], language)
    looked_for = [instead.get(word.lower(), word) for word in typed]
    small = [word.lower() for word in looked_for]
    results = _results(_groups(looked_for, language), " ".join(small), language, today)
    return Findings(
        typed=text,
        corrected=" ".join(small) if instead else "",
        is_crisis=speak_of_danger([word.lower() for word in typed]) or speak_of_danger(small),
        results=results,
    )


def cleaned(words):
    """What was typed, on one line, without what is no text, and not longer than anybody types."""
    return " ".join(_not_text.sub(" ", words[: 4 * MOST_TYPED]).split())[:MOST_TYPED].strip()


def learn_words(edition):
    """Know the words of a published edition, so that a misspelt one is compared with them."""
    with connection.cursor() as cursor:
        cursor.execute(_LEARN, {"edition": edition.pk})


# -- What was typed ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Group:
    """Words that stand for one thing, and what else it is called."""

    words: list
    means: list = field(default_factory=list)


def _groups(typed, language):
    """The typed words, those together that are one synonym's term.

    A term of two letters, such as "im", is also an English word or half of one: it counts as a synonym only
    when typed alone or in capitals.
    """
    small = [word.lower() for word in typed]
    spans = [
        (start, start + length)
        for start in range(len(small))
        for length in range(min(LONGEST_TERM, len(small) - start), 0, -1)
    ]
    meanings = _synonyms({form for start, end in spans for form in _forms(small[start:end])}, language)
    groups, at = [], 0
    for start, end in spans:
        form = next((each for each in _forms(small[start:end]) if each in meanings), None)
        if start < at or (form and len(form) <= 2 and len(typed) > 1 and not typed[start].isupper()):
            continue
        if form:
            groups.append(Group(small[start:end], meanings[form]))
            at = end
        elif end == start + 1 and small[start] not in PASSED_OVER:
            groups.append(Group(small[start:end]))
            at = end
    return groups


def _forms(words):
    """A term as it may stand among the synonyms: as typed, or one of it."""
    phrase = " ".join(words)
    return [phrase, phrase.removesuffix("s")]


def _synonyms(phrases, language):
    """What these phrases also mean, by phrase; a hyphen in a term is a space here."""
    spaced = Replace("term", Value("-"), Value(" "))
    known = Synonym.objects.filter(language=language).annotate(spaced=spaced).filter(spaced__in=phrases)
    return {
        spaced: [_word.findall(each.lower()) for each in means]
        for spaced, means in known.values_list("spaced", "means")
    }


def _corrections(words, language):
    """Misspelt words with the word each was meant to be. A word with the stem of a known one is spelt right."""
    unsure = sorted({word for word in words if len(word) > 3 and word.isalpha()} - PASSED_OVER)
    if not unsure:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            _ALIKE, {"words": unsure, "language": language, "configuration": CONFIGURATIONS[language]}
        )
        alike = cursor.fetchall()
    right = {word for word, _known, is_form in alike if is_form}
    nearest = {}
    for word, known, _is_form in alike:
        likeness = SequenceMatcher(None, word, known).ratio()
        if word not in right and likeness > nearest.get(word, (CLOSE_ENOUGH, ""))[0]:
            nearest[word] = (likeness, known)
    return {word: known for word, (_likeness, known) in nearest.items()}


# -- What is found ----------------------------------------------------------------------------------


def _results(groups, looked_for, language, today):
    is_sentence = looked_for.count(" ") >= 2  # who asks in words wants an answer; who names a thing, its page
    meant = [means for group in groups for means in group.means]
    parameters = {
        "configuration": CONFIGURATIONS[language],
        "every": " & ".join(_either([_all(group.words), *map(_phrase, group.means)]) for group in groups),
        "any": _either(
            [word for group in groups for word in group.words] + [_phrase(each) for each in meant]
        ),
        "words": _either([word for group in groups for word in group.words]),
        "meant": _either([_phrase(each) for each in meant]),
        "looked_for": looked_for,
        "for_a_page": 0.15 if is_sentence else 0.35,
        "for_a_question": 0.3 if is_sentence else 0.0,
        "gathered": GATHERED,
        "ranked": RANKED,
        "shown": SHOWN,
        "marked": MARKED,
        "excerpts": EXCERPTS,
        "read": READ_FOR_EXCERPT,
        "claims": CLAIMS if language == Edition.Language.ENGLISH else 0,  # claims are written in English
        "pages": list(Article.PAGES),
        "some": f"StartSel={START}, StopSel={STOP}, MaxWords=36, MinWords=20, ShortWord=2",
        "whole": f"StartSel={START}, StopSel={STOP}, HighlightAll=true",
    }
    readable = Edition.objects.published().filter(language=language).fresh_enough(today)
    find = FIND
    for name, rows in {"READABLE": readable, "CITABLE": Claim.objects.citable()}.items():
        condition, values = _condition(rows, name)
        find, parameters = find.replace(name, condition), parameters | values
    with connection.cursor() as cursor:
        cursor.execute(find, parameters)
        return [_result(*row) for *row, _place in cursor.fetchall()]


def _condition(rows, name):
    """What a queryset asks of its rows: a condition on their table in SQL, and its values, named after `name`."""
    condition, values = rows.query.get_compiler(connection=connection).compile(rows.query.where)
    named = {f"{name}_{number}": value for number, value in enumerate(values)}
    return condition % tuple(f"%({name})s" for name in named), named


def _all(words):
    return f"({' & '.join(words)})"


def _phrase(words):
    return f"({' <-> '.join(words)})"


def _either(parts):
    return f"({' | '.join(parts)})" if parts else ""


def _result(kind, title, topic_slug, topic_title, slug, number, summary, body, often_said, verdict):
    is_claim = kind == "claim"
    topic = Topic(slug=topic_slug, title=topic_title) if topic_slug else None
    article = Article(topic=topic, slug=slug, kind=Article.Kind.CONDITION if is_claim else kind)
    address = article.get_absolute_url()
    passage = _passage(summary)
    if START in body:
        passage = [("… ", False), *_passage(" ".join(html.unescape(body).split())), (" …", False)]
    return Result(
        kind=kind,
        shelf=topic_title,
        title=title,
        url=f"{address}#evidence-{number}" if is_claim else address,
        passage=passage,
        often_said=often_said,
        verdict=Claim.Verdict(verdict).label if verdict else "",
    )


def _passage(text):
    """The words of an excerpt in pairs: some words, and whether they were looked for."""
    pairs = []
    for part in text.split(START):
        found, stop, rest = part.partition(STOP)
        pairs += [(found, True), (rest, False)] if stop else [(part, False)]
    return [(words, is_found) for words, is_found in pairs if words]


# -- SQL --------------------------------------------------------------------------------------------

# What was typed stands in a row of its own, so that the plan does not hang on it. Weights D, C, B, A. It begins
# with SELECT: for a statement that begins otherwise the history would ask who changes something. READABLE stands for
# the editions that readers may find, CITABLE for the claims that a page may rest on, in the words of their querysets.
FIND = """
SELECT answer.* FROM (
WITH typed AS MATERIALIZED (
    SELECT to_tsquery(%(configuration)s::regconfig, %(every)s) AS every_word,
           to_tsquery(%(configuration)s::regconfig, %(any)s) AS any_word,
           to_tsquery(%(configuration)s::regconfig, %(words)s) AS words,
           to_tsquery(%(configuration)s::regconfig, %(meant)s) AS meant
),
found AS (
    (SELECT education_edition.id FROM typed, education_edition
      WHERE READABLE AND heading_vector @@ typed.every_word LIMIT %(gathered)s)
    UNION
    (SELECT education_edition.id FROM typed, education_edition
      WHERE READABLE AND heading_vector @@ typed.any_word LIMIT %(gathered)s)
    UNION
    (SELECT education_edition.id FROM typed, education_edition
      WHERE READABLE AND search_vector @@ typed.every_word LIMIT %(gathered)s)
    UNION
    (SELECT education_edition.id FROM typed, education_edition
      WHERE READABLE AND search_vector @@ typed.any_word LIMIT %(gathered)s)
),
ranked AS (
    SELECT edition.id,
           ts_rank('{0.02, 0.1, 0.5, 1}', edition.search_vector, typed.words)
           + 0.6 * ts_rank('{0.02, 0.1, 0.5, 1}', edition.search_vector, typed.meant)
           + CASE WHEN edition.heading_vector @@ typed.every_word THEN 0.3 ELSE 0 END
           + CASE WHEN edition.search_vector @@ typed.every_word THEN 0.3 ELSE 0 END AS rank
      FROM found JOIN education_edition edition USING (id), typed
     ORDER BY rank DESC, id LIMIT %(ranked)s
),
claimed AS (
    SELECT education_claim.id,
           ts_rank('{0.02, 0.1, 0.5, 1}', education_claim.search_vector, typed.any_word)
           + CASE WHEN education_claim.search_vector @@ typed.every_word THEN 0.3 ELSE 0 END AS rank
      FROM typed, education_claim
     WHERE %(claims)s > 0 AND education_claim.search_vector @@ typed.any_word AND CITABLE
     ORDER BY rank DESC, id LIMIT 2 * %(claims)s
),
answers AS (
    SELECT article.kind, edition.title, topic.slug AS topic_slug, topic.title AS topic_title, article.slug,
           0 AS number, edition.summary, edition.body, '' AS often_said, '' AS verdict,
           ranked.rank
           + 0.5 * similarity(edition.title, %(looked_for)s)
           + 0.5 * strict_word_similarity(%(looked_for)s, edition.title)
           + 0.7 * (SELECT max(similarity(name, %(looked_for)s))
                      FROM unnest(edition.title || string_to_array(edition.also_called, ',')) AS name)
           + CASE WHEN article.kind = ANY(%(pages)s) THEN %(for_a_page)s
                  WHEN article.kind = 'question' THEN %(for_a_question)s ELSE 0 END AS score
      FROM ranked JOIN education_edition edition USING (id)
      JOIN education_article article ON article.id = edition.article_id
      LEFT JOIN education_topic topic ON topic.id = article.topic_id
    UNION ALL
    (SELECT 'claim', cited.title, cited.topic_slug, '', cited.slug, cited.position, claim.statement, '',
           claim.often_said, claim.verdict,
           claimed.rank + 0.5 * strict_word_similarity(%(looked_for)s, claim.statement) - 0.1
      FROM claimed JOIN education_claim claim USING (id),
      LATERAL (
        SELECT education_edition.title, topic.slug AS topic_slug, article.slug, citation.position
          FROM education_editionclaim citation
          JOIN education_edition ON education_edition.id = citation.edition_id
          JOIN education_article article ON article.id = education_edition.article_id
          JOIN education_topic topic ON topic.id = article.topic_id
         WHERE citation.claim_id = claim.id AND READABLE AND article.kind = ANY(%(pages)s)
         ORDER BY published_at, education_edition.id LIMIT 1
      ) cited
     ORDER BY claimed.rank DESC LIMIT %(claims)s)
),
best AS (
    SELECT *, row_number() OVER (ORDER BY score DESC, title, slug) AS place
      FROM answers ORDER BY place LIMIT %(shown)s
)
SELECT best.kind, best.title, best.topic_slug, best.topic_title, best.slug, best.number,
       CASE WHEN place > %(marked)s THEN best.summary
            ELSE ts_headline(%(configuration)s::regconfig, best.summary, typed.any_word, %(whole)s) END,
       CASE WHEN place > %(excerpts)s OR to_tsvector(%(configuration)s::regconfig, best.summary) @@ typed.any_word
            THEN ''
            ELSE ts_headline(%(configuration)s::regconfig,
                             left(regexp_replace(best.body, '<[^>]+>', ' ', 'g'), %(read)s), typed.any_word, %(some)s)
            END,
       best.often_said, best.verdict, best.place
  FROM best, typed
) AS answer ORDER BY place
"""

# Each word with the five known ones most like it, and whether they are forms of the same word.
_ALIKE = """
SELECT typed.word, alike.word, alike.is_form
  FROM unnest(%(words)s::text[]) AS typed (word),
  LATERAL (
    SELECT known.word, to_tsvector(%(configuration)s::regconfig, known.word)
                       = to_tsvector(%(configuration)s::regconfig, typed.word) AS is_form
      FROM (
        SELECT word FROM education_knownword WHERE language = %(language)s AND word %% typed.word
        UNION
        SELECT word FROM education_synonym, regexp_split_to_table(term, '[^[:alpha:]]+') AS word
         WHERE language = %(language)s AND word %% typed.word
      ) known
     ORDER BY is_form DESC, similarity(known.word, typed.word) DESC, known.word LIMIT 5
  ) alike
 WHERE to_tsvector(%(configuration)s::regconfig, typed.word) <> ''
"""

_LEARN = """
INSERT INTO education_knownword (language, word)
SELECT DISTINCT edition.language, word
  FROM education_edition edition,
       regexp_split_to_table(
         lower(concat_ws(' ', edition.title, edition.also_called, edition.summary,
           regexp_replace(concat_ws(' ', edition.body, edition.benefits, edition.risks, edition.alternatives),
             '<[^>]+>|&[#\\w]+;', ' ', 'g'))),
         '[^[:alpha:]]+') AS word
 WHERE edition.id = %(edition)s AND length(word) BETWEEN 3 AND 60
    ON CONFLICT DO NOTHING
"""
