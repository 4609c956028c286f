"""What the person adds on the page that answers them: how to reach them, and whom they trust."""

from django import forms
from django.utils.translation import gettext_lazy as _

from patients.inquiries.forms import phone_in_the_clinics_country

from .models import SafetyTask


class ReachForm(forms.Form):
    """How to reach the person now, and somebody they trust; all of it may be left out."""

    whereabouts = forms.CharField(
        label=_("Where you are now"),
        required=False,
        max_length=SafetyTask._meta.get_field("whereabouts").max_length,
    )
    trusted_name = forms.CharField(
        label=_("Somebody you trust"),
        required=False,
        max_length=SafetyTask._meta.get_field("trusted_name").max_length,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("phone", _("A number we can call now")), ("trusted_phone", _("Their phone"))):
            self.fields[name] = phone_in_the_clinics_country(label=label, required=False)
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.order_fields(["phone", "whereabouts", "trusted_name", "trusted_phone"])
