"""How often one sender may use a public form in a day, counted without keeping who they are."""

import ipaddress
from datetime import UTC

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .models import SubmissionCount

A_DAY = 20  # inquiries from one address: a family, a ward or a library stays far below


def sender_of(request):
    """Who sends this, as a hash that is worth nothing tomorrow and to nobody without the secret key."""
    address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac(
        "patients.inquiries.limits", f"{today()} {network_of(address)}", algorithm="sha256"
    ).hexdigest()


def network_of(address):
    """What one customer of a network holds: an IPv4 address, or the first half of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def count(*, form, sender):
    """Count one submission; refuses when this sender has used up the day. Undone with the transaction."""
    if not SubmissionCount.objects.add_one(day=today(), form=form, sender=sender, limit=A_DAY):
        raise ValidationError(
            _("Many messages came from your connection today, so this one was not sent. Please call us."),
            code="too_many",
        )


def today():
    return timezone.now().astimezone(UTC).date()
