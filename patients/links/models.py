"""Private links: an address that opens one thing for one person, until it runs out.

Each purpose has a table of its own, beside what its links open. This is what all of them have in common.
"""

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.tokens import digest_of, new_token

from .references import new_reference

MOST_WRONG_TRIES = 5  # at what a link asks for; then it opens nothing any more


class PrivateLinkQuerySet(models.QuerySet):
    def standing(self, now=None):
        """Links that have not run out and that nobody has revoked."""
        return self.filter(expires_at__gt=now or timezone.now(), revoked_at=None)

    def working(self, now=None):
        """Links that open something: those that stand and were not tried too often."""
        return self.standing(now).filter(wrong_tries__lt=MOST_WRONG_TRIES)

    def closed(self):
        """Links that stand and open nothing, since what they ask for was answered wrongly too often."""
        return self.standing().filter(wrong_tries__gte=MOST_WRONG_TRIES)

    def behind(self, token):
        """The link with this token, or None: a stranger's, an expired and a revoked one are all the same."""
        return self.working().filter(token_sha256=digest_of(token)).first()

    def revoke(self):
        """From now on these open nothing. Returns how many stood."""
        return self.standing().update(revoked_at=timezone.now())


class PrivateLink(models.Model):
    """One private link. It is made when the mail that holds it is sent; until then it has no token.

    A purpose says where its links lead (`url_name`, an address whose one argument is the token) and how long
    they work (`lasts`, a timedelta).
    """

    url_name = ""
    lasts = None

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    token_sha256 = models.CharField(max_length=64, unique=True, null=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where nobody who works here did."),
    )
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    wrong_tries = models.PositiveSmallIntegerField(_("wrong tries"), default=0)

    objects = PrivateLinkQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message=_("A link ends after it begins."),
            ),
            models.CheckConstraint(
                name="%(class)s_was_sent_with_a_token",
                condition=Q(sent_at__isnull=True, token_sha256__isnull=True)
                | Q(sent_at__isnull=False, token_sha256__isnull=False),
                violation_error_message=_("A link that was sent has a token."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name}, {self.made_at:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        self.expires_at = self.expires_at or self.made_at + self.lasts
        super().save(*args, **kwargs)


def issue(reference):
    """Give the link of this reference a new token, as its mail is sent. Returns the token, or None: no such link.

    A mail that is sent a second time, since the first try failed, opens by its own token alone.
    """
    token = new_token()
    for model in apps.get_models():
        if issubclass(model, PrivateLink):
            link = model.objects.working().filter(reference=reference)
            if link.update(token_sha256=digest_of(token), sent_at=timezone.now()):
                return token
    return None
