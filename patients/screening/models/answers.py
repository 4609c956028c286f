"""What a patient answered to the health questions, and the flags it raised. Answers only grow."""

import pghistory
import pgtrigger
from django.conf import settings
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

from ..judging import NEEDS_A_DECISION, FlagLevel
from .rules import Rule

BEGUN_COLUMNS = ("reference", "mode", "started_at", "started_by_id")
SUBMITTED_COLUMNS = ("submitted_at", "submitted_by_id")


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Answers of the patients this person may see, for who may read answers."""
        if not user.has_perm("screening.view_answer"):
            return self.none()
        return self.filter(patient__in=Patient.objects.visible_to(user))

    def submitted(self):
        """Finished ones, the newest first."""
        return self.filter(submitted_at__isnull=False).order_by("-submitted_at", "-pk")

    def begun(self):
        """Those that are not finished."""
        return self.filter(submitted_at=None)


@pghistory.track()
class QuestionnaireResponse(models.Model):
    """One time that a patient answers the health questions, in one sitting or in many. FHIR's name for it."""

    class Mode(models.TextChoices):
        OWN = "own", _("On their own page")
        PHONE = "phone", _("By phone")
        IN_PERSON = "in_person", _("In person")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    patient = models.ForeignKey(
        Patient, verbose_name=_("patient"), on_delete=models.PROTECT, related_name="responses"
    )
    mode = models.CharField(_("how"), max_length=10, choices=Mode, default=Mode.OWN)
    started_at = models.DateTimeField(_("begun"), default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("begun by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where the patient did."),
    )
    submitted_at = models.DateTimeField(_("finished"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("finished by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where the patient did."),
    )

    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("answers to the health questions")
        verbose_name_plural = _("answers to the health questions")
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["patient", "-submitted_at"], name="response_by_patient")]
        constraints = [
            models.UniqueConstraint(
                name="response_begun_once",
                fields=["patient"],
                condition=Q(submitted_at=None),
                violation_error_message=_("The questions are begun already: go on where they stand."),
            ),
            models.CheckConstraint(
                name="response_known_mode",
                condition=Q(mode__in=["own", "phone", "in_person"]),
                violation_error_message=_("Choose how the questions were asked."),
            ),
            models.CheckConstraint(
                name="response_finished_after_it_began",
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__gte=F("started_at")),
                violation_error_message=_("The end cannot come before the beginning."),
            ),
        ]
        triggers = [
            FollowsPatient(),
            Frozen(name="response_keeps_its_beginning", columns=BEGUN_COLUMNS),
            Frozen(
                name="response_is_finished_once",
                columns=SUBMITTED_COLUMNS,
                once="OLD.submitted_at IS NOT NULL",
            ),
            pgtrigger.Protect(name="response_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d}"


class AnswerQuerySet(models.QuerySet):
    def last_words(self):
        """Of each question the answer that stands: the last one."""
        later = Answer.objects.filter(
            response=models.OuterRef("response"),
            rule__key=models.OuterRef("rule__key"),
            pk__gt=models.OuterRef("pk"),
        )
        return self.filter(~models.Exists(later))


class Answer(models.Model):
    """One answer to one version of a question. It is never edited: another one takes its place, and both stay."""

    response = models.ForeignKey(
        QuestionnaireResponse, verbose_name=_("answers"), on_delete=models.PROTECT, related_name="answers"
    )
    rule = models.ForeignKey(Rule, verbose_name=_("question"), on_delete=models.PROTECT, related_name="+")
    value = models.JSONField(_("answer"))
    text = models.TextField(_("in words"), max_length=2000, blank=True)
    form_key = models.UUIDField(editable=False)
    answered_at = models.DateTimeField(_("answered"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty where the patient answered."),
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["pk"]
        indexes = [models.Index(fields=["response", "rule"], name="answer_by_question")]
        constraints = [
            models.CheckConstraint(
                name="answer_text_fits",
                condition=LessThanOrEqual(Length("text"), 2000),
                violation_error_message=_("Make the text shorter: at most 2000 characters."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="answer_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            RefusingTrigger(
                name="answer_before_the_end",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF EXISTS (
                        SELECT FROM screening_questionnaireresponse
                        WHERE id = NEW.response_id AND submitted_at IS NOT NULL
                    ) THEN
                        {refuse("answer_before_the_end")}
                    END IF;
                    RETURN NEW;
                """,
                refusals={"answer_before_the_end": _("These answers were sent already.")},
            ),
        ]

    def __str__(self):
        return self.rule.key


def standing_answers(response):
    """The keys of the answers that stand in one response: a list, since flags are then found by their index."""
    return list(Answer.objects.filter(response=response).last_words().values_list("pk", flat=True))


class FlagQuerySet(models.QuerySet):
    def standing(self, response):
        """The flags of the answers that stand in one response, the gravest first."""
        return self.filter(answer__in=standing_answers(response)).gravest_first()

    def before(self, assessment):
        """All that lay before the prescriber: the flags of the answers they read, and of what they measured."""
        answers = standing_answers(assessment.response_id)
        return self.filter(Q(answer__in=answers) | Q(assessment=assessment)).gravest_first()

    def gravest_first(self):
        order = models.Case(
            *(models.When(level=level, then=place) for place, level in enumerate(FlagLevel.values)),
            output_field=models.PositiveSmallIntegerField(),
        )
        return self.order_by(order, "rule__position", "pk")


class Flag(models.Model):
    """What an answer, or what was measured, means by one version of a rule: kept as it was judged then."""

    answer = models.ForeignKey(
        Answer,
        verbose_name=_("answer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="flags",
    )
    assessment = models.ForeignKey(
        "screening.Assessment",
        verbose_name=_("examination"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="flags",
    )
    rule = models.ForeignKey(Rule, verbose_name=_("rule"), on_delete=models.PROTECT, related_name="+")
    level = models.CharField(_("level"), max_length=20, choices=FlagLevel)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="flag_once",
                fields=["answer", "rule"],
                violation_error_message=_("This flag is raised already."),
            ),
            models.UniqueConstraint(
                name="flag_of_examination_once",
                fields=["assessment", "rule"],
                violation_error_message=_("This flag is raised already."),
            ),
            models.CheckConstraint(
                name="flag_comes_of_one_thing",
                condition=Q(answer__isnull=False, assessment__isnull=True)
                | Q(answer__isnull=True, assessment__isnull=False),
                violation_error_message=_("A flag comes of an answer or of an examination."),
            ),
            models.CheckConstraint(
                name="flag_known_level",
                condition=Q(level__in=FlagLevel.values),
                violation_error_message=_("Choose a level from the list."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="flag_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.rule.key}: {self.get_level_display()}"

    @property
    def asked(self):
        """What it is about: the question that was answered, whichever rule judges it, or what was measured."""
        return self.answer.rule.question if self.answer else _("Blood pressure, measured")

    @property
    def asks_for_a_decision(self):
        """Whether a prescriber has to say something of it before treatment can go ahead."""
        return self.level in NEEDS_A_DECISION
