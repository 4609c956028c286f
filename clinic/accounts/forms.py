"""Forms for signing in and for adding somebody who works here."""

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import BaseUserCreationForm, UsernameField
from django.utils.translation import gettext_lazy as _

from .models import User


class LoginForm(AdminAuthenticationForm):
    """E-mail and password."""

    username = UsernameField(max_length=254, widget=forms.EmailInput(attrs={"autofocus": True}))

    error_messages = {
        "invalid_login": _("This e-mail address and this password do not belong together. Please try again."),
        "inactive": _("This account may not sign in."),
    }

    def clean_username(self):
        """One spelling, so that capital letters give nobody who guesses another ten tries."""
        return self.cleaned_data["username"].strip().lower()


class ForgottenPasswordForm(forms.Form):
    """Where to send the link."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class NewColleagueForm(BaseUserCreationForm):
    """Somebody new: who they are, and a first password for them to change."""

    class Meta:
        model = User
        fields = ["email", "name", "credentials", "groups"]
