"""Making an address for a calendar, and ending it.

An address holds 256 random bits, of which the database keeps only the SHA-256: it is shown once, and then replaced.
"""

from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.accounts.models import User
from clinic.scheduling.models import Clinician, Room
from clinic.tokens import digest_of, new_token

from .models import CalendarFeed


@transaction.atomic
def make_feed(*, by, now, room=None):
    """An address for the times of this `room`, or else for one's own as a clinician; returns the address.

    The one that this person had for them ends. Refuses what is not in use, and rooms for whoever does not keep them.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if room is None:
        of = {"clinician": own_clinician(by), "room": None}
        if of["clinician"] is None:
            raise ValidationError(
                _("You take no appointments, so you have no times to read."), "no_clinician"
            )
    else:
        of = {"clinician": None, "room": rooms_for(by).filter(pk=room.pk).first()}
        if of["room"] is None:
            raise ValidationError(
                _("%(room)s is not in use, or not yours to read."), "no_room", {"room": room}
            )
    for before in CalendarFeed.objects.standing().filter(made_by=by, **of):
        end_feed(feed=before, by=by, now=now)
    token = new_token()
    CalendarFeed.objects.create(token_sha256=digest_of(token), made_by=by, made_at=now, **of)
    return urljoin(settings.SITE_URL, reverse("calendar_feed", args=[token]))


@transaction.atomic
def end_feed(*, feed, by, now):
    """The address opens nothing any more. Returns the feed; one that was ended before stays as it was."""
    feed = CalendarFeed.objects.select_for_update(of=("self",), no_key=True).get(pk=feed.pk)
    if feed.revoked_at is None:
        feed.revoked_at, feed.revoked_by = now, by
        feed.save(update_fields=["revoked_at", "revoked_by"])
    return feed


def own_clinician(user):
    """Who this person is in the diary, or None."""
    return Clinician.objects.bookable().filter(user=user).select_related("user").first()


def rooms_for(user):
    """The rooms whose times this person may have an address for."""
    if not user.has_perm("feeds.keep_room_feeds"):
        return Room.objects.none()
    return Room.objects.bookable().select_related("location")
