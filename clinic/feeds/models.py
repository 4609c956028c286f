"""Addresses under which somebody who works here reads a clinician's or a room's times in a calendar of their own."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.accounts.models import User
from clinic.accounts.roles import FRONT_DESK, MANAGER
from clinic.frozen import Frozen
from clinic.scheduling.models import Clinician, Room
from clinic.tokens import digest_of
from patients.links.references import new_reference

KEEP_ROOM_FEEDS = (FRONT_DESK, MANAGER)


class CalendarFeedQuerySet(models.QuerySet):
    def standing(self):
        """Feeds that nobody has ended."""
        return self.filter(revoked_at=None)

    def working(self):
        """Those of them that open something: the clinician takes appointments and works here; the room is in use,
        and whoever made the address still keeps rooms here.
        """
        keeping = User.objects.active().filter(Q(groups__name__in=KEEP_ROOM_FEEDS) | Q(is_superuser=True))
        return self.standing().filter(
            Q(clinician__in=Clinician.objects.bookable())
            | Q(room__in=Room.objects.bookable(), made_by__in=keeping)
        )

    def behind(self, token):
        """The feed with this token, or None: a stranger's and an ended one are all the same."""
        found = self.working().filter(token_sha256=digest_of(token))
        return found.select_related("clinician", "room").first()

    def visible_to(self, user):
        """Feeds this person may see and end: their own; those of rooms, for who keeps them; all, for a manager."""
        if not user.has_perm("feeds.view_calendarfeed"):
            return self.none()
        if user.has_perm("feeds.end_every_feed"):
            return self.all()
        theirs = Q(clinician__user=user)
        return self.filter(theirs | Q(clinician=None) if user.has_perm("feeds.keep_room_feeds") else theirs)

    def for_list(self):
        """With all that a line of the list shows, the newest first, and `is_working`."""
        shown = self.select_related("clinician__user", "room__location", "made_by")
        works = models.Exists(CalendarFeed.objects.working().filter(pk=models.OuterRef("pk")))
        return shown.annotate(is_working=works)


@pghistory.track(exclude=["token_sha256", "last_read_at"])
class CalendarFeed(models.Model):
    """One address, of one clinician or one room. It is shown once; the database keeps only its hash."""

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    clinician = models.ForeignKey(
        Clinician,
        verbose_name=_("clinician"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    room = models.ForeignKey(
        Room, verbose_name=_("room"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    revoked_at = models.DateTimeField(_("ended"), null=True, blank=True)
    last_read_at = models.DateTimeField(_("last read"), null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ["-made_at", "-id"]
        permissions = [
            ("keep_room_feeds", "Can make and end the feeds of rooms"),
            ("end_every_feed", "Can see and end everybody’s feeds"),
        ]
        constraints = [
            models.CheckConstraint(
                name="calendarfeed_of_one",
                condition=Q(clinician__isnull=False, room__isnull=True)
                | Q(clinician__isnull=True, room__isnull=False),
                violation_error_message=_("A feed is a clinician’s or a room’s."),
            ),
            models.CheckConstraint(
                name="calendarfeed_ended_by_somebody",
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_at__gte=F("made_at"), revoked_by__isnull=False),
                violation_error_message=_("A feed is ended by somebody, after it was made."),
            ),
            models.UniqueConstraint(
                name="calendarfeed_once_for_each",
                fields=["made_by", "clinician", "room"],
                nulls_distinct=False,
                condition=Q(revoked_at=None),
                violation_error_message=_("You have an address for this calendar already."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="calendarfeed_is_never_deleted", operation=pgtrigger.Delete),
            Frozen(
                name="calendarfeed_never_changes",
                columns=["reference", "clinician_id", "room_id", "token_sha256", "made_by_id", "made_at"],
            ),
            Frozen(
                name="calendarfeed_ends_once",
                columns=["revoked_at", "revoked_by_id"],
                once="OLD.revoked_at IS NOT NULL",
            ),
        ]

    def __str__(self):
        return str(self.clinician or f"{self.room}, {self.room.location}")
