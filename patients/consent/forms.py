from django import forms
from django.utils.translation import gettext_lazy as _

from patients.inquiries.form_keys import KeyedForm

from .models import Consent, Document


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
