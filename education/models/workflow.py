"""What people do with an edition on its way: each step, the director's word, who has it open, who may look."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..checks.hype import KEPT_OF_PHRASE, KEPT_OF_SENTENCE
from .articles import Article
from .editions import Edition


class EditionStep(models.Model):
    """One step of an edition on its way: who moved it, when, and what they said. The list only grows."""

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="steps"
    )
    moved_from = models.CharField(_("from"), max_length=20, choices=Edition.State)
    moved_to = models.CharField(_("to"), max_length=20, choices=Edition.State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    comment = models.CharField(_("comment"), max_length=600)

    class Meta:
        verbose_name = _("step of an edition")
        verbose_name_plural = _("steps of an edition")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="editionstep_has_comment",
                condition=~Q(comment=""),
                violation_error_message=_("Say a few words to whoever comes next."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="steps_of_an_edition_stay", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.edition}: {self.get_moved_from_display()} → {self.get_moved_to_display()}"


class DirectorSignOff(models.Model):
    """A medical director confirms the numbers this clinic chose, as an edition's words give them.

    It holds for the words of `words_of` (the edition's `changed_at`); changed words need it again.
    """

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.PROTECT, related_name="sign_offs"
    )
    words_of = models.DateTimeField(_("for the words of"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("medical director"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("at"))
    comment = models.CharField(_("comment"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("medical director’s sign-off")
        verbose_name_plural = _("medical director’s sign-offs")
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                name="directorsignoff_once",
                fields=["edition", "words_of"],
                violation_error_message=_("These words are signed off already."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="sign_offs_stay", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.edition}: {self.by}"


@pghistory.track()
class LintOverride(models.Model):
    """Why an editor lets words stand, in one sentence, that the list of the field's hype would not let through."""

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="lint_overrides"
    )
    language = models.CharField(_("language"), max_length=2, choices=Edition.Language)
    phrase = models.CharField(_("words"), max_length=KEPT_OF_PHRASE)
    sentence = models.CharField(_("in the sentence"), max_length=KEPT_OF_SENTENCE)
    reason = models.CharField(_("why they may stand"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("words let through")
        verbose_name_plural = _("words let through")
        ordering = ["article", "phrase", "sentence"]
        constraints = [
            models.UniqueConstraint(
                name="lintoverride_once",
                fields=["article", "language", "phrase", "sentence"],
                violation_error_message=_("A reason for these words is kept already."),
            ),
            models.CheckConstraint(
                name="lintoverride_in_a_sentence",
                condition=~Q(sentence=""),
                violation_error_message=_("Say in which sentence these words stand."),
            ),
            models.CheckConstraint(
                name="lintoverride_has_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Write why these words may stand."),
            ),
        ]

    def __str__(self):
        return f"“{self.phrase}”: {self.reason}"


class PreviewLink(models.Model):
    """A private link to an edition that is not published, for somebody without a log-in.

    Only the hash of the link's random part is kept; the link itself is shown once.
    """

    edition = models.ForeignKey(
        Edition, verbose_name=_("edition"), on_delete=models.CASCADE, related_name="preview_links"
    )
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="previewlink_expires",
                condition=Q(expires_at__gt=F("made_at")),
                violation_error_message=_("A link ends after it begins."),
            ),
        ]

    def __str__(self):
        return f"{self.edition}: {self.made_at:%Y-%m-%d}"


class DraftVisit(models.Model):
    """Somebody has a draft open: last seen at `seen_at`. Told to whoever opens it too."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="visits")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("open draft")
        verbose_name_plural = _("open drafts")
        constraints = [models.UniqueConstraint(name="draftvisit_once", fields=["edition", "user"])]

    def __str__(self):
        return f"{self.user}: {self.edition}"
