from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.words import Words
from patients.inquiries.form_keys import KeyedForm

from .evaluating import USUALLY_VALID
from .models import Evaluation


def date_field_widget():
    """A date as browsers offer it, written the way they read it."""
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


class EvaluationForm(KeyedForm, forms.ModelForm):
    """What a prescriber decided, and why."""

    class Meta:
        model = Evaluation
        fields = ["treatment", "decision", "mode", "summary", "decided_on", "valid_until"]
        field_classes = {"summary": Words}
        widgets = {
            "decision": forms.RadioSelect,
            "mode": forms.RadioSelect,
            "summary": forms.Textarea(attrs={"rows": 8}),
            "decided_on": date_field_widget(),
            "valid_until": date_field_widget(),
        }
        labels = {"mode": _("How did you see the patient?"), "decided_on": _("Date of the evaluation")}
        help_texts = {
            "summary": _("What you found, what you considered, and why you decide so."),
            "valid_until": _("Later sessions wait until a new evaluation is recorded. A year at most."),
        }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = today
        self.fields["valid_until"].initial = today + USUALLY_VALID
        for name in ("decision", "mode"):
            self.fields[name].choices = Evaluation._meta.get_field(name).choices

    def _post_clean(self):
        """The row is judged by `evaluating.evaluate`, which knows whose evaluation it is."""


class SuspensionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it no longer hold?"),
        max_length=Evaluation._meta.get_field("suspended_because").max_length,
        help_text=_("Every session booked on it shows as on hold, until a new evaluation is recorded."),
    )
