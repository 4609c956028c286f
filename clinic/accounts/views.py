"""A new password for somebody who forgot theirs."""

from django.contrib.auth import views as auth_views
from django.http import HttpResponseRedirect
from django.urls import reverse_lazy

from clinic.limits import counting

from .forms import ForgottenPasswordForm
from .resetting import send_reset_link


class ForgottenPassword(auth_views.PasswordResetView):
    """Asks for the address; answers the same whether we know it or not, and however often it was asked."""

    form_class = ForgottenPasswordForm
    success_url = reverse_lazy("accounts:password_reset_sent")

    def form_valid(self, form):
        send_reset_link(email=form.cleaned_data["email"], sender=counting.sender_of(self.request))
        return HttpResponseRedirect(self.get_success_url())


class ResetLinkSent(auth_views.PasswordResetDoneView):
    """Says what happens next."""


class NewPassword(auth_views.PasswordResetConfirmView):
    """Behind the link: sets the new password, which ends every session of this person."""

    success_url = reverse_lazy("accounts:password_reset_complete")


class NewPasswordSet(auth_views.PasswordResetCompleteView):
    """Leads back to the log-in."""
