"""What editors and reviewers fill in."""

from datetime import datetime

from django import forms
from django.forms.utils import from_current_timezone
from django.utils.translation import gettext_lazy as _

from ..models import Article, Edition, EditionStep
from .drafting import WRITTEN

COMMENT_LENGTH = EditionStep._meta.get_field("comment").max_length


class DraftForm(forms.ModelForm):
    """The words of a draft. `seen` tells which state of the draft the writer began from.

    `over` is set by the button that saves them over a colleague's: the state they have been shown.
    """

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    over = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Edition
        fields = WRITTEN
        widgets = {"summary": forms.Textarea(attrs={"rows": 2, "maxlength": 300})}
        help_texts = {
            "title": _("Name the subject plainly. No promise, no question."),
            "summary": _("One or two sentences. Readers see it under the title and in lists."),
            "body": _(
                "Short sentences. Each fact rests on a claim: mark the words and cite one from the list."
            ),
            "benefits": _("What studies found, with its limits. Empty where the page is about no treatment."),
            "risks": _("As fully as the benefits."),
            "alternatives": _("Other ways, and doing nothing for now."),
            "change_note": _(
                "Readers see this. Each edition after the first tells them what is new, and why."
            ),
        }

    def __init__(self, *args, **named):
        super().__init__(*args, **named)
        if self.instance.article.kind == Article.Kind.QUESTION:
            self.fields["title"].help_text = _("The question as a reader would ask it.")

    @property
    def begun_from(self):
        """The state of the draft that these words may take the place of."""
        return self.cleaned_data["over"] or self.cleaned_data["seen"]

    @property
    def written(self):
        """The words alone."""
        return {name: self.cleaned_data[name] for name in WRITTEN}


class DecisionForm(forms.Form):
    """A reviewer's answer. `seen` tells which text it is about."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Your comment"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What you checked, or what should change. It stays with the edition."),
    )
    read = forms.BooleanField(
        label=_("I have read this page as a reader will see it."),
        error_messages={"required": _("Read the page first, then tick this.")},
    )


class WordForm(forms.Form):
    """A few words to whoever comes next, where none are asked for."""

    comment = forms.CharField(
        label=_("A word to whoever comes next"),
        max_length=COMMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawalForm(forms.Form):
    comment = forms.CharField(
        label=_("Why"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stays with the edition. Readers see it among the changes."),
    )


class SignOffForm(forms.Form):
    """A medical director's word. `seen` tells which text it is about."""

    seen = forms.DateTimeField(widget=forms.HiddenInput)
    comment = forms.CharField(label=_("Comment"), max_length=COMMENT_LENGTH, required=False)


class PlanForm(forms.Form):
    """A day and a time on the clinic's clock."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    clock = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}))

    def clean(self):
        cleaned = super().clean()
        if "day" in cleaned and "clock" in cleaned:
            cleaned["at"] = from_current_timezone(datetime.combine(cleaned["day"], cleaned["clock"]))
        return cleaned
