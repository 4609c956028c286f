"""What patients agree to before treatment: the documents, and each signature under one."""

import hashlib

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.frozen import Frozen
from education.models import Treatment
from patients.links.references import new_reference
from patients.people.models import FollowsPatient, Patient

SIGNED_COLUMNS = (
    "reference", "treatment_id", "document_id", "text_sha256", "method", "signed_name",
    "signed_on", "witness_id", "recorded_at", "valid_until", "form_key",
)  # fmt: skip
WITHDRAWN_COLUMNS = ("withdrawn_at", "withdrawal_recorded_by_id")


class DocumentQuerySet(models.QuerySet):
    def current(self):
        """The newest version for each treatment."""
        return self.order_by("treatment_id", "-version").distinct("treatment_id")


@pghistory.track()
class Document(models.Model):
    """One version of the text a patient signs for one treatment. It never changes."""

    treatment = models.ForeignKey(
        Treatment, verbose_name=_("treatment"), on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=20000)
    issued_on = models.DateField(_("issued on"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent document")
        verbose_name_plural = _("consent documents")
        ordering = ["treatment", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="document_version_once",
                fields=["treatment", "version"],
                violation_error_message=_("This version is here already."),
            ),
            models.CheckConstraint(
                name="document_text_fits",
                condition=LessThanOrEqual(Length("text"), 20000),
                violation_error_message=_("Make the text shorter: at most 20000 characters."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="document_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return _("%(title)s, version %(version)s") % {"title": self.title, "version": self.version}

    @property
    def sha256(self):
        """The SHA-256 of the exact text, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()


class ConsentQuerySet(models.QuerySet):
    def with_standing(self, day):
        """Each with `is_in_force`: whether it holds on the given date, neither withdrawn nor run out."""
        return self.annotate(is_in_force=Q(withdrawn_at=None, valid_until__gte=day))

    def in_force(self, day):
        """Consents that hold on the given date."""
        return self.with_standing(day).filter(is_in_force=True)


@pghistory.track()
class Consent(models.Model):
    """A patient's signature under one document. It never changes; it can be withdrawn."""

    class Method(models.TextChoices):
        WITNESSED_PAPER = "witnessed_paper", _("On paper, with a witness")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="consents"
    )
    treatment = models.ForeignKey(
        Treatment, verbose_name=_("treatment"), on_delete=models.PROTECT, related_name="+"
    )
    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="+"
    )
    text_sha256 = models.CharField(_("fingerprint of the text"), max_length=64)
    method = models.CharField(_("how signed"), max_length=20, choices=Method)
    signed_name = models.CharField(_("name as signed"), max_length=120)
    signed_on = models.DateField(_("signed on"))
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("witness"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    valid_until = models.DateField(_("valid until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawal_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawal recorded by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(name="consent_for_courses", fields=["id", "patient", "treatment"]),
            models.CheckConstraint(
                name="consent_known_method",
                condition=Q(method__in=["witnessed_paper"]),
                violation_error_message=_("Choose how the consent was signed."),
            ),
            models.CheckConstraint(
                name="consent_ends_after_it_begins",
                condition=Q(valid_until__gt=F("signed_on")),
                violation_error_message=_("“Valid until” must come after the date of signing."),
            ),
            models.CheckConstraint(
                name="consent_withdrawal_says_who",
                condition=Q(withdrawn_at__isnull=True, withdrawal_recorded_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawal_recorded_by__isnull=False),
                violation_error_message=_("Recording a withdrawal needs a name."),
            ),
        ]
        triggers = [
            FollowsPatient(),
            Frozen(name="signature_never_changes", columns=SIGNED_COLUMNS),
            Frozen(
                name="withdrawal_never_changes",
                columns=WITHDRAWN_COLUMNS,
                once="OLD.withdrawn_at IS NOT NULL",
            ),
            pgtrigger.Protect(name="signature_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.treatment}, {self.signed_on:%d %b %Y}"
