"""What editors and reviewers fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .drafting import WRITTEN
from .models import Edition


class DraftForm(forms.ModelForm):
    """The words of a draft. `seen` tells which state of the draft the writer began from."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)

    class Meta:
        model = Edition
        fields = WRITTEN
        widgets = {"summary": forms.Textarea(attrs={"rows": 2, "maxlength": 300})}
        help_texts = {
            "title": _("Name the subject plainly. No promise, no question."),
            "summary": _("One or two sentences. Readers see it under the title and in lists."),
            "body": _("Short sentences. Link each fact to its claim: choose one from the list of claims."),
            "benefits": _("What studies found, with its limits. Empty where the page is about no treatment."),
            "risks": _("As fully as the benefits."),
            "alternatives": _("Other ways, and doing nothing for now."),
            "change_note": _("Readers see this. It tells them what is new."),
        }


class DecisionForm(forms.Form):
    """A reviewer's answer. `seen` tells which text it is about."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Your comment"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you checked, or what should change. It stays with the edition."),
    )
    read = forms.BooleanField(
        label=_("I have read this page as a reader will see it."),
        error_messages={"required": _("Read the page first, then tick this.")},
    )
