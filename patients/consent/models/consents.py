"""Each signature under a document: how it was given, how long it holds, and taking it back."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Cast, Length
from django.db.models.lookups import Exact, LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.frozen import Frozen
from clinic.refusing import RefusingTrigger, refuse
from education.models import Treatment
from patients.area.models import PatientLink
from patients.links.references import new_reference
from patients.people.models import FollowsPatient, Patient

from .documents import Document

SIGNED_COLUMNS = (
    "reference", "treatment_id", "document_id", "text_sha256", "method", "signed_name", "drawing", "meaning",
    "signed_on", "signed_at", "link_id", "witness_id", "recorded_at", "valid_until", "form_key",
)  # fmt: skip
WITHDRAWN_COLUMNS = ("withdrawn_at", "withdrawal_recorded_by_id", "withdrawn_by_patient")
RENEWED_BEFORE = timedelta(days=30)  # it runs out, so that no session has to wait
LONGEST_DRAWING = 20000  # characters of JSON


class ConsentQuerySet(models.QuerySet):
    def with_standing(self, day):
        """Each as it stands on the given date.

        `is_replaced`: a later version of its text asks everybody to sign again. `is_in_force`: it holds,
        neither withdrawn nor run out nor replaced. `is_due`: it runs out within 30 days.
        """
        later = Document.objects.asking_to_sign_again(day).filter(
            Q(treatment=OuterRef("treatment")) | Q(treatment=None),
            kind=OuterRef("document__kind"),
            version__gt=OuterRef("document__version"),
        )
        standing = self.annotate(is_replaced=Exists(later))
        return standing.annotate(
            is_in_force=Q(withdrawn_at=None, valid_until__gte=day, is_replaced=False),
            is_due=Q(valid_until__lt=day + RENEWED_BEFORE),
        )

    def in_force(self, day):
        """Consents that hold on the given date."""
        return self.with_standing(day).filter(is_in_force=True)

    def newest_of_each(self):
        """The last signature of each patient under each text, whichever its version."""
        return self.order_by("patient_id", "document__kind", "treatment_id", "-signed_on", "-pk").distinct(
            "patient_id", "document__kind", "treatment_id"
        )


def in_force_sql(consent, day):
    """What `in_force` says, as SQL for triggers: `consent` is the name of a row, `day` that of a date.

    A test holds the two together.
    """
    return f"""(
        {consent}.withdrawn_at IS NULL AND {consent}.valid_until >= {day} AND NOT EXISTS (
            SELECT FROM consent_document signed JOIN consent_document later
                ON later.kind = signed.kind AND later.treatment_id IS NOT DISTINCT FROM signed.treatment_id
            WHERE signed.id = {consent}.document_id AND later.version > signed.version
                AND later.change = 'must_resign' AND later.issued_on <= {day}
        )
    )"""


def signs_its_document():
    """A signature is under the exact words of its document, by its own patient, in a way they agreed to."""
    return RefusingTrigger(
        name="signs_its_document",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("shown", "RECORD")],
        func=f"""
            SELECT *, CASE summary WHEN '' THEN text ELSE summary || E'\\n\\n' || text END AS whole
            INTO shown FROM consent_document WHERE id = NEW.document_id;
            IF NEW.treatment_id IS DISTINCT FROM shown.treatment_id THEN
                {refuse("consent_is_to_its_document")}
            ELSIF NEW.text_sha256 <> encode(sha256(convert_to(shown.whole, 'UTF8')), 'hex') THEN
                {refuse("consent_keeps_the_exact_text")}
            ELSIF NEW.link_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM area_patientlink WHERE id = NEW.link_id AND patient_id = NEW.patient_id
            ) THEN
                {refuse("consent_link_is_the_patients")}
            ELSIF NEW.method = 'electronic' AND shown.kind = 'treatment' AND NOT EXISTS (
                SELECT FROM consent_consent agreed JOIN consent_document about ON about.id = agreed.document_id
                WHERE agreed.patient_id = NEW.patient_id AND about.kind = 'electronic_records'
                    AND {in_force_sql("agreed", "NEW.signed_on")}
            ) THEN
                {refuse("consent_electronic_records_agreed")}
            END IF;
            RETURN NEW;
        """,
        refusals={
            "consent_is_to_its_document": _("The text that was signed is about something else."),
            "consent_keeps_the_exact_text": _(
                "The text has changed since it was shown. Please read it again."
            ),
            "consent_link_is_the_patients": _("This private link belongs to somebody else."),
            "consent_electronic_records_agreed": _(
                "Before you sign on a screen, please agree to electronic records and signatures. "
                "Or sign on paper with us."
            ),
        },
    )


@pghistory.track()
class Consent(models.Model):
    """A patient's signature under one document. It never changes; it can be withdrawn."""

    class Method(models.TextChoices):
        WITNESSED_PAPER = "witnessed_paper", _("On paper, with a witness")
        ELECTRONIC = "electronic", _("On their own page")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="consents"
    )
    treatment = models.ForeignKey(
        Treatment,
        verbose_name=_("treatment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("That of the document; empty where it is about none."),
    )
    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="+"
    )
    text_sha256 = models.CharField(_("fingerprint of the text"), max_length=64)
    method = models.CharField(_("how signed"), max_length=20, choices=Method)
    signed_name = models.CharField(_("name as signed"), max_length=120)
    drawing = models.JSONField(
        _("drawn signature"),
        default=list,
        blank=True,
        help_text=_("Strokes, each a list of points [x, y]; empty where the typed name is the signature."),
    )
    meaning = models.CharField(_("what was confirmed"), max_length=300, blank=True)
    signed_on = models.DateField(_("signed on"))
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    link = models.ForeignKey(
        PatientLink,
        verbose_name=_("private link"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("witness"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
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
    withdrawn_by_patient = models.BooleanField(_("withdrawn on their own page"), default=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(name="consent_for_courses", fields=["id", "patient", "treatment"]),
            models.CheckConstraint(
                name="consent_known_method",
                condition=Q(method__in=["witnessed_paper", "electronic"]),
                violation_error_message=_("Choose how the consent was signed."),
            ),
            models.CheckConstraint(
                name="consent_says_who_saw_it",
                condition=Q(
                    method="witnessed_paper",
                    witness__isnull=False,
                    signed_at__isnull=True,
                    link__isnull=True,
                    drawing=[],
                )
                | (
                    Q(
                        method="electronic",
                        witness__isnull=True,
                        signed_at__isnull=False,
                        link__isnull=False,
                    )
                    & ~Q(meaning="")
                ),
                violation_error_message=_(
                    "Paper has a witness. A signature on a screen has a time, a meaning and a private link."
                ),
            ),
            models.CheckConstraint(
                name="consent_drawing_fits",
                condition=Q(
                    LessThanOrEqual(Length(Cast("drawing", models.TextField())), LONGEST_DRAWING),
                    Exact(
                        Func(F("drawing"), function="jsonb_typeof", output_field=models.TextField()), "array"
                    ),
                ),
                violation_error_message=_("The drawing is too large. Draw it again, or type your name only."),
            ),
            models.CheckConstraint(
                name="consent_ends_after_it_begins",
                condition=Q(valid_until__gt=F("signed_on")),
                violation_error_message=_("“Valid until” must come after the date of signing."),
            ),
            models.CheckConstraint(
                name="consent_withdrawal_says_who",
                condition=Q(
                    withdrawn_at__isnull=True, withdrawal_recorded_by__isnull=True, withdrawn_by_patient=False
                )
                | Q(
                    withdrawn_at__isnull=False,
                    withdrawal_recorded_by__isnull=False,
                    withdrawn_by_patient=False,
                )
                | Q(
                    withdrawn_at__isnull=False, withdrawal_recorded_by__isnull=True, withdrawn_by_patient=True
                ),
                violation_error_message=_("A withdrawal says who recorded it: the patient or one of us."),
            ),
        ]
        triggers = [
            FollowsPatient(),
            signs_its_document(),
            Frozen(name="signature_never_changes", columns=SIGNED_COLUMNS),
            Frozen(
                name="withdrawal_never_changes",
                columns=WITHDRAWN_COLUMNS,
                once="OLD.withdrawn_at IS NOT NULL",
            ),
            pgtrigger.Protect(name="signature_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.treatment or self.document.title}, {self.signed_on:%d %b %Y}"
