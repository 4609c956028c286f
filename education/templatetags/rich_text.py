"""The one filter that may call text safe: it cleans rich text and turns its citations into marks."""

from django import template
from django.utils.safestring import mark_safe

from education.rich_text import mark_citations

register = template.Library()


@register.filter
def rich_text(html, evidence):
    """The text of an edition as a page shows it, each citation followed by its numbered mark."""
    return mark_safe(mark_citations(html, evidence.mark))
