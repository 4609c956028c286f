"""The health questions as forms: a step at a time for patients, all at once for who asks by phone."""

import uuid
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.words import Words
from patients.inquiries.form_keys import new_key, read_key

from .choices import words_for
from .models import Answer

TEXT_LENGTH = Answer._meta.get_field("text").max_length
CM_IN_AN_INCH, KG_IN_A_POUND = Decimal("2.54"), Decimal("0.45359237")
EXCLUSIVE = {"none"}

TEXT_LABELS = {
    "S33": _("Which ones?"),
    "S39": _("Your list"),
    "S44": _("What happened?"),
    "S51": _("What would help you?"),
}


class QuestionsForm(forms.Form):
    """Questions as fields, `q_<key>`, and beside some of them words, `t_<key>`. What is left open is not an answer.

    `answers()` is what was answered, also where another field was refused, for `answering.save_answers`. `shown`
    is for the page: each rule with its fields. A form that was open for days is taken all the same, since no
    answer may be lost: it has a key of its own then.
    """

    form_key = forms.Field(widget=forms.HiddenInput, required=False, initial=new_key)

    def __init__(self, *args, rules, standing=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.rules = list(rules)
        standing = standing or {}
        for rule in self.rules:
            answer = standing.get(rule.key)
            if rule.answer_type == "height_and_weight":
                self.fields |= measures(rule, answer)
                continue
            self.fields[f"q_{rule.key}"] = question(rule, answer)
            if rule.takes_text:
                self.fields[f"t_{rule.key}"] = Words(
                    label=TEXT_LABELS.get(rule.key, _("In your words")),
                    max_length=TEXT_LENGTH,
                    required=False,
                    initial=answer.text if answer else "",
                    widget=forms.Textarea(attrs={"rows": 3}),
                )

    @property
    def shown(self):
        for rule in self.rules:
            names = [name for name in self.fields if name.partition("_")[2].partition("-")[0] == rule.key]
            yield rule, [self[name] for name in names]

    def clean(self):
        cleaned = super().clean()
        try:
            cleaned["form_key"] = read_key(cleaned.get("form_key") or "")
        except ValidationError:
            cleaned["form_key"] = uuid.uuid4()
        for rule in self.rules:
            chosen = cleaned.get(f"q_{rule.key}")
            if cleaned.get(f"t_{rule.key}") and not chosen and f"q_{rule.key}" not in self.errors:
                self.add_error(f"q_{rule.key}", _("Choose an answer as well. What you wrote is still here."))
            if rule.takes_several and chosen and set(chosen) & EXCLUSIVE and len(chosen) > 1:
                self.add_error(f"q_{rule.key}", _("Choose “None of these”, or what applies. Not both."))
            if rule.answer_type == "height_and_weight":
                self.clean_measures(rule, cleaned)
        return cleaned

    def clean_measures(self, rule, cleaned):
        """Height and weight in one system; the answer is in centimeters and kilograms."""
        field = f"q_{rule.key}-{{}}".format
        given = {name: cleaned.get(field(name)) for name in ("cm", "kg", "ft", "inch", "lb")}
        for metric, other in (("cm", "ft"), ("kg", "lb")):
            if given[metric] is not None and given[other] is not None:
                self.add_error(field(metric), _("Give this in one way only, and leave the other one empty."))
                return
        height = given["cm"]
        if height is None and given["ft"] is not None:
            height = (given["ft"] * 12 + (given["inch"] or 0)) * CM_IN_AN_INCH
        weight = given["kg"]
        if weight is None and given["lb"] is not None:
            weight = given["lb"] * KG_IN_A_POUND
        if (height is None) != (weight is None):
            missing = "cm" if height is None else "kg"
            self.add_error(field(missing), _("Give both height and weight, in one way or the other."))
        elif height is not None and not (50 <= height <= 272 and 20 <= weight <= 650):
            self.add_error(field("cm"), _("Please check height and weight: this seems mistyped."))
        elif height is not None:
            cleaned[f"q_{rule.key}"] = {"height_cm": plain(height), "weight_kg": plain(weight)}

    def answers(self):
        """By rule the value and the words, for every question that was answered and not refused."""
        found = {}
        for rule in self.rules:
            value = self.cleaned_data.get(f"q_{rule.key}")
            if f"t_{rule.key}" not in self.errors and value not in (None, "", []):
                found[rule] = (value, self.cleaned_data.get(f"t_{rule.key}", ""))
        return found


def plain(number):
    """A decimal number in digits: two places, as the field shows and takes them, without zeros at the end."""
    return f"{round(number, 2).normalize():f}"


def question(rule, answer):
    """The field of one question, with what stands already."""
    several = rule.takes_several
    kind = forms.MultipleChoiceField if several else forms.ChoiceField
    field = kind(
        label=rule.asked,
        help_text=rule.reason,
        choices=[(choice, words_for(rule.key, choice)) for choice in rule.choices],
        required=False,
        widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
        initial=answer.value if answer else None,
        error_messages={"invalid_choice": _("Choose from the answers shown.")},
    )
    field.may_wait = True  # left open for now, not for good: so the page does not call it optional
    return field


def measures(rule, answer):
    """Five fields for height and weight: metric, or feet, inches and pounds."""
    known = answer.value if answer else {}
    labels = {
        "cm": (_("Height in centimeters"), known.get("height_cm")),
        "kg": (_("Weight in kilograms"), known.get("weight_kg")),
        "ft": (_("Height: feet"), None),
        "inch": (_("and inches"), None),
        "lb": (_("Weight in pounds"), None),
    }
    fields = {
        f"q_{rule.key}-{name}": forms.DecimalField(
            label=label,
            required=False,
            min_value=0,
            max_digits=6,
            decimal_places=2,
            initial=initial,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
            error_messages={
                "invalid": _("Give a number, such as 170."),
                "min_value": _("Give a number, such as 170."),
            },
        )
        for name, (label, initial) in labels.items()
    }
    for field in fields.values():
        field.may_wait = True
    return fields
