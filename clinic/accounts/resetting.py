"""Sending somebody who works here a link to set a new password."""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from post_office import mail
from post_office.models import STATUS, Email

from .models import User


@transaction.atomic
def send_reset_link(*, email, request):
    """Queue the mail with the link. An address we do not know costs the same work: a mail to nobody.

    The link's host is the portal's own address from the settings, whatever the request says.
    """
    user = User.objects.active().filter(email=email.strip().lower()).first()
    context = {"link": reset_link(user) if user else "", "minutes": settings.PASSWORD_RESET_TIMEOUT // 60}
    return mail.send(
        recipients=[user.email] if user else [],
        subject=_("Your new password"),
        message=render_to_string("registration/password_reset_email.txt", context, request),
        html_message=render_to_string("registration/password_reset_email.html", context, request),
        expires_at=timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )


def reset_link(user):
    """The address that lets `user` set a new password, once and for a short time."""
    path = reverse(
        "accounts:password_reset_confirm",
        args=[urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)],
    )
    return urljoin(settings.SITE_URL, path)


def blank_mails_with_links():
    """Forget the text of mails that hold a link, once they are sent or too old: such mails have an end time.

    Runs each minute (`AccountsConfig.due_jobs`).
    """
    over = Q(status=STATUS.sent) | Q(expires_at__lte=timezone.now())
    readable = Email.objects.filter(over, expires_at__isnull=False).exclude(message="")
    return readable.update(message="", html_message="")
