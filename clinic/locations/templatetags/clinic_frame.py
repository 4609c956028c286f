"""The frame for a text that answers no request, such as a mail: no context processor runs for it."""

from django import template

from ..context import frame

register = template.Library()


@register.simple_tag(takes_context=True)
def clinic_frame(context):
    """From here on `clinic` and `crisis_lines` are known, as they are on every page."""
    context.update(frame(None))
    return ""
