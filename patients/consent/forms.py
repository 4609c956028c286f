from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from clinic.words import Words
from patients.inquiries.form_keys import KeyedForm

from .models import Consent, Document
from .questions import read_questions, write_questions


class PaperConsentForm(KeyedForm):
    """What the witness copies from the signed paper."""

    document = forms.ModelChoiceField(
        label=_("Which text was signed?"),
        queryset=Document.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("Print it first: the paper must be this exact version."),
    )
    signed_name = forms.CharField(
        label=_("Name as signed"), max_length=Consent._meta.get_field("signed_name").max_length
    )
    signed_on = forms.DateField(
        label=_("Date of signing"),
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
        help_text=_("The consent is good for a year from then."),
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.filter(
            pk__in=Document.objects.current().values("pk")
        ).order_by("treatment__position", "title")
        self.fields["signed_on"].initial = today


class NewVersionForm(forms.ModelForm):
    """The next version of a text: its words, its questions, and what its change asks of those who signed."""

    ORDER = ["kind", "treatment", "title", "summary", "text", "questions", "change", "what_changed"]

    questions = Words(
        label=_("Questions"),
        max_length=5000,
        required=False,
        help_text=_(
            "What shows that the text was understood. Leave an empty line between two questions. Begin the right "
            "answer with “+ ”, the others with “- ”, and the reason with “> ”."
        ),
    )

    class Meta:
        model = Document
        fields = ["kind", "treatment", "title", "summary", "text", "change", "what_changed"]
        field_classes = dict.fromkeys(["summary", "text", "what_changed"], Words)

    def clean_questions(self):
        return read_questions(self.cleaned_data["questions"])

    def clean(self):
        said = super().clean()
        if "kind" in said and "treatment" in said:
            self.instance.kind, self.instance.treatment = said["kind"], said["treatment"]
            newest = Document.objects.versions_of(self.instance).first()
            self.instance.version = newest.version + 1 if newest else 1
            if newest is None:
                said["change"], said["what_changed"] = Document.Change.FIRST, ""
            elif said.get("change") == Document.Change.FIRST or not said.get("what_changed"):
                raise ValidationError(
                    _("Say what changed, and whether everybody signs again."), code="unsaid"
                )
        return said

    def issued(self):
        """All of it as `issue` takes it."""
        return {name: self.cleaned_data[name] for name in self.ORDER}


def shown_in_form(document):
    """What the form for the version after this one begins with."""
    same = {name: getattr(document, name) for name in ("kind", "treatment", "title", "summary", "text")}
    return same | {"questions": write_questions(document.questions.all()), "change": ""}
