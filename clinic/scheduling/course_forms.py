"""What people type about a course: its phases, the decision at a review, why the rest is canceled."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.words import Words

from . import refusals
from .forms import REASON_LENGTH
from .models import Appointment, CoursePhase, ReviewGate
from .models.courses import MOST_SESSIONS
from .models.phases import MOST_DAYS

PHASES_SHOWN = 4
ASKED_BY = [("", "—"), *Appointment.AskedBy.choices]


def number_widget():
    return forms.NumberInput(attrs={"class": "short"})


class PhaseForm(forms.Form):
    """A phase; a row that is left empty is none."""

    sessions = forms.IntegerField(
        label=_("Sessions"), min_value=1, max_value=MOST_SESSIONS, required=False, widget=number_widget()
    )
    least_days = forms.IntegerField(
        label=_("Days between, at least"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        widget=number_widget(),
    )
    most_days = forms.IntegerField(
        label=_("At most"), min_value=0, max_value=MOST_DAYS, required=False, widget=number_widget()
    )
    review_after = forms.BooleanField(label=_("A prescriber reviews after it"), required=False)

    FIELDS = ("sessions", "least_days", "most_days", "review_after")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if self.errors or not self.is_given:
            return cleaned
        for name in self.FIELDS[:3]:
            if cleaned[name] is None:
                self.add_error(name, _("Enter a number, or leave the whole phase empty."))
        if not self.errors and cleaned["least_days"] > cleaned["most_days"]:
            self.add_error("most_days", refusals.of("coursephase_days_in_order"))
        return cleaned

    @property
    def is_given(self):
        return any(self.cleaned_data.get(name) not in (None, False) for name in self.FIELDS)

    @property
    def phase(self):
        return CoursePhase(**{name: self.cleaned_data[name] for name in self.FIELDS})


class CourseForm(forms.Form):
    """Phases, on an evaluation and a consent that stand together (see `authorising.bases_for`).

    `protocol` is what a prescriber begins with.
    """

    basis = forms.ChoiceField(label=_("Treatment"), widget=forms.RadioSelect)

    def __init__(self, data=None, *, bases, protocol=None):
        self.bases = {evaluation.reference: (evaluation, consent) for evaluation, consent in bases}
        proposed = list(protocol.phases.all()) if protocol else []
        of_treatment = [
            evaluation.reference
            for evaluation, _consent in bases
            if len(bases) == 1 or (protocol and evaluation.treatment_id == protocol.treatment_id)
        ]
        super().__init__(data, initial={"basis": next(iter(of_treatment), None)})
        self.fields["basis"].choices = [
            (evaluation.reference, str(evaluation.treatment)) for evaluation, _consent in bases
        ]
        self.rows = [
            PhaseForm(
                data,
                prefix=f"phase-{number}",
                initial={name: getattr(phase, name) for name in PhaseForm.FIELDS} if phase else {},
            )
            for number, phase in enumerate([*proposed, *[None] * (PHASES_SHOWN - len(proposed))], start=1)
        ]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not all([row.is_valid() for row in self.rows]):
            raise ValidationError(_("Look at the phases again."), "phases")
        cleaned["phases"] = [row.phase for row in self.rows if row.is_given]
        if not cleaned["phases"]:
            raise ValidationError(_("A course has one phase at least: say how many sessions."), "no_phase")
        return cleaned

    def clean_basis(self):
        return self.bases[self.cleaned_data["basis"]]


class ReviewForm(forms.Form):
    """What a prescriber decides at a review, of a gate as it was `seen`."""

    decision = forms.ChoiceField(
        label=_("How does the course go on?"), choices=ReviewGate.Decision, widget=forms.RadioSelect
    )
    note = Words(
        label=_("Note"),
        required=False,
        max_length=1000,
        help_text=_("Needed to change the plan or to stop."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)


class CancelRestForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is the rest canceled?"),
        max_length=REASON_LENGTH,
        help_text=_("Such as “Feels well, wants to stop”."),
    )
    asked_by = forms.ChoiceField(label=_("Who asked?"), choices=ASKED_BY)
