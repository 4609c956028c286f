"""The clinic's own words, where a page or a mail says them."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

from ..wordings import wording as own

register = template.Library()


@register.inclusion_tag("education/_wording.html", takes_context=True)
def wording(context, key, **values):
    """`{% wording "inquiries.thank_you" answer_time=time %}`: the words of a place as paragraphs and lists."""
    values = _with_clinic(context, values)
    words = _words(context, key)
    return {
        "blocks": [
            own.Block(block.kind, [own.filled(line, key, values) for line in block.lines])
            for block in own.blocks(words)
        ],
        "is_untranslated": get_language() != settings.LANGUAGE_CODE and own.is_as_shipped(key, words),
    }


@register.simple_tag(takes_context=True)
def wording_text(context, key, **values):
    """The words of a place as plain text: a heading, or a mail without tags."""
    return own.filled(_words(context, key), key, _with_clinic(context, values))


def _words(context, key):
    """What the clinic says there, else what the portal ships with; all places of a page in one query."""
    keeper = getattr(context.get("request"), "__dict__", None)
    if keeper is None:
        keeper = context.render_context
    if "own_words" not in keeper:
        keeper["own_words"] = own.own_words(get_language())
    return keeper["own_words"].get(key) or str(own.places()[key].words)


def _with_clinic(context, values):
    clinic = context.get("clinic")
    return {"clinic": clinic.short_name if clinic else ""} | values
