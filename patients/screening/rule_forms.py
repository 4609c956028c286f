"""What a prescriber fills in about a screening rule: another version, and the decision about one."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from clinic.words import Words
from patients.inquiries.form_keys import errors_of

from .models import Rule
from .models.rules import SAID

LONG = 200  # characters; more of them want several lines


class RuleForm(forms.Form):
    """Another version of a rule, as a prescriber writes it; the act judges it."""

    def __init__(self, *args, rule, **kwargs):
        super().__init__(*args, **kwargs)
        for name in SAID:
            field = Rule._meta.get_field(name)
            self.fields[name] = field.formfield(initial=getattr(rule, name))
            if (field.max_length or 0) > LONG:
                self.fields[name] = Words(
                    label=capfirst(field.verbose_name),
                    max_length=field.max_length,
                    required=not field.blank,
                    initial=getattr(rule, name),
                    widget=forms.Textarea(attrs={"rows": 2}),
                )
        self.fields["because"] = forms.CharField(
            label=_("Why this version?"), max_length=Rule._meta.get_field("because").max_length
        )

    def refuse(self, refusal):
        """Show why the act refused, beside the field it is about."""
        for name, error in errors_of(refusal):
            self.add_error(name if name in self.fields else None, error)


class DecisionForm(forms.Form):
    because = forms.CharField(
        label=_("Why?"), max_length=300, required=False, help_text=_("Needed where you decline it.")
    )
