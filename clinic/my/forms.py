"""What patients fill in on their own pages."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from patients.area.agreeing import WORDS
from patients.inquiries.form_keys import errors_of
from patients.inquiries.forms import NewLinkForm as AskedNewLinkForm
from patients.people.forms import CorrectForm
from patients.people.known import THEIR_OWN
from patients.people.registering import OLDEST

FOUR_DIGITS = _("Give the year with four digits, such as 1984.")


class BirthDateForm(forms.Form):
    """The birth date in three fields that nobody can mix up."""

    month = forms.TypedChoiceField(
        label=_("Month"),
        choices=[("", _("Choose")), *MONTHS.items()],
        coerce=int,
        error_messages={"required": _("Choose the month.")},
    )
    day = forms.IntegerField(
        label=_("Day"),
        min_value=1,
        max_value=31,
        widget=forms.TextInput,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"], _("Give the day as a number, such as 5.")
        ),
    )
    year = forms.IntegerField(
        label=_("Year"),
        max_value=9999,
        widget=forms.TextInput,
        error_messages=dict.fromkeys(["required", "invalid", "max_value"], FOUR_DIGITS),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in BirthDateForm.base_fields:
            self.fields[name].widget.attrs |= {"autocomplete": f"bday-{name}", "class": "short"}
        for name, length in (("day", 2), ("year", 4)):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "size": length, "maxlength": length}

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year < date.today().year - OLDEST:
            raise ValidationError(FOUR_DIGITS)
        return year

    def clean(self):
        typed = super().clean()
        if not self.errors:
            try:
                typed["birth_date"] = date(typed["year"], typed["month"], typed["day"])
            except ValueError:
                self.add_error("day", _("This month has no such day."))
        return typed


# What these fields are called where patients themselves read it.
LABELS = {
    "email": _("E-mail"),
    "phone": _("Phone"),
    "channels": _("How may we reach you?"),
    "emergency_name": _("Whom do we call in an emergency?"),
    "emergency_relation": _("Who is this to you?"),
    "emergency_phone": _("Their phone"),
    "escort_name": _("Who takes you home?"),
    "escort_phone": _("Phone of who takes you home"),
}
HELP_TEXTS = {
    "channels": _("Tick all that you agree to. You can take it back here at any time."),
    "emergency_relation": _("Such as partner, mother or friend."),
    "escort_name": _("After a treatment nobody drives or goes home alone."),
}
REFUSALS = {"nameless_escort": _("Say who takes you home, not only the number.")}


class OwnContactForm(CorrectForm):
    """What patients correct by themselves: how to reach them, and who stands by them."""

    sections_asked = (
        (_("How we reach you"), ("email", "phone", "channels")),
        (_("In an emergency"), ("emergency_name", "emergency_relation", "emergency_phone")),
        (_("The way home"), ("escort_name", "escort_phone")),
    )

    def __init__(self, *args, patient, **kwargs):
        super().__init__(*args, user=None, patient=patient, **kwargs)
        for name in ("because", "seen_alike"):  # asks nobody whether they are somebody else
            self.fields.pop(name, None)

    def about_a_patient(self):
        fields = super().about_a_patient()
        for name, field in fields.items():
            field.label, field.help_text = LABELS[name], HELP_TEXTS.get(name, "")
        fields["channels"].choices = WORDS.items()
        fields["email"].widget.attrs |= {"autocomplete": "email", "dir": "ltr"}
        fields["phone"].widget.attrs |= {"autocomplete": "tel"}
        return fields

    def patient(self):
        typed = super().patient()
        return {name: typed[name] for name in THEIR_OWN}

    def refuse(self, refusal):
        for _name, error in errors_of(refusal):
            error.message = REFUSALS.get(error.code, error.message)
        super().refuse(refusal)


class NewLinkForm(AskedNewLinkForm):
    """Where to mail a patient's new link."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("The address at which we write to you.")
