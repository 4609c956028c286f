"""The hidden key of each rendered form: one key, one row, however often the form is sent.

The key is signed with the time the form was shown, so a form that is sent faster than anybody types, or a day
later, is asked for once more. Whoever writes the row keeps the key in a unique column.
"""

import uuid
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils.translation import gettext_lazy as _

OPEN_FOR = timedelta(days=1)
SENT_BEFORE = _("This form was sent before with other details. Look at what is recorded, then send it again.")

signer = TimestampSigner(salt="patients.inquiries.form_keys")


def new_key():
    """A fresh signed key, as it stands in the form."""
    return signer.sign(uuid.uuid4().hex)


def read_key(signed, quickest=None):
    """The key as a `uuid.UUID`; refuses one that is not ours, too old, or younger than `quickest`."""
    try:
        key = uuid.UUID(signer.unsign(signed, max_age=OPEN_FOR))
    except SignatureExpired:
        raise ValidationError(
            _("This page was open for more than a day. What you typed is still here: please send it again."),
            code="expired",
        ) from None
    except (BadSignature, ValueError):
        raise ValidationError(
            _("We could not check where this came from. What you typed is still here: please send it again."),
            code="unknown",
        ) from None
    if quickest and is_younger_than(signed, quickest):
        raise ValidationError(
            _("That was quicker than people type, so it was held back. Nothing is lost: send it again."),
            code="too_fast",
        )
    return key


def is_younger_than(signed, age):
    try:
        signer.unsign(signed, max_age=age)
    except SignatureExpired:
        return False
    return True


def sent_before(rows, form_key, said, otherwise=SENT_BEFORE):
    """The row this form made when it was sent before, or None; refuses when it says something else now.

    `said` is what it says now, by attribute of the row. `otherwise` is the refusal: words, in which
    `%(name)s` is the row (code `sent_before`), or a `ValidationError` with a code of its own.
    """
    earlier = rows.filter(form_key=form_key).first()
    if earlier and any(getattr(earlier, name) != value for name, value in said.items()):
        raise ValidationError(otherwise, code="sent_before", params={"name": earlier})
    return earlier


def errors_of(refusal):
    """A refusal as pairs of a field's name, or None, and one error with its code."""
    by_field = getattr(refusal, "error_dict", None) or {None: refusal.error_list}
    return [(name, error) for name, errors in by_field.items() for error in errors]


class KeyedForm(forms.Form):
    """A form with such a key: `cleaned_data["form_key"]` is a UUID."""

    quickest = None  # a timedelta where filling in takes a person some time

    form_key = forms.Field(widget=forms.HiddenInput, required=False, initial=new_key)

    def clean(self):
        cleaned_data = super().clean() or self.cleaned_data
        try:
            cleaned_data["form_key"] = read_key(cleaned_data.get("form_key") or "", self.quickest)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            if refusal.code != "too_fast":
                self.renew_key()
        return cleaned_data

    def refuse(self, refusal):
        """Show why the act refused, beside what was typed, under a fresh key."""
        for name, error in errors_of(refusal):
            self.add_error(name if name in self.fields else None, error)
        self.renew_key()

    def renew_key(self):
        """Show the form again under a new key, so that sending it again is a new row."""
        self.data = self.data.copy()
        self.data[self.add_prefix("form_key")] = new_key()
