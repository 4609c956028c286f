"""The link in the mail about a new password, made when the mail is written."""

from django import template

from ..models import User
from ..resetting import reset_link

register = template.Library()


@register.simple_tag
def password_reset_link(user_id):
    """A fresh link for this person; empty in the mail to nobody."""
    return reset_link(User.objects.get(pk=user_id)) if user_id else ""
