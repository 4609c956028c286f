from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.words import Words
from patients.inquiries.form_keys import KeyedForm, errors_of

from .evaluating import USUALLY_VALID, Decided, flags_of_pressure
from .models import Assessment, Evaluation, FlagDecision
from .models.assessments import MEASURED

UNDECIDED = ("", _("Not decided"))
NOT_TODAY = ("", _("Not decided today"))
SAY_WHY = _("Say why.")
LETTERS = (Evaluation.Decision.DEFERRED, Evaluation.Decision.NOT_NOW)


def date_field_widget():
    """A date as browsers offer it, written the way they read it."""
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


def may_wait(field):
    """A field that is needed in some cases only, so the page does not call it optional."""
    field.may_wait = True
    return field


class EvaluationForm(KeyedForm, forms.ModelForm):
    """What a prescriber found, what they say of each flag, and what they decide about each treatment.

    `flags` are those of the answers that ask for a decision; what the blood pressure typed here raises is added to
    them. Fields about a flag are named by its rule (`S06-decision`, `S06-reason`), those about a treatment by its
    key. `letters` holds by treatment and decision what a letter begins with. `evaluation()` is for the act.
    """

    read = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)  # the answers shown
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=32)  # signed last

    class Meta:
        model = Assessment
        fields = ["mode", "examined_on", *MEASURED, "diagnoses", "medicines", "findings"]
        field_classes = {"diagnoses": Words, "medicines": Words, "findings": Words}
        widgets = {
            "mode": forms.RadioSelect,
            "examined_on": date_field_widget(),
            "diagnoses": forms.Textarea(attrs={"rows": 3}),
            "medicines": forms.Textarea(attrs={"rows": 3}),
            "findings": forms.Textarea(attrs={"rows": 5}),
        }
        labels = {"mode": _("How did you see the patient?"), "examined_on": _("Date of the evaluation")}
        help_texts = {
            "diagnoses": _("What you considered, and what you rely on."),
            "medicines": _("As the patient takes them. Correct and complete what they answered."),
            "findings": _("History, examination, and what you talked about."),
        }

    def __init__(self, *args, today, flags=(), treatments=(), letters=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.treatments = list(treatments)
        self.fields["mode"].choices = Assessment.Mode.choices
        self.fields["examined_on"].initial = today
        for name in MEASURED:
            may_wait(self.fields[name]).widget.attrs["class"] = "short"
        self.pressure_flags = flags_of_pressure(self.typed_number("systolic"), self.typed_number("diastolic"))
        self.flags = [*flags, *self.pressure_flags]
        for flag in self.flags:
            self.fields |= about_flag(flag)
        for treatment in self.treatments:
            self.fields |= about_treatment(treatment, letters or {}, today + USUALLY_VALID)

    def typed_number(self, name):
        """A number that was typed, or None."""
        try:
            return self.fields[name].clean(self.data.get(self.add_prefix(name)))
        except ValidationError:
            return None

    def clean(self):
        cleaned = super().clean()
        for flag in self.flags:
            decision, reason = self.said_of(flag)
            if decision and not reason:
                self.add_error(f"{flag.rule.key}-reason", SAY_WHY)
            if reason and not decision:
                self.add_error(f"{flag.rule.key}-decision", _("You wrote why. Choose what you decide."))
        for treatment in self.treatments:
            self.clean_treatment(treatment.key, cleaned)
        return cleaned

    def clean_treatment(self, key, cleaned):
        decision = cleaned.get(f"{key}-decision")
        if not decision:
            if cleaned.get(f"{key}-summary"):
                self.add_error(f"{key}-decision", _("You wrote reasons. Choose what you decide."))
            return
        needed = {"summary": SAY_WHY, "valid_until": _("Say until when.")}
        if decision in LETTERS:
            needed[f"letter_{decision}"] = _("Write to the patient what you decided, and what else there is.")
        for name, words in needed.items():
            if not cleaned.get(f"{key}-{name}") and f"{key}-{name}" not in self.errors:
                self.add_error(f"{key}-{name}", words)

    def _post_clean(self):
        """The row is judged by `evaluating.evaluate`, which knows whose evaluation it is."""

    def said_of(self, flag):
        """What is decided of a flag, and why."""
        cleaned, key = self.cleaned_data, flag.rule.key
        return cleaned.get(f"{key}-decision", ""), cleaned.get(f"{key}-reason", "")

    def evaluation(self):
        """What was filled in, as `evaluating.evaluate` takes it."""
        cleaned = self.cleaned_data
        judged = {flag.rule.key: self.said_of(flag) for flag in self.flags}
        return {
            **{name: cleaned[name] for name in (*self.Meta.fields, "form_key", "seen")},
            "judged": {key: said for key, said in judged.items() if said[0]},
            "decided": [
                Decided(
                    treatment=treatment,
                    decision=decision,
                    summary=cleaned[f"{treatment.key}-summary"],
                    valid_until=cleaned[f"{treatment.key}-valid_until"],
                    letter=cleaned.get(f"{treatment.key}-letter_{decision}", ""),
                )
                for treatment in self.treatments
                if (decision := cleaned[f"{treatment.key}-decision"])
            ],
        }

    def refuse(self, refusal):
        """Show why the act refused; what it says of a letter stands beside the one that was to be sent."""
        for name, error in errors_of(refusal):
            key, _dash, field = (name or "").rpartition("-")
            if field == "letter":
                name = f"{key}-letter_{self.cleaned_data[f'{key}-decision']}"
            self.add_error(name if name in self.fields else None, error)
        self.renew_key()

    def show_anew(self):
        """The page shows what came meanwhile; signing it again says that it was read."""
        self.data = self.data.copy()
        for name in ("read", "seen"):
            self.data[self.add_prefix(name)] = self.initial[name]

    def rows_of(self, flags):
        """Each flag with the two fields about it."""
        return [(flag, self[f"{flag.rule.key}-decision"], self[f"{flag.rule.key}-reason"]) for flag in flags]

    @property
    def answer_rows(self):
        return self.rows_of([flag for flag in self.flags if flag not in self.pressure_flags])

    @property
    def pressure_rows(self):
        return self.rows_of(self.pressure_flags)

    @property
    def vital_signs(self):
        return [self[name] for name in MEASURED]

    @property
    def treatment_rows(self):
        """Each treatment with its fields: decision, reasons, until when, and pairs of a decision and its letter."""
        for treatment in self.treatments:
            yield {
                "treatment": treatment,
                **{name: self[f"{treatment.key}-{name}"] for name in ("decision", "summary", "valid_until")},
                "letters": [(each, self[f"{treatment.key}-letter_{each}"]) for each in LETTERS],
            }


def about_flag(flag):
    """The two fields about a flag."""
    reason, rule = FlagDecision._meta.get_field("reason"), {"rule": flag.rule.key}
    return {
        f"{flag.rule.key}-decision": may_wait(
            forms.ChoiceField(
                label=_("%(rule)s: your decision") % rule,
                choices=[UNDECIDED, *FlagDecision.Decision.choices],
                widget=forms.RadioSelect,
                required=False,
            )
        ),
        f"{flag.rule.key}-reason": may_wait(
            Words(
                label=_("%(rule)s: why?") % rule,
                max_length=reason.max_length,
                widget=forms.Textarea(attrs={"rows": 2}),
                required=False,
            )
        ),
    }


def about_treatment(treatment, letters, until):
    """The fields about a treatment, with what its letters begin with."""
    name = {"treatment": treatment}
    labels = {
        Evaluation.Decision.DEFERRED: _("%(treatment)s: letter that we wait") % name,
        Evaluation.Decision.NOT_NOW: _("%(treatment)s: letter that it is not for now") % name,
    }
    fields = {
        "decision": forms.ChoiceField(
            label=_("%(treatment)s: your decision") % name,
            choices=[NOT_TODAY, *Evaluation.Decision.choices],
            widget=forms.RadioSelect,
            required=False,
        ),
        "summary": Words(
            label=_("%(treatment)s: reasons") % name,
            max_length=Evaluation._meta.get_field("summary").max_length,
            widget=forms.Textarea(attrs={"rows": 4}),
            required=False,
            help_text=_("What speaks for it, what against it, and what you agreed with the patient."),
        ),
        "valid_until": forms.DateField(
            label=_("%(treatment)s: valid until") % name,
            widget=date_field_widget(),
            initial=until,
            required=False,
            help_text=_("Later sessions wait until a new evaluation is signed. A year at most."),
        ),
        **{
            f"letter_{each}": Words(
                label=labels[each],
                max_length=Evaluation._meta.get_field("letter").max_length,
                widget=forms.Textarea(attrs={"rows": 12}),
                required=False,
                initial=letters.get((treatment, each), ""),
                help_text=_("The patient reads it on their private page exactly so. Make it yours."),
            )
            for each in LETTERS
        },
    }
    return {f"{treatment.key}-{name}": may_wait(field) for name, field in fields.items()}


class SuspensionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it no longer hold?"),
        max_length=Evaluation._meta.get_field("suspended_because").max_length,
        help_text=_("Every session booked on it shows as on hold, until a new evaluation is recorded."),
    )
