"""A short session behind a private link, for somebody who has said what the link asks for.

It is a signed cookie that only the pages behind this one link are sent, so a staff session and a second link in
the same browser have nothing to do with it. Each page renews it; the link's own row can end it at any time.
"""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

COOKIE = "private"
IDLE = timedelta(minutes=20)


def is_open(request, link):
    """Whether this browser has lately said what the link asks for."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=_salt(link), max_age=IDLE.total_seconds())
    return kept == link.reference


def keep_open(response, link, token):
    """Open, or open for longer, the pages behind the link in this browser."""
    response.set_signed_cookie(
        COOKIE,
        link.reference,
        salt=_salt(link),
        max_age=IDLE,
        path=reverse(link.url_name, args=[token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def close(response, link, token):
    """End it in this browser."""
    response.delete_cookie(COOKIE, path=reverse(link.url_name, args=[token]), samesite="Lax")


def _salt(link):
    return f"patients.links.{link._meta.label_lower}"
