"""What patients fill in to sign on their own page."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from patients.consent.models import Consent
from patients.inquiries.form_keys import KeyedForm

from .forms import BirthDateForm


class QuestionsForm(forms.Form):
    """The questions that come with a document; a wrong answer is explained and asked again."""

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(document.questions.all())
        for asked in self.questions:
            self.fields[self.name_of(asked)] = forms.TypedChoiceField(
                label=asked.question,
                choices=list(enumerate(asked.choices, start=1)),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )

    @staticmethod
    def name_of(asked):
        return f"question_{asked.position}"

    def answers(self):
        """The number chosen, by question."""
        return {
            asked.pk: self.cleaned_data[name]
            for asked in self.questions
            if (name := self.name_of(asked)) in self.cleaned_data
        }

    def explain(self, wrong):
        """Say at each of these questions why the other answer is right. That is no error: it is asked again."""
        for asked in wrong:
            explained = _("Not quite. %(why)s Please choose again.") % {"why": asked.explanation}
            self[self.name_of(asked)].help_text = explained

    def to_look_at(self):
        """The questions without an answer, and those that are explained."""
        return [field for field in self if field.errors or field.help_text]

    def said(self):
        """Pairs of name and value, to be sent along with the signature."""
        return [(name, self.cleaned_data[name]) for name in self.fields]


class SignForm(KeyedForm, BirthDateForm):
    """The signature itself: the typed name, perhaps a drawing, and the birth date once more."""

    signed_name = forms.CharField(
        label=_("Type your full name"),
        max_length=Consent._meta.get_field("signed_name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Your typed name is your signature."),
        error_messages={"required": _("Type your name to sign.")},
    )
    drawing = forms.CharField(required=False, max_length=20000, widget=forms.HiddenInput)
    text_sha256 = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    field_order = ["signed_name", "drawing", "month", "day", "year"]

    def clean_drawing(self):
        try:
            return json.loads(self.cleaned_data["drawing"] or "[]")
        except ValueError:
            return None  # the act says in words that this is no drawing

    def signature(self):
        """All of it as `sign` takes it."""
        names = ("signed_name", "drawing", "text_sha256", "birth_date", "form_key")
        return {name: self.cleaned_data[name] for name in names}
