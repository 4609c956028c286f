"""What patients fill in about a visit: who takes them home, and asking for another time or to cancel."""

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from clinic.requests.models import ChangeRequest, PartOfDay
from clinic.scheduling.models import Appointment
from clinic.words import Words
from patients.inquiries.form_keys import KeyedForm, errors_of

NAME = Appointment._meta.get_field("escort_name").max_length
PHONE = Appointment._meta.get_field("escort_phone").max_length
# What the acts refuse, in the words of these pages.
REFUSALS = {
    "moved": _("This visit has another time now. Please look at it again."),
    "too_late": _("It is too late to change this here. Please call us."),
    "asked_already": _("You have asked about this visit already. You see it on the page of the visit."),
    "sent_before": _("This was sent before with other words. Please look at the page of the visit."),
    "answered": _("We have answered meanwhile. Please look at it again."),
    "other_times": _("We have answered meanwhile. Please look at it again."),
    "gone": _("Somebody else has this time now. Please choose another one, or call us."),
    "busy": _("That did not work just now. Please try again."),
    "changed_meanwhile": _("That did not work just now. Please try again."),
}


def in_words(refusal):
    """A refusal of an act as these pages say it; what they have no words for is said as the act does."""
    code = getattr(refusal, "code", None) or next((error.code for error in refusal.error_list), None)
    return REFUSALS.get(code) or refusal.messages[0]


class AboutAVisit(forms.Form):
    """What is said of a visit as the patient saw its time."""

    about = forms.DateTimeField(widget=forms.HiddenInput)

    def show_as_it_is_now(self, appointment):
        """Beside the time it has now, so that sending it again is about that."""
        self.data = self.data.copy()
        self.data[self.add_prefix("about")] = appointment.session.lower.isoformat()


class WayHomeForm(AboutAVisit):
    """Who takes the patient home from one visit."""

    escort_name = forms.CharField(
        label=_("Who takes you home?"),
        max_length=NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say who takes you home.")},
    )
    escort_phone = forms.CharField(
        label=_("Their phone"),
        max_length=PHONE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "dir": "ltr"}),
    )

    @classmethod
    def of(cls, appointment, data=None):
        """The form of a visit: with who is named for it, or else who the patient once named."""
        name, phone = appointment.escort_name, appointment.escort_phone
        if not name:
            patient = appointment.patient
            name = patient.escort_name
            phone = patient.escort_phone.as_international if patient.escort_phone else ""
        about = appointment.session.lower.isoformat()
        initial = {"escort_name": name[:NAME], "escort_phone": phone[:PHONE], "about": about}
        return cls(data, initial=initial)

    def refuse(self, refusal):
        self.add_error(None, in_words(refusal))


class AskForm(AboutAVisit, KeyedForm):
    """Another time, or none: on which days, at what time of the day, and what else there is to say."""

    wants = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[
            (ChangeRequest.Wants.MOVE, _("Another time for this visit")),
            (ChangeRequest.Wants.CANCEL, _("To cancel this visit")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you would like.")},
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Which days suit you for another time?"),
        choices=[(day + 1, name) for day, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none if any day does."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What time of the day?"),
        choices=[(PartOfDay.MORNING, _("In the morning")), (PartOfDay.AFTERNOON, _("In the afternoon"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Tick none if any time does."),
    )
    words = Words(
        label=_("Is there anything else we should know?"),
        max_length=ChangeRequest._meta.get_field("words").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("You need not say why."),
    )

    def asked(self):
        """All of it as `asking.ask` takes it."""
        names = ("wants", "weekdays", "parts", "words", "about", "form_key")
        return {name: self.cleaned_data[name] for name in names}

    def refuse(self, refusal):
        for _name, error in errors_of(refusal):
            error.message, error.params = REFUSALS.get(error.code, error.message), None
        super().refuse(refusal)
