"""What a password may be, beside the rules that come with Django."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MaximumLengthValidator:
    """Refuses a password that is longer than anybody types: hashing it would cost the server time."""

    def __init__(self, max_length):
        self.max_length = max_length

    def validate(self, password, user=None):
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self):
        return _("Your password may have %(count)d characters at most.") % {"count": self.max_length}
