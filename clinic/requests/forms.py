"""What the desk fills in to answer a request."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.scheduling.forms import opening_value
from clinic.words import Words

from .models import MOST_PROPOSED, ChangeRequest


class TimesForm(forms.Form):
    """Openings that were found, ticked to propose or to move there: `times()` are those Openings."""

    times = forms.MultipleChoiceField(
        label=_("Times"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one time."),
            "invalid_choice": _("One of these times is not free any more. Choose again."),
        },
    )

    def __init__(self, *args, found, **kwargs):
        super().__init__(*args, **kwargs)
        self.openings = {opening_value(opening): opening for opening in found}
        self.fields["times"].choices = [(value, value) for value in self.openings]

    def clean_times(self):
        chosen = [self.openings[value] for value in self.cleaned_data["times"]]
        if self.data.get("act") == "move" and len(chosen) != 1:
            raise ValidationError(_("Tick exactly one time to move the visit there."), "one_time")
        if len(chosen) > MOST_PROPOSED:
            raise ValidationError(_("Tick up to three times to propose."), "three_times")
        return chosen


class KeepForm(forms.Form):
    """Why a visit stays as it is, in words the patient reads."""

    words = Words(
        label=_("What the patient reads"),
        max_length=ChangeRequest._meta.get_field("answer_words").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kind words, in the patient’s language. They stand on the patient’s private page."),
        error_messages={"required": _("Tell the patient why, in kind words.")},
    )
