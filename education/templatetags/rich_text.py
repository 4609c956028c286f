"""The one filter that may call text safe: it shows rich text that was cleaned and made ready for its page."""

from django import template
from django.utils.safestring import mark_safe

register = template.Library()


@register.filter
def rich_text(html, page_text):
    """One text of a page, its claims marked, its headings with addresses, its words explained."""
    return mark_safe(page_text.html(html))
