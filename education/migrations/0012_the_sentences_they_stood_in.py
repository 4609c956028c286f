"""Reasons kept before hold for the sentences their words stood in; one whose words stand nowhere lapses."""

import html
import re

from django.db import migrations

PLAIN = ("title", "also_called", "summary", "sharing_title", "change_note")
RICH = ("body", "benefits", "risks", "alternatives")
_edge_of_block = re.compile(r"</?(?:p|ul|ol|li|h2|h3|blockquote|figure|figcaption|br)\b[^>]*>")
_tag = re.compile(r"<[^>]+>")
_end_of_sentence = re.compile(r"(?<=[.!?])[\"”’)]*\s+")


def keep_the_sentences(apps, schema_editor):
    LintOverride = apps.get_model("education", "LintOverride")
    Edition = apps.get_model("education", "Edition")
    for kept in LintOverride.objects.filter(sentence=""):
        first, *others = _stood_in(Edition, kept) or [""]
        if not first:
            kept.delete()
            continue
        kept.sentence = first
        kept.save()
        for sentence in others:
            kept.pk, kept.sentence = None, sentence
            kept.save()


def _stood_in(Edition, kept):
    """The sentences with these words in the newest edition that has any."""
    for edition in Edition.objects.filter(article=kept.article_id, language=kept.language).order_by(
        "-number"
    ):
        sentences = [
            sentence[:500].rstrip()
            for part in (*PLAIN, *RICH)
            for block in _edge_of_block.split(getattr(edition, part))
            for sentence in _end_of_sentence.split(" ".join(html.unescape(_tag.sub("", block)).split()))
            if kept.phrase in sentence.lower()
        ]
        if sentences:
            return list(dict.fromkeys(sentences))
    return []


class Migration(migrations.Migration):
    dependencies = [
        ("education", "0011_in_which_sentence_words_may_stand"),
    ]

    operations = [
        migrations.RunPython(keep_the_sentences, migrations.RunPython.noop),
    ]
