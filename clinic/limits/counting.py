"""How often one sender may use a public form in a day, counted without keeping who they are."""

import ipaddress
from datetime import UTC

from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import SubmissionCount


def sender_of(request):
    """Who sends this, as a hash that is worth nothing tomorrow and to nobody without the secret key."""
    address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac(
        "clinic.limits.counting", f"{today()} {network_of(address)}", algorithm="sha256"
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


def is_within(*, form, sender, a_day):
    """Count one use of a form; False when this sender has used up the day. Undone with the transaction."""
    return SubmissionCount.objects.add_one(day=today(), form=form, sender=sender, limit=a_day)


def today():
    return timezone.now().astimezone(UTC).date()


def forget_senders():
    """Yesterday's counts limit nobody any more; the worker does this each minute."""
    SubmissionCount.objects.filter(day__lt=today()).delete()
