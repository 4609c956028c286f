"""What editors and reviewers fill in on the pages of claims and sources."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Claim, Edition, Source

WORDS_AT_MOST = 80


class LedgerFilter(forms.Form):
    """What a list of the ledger is narrowed to; anything unknown narrows nothing."""

    q = forms.CharField(label=_("Words"), required=False, max_length=WORDS_AT_MOST)

    def asked_for(self):
        """The filters that make sense, by name; the others are empty."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}


class ClaimFilter(LedgerFilter):
    verdict = forms.ChoiceField(
        label=_("Verdict"), required=False, choices=[("", _("All")), *Claim.Verdict.choices]
    )
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("verified", _("Verified")),
            ("unverified", _("Not verified")),
            ("due", _("Check due within 60 days")),
            ("choice", _("This clinic’s choice")),
            ("retracted", _("Retracted")),
        ],
    )

    def claims(self):
        """The claims asked for."""
        asked, found = self.asked_for(), Claim.objects.all()
        if asked["q"]:
            found = found.saying(asked["q"])
        if asked["verdict"]:
            found = found.filter(verdict=asked["verdict"])
        match asked["show"]:
            case "verified":
                return found.filter(is_verified=True)
            case "unverified":
                return found.filter(is_verified=False)
            case "due":
                return found.due(timezone.localdate() + Edition.DUE_SOON)
            case "choice":
                return found.filter(is_clinic_choice=True)
            case "retracted":
                return found.filter(retracted_on__isnull=False)
        return found


class SourceFilter(LedgerFilter):
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Source.Kind.choices])
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("verified", _("Verified")),
            ("unverified", _("Not verified")),
            ("superseded", _("Superseded")),
            ("retracted", _("Retracted")),
        ],
    )

    def sources(self):
        """The sources asked for."""
        asked, found = self.asked_for(), Source.objects.all()
        if asked["q"]:
            found = found.saying(asked["q"])
        if asked["kind"]:
            found = found.filter(kind=asked["kind"])
        match asked["show"]:
            case "verified" | "unverified" as wanted:
                return found.filter(is_verified=wanted == "verified")
            case "superseded" | "retracted" as wanted:
                return found.filter(standing=wanted)
        return found


class NoteForm(forms.Form):
    """How somebody knows, in their own words."""

    note = forms.CharField(
        label=_("How do you know?"),
        max_length=300,
        help_text=_("Such as what you read, and where in it. It stays with the row."),
    )


class VerifyForm(NoteForm):
    seen = forms.BooleanField(
        label=_("I have read the source itself, not a memory of it."),
        error_messages={"required": _("Read the source first, then tick this.")},
    )


class CheckForm(forms.Form):
    next_check = forms.DateField(
        label=_("Next check"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("What you found"), max_length=300, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=300, help_text=_("It stays with the claim."))


class StandingForm(NoteForm):
    standing = forms.ChoiceField(label=_("Standing"), choices=Source.Standing)
    field_order = ["standing", "note"]


class RecheckForm(forms.Form):
    """Which page was looked at, by its address and the reason it was opened for, and what was found."""

    page = forms.CharField(max_length=200, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=20, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What did you find?"),
        max_length=300,
        help_text=_("Such as “still true as it stands”, or “new draft begun”."),
    )
