"""Sending somebody who works here a link to set a new password.

The queue of mails keeps whose link it is, never the link: whoever reads the table, or a copy of it, could use
one. The link is made as the mail is sent.
"""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from post_office import mail
from post_office.models import EmailTemplate

from clinic.limits import counting

from .models import User

# What the queue renders at sending points to the mail's words, which are files like those of any other mail.
MAIL = {
    "name": "password reset",
    "subject": '{% load i18n %}{% translate "Your new password" %}',
    "content": '{% include "registration/password_reset_email.txt" %}',
    "html_content": '{% include "registration/password_reset_email.html" %}',
}


A_DAY = 20  # links that one connection may ask for


@transaction.atomic
def send_reset_link(*, email, sender):
    """Queue the mail that will hold the link. An address we do not know costs the same work: a mail to nobody.

    `sender` is the hash from `counting.sender_of`; one that has used up the day gets no mail, and None is
    returned.
    """
    if not counting.is_within(form="password reset", sender=sender, a_day=A_DAY):
        return None
    user = User.objects.active().filter(email=email.strip().lower()).first()
    return mail.send(
        recipients=[user.email] if user else [],
        template=EmailTemplate.objects.filter(**MAIL).first() or EmailTemplate.objects.create(**MAIL),
        context={"user_id": user and user.pk, "minutes": settings.PASSWORD_RESET_TIMEOUT // 60},
        render_on_delivery=True,
        expires_at=timezone.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )


def reset_link(user):
    """The address that lets `user` set a new password, once and for a short time.

    Its host is the portal's own address from the settings, whatever a request says.
    """
    path = reverse(
        "accounts:password_reset_confirm",
        args=[urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)],
    )
    return urljoin(settings.SITE_URL, path)
