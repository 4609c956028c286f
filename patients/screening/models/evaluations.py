"""The medical evaluation: what a prescriber decided about one patient and one treatment."""

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

DECIDED_COLUMNS = (
    "reference", "treatment_id", "decision", "mode", "summary", "decided_by_id", "decided_on", "valid_until",
    "recorded_at", "form_key",
)  # fmt: skip
SUSPENDED_COLUMNS = ("suspended_at", "suspended_by_id", "suspended_because")


class EvaluationQuerySet(models.QuerySet):
    def with_standing(self, day):
        """Each with `is_in_force`: whether it holds on the given date, neither suspended nor run out."""
        return self.annotate(is_in_force=Q(suspended_at=None, valid_until__gte=day))

    def in_force(self, day):
        """Evaluations that hold on the given date."""
        return self.with_standing(day).filter(is_in_force=True)

    def eligible(self):
        """Evaluations that decided in favor of treatment."""
        return self.filter(decision=Evaluation.Decision.ELIGIBLE)


@pghistory.track()
class Evaluation(models.Model):
    """A prescriber's decision. It is never edited: a newer one takes its place, or it is suspended."""

    class Decision(models.TextChoices):
        ELIGIBLE = "eligible", _("Treatment can go ahead")
        DEFERRED = "deferred", _("Deferred")
        NOT_NOW = "not_now", _("Not now")

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        REMOTE = "remote", _("By video")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    form_key = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="evaluations"
    )
    treatment = models.ForeignKey(
        Treatment, verbose_name=_("treatment"), on_delete=models.PROTECT, related_name="+"
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    mode = models.CharField(_("how"), max_length=10, choices=Mode)
    summary = models.TextField(_("findings and reasons"), max_length=5000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("prescriber"), on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(_("date"))
    valid_until = models.DateField(_("valid until"))
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    suspended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("suspended by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    suspended_because = models.CharField(_("why suspended"), max_length=300, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="evaluation_for_courses", fields=["id", "patient", "treatment", "decision"]
            ),
            models.CheckConstraint(
                name="evaluation_known_decision",
                condition=Q(decision__in=["eligible", "deferred", "not_now"]),
                violation_error_message=_("Choose a decision from the list."),
            ),
            models.CheckConstraint(
                name="evaluation_known_mode",
                condition=Q(mode__in=["in_person", "remote"]),
                violation_error_message=_("Choose how the evaluation was done."),
            ),
            models.CheckConstraint(
                name="evaluation_ends_after_it_begins",
                condition=Q(valid_until__gt=F("decided_on")),
                violation_error_message=_("“Valid until” must come after the date of the evaluation."),
            ),
            models.CheckConstraint(
                name="evaluation_summary_fits",
                condition=LessThanOrEqual(Length("summary"), 5000),
                violation_error_message=_("Make the findings and reasons shorter: at most 5000 characters."),
            ),
            models.CheckConstraint(
                name="evaluation_suspended_says_who_and_why",
                condition=Q(suspended_at__isnull=True, suspended_by__isnull=True, suspended_because="")
                | (Q(suspended_at__isnull=False, suspended_by__isnull=False) & ~Q(suspended_because="")),
                violation_error_message=_("Suspending an evaluation needs a name and a reason."),
            ),
        ]
        triggers = [
            FollowsPatient(),
            Frozen(name="evaluation_never_changes", columns=DECIDED_COLUMNS),
            Frozen(
                name="suspending_never_changes",
                columns=SUSPENDED_COLUMNS,
                once="OLD.suspended_at IS NOT NULL",
            ),
            pgtrigger.Protect(name="evaluation_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.treatment}: {self.get_decision_display()}"
