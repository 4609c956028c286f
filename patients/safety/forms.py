"""What staff fill in about a safety task."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.words import Words
from patients.inquiries.form_keys import KeyedForm
from patients.people.forms import clinicians

from .models import ANSWERED, Cause, SafetyEntry, SafetyTask

WORDS_LENGTH = SafetyEntry._meta.get_field("text").max_length


class RaiseForm(KeyedForm):
    """What somebody who works here saw, read or heard."""

    cause = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(cause, cause.label) for cause in Cause if cause not in ANSWERED],
        widget=forms.RadioSelect,
    )
    words = Words(
        label=_("In words"),
        max_length=WORDS_LENGTH,
        required=False,
        help_text=_("What they wrote or said. Clinicians read it; the front desk does not."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("cause") == Cause.FLAGGED and not cleaned.get("words", "").strip():
            self.add_error("words", _("Say what worries you."))
        return cleaned


class StepForm(forms.Form):
    """What was done, in words: for a try, a contact, an assessment, a note, and for sending back."""

    text = Words(label=_("What was said and done?"), max_length=WORDS_LENGTH)


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label=_("Hand over to"), queryset=None, empty_label=_("Choose"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = clinicians()


class CloseForm(forms.Form):
    """The end of a task, in a clinician's words."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=SafetyTask.Outcome.choices, widget=forms.RadioSelect
    )
    note = Words(
        label=_("Note"),
        max_length=WORDS_LENGTH,
        help_text=_("What was agreed, who is with them, when you talk again."),
    )
    alone_because = forms.CharField(
        label=_("Close without a second person"),
        required=False,
        max_length=SafetyTask._meta.get_field("alone_because").max_length,
        help_text=_("Only where nobody else can be asked: say why. It is kept."),
    )

    def __init__(self, *args, may_close_alone, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_close_alone:
            del self.fields["alone_because"]
