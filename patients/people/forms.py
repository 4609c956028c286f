"""What staff fill in about a patient."""

from copy import deepcopy
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import get_user_model
from django.core import signing
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clinic.accounts.roles import CLINICIAN, PRESCRIBER
from clinic.locations.models import Location
from clinic.words import Words
from patients.inquiries.form_keys import KeyedForm, errors_of
from patients.inquiries.forms import phone_in_the_clinics_country

from .known import KNOWN, in_words, label_of, what_is_known
from .look_alikes import alike_in, look_alikes_of
from .models import DifferentPeople, Hold, Patient

MOST_SHOWN = 20  # of those who look alike
SEEN_ALIKE_LENGTH = 10_000  # the references of those who were shown

WIDGETS = {"birth_date": forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")}


def clinicians():
    """Everybody who may look after patients."""
    in_role = Q(groups__name=CLINICIAN) | Q(groups__name=PRESCRIBER)
    return get_user_model().objects.active().filter(in_role).distinct()


def time_zones():
    """The zones of regions, in order: the others are older names, and offsets that know no summer."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


WORDS = {  # what helps somebody fill the field in
    "legal_name": _("As on their identity document."),
    "pronouns": _("Such as she/her or they/them."),
    "channels": _("Only what they have agreed to."),
    "escort_name": _("After a treatment nobody drives or goes home alone."),
    "language": _("Such as Spanish, or American Sign Language."),
    "access_needs": _("Such as no stairs, large print, or somebody with them."),
    "time_zone": _("Only if it is another: their quiet hours go by it."),
}
BESIDE = {  # the field that a refusal is about, by its code
    "no_address": "email",
    "no_number": "phone",
    "half_emergency_contact": "emergency_name",
    "nameless_escort": "escort_name",
    "no_language": "language",
}


class PatientForm(KeyedForm):
    """What we know about a patient, in sections. Only where it has to, it asks whether this is somebody else.

    `sections` are titles with the fields that stand under them; `patient()` is what was typed.
    """

    sections_asked = ()
    asks_after = "perhaps_here"  # the refusal that asks

    because = forms.CharField(
        label=_("This is somebody else. How do you know?"),
        help_text=_("Such as: a father and his son, both here; I asked for the birth date."),
        max_length=DifferentPeople._meta.get_field("because").max_length,
        required=False,
    )
    seen_alike = forms.CharField(
        widget=forms.HiddenInput, required=False, initial="", max_length=SEEN_ALIKE_LENGTH
    )

    def __init__(self, *args, user, patient=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.known = user, patient
        self.look_alikes, self.has_hidden_look_alikes = [], False
        self.asked = [field for _title, names in self.sections_asked for field in names if field in KNOWN]
        self.fields = {**self.about_a_patient(), **self.fields}
        if not self.data.get(self.add_prefix("because")):
            del self.fields["because"]

    def about_a_patient(self):
        """The fields of a patient that this form asks for."""
        fields = forms.fields_for_model(Patient, self.asked, widgets=WIDGETS, help_texts=WORDS)
        for name in self.asked:
            label, help_text = fields[name].label, fields[name].help_text
            if name.endswith("phone"):
                fields[name] = phone_in_the_clinics_country(label=label, required=False)
            elif name == "channels":
                fields[name] = forms.MultipleChoiceField(
                    label=label,
                    help_text=help_text,
                    choices=Patient.Channel,
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                )
            elif name == "access_needs":
                length = Patient._meta.get_field(name).max_length
                fields[name] = Words(label=label, help_text=help_text, max_length=length, required=False)
            elif name == "location":
                bookable = Q(is_active=True) | Q(pk=self.known and self.known.location_id)
                fields[name] = forms.ModelChoiceField(
                    Location.objects.filter(bookable),
                    label=label,
                    to_field_name="slug",
                    empty_label=_("Choose"),
                )
            elif name == "time_zone":
                zones = [(zone, zone.replace("_", " ")) for zone in time_zones()]
                fields[name] = forms.ChoiceField(
                    label=label,
                    help_text=help_text,
                    choices=[("", _("The same as the location")), *zones],
                    required=False,
                )
            elif name == "birth_date":
                fields[name].input_formats = ["%Y-%m-%d"]
                fields[name].error_messages["invalid"] = _(
                    "Write the date as year-month-day, such as 1980-05-31."
                )
            fields[name].widget.attrs["autocomplete"] = "off"
        return fields

    @property
    def sections(self):
        """Titles, each with its fields."""
        for title, names in self.sections_asked:
            if fields := [self[name] for name in names if name in self.fields]:
                yield title, fields

    def patient(self):
        """What was typed about the patient."""
        typed = {name: self.cleaned_data[name] for name in self.asked if name in self.fields}
        chosen = typed["channels"]
        typed["channels"] = [channel for channel in Patient.Channel.values if channel in chosen]
        return typed

    def because_and_who(self):
        """Why this is somebody else, and who else: those that the form has shown."""
        seen = self.cleaned_data["seen_alike"].split()
        others = Patient.objects.visible_to(self.user).filter(reference__in=seen)
        return {"because": self.cleaned_data.get("because", ""), "different_from": others}

    def refuse(self, refusal):
        """Show why the act refused; where somebody like them is here, who, and a way to say “somebody else”."""
        if any(error.code == self.asks_after for _name, error in errors_of(refusal)):
            self.ask_who_it_is()
        for name, error in errors_of(refusal):
            name = BESIDE.get(error.code, name)
            self.add_error(name if name in self.fields else None, error)
        self.renew_key()

    def ask_who_it_is(self):
        typed = Patient(pk=self.known and self.known.pk, **self.patient())
        alike = self.alike(typed)
        visible = alike.visible_to(self.user)
        seen = self.cleaned_data["seen_alike"].split() if self.cleaned_data.get("because") else []
        unseen = visible.exclude(reference__in=seen).marking_holds().select_related("location")
        for other in unseen.prefetch_related("merged")[:MOST_SHOWN]:
            rows = (other, *other.merged.all())
            other.alike_in = list(dict.fromkeys(way for row in rows for way in alike_in(typed, row)))
            self.look_alikes.append(other)
        self.has_hidden_look_alikes = alike.exclude(pk__in=visible.values("pk")).exists()
        self.fields["because"] = deepcopy(self.base_fields["because"])
        self.fields["because"].required = True  # as it is shown; who corrects a typing error need not answer
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_alike")] = " ".join(
            [*seen, *(other.reference for other in self.look_alikes)]
        )

    def alike(self, typed):
        """Whom the act takes for this person."""
        return look_alikes_of(typed)


class RegisterForm(PatientForm):
    """What registering needs and nothing more: the rest is asked when it is known."""

    sections_asked = (
        (_("Who they are"), ("legal_name", "chosen_name", "birth_date")),
        (_("How to reach them"), ("email", "phone", "channels")),
        (_("Their visits"), ("location", "language", "access_needs", "looked_after_by")),
    )

    looked_after_by = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label=_("Looked after by"),
        help_text=_("The clinician who sees them first. Clinicians see only the patients they look after."),
        required=False,
        to_field_name="email",
        empty_label=_("Nobody yet"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["looked_after_by"].queryset = clinicians()
        for name in ("language", "access_needs"):  # asked later, but never lost
            if not self.initial.get(name):
                del self.fields[name]


SEEN_LENGTH = 40_000  # all that is known, every character of it escaped and signed


class CorrectForm(PatientForm):
    """What we know of somebody who is here, everything unless told otherwise; it remembers what it showed."""

    sections_asked = (
        (_("Who they are"), ("legal_name", "chosen_name", "pronouns", "birth_date")),
        (_("How to reach them"), ("email", "phone", "channels")),
        (_("In an emergency"), ("emergency_name", "emergency_relation", "emergency_phone")),
        (_("The way home"), ("escort_name", "escort_phone")),
        (_("Language and access"), ("language", "needs_interpreter", "access_needs")),
        (_("At the clinic"), ("location", "time_zone", "heard_from")),
    )

    asks_after = "namesake"

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=SEEN_LENGTH)

    def __init__(self, *args, user, patient, **kwargs):
        initial = {name: getattr(patient, name) for name in KNOWN}
        initial |= {"location": patient.location.slug}
        super().__init__(*args, user=user, patient=patient, initial=initial, **kwargs)
        self.initial["seen"] = self.as_seen(patient)

    def as_seen(self, patient):
        """What it shows of the patient, signed."""
        known = what_is_known(patient)
        return signing.dumps({name: known[name] for name in self.asked}, salt="patients.people.forms")

    def clean_seen(self):
        try:
            return signing.loads(self.cleaned_data["seen"], salt="patients.people.forms")
        except signing.BadSignature:
            return {}

    def alike(self, typed):
        return Patient.objects.same_person_as(
            legal_name=typed.legal_name, birth_date=typed.birth_date
        ).exclude(pk=typed.pk)

    def show_as_it_is_now(self, patient):
        """After somebody else's change: what is typed stays, and sending it again means it."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.as_seen(patient)


class CompareForm(forms.Form):
    """Of two patients who are one person, what is true: one choice for each thing known of them that differs.

    `rows` are labels with what is known of the one, `into`, who stays, and of the other, and the choice or None.
    """

    STAYS, TAKEN = "stays", "taken"

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2 * SEEN_LENGTH)

    def __init__(self, *args, patient, into, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = signing.dumps(
            [what_is_known(patient), what_is_known(into)], salt="patients.people.forms"
        )
        self.rows = []
        for name in KNOWN:
            words = in_words(into, name), in_words(patient, name)
            if words[0] != words[1]:
                self.fields[name] = forms.ChoiceField(
                    label=label_of(name),
                    choices=[(self.STAYS, words[0] or _("nothing")), (self.TAKEN, words[1] or _("nothing"))],
                    initial=self.STAYS if words[0] else self.TAKEN,
                    widget=forms.RadioSelect,
                )
            if any(words):
                self.rows.append((label_of(name), words[0], self[name] if name in self.fields else None))

    def clean_seen(self):
        try:
            return signing.loads(self.cleaned_data["seen"], salt="patients.people.forms")
        except signing.BadSignature:
            return []

    def show_as_they_are_now(self):
        """After somebody else's change: what was chosen stays, and sending it again means it."""
        self.data = self.data.copy()
        self.data["seen"] = self.fields["seen"].initial

    def taken(self):
        """What the one who stays takes from the other."""
        return [name for name in KNOWN if self.cleaned_data.get(name) == self.TAKEN]


class DifferentForm(forms.Form):
    because = forms.CharField(
        label=_("How do you know?"),
        help_text=_("Such as: a father and his son, both here; I asked for the birth date."),
        max_length=DifferentPeople._meta.get_field("because").max_length,
    )


class HoldForm(KeyedForm):
    reason = forms.CharField(
        label=_("What does it wait for?"),
        help_text=_("One sentence that everybody who treats or books this patient may read."),
        max_length=Hold._meta.get_field("reason").max_length,
    )


class LiftForm(forms.Form):
    because = forms.CharField(
        label=_("Why can it go on?"), max_length=Hold._meta.get_field("lifted_because").max_length
    )


class JoinForm(forms.Form):
    user = forms.ModelChoiceField(
        get_user_model().objects.none(), label=_("Clinician"), to_field_name="email", empty_label=_("Choose")
    )

    def __init__(self, *args, patient, **kwargs):
        super().__init__(*args, **kwargs)
        there = patient.care_team.current().values("user")
        self.fields["user"].queryset = clinicians().exclude(pk__in=there)


class SearchForm(forms.Form):
    """Which patients the list shows."""

    q = forms.CharField(label=_("Name, e-mail or phone"), required=False, max_length=80)
    location = forms.ModelChoiceField(
        Location.objects.all(),
        label=_("Location"),
        required=False,
        to_field_name="slug",
        empty_label=_("Everywhere"),
    )
    on_hold = forms.BooleanField(label=_("On hold only"), required=False)

    def asked_for(self):
        """What was asked for, as far as it makes sense."""
        self.is_valid()
        return {**dict.fromkeys(self.fields, ""), **self.cleaned_data}
