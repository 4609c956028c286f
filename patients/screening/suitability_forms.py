from django import forms
from django.utils.translation import gettext_lazy as _

from . import suitability

FROM_THE_LIST = {
    "invalid_choice": _("Choose from this list."),
    "invalid_list": _("Choose from this list."),
}


class SuitabilityForm(forms.Form):
    """The questions of “Is it for me?”. Each may be left open; what is left open is not a no."""

    problem = forms.ChoiceField(
        label=_("Which problem do you want help with?"),
        choices=suitability.problems,
        widget=forms.RadioSelect,
        required=False,
        error_messages=FROM_THE_LIST,
    )
    any_of_these = forms.ChoiceField(
        label=_("Does any of these apply to you?"),
        help_text=_("You need not say which. “Not sure” is a good answer."),
        choices=suitability.ANY_OF_THESE.items,
        widget=forms.RadioSelect,
        required=False,
        error_messages=FROM_THE_LIST,
    )
    support = forms.MultipleChoiceField(
        label=_(
            "Do you need an interpreter, captions, a screen reader, step-free access, or any other support?"
        ),
        help_text=_("Choose as many as you like, or none."),
        choices=suitability.SUPPORT.items,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages=FROM_THE_LIST,
    )
