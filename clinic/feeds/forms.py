"""Which calendar an address is asked for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clinic.scheduling.forms import RowChoice


class MakeForm(forms.Form):
    """A room, or nothing for one's own times."""

    room = RowChoice(
        required=False, error_messages={"invalid_choice": _("This room is not in use, or not yours to read.")}
    )

    def __init__(self, data, *, rooms):
        super().__init__(data)
        self.fields["room"].offer(rooms)
