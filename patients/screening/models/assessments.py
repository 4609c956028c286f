"""What a prescriber found when they examined a patient, and what they said of each flag. Neither ever changes."""

from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.frozen import Frozen
from clinic.refusing import RefusingTrigger, refuse
from patients.links.references import new_reference
from patients.people.models import FollowsPatient, Patient

from .answers import QuestionnaireResponse

MEASURED = (
    "systolic", "diastolic", "pulse", "breathing", "oxygen", "temperature", "weight_kg", "height_cm",
)  # fmt: skip
SIGNED_COLUMNS = (
    "reference", "form_key", "response_id", "mode", "examined_on", *MEASURED, "diagnoses", "medicines",
    "findings", "signed_by_id", "signed_at",
)  # fmt: skip
# What a living person can have: it finds what was mistyped, and judges nothing.
BOUNDS = {
    "systolic": (40, 300),
    "diastolic": (20, 200),
    "pulse": (20, 250),
    "breathing": (4, 60),
    "oxygen": (50, 100),
    "temperature": (Decimal(30), Decimal(43)),
    "weight_kg": (Decimal(20), Decimal(650)),
    "height_cm": (Decimal(50), Decimal(272)),
}
MISTYPED = _("Please check what you measured: one of the numbers seems mistyped.")


def within(name):
    least, most = BOUNDS[name]
    return [MinValueValidator(least), MaxValueValidator(most)]


def all_within_bounds():
    """Every number that was measured is one that a living person can have."""
    sound = Q()
    for name, (least, most) in BOUNDS.items():
        sound &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": least, f"{name}__lte": most})
    return sound


@pghistory.track()
class Assessment(models.Model):
    """One examination: how it was done, what was measured and found. A newer one stands beside it, never in it.

    Blood pressure in mmHg, pulse and breathing a minute, oxygen in percent, temperature in °C.
    """

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        REMOTE = "remote", _("By video")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    form_key = models.UUIDField(unique=True, editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="assessments"
    )
    response = models.ForeignKey(
        QuestionnaireResponse,
        verbose_name=_("answers that were read"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assessments",
        help_text=_("Empty where the patient had not answered yet."),
    )
    mode = models.CharField(_("how"), max_length=10, choices=Mode)
    examined_on = models.DateField(_("date"))
    systolic = models.PositiveSmallIntegerField(
        _("blood pressure, upper number"), null=True, blank=True, validators=within("systolic")
    )
    diastolic = models.PositiveSmallIntegerField(
        _("blood pressure, lower number"), null=True, blank=True, validators=within("diastolic")
    )
    pulse = models.PositiveSmallIntegerField(
        _("pulse a minute"), null=True, blank=True, validators=within("pulse")
    )
    breathing = models.PositiveSmallIntegerField(
        _("breaths a minute"), null=True, blank=True, validators=within("breathing")
    )
    oxygen = models.PositiveSmallIntegerField(
        _("oxygen saturation, %"), null=True, blank=True, validators=within("oxygen")
    )
    temperature = models.DecimalField(
        _("temperature, °C"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=within("temperature"),
    )
    weight_kg = models.DecimalField(
        _("weight, kg"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=within("weight_kg"),
    )
    height_cm = models.DecimalField(
        _("height, cm"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=within("height_cm"),
    )
    diagnoses = models.TextField(_("diagnoses considered"), max_length=5000, blank=True)
    medicines = models.TextField(_("medicines"), max_length=5000, blank=True)
    findings = models.TextField(_("findings"), max_length=5000)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("signed by"), on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)

    class Meta:
        verbose_name = _("examination")
        verbose_name_plural = _("examinations")
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="assessment_known_mode",
                condition=Q(mode__in=["in_person", "remote"]),
                violation_error_message=_("Choose how you saw the patient."),
            ),
            models.CheckConstraint(
                name="assessment_measured_within_bounds",
                condition=all_within_bounds(),
                violation_error_message=MISTYPED,
            ),
            models.CheckConstraint(
                name="assessment_pressure_has_two_numbers",
                condition=Q(systolic__isnull=True, diastolic__isnull=True)
                | Q(systolic__isnull=False, diastolic__isnull=False, systolic__gt=F("diastolic")),
                violation_error_message=_("Blood pressure has two numbers, the upper one higher."),
            ),
            models.CheckConstraint(
                name="assessment_in_person_has_blood_pressure",
                condition=~Q(mode="in_person") | Q(systolic__isnull=False),
                violation_error_message=_("You saw them in person: give the blood pressure."),
            ),
            models.CheckConstraint(
                name="assessment_findings_fit",
                condition=LessThanOrEqual(Length("findings"), 5000),
                violation_error_message=_("Make the findings shorter: at most 5000 characters."),
            ),
            models.CheckConstraint(
                name="assessment_diagnoses_fit",
                condition=LessThanOrEqual(Length("diagnoses"), 5000),
                violation_error_message=_("Make the diagnoses shorter: at most 5000 characters."),
            ),
            models.CheckConstraint(
                name="assessment_medicines_fit",
                condition=LessThanOrEqual(Length("medicines"), 5000),
                violation_error_message=_("Make the medicines shorter: at most 5000 characters."),
            ),
        ]
        triggers = [
            FollowsPatient(),
            Frozen(name="assessment_never_changes", columns=SIGNED_COLUMNS),
            pgtrigger.Protect(name="assessment_is_never_deleted", operation=pgtrigger.Delete),
            RefusingTrigger(
                name="assessment_reads_the_patients_answers",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("(NEW.response_id IS NOT NULL)"),
                func=f"""
                    IF NOT EXISTS (
                        SELECT FROM screening_questionnaireresponse
                        WHERE id = NEW.response_id AND patient_id = NEW.patient_id
                            AND submitted_at IS NOT NULL
                    ) THEN
                        {refuse("assessment_reads_the_patients_answers")}
                    END IF;
                    RETURN NEW;
                """,
                refusals={
                    "assessment_reads_the_patients_answers": _(
                        "These answers are another patient’s, or not sent yet."
                    )
                },
            ),
        ]

    def __str__(self):
        return f"{self.get_mode_display()}, {self.examined_on}"

    @property
    def blood_pressure(self):
        """Both numbers as people write them, or nothing."""
        return f"{self.systolic}/{self.diastolic}" if self.systolic else ""


class FlagDecision(models.Model):
    """What a prescriber says of one flag at one examination, and why."""

    class Decision(models.TextChoices):
        ACCEPT = "accept", _("Accept it")
        STOP = "stop", _("Stop here")
        ASK_MORE = "ask_more", _("Ask more first")

    assessment = models.ForeignKey(
        Assessment, verbose_name=_("examination"), on_delete=models.PROTECT, related_name="flag_decisions"
    )
    flag = models.ForeignKey(
        "screening.Flag", verbose_name=_("flag"), on_delete=models.PROTECT, related_name="decisions"
    )
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.CharField(_("why"), max_length=500)

    class Meta:
        verbose_name = _("decision about a flag")
        verbose_name_plural = _("decisions about flags")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="flagdecision_once",
                fields=["assessment", "flag"],
                violation_error_message=_("This flag is decided already."),
            ),
            models.CheckConstraint(
                name="flagdecision_known_decision",
                condition=Q(decision__in=["accept", "stop", "ask_more"]),
                violation_error_message=_("Choose a decision from the list."),
            ),
            models.CheckConstraint(
                name="flagdecision_says_why",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="flagdecision_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            ),
            RefusingTrigger(
                name="flagdecision_is_about_what_was_read",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (
                        SELECT FROM screening_flag flag
                        JOIN screening_assessment assessment ON assessment.id = NEW.assessment_id
                        LEFT JOIN screening_answer answer ON answer.id = flag.answer_id
                        WHERE flag.id = NEW.flag_id AND (
                            flag.assessment_id = assessment.id OR answer.response_id = assessment.response_id
                        )
                    ) THEN
                        {refuse("flagdecision_is_about_what_was_read")}
                    END IF;
                    RETURN NEW;
                """,
                refusals={
                    "flagdecision_is_about_what_was_read": _(
                        "This flag is not of the answers that were read."
                    )
                },
            ),
        ]

    def __str__(self):
        return self.get_decision_display()
