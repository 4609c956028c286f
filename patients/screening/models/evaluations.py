"""The medical evaluation: what a prescriber decided about one patient and one treatment."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.frozen import Frozen
from clinic.refusing import RefusingTrigger, refuse
from education.models import Treatment
from patients.links.references import new_reference
from patients.people.models import FollowsPatient, Patient

from ..judging import NEEDS_A_DECISION
from .assessments import Assessment

DECIDED_COLUMNS = (
    "reference", "treatment_id", "decision", "mode", "summary", "decided_by_id", "decided_on", "valid_until",
    "recorded_at", "form_key", "assessment_id", "letter",
)  # fmt: skip
SUSPENDED_COLUMNS = ("suspended_at", "suspended_by_id", "suspended_because")


class EvaluationQuerySet(models.QuerySet):
    def with_standing(self, day):
        """Each with `is_superseded`, and with `is_in_force`: whether it holds on the given date.

        A decision is superseded by every one that was signed later on the same treatment, whatever came of that
        one; it never comes back. So of one patient and one treatment at most one is in force.
        """
        later = self.model.objects.filter(
            patient=OuterRef("patient"), treatment=OuterRef("treatment"), pk__gt=OuterRef("pk")
        )
        return self.annotate(is_superseded=Exists(later)).annotate(
            is_in_force=Q(suspended_at=None, valid_until__gte=day, is_superseded=False)
        )

    def in_force(self, day):
        """Evaluations that hold on the given date."""
        return self.with_standing(day).filter(is_in_force=True)

    def eligible(self):
        """Evaluations that decided in favor of treatment."""
        return self.filter(decision=Evaluation.Decision.ELIGIBLE)

    def letters(self):
        """Those that went with a letter to the patient."""
        return self.exclude(letter="")


def rests_on_an_examination():
    """A decision has an examination of the same patient; one for treatment leaves nothing undecided.

    `evaluating.py` says which flag is undecided; this makes sure of it, whoever writes.
    """
    grave = "(" + ", ".join(f"'{level.value}'" for level in NEEDS_A_DECISION) + ")"
    return RefusingTrigger(
        name="evaluation_rests_on_an_examination",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("read", "RECORD"), ("newest", "BIGINT")],
        func=f"""
            SELECT patient_id, response_id INTO read FROM screening_assessment WHERE id = NEW.assessment_id;
            IF read.patient_id IS DISTINCT FROM NEW.patient_id THEN
                {refuse("evaluation_has_an_examination")}
            END IF;
            IF NEW.decision <> 'eligible' THEN
                RETURN NEW;
            END IF;
            SELECT id INTO newest FROM screening_questionnaireresponse
            WHERE patient_id = NEW.patient_id AND submitted_at IS NOT NULL
            ORDER BY submitted_at DESC, id DESC LIMIT 1;
            IF newest IS DISTINCT FROM read.response_id THEN
                {refuse("evaluation_reads_the_newest_answers")}
            END IF;
            IF EXISTS (
                SELECT FROM screening_flag flag
                JOIN screening_rule rule ON rule.id = flag.rule_id
                JOIN education_treatment treatment ON treatment.id = NEW.treatment_id
                WHERE flag.level IN {grave}
                    AND (rule.applies_to = 'all'
                        OR treatment.key = ANY (string_to_array(replace(rule.applies_to, ' ', ''), ',')))
                    AND (flag.assessment_id = NEW.assessment_id OR flag.answer_id IN (
                        SELECT DISTINCT ON (asked.key) answer.id
                        FROM screening_answer answer JOIN screening_rule asked ON asked.id = answer.rule_id
                        WHERE answer.response_id = newest
                        ORDER BY asked.key, answer.id DESC
                    ))
                    AND NOT EXISTS (
                        SELECT FROM screening_flagdecision decided
                        WHERE decided.assessment_id = NEW.assessment_id AND decided.flag_id = flag.id
                            AND decided.decision = 'accept'
                    )
            ) THEN
                {refuse("evaluation_leaves_no_flag_undecided")}
            END IF;
            RETURN NEW;
        """,
        refusals={
            "evaluation_has_an_examination": _("A decision needs an examination of the same patient."),
            "evaluation_reads_the_newest_answers": _(
                "New answers have come. They are shown now: read them, then sign. Nothing you typed is lost."
            ),
            "evaluation_leaves_no_flag_undecided": _(
                "Treatment cannot go ahead while a flag is not accepted with a reason."
            ),
        },
    )


@pghistory.track()
class Evaluation(models.Model):
    """A prescriber's decision. It is never edited: a newer one takes its place, or it is suspended."""

    class Decision(models.TextChoices):
        ELIGIBLE = "eligible", _("Treatment can go ahead")
        DEFERRED = "deferred", _("Deferred")
        NOT_NOW = "not_now", _("Not now")

    Mode = Assessment.Mode

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
    summary = models.TextField(_("reasons"), max_length=5000)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("prescriber"), on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(_("date"))
    valid_until = models.DateField(_("valid until"))
    assessment = models.ForeignKey(
        Assessment,
        verbose_name=_("examination"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="evaluations",
        help_text=_("Empty for a decision of before examinations were kept."),
    )
    letter = models.TextField(_("letter to the patient"), max_length=5000, blank=True)
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
        indexes = [models.Index(fields=["patient", "treatment", "-id"], name="evaluation_newest_first")]
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
                violation_error_message=_("Make the reasons shorter: at most 5000 characters."),
            ),
            models.UniqueConstraint(
                name="evaluation_once_per_examination",
                fields=["assessment", "treatment"],
                violation_error_message=_("This treatment is decided already."),
            ),
            models.CheckConstraint(
                name="evaluation_letter_where_it_waits",
                condition=Q(assessment__isnull=True)
                | Q(decision="eligible", letter="")
                | (~Q(decision="eligible") & ~Q(letter="")),
                violation_error_message=_("“Deferred” and “not now” go with a letter to the patient."),
            ),
            models.CheckConstraint(
                name="evaluation_letter_fits",
                condition=LessThanOrEqual(Length("letter"), 5000),
                violation_error_message=_("Make the letter shorter: at most 5000 characters."),
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
            rests_on_an_examination(),
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
