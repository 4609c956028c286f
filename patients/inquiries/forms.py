"""What people and staff fill in about an inquiry."""

from datetime import timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from clinic.accounts.roles import FRONT_DESK
from clinic.locations.models import Clinic, Location
from clinic.words import Words

from .form_keys import KeyedForm
from .models import Contact, ContactConsentText, Inquiry, Message, Note

PHONE_LENGTH = 40


class Phone(PhoneNumberField):
    """A phone number as it is written in the clinic's country, or with a + and the country's number."""

    def __init__(self, **kwargs):
        super().__init__(max_length=PHONE_LENGTH, **kwargs)
        self.widget.attrs |= {"autocomplete": "tel", "inputmode": "tel", "class": "short"}

    def validate(self, value):
        super().validate(value)
        if getattr(value, "extension", None):
            raise ValidationError(_("Leave the extension out here and write it into the message."))


def phone_in_the_clinics_country(**kwargs):
    clinic = Clinic.objects.first()
    return Phone(
        region=clinic.country if clinic else None,
        error_messages={
            "invalid": _("Check the number. From abroad, begin with + and the country’s number.")
        },
        **kwargs,
    )


class InquiryForm(KeyedForm, forms.ModelForm):
    """What an inquiry says, whoever types it. `inquiry()` is what `receive_inquiry` wants to know."""

    consent = forms.BooleanField()
    consent_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    help_with = forms.MultipleChoiceField(
        choices=Inquiry.HelpWith, widget=forms.CheckboxSelectMultiple, required=False
    )
    message = Words(max_length=Inquiry._meta.get_field("message").max_length, required=False)

    class Meta:
        model = Inquiry
        fields = [
            "name",
            "email",
            "phone",
            "location",
            "contact_by",
            "best_time",
            "help_with",
            "message",
            "support_needed",
        ]
        widgets = {"contact_by": forms.RadioSelect, "best_time": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["name"].widget.attrs |= {"autocomplete": "name"}
        fields["email"].widget.attrs |= {"autocomplete": "email"}
        fields["phone"] = phone_in_the_clinics_country(required=False, label=fields["phone"].label)
        fields["contact_by"].choices = Inquiry.ContactBy.choices
        fields["contact_by"].required = False
        fields["best_time"].choices = Inquiry.BestTime.choices
        fields["best_time"].required = False
        self.open_locations = Location.objects.open_for_business()
        fields["location"] = forms.ModelChoiceField(
            self.open_locations, to_field_name="slug", empty_label=None, widget=forms.RadioSelect
        )
        if len(self.open_locations) == 1:
            del fields["location"]
        self.consent_text = self.consent_text_shown()
        self.initial["consent_version"] = self.consent_text.version
        for name in ("email", "phone"):  # a mailbox and a number are read from left to right in every script
            fields[name].widget.attrs["dir"] = "ltr"
        for name in ("name", "message", "support_needed"):
            fields[name].widget.attrs["dir"] = "auto"

    def consent_text_shown(self):
        """The version this page showed, so that people agree to the words they have read."""
        shown = str(self.data.get(self.add_prefix("consent_version"), ""))[:6]
        if shown.isascii() and shown.isdigit():
            found = ContactConsentText.objects.filter(version=int(shown)).first()
            if found:
                return found
        return ContactConsentText.objects.current()

    def clean(self):
        cleaned = super().clean()
        email, phone = cleaned.get("email"), cleaned.get("phone")
        if not email and not phone and not self.has_error("email") and not self.has_error("phone"):
            self.add_error("email", _("Give an e-mail address or a phone number, so that we can answer."))
        by = cleaned.get("contact_by") or (Inquiry.ContactBy.EMAIL if email else Inquiry.ContactBy.PHONE)
        if by == Inquiry.ContactBy.EMAIL and phone and not email and not self.has_error("email"):
            self.add_error("email", _("Give the e-mail address to write to."))
        if by == Inquiry.ContactBy.PHONE and email and not phone and not self.has_error("phone"):
            self.add_error("phone", _("Give the phone number to call."))
        cleaned["contact_by"] = by
        cleaned["best_time"] = cleaned.get("best_time") or Inquiry.BestTime.ANY
        if "location" not in self.fields and self.open_locations:
            cleaned["location"] = self.open_locations[0]
        chosen = cleaned.get("help_with") or ()
        cleaned["help_with"] = [value for value in Inquiry.HelpWith.values if value in chosen]
        return cleaned

    def inquiry(self):
        """Every keyword of `receive_inquiry` that was typed."""
        names = ["form_key", "location", *(name for name in self.Meta.fields if name != "location")]
        return {name: self.cleaned_data[name] for name in names} | {"consent_text": self.consent_text}


class AskingForm(InquiryForm):
    """The public form."""

    quickest = timedelta(seconds=2)

    website = forms.CharField(
        required=False, max_length=200
    )  # hidden: people leave it empty, machines do not

    class Meta(InquiryForm.Meta):
        labels = {
            "name": _("Your name"),
            "email": _("E-mail"),
            "phone": _("Phone"),
            "contact_by": _("How should we reach you?"),
            "best_time": _("When is a good time?"),
            "support_needed": _("Is there anything that would make it easier to talk with us or to visit?"),
        }
        help_texts = {
            "name": _("The name you would like us to use."),
            "contact_by": _("If you give us both and choose nothing, we write."),
            "support_needed": _("Such as an interpreter, large print, no stairs, or somebody with you."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["help_with"].label = _("What would you like help with?")
        fields["help_with"].help_text = _("Choose as many as you like, or none.")
        fields["message"].label = _("Your message")
        fields["message"].help_text = _(
            "A few words are enough. You need not tell us anything about your health yet."
        )
        fields["consent"].label = self.consent_text.text
        fields["consent"].error_messages["required"] = _("We may only answer you if you agree to this.")
        fields["name"].error_messages["required"] = _("Tell us what to call you.")
        if "location" in fields:
            fields["location"].label = _("The clinic you would come to")
            fields["location"].error_messages["required"] = _("Choose one. You can change it later.")
        fields["website"].label = _("Leave this empty")
        fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website") or self.has_error("website"):
            self.errors.pop("website", None)
            self.add_error(
                None,
                _(
                    "Something, perhaps your browser, filled in a field nobody sees. It is empty now, and "
                    "the rest of what you typed is still here: please send it again."
                ),
            )
            self.data = self.data.copy()
            self.data[self.add_prefix("website")] = ""
        return cleaned


class PhoneInquiryForm(InquiryForm):
    """An inquiry that a member of staff writes down during a call."""

    class Meta(InquiryForm.Meta):
        labels = {"support_needed": _("Support they need")}
        help_texts = {
            "support_needed": _("Such as an interpreter, large print, no stairs, or somebody with them.")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        fields = self.fields
        fields["help_with"].label = _("Wants help with")
        fields["message"].label = _("What they said")
        fields["consent"].label = _("They agreed to this")
        fields["consent"].help_text = _("Read it to them: “%(text)s”") % {"text": self.consent_text.text}
        fields["consent"].error_messages["required"] = _("We may only keep this and answer if they agree.")


class MessageForm(KeyedForm):
    """What somebody who asked adds on their private page."""

    text = Words(label=_("Your message"), max_length=Message._meta.get_field("text").max_length)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["dir"] = "auto"
        self.fields["text"].error_messages["required"] = _("Write your message first.")


class NewLinkForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, help_text=_("The address you gave us when you wrote.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "dir": "ltr"}


class FilterForm(forms.Form):
    """Which inquiries the list shows. What is not on its lists is as good as not asked for."""

    WAITING = "waiting"
    MINE, NOBODYS = "mine", "nobody"
    LISTS = (
        (WAITING, _("Waiting")),
        ("overdue", _("Overdue")),
        ("new", _("New")),
        ("in_touch", _("In touch")),
        ("snoozed", _("Put off")),
        ("registered", _("Registered")),
        ("closed", _("Closed")),
        ("all", _("All")),
    )

    q = forms.CharField(label=_("Name, e-mail or phone"), required=False, max_length=80)
    state = forms.ChoiceField(label=_("State"), required=False, choices=LISTS)
    owner = forms.ChoiceField(
        label=_("Owner"),
        required=False,
        choices=[("", _("Anybody")), (MINE, _("Me")), (NOBODYS, _("Nobody yet"))],
    )
    location = forms.ModelChoiceField(
        Location.objects.all(),
        label=_("Location"),
        required=False,
        to_field_name="slug",
        empty_label=_("Everywhere"),
    )
    reason = forms.ChoiceField(
        label=_("Why closed"), required=False, choices=[("", _("Any reason")), *Inquiry.CloseReason.choices]
    )

    def asked_for(self):
        """What was asked for, as far as it makes sense."""
        self.is_valid()
        return {
            **dict.fromkeys(self.fields, ""),
            **self.cleaned_data,
            "state": self.cleaned_data.get("state") or self.WAITING,
        }


class FiguresForm(forms.Form):
    """Which location's figures are shown."""

    location = forms.ModelChoiceField(
        Location.objects.all(),
        label=_("Location"),
        required=False,
        to_field_name="slug",
        empty_label=_("All locations"),
    )

    def location_asked_for(self):
        self.is_valid()
        return self.cleaned_data.get("location")


class ChosenForm(forms.Form):
    """The inquiries ticked in the list, among those this person may see."""

    chosen = forms.ModelMultipleChoiceField(
        Inquiry.objects.none(),
        to_field_name="reference",
        error_messages={
            "required": _("Tick the inquiries first."),
            "invalid_choice": _("One of them is not there any more. Nothing was closed."),
        },
    )

    def __init__(self, *args, visible, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = visible


class ReplyForm(KeyedForm):
    """An answer by mail, begun from a template."""

    text = Words(
        label=_("What we write"),
        max_length=Contact._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_(
            "No word may tell others what it is about: no treatment, no illness. Their private link is added."
        ),
    )


class CallForm(KeyedForm):
    """What came of a call."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=[choice for choice in Contact.Outcome.choices if choice[0] != Contact.Outcome.SENT],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of the call.")},
    )
    text = Words(
        label=_("What was said"), max_length=Contact._meta.get_field("text").max_length, required=False
    )


class SnoozeForm(forms.Form):
    until = forms.DateField(
        label=_("Until the morning of"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as year-month-day, such as 2027-01-31.")},
    )


class MergeForm(forms.Form):
    """Which inquiry of the same person goes on."""

    into = forms.ModelChoiceField(Inquiry.objects.none(), to_field_name="reference", widget=forms.HiddenInput)

    def __init__(self, *args, visible, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = visible


class NoteForm(KeyedForm):
    text = Words(label=_("Note"), max_length=Note._meta.get_field("text").max_length, required=False)


class AddNoteForm(NoteForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True
        self.fields["text"].error_messages["required"] = _("Write the note first.")


class CloseForm(NoteForm):
    reason = forms.ChoiceField(label=_("Why"), choices=Inquiry.CloseReason, widget=forms.RadioSelect)

    field_order = ["reason", "text"]


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        get_user_model().objects.none(),
        label=_("Owner"),
        required=False,
        to_field_name="email",
        empty_label=_("Nobody"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = get_user_model().objects.in_role(FRONT_DESK)
