"""The documents that patients sign, version by version, and the questions that come with each."""

import hashlib

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from clinic.refusing import RefusingTrigger, refuse
from education.models import Treatment
from patients.links.references import new_reference


class DocumentQuerySet(models.QuerySet):
    def current(self):
        """The newest version of each text."""
        return self.order_by("kind", "treatment_id", "-version").distinct("kind", "treatment_id")

    def versions_of(self, document):
        """All versions of the same text, the newest first."""
        same = self.filter(kind=document.kind, treatment=document.treatment_id)
        return same.order_by("-version")

    def called(self, key):
        """All versions of the text with this `key`."""
        treatment = Q(kind=Document.Kind.TREATMENT, treatment__key=key)
        return self.filter(treatment | (Q(kind=key) & ~Q(kind=Document.Kind.TREATMENT)))

    def asking_to_sign_again(self, day):
        """Versions after which, on the given date, a signature under an earlier one no longer counts."""
        return self.filter(change=Document.Change.MUST_RESIGN, issued_on__lte=day)


@pghistory.track()
class Document(models.Model):
    """One version of a text that patients sign: for one treatment, or for all patients. It never changes."""

    class Kind(models.TextChoices):
        TREATMENT = "treatment", _("Treatment")
        ELECTRONIC_RECORDS = "electronic_records", _("Electronic records and signatures")
        PRIVACY_NOTICE = "privacy_notice", _("Privacy notice")

    class Change(models.TextChoices):
        FIRST = "first", _("The first version")
        MINOR = "minor", _("A small change: signatures stay good")
        MUST_RESIGN = "must_resign", _("A change that matters: everybody signs again")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    kind = models.CharField(_("about"), max_length=20, choices=Kind, default=Kind.TREATMENT)
    treatment = models.ForeignKey(
        Treatment,
        verbose_name=_("treatment"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Only where the text is about one."),
    )
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(
        _("in short"),
        max_length=2000,
        help_text=_("The most important points in plain words, each on a line that begins with “- ”."),
    )
    text = models.TextField(_("text"), max_length=20000)
    change = models.CharField(_("kind of change"), max_length=12, choices=Change, default=Change.FIRST)
    what_changed = models.TextField(_("what changed"), max_length=1000, blank=True)
    issued_on = models.DateField(_("issued on"))

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent document")
        verbose_name_plural = _("consent documents")
        ordering = ["kind", "treatment", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="document_version_once",
                fields=["kind", "treatment", "version"],
                nulls_distinct=False,
                violation_error_message=_("This version is here already."),
            ),
            models.CheckConstraint(
                name="document_is_about_one_thing",
                condition=Q(kind="treatment", treatment__isnull=False)
                | Q(kind__in=["electronic_records", "privacy_notice"], treatment__isnull=True),
                violation_error_message=_(
                    "Choose the treatment where the text is about one, and none elsewhere."
                ),
            ),
            models.CheckConstraint(
                name="document_says_what_changed",
                condition=Q(version=1, change="first", what_changed="")
                | (Q(version__gt=1, change__in=["minor", "must_resign"]) & ~Q(what_changed="")),
                violation_error_message=_("Say what changed, and whether everybody signs again."),
            ),
            models.CheckConstraint(
                name="document_summary_fits",
                condition=LessThanOrEqual(Length("summary"), 2000),
                violation_error_message=_("Make the summary shorter: at most 2000 characters."),
            ),
            models.CheckConstraint(
                name="document_text_fits",
                condition=LessThanOrEqual(Length("text"), 20000),
                violation_error_message=_("Make the text shorter: at most 20000 characters."),
            ),
            models.CheckConstraint(
                name="document_what_changed_fits",
                condition=LessThanOrEqual(Length("what_changed"), 1000),
                violation_error_message=_("Say what changed in at most 1000 characters."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="document_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return _("%(title)s, version %(version)s") % {"title": self.title, "version": self.version}

    @property
    def key(self):
        """What this text is called in addresses of the staff site, whichever its version."""
        return self.treatment.key if self.treatment_id else self.kind

    @property
    def whole(self):
        """All that is signed: what stands in short, and the text."""
        return f"{self.summary}\n\n{self.text}" if self.summary else self.text

    @property
    def sha256(self):
        """The SHA-256 of the exact words, in hex."""
        return hashlib.sha256(self.whole.encode()).hexdigest()


MOST_CHOICES = 5


@pghistory.track()
class UnderstandingQuestion(models.Model):
    """A question that shows whether a text was understood. It belongs to its version and never changes."""

    document = models.ForeignKey(
        Document, verbose_name=_("document"), on_delete=models.PROTECT, related_name="questions"
    )
    position = models.PositiveSmallIntegerField(_("position"))
    question = models.CharField(_("question"), max_length=300)
    choices = ArrayField(models.CharField(max_length=200), verbose_name=_("answers to choose from"))
    right = models.PositiveSmallIntegerField(_("number of the right answer"))
    explanation = models.CharField(_("why"), max_length=500)

    class Meta:
        verbose_name = _("question about a document")
        verbose_name_plural = _("questions about documents")
        ordering = ["document", "position"]
        constraints = [
            models.UniqueConstraint(
                name="question_position_once",
                fields=["document", "position"],
                violation_error_message=_("Two questions cannot stand at one place."),
            ),
            models.CheckConstraint(
                name="question_has_its_right_answer",
                condition=Q(
                    choices__len__gte=2,
                    choices__len__lte=MOST_CHOICES,
                    right__gte=1,
                    right__lte=F("choices__len"),
                ),
                violation_error_message=_("A question has two to five answers, and one of them is right."),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="question_never_changes", operation=pgtrigger.Update | pgtrigger.Delete),
            RefusingTrigger(
                name="question_comes_before_signatures",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF EXISTS (SELECT FROM consent_consent WHERE document_id = NEW.document_id) THEN
                        {refuse("question_comes_before_signatures")}
                    END IF;
                    RETURN NEW;
                """,
                refusals={
                    "question_comes_before_signatures": _(
                        "Somebody has signed this version. Issue the next one."
                    ),
                },
            ),
        ]

    def __str__(self):
        return self.question

    @property
    def right_words(self):
        return self.choices[self.right - 1]
