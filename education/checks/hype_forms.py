"""What an editor writes about a word of the list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import LintOverride


class ReasonForm(forms.Form):
    phrase = forms.CharField(max_length=LintOverride._meta.get_field("phrase").max_length)
    sentence = forms.CharField(max_length=LintOverride._meta.get_field("sentence").max_length)
    reason = forms.CharField(
        max_length=LintOverride._meta.get_field("reason").max_length,
        error_messages={"required": _("Write why these words may stand.")},
    )
