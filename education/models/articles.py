"""Articles and their editions: what is published never changes."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from clinic.frozen import Frozen

from ..rich_text import EXTENSIONS
from .claims import Claim
from .treatments import Treatment

RESERVED_SLUGS = ("search", "glossary", "questions", "sources", "compare")


@pghistory.track()
class Topic(models.Model):
    """A shelf of the library."""

    slug = models.SlugField(_("address name"), unique=True)
    title = models.CharField(_("title"), max_length=80)
    summary = models.CharField(_("summary"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "title"]
        constraints = [
            models.CheckConstraint(
                name="topic_slug_not_reserved",
                condition=~Q(slug__in=RESERVED_SLUGS),
                violation_error_message=_("This address is taken by the library itself. Choose another."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("education:topic", args=[self.slug])


class ArticleQuerySet(models.QuerySet):
    def with_editions(self):
        """Each with `current`, the editions that are published or open, newest first."""
        current = Edition.objects.filter(Q(state=Edition.State.PUBLISHED) | Q(state__in=Edition.OPEN_STATES))
        current = current.select_related("author", "reviewer").order_by("language", "-number")
        return self.prefetch_related(models.Prefetch("editions", current, to_attr="current"))


@pghistory.track()
class Article(models.Model):
    """A page of the library; what it says stands in its editions."""

    class Kind(models.TextChoices):
        CONDITION = "condition", _("A condition")
        TREATMENT = "treatment", _("A treatment")
        SAFETY = "safety", _("Safety")
        REGULATORY = "regulatory", _("Rules and approval")
        PRACTICAL = "practical", _("Practical")
        RESEARCH = "research", _("Research")

    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="articles"
    )
    slug = models.SlugField(_("address name"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    treatments = models.ManyToManyField(
        Treatment,
        verbose_name=_("treatments"),
        blank=True,
        related_name="articles",
        help_text=_("Their status lines stand at the top of the page."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["topic__position", "position", "slug"]
        constraints = [
            models.UniqueConstraint(
                name="article_address_once",
                fields=["topic", "slug"],
                violation_error_message=_("This topic has a page at this address already."),
            ),
            models.CheckConstraint(
                name="article_known_kind",
                condition=Q(
                    kind__in=["condition", "treatment", "safety", "regulatory", "practical", "research"]
                ),
                violation_error_message=_("Choose a kind from the list."),
            ),
        ]

    def __str__(self):
        return f"{self.topic.slug}/{self.slug}"

    def get_absolute_url(self):
        return reverse("education:article", args=[self.topic.slug, self.slug])

    @property
    def weighs_benefits_and_risks(self):
        """Whether this page must show risks as prominently as benefits."""
        return self.kind in (self.Kind.CONDITION, self.Kind.TREATMENT)

    @property
    def review_months(self):
        """Months until a published edition is due for review: 6 for safety and rules, else 12."""
        return 6 if self.kind in (self.Kind.SAFETY, self.Kind.REGULATORY) else 12


class EditionQuerySet(models.QuerySet):
    def published(self):
        """Editions the public reads now."""
        return self.filter(state=Edition.State.PUBLISHED)

    def on_the_shelf(self, language):
        """What the library holds in one language, in its order, with articles and topics."""
        return (
            self.published()
            .filter(language=language)
            .select_related("article__topic")
            .order_by("article__topic__position", "article__topic__title", "article__position", "title")
        )

    def open(self):
        """Editions still being worked on."""
        return self.filter(state__in=Edition.OPEN_STATES)


FROZEN_COLUMNS = (
    "article_id", "language", "number", "title", "summary", "body", "benefits", "risks", "alternatives",
    "change_note", "author_id", "reviewer_id", "reviewed_on", "review_due", "published_at",
)  # fmt: skip


@pghistory.track()
class Edition(models.Model):
    """One version of an article in one language. A published edition never changes."""

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        SPANISH = "es", _("Spanish")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("Waiting for review")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN_STATES = (State.DRAFT, State.IN_REVIEW)

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="editions"
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)
    number = models.PositiveIntegerField(_("edition"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(_("summary"), max_length=300)
    body = ProseEditorField(_("text"), extensions=EXTENSIONS, sanitize=True)
    benefits = ProseEditorField(_("possible benefits"), extensions=EXTENSIONS, sanitize=True, blank=True)
    risks = ProseEditorField(_("risks"), extensions=EXTENSIONS, sanitize=True, blank=True)
    alternatives = ProseEditorField(_("other ways"), extensions=EXTENSIONS, sanitize=True, blank=True)
    change_note = models.CharField(_("what changed, and why"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), on_delete=models.PROTECT, related_name="+"
    )
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("everybody who wrote in it"),
        related_name="+",
        help_text=_("None of them reviews it."),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("clinical reviewer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    review_due = models.DateField(_("next review due"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    claims = models.ManyToManyField(Claim, through="EditionClaim", related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["article", "language", "-number"]
        permissions = [("review_edition", _("Can review and publish an edition"))]
        constraints = [
            models.UniqueConstraint(
                name="edition_number_once",
                fields=["article", "language", "number"],
                violation_error_message=_("This edition number is taken."),
            ),
            models.UniqueConstraint(
                name="edition_one_published",
                fields=["article", "language"],
                condition=Q(state="published"),
                violation_error_message=_("Another edition of this article is published."),
            ),
            models.UniqueConstraint(
                name="edition_one_open",
                fields=["article", "language"],
                condition=Q(state__in=["draft", "in_review"]),
                violation_error_message=_("Somebody is working on a draft of this article already."),
            ),
            models.CheckConstraint(
                name="edition_known_state",
                condition=Q(state__in=["draft", "in_review", "published", "superseded", "withdrawn"]),
                violation_error_message=_("Choose a state from the list."),
            ),
            models.CheckConstraint(
                name="edition_known_language",
                condition=Q(language__in=["en", "es"]),
                violation_error_message=_("Choose a language from the list."),
            ),
            models.CheckConstraint(
                name="edition_published_is_reviewed",
                condition=Q(state__in=["draft", "in_review"])
                | Q(
                    reviewer__isnull=False,
                    reviewed_on__isnull=False,
                    review_due__isnull=False,
                    published_at__isnull=False,
                ),
                violation_error_message=_("Publishing needs a reviewer and a date for the next review."),
            ),
            models.CheckConstraint(
                name="edition_author_is_not_reviewer",
                condition=Q(reviewer__isnull=True) | ~Q(reviewer=F("author")),
                violation_error_message=_("Nobody reviews their own work. Ask a colleague."),
            ),
            models.CheckConstraint(
                name="edition_due_after_review",
                condition=Q(review_due__isnull=True) | Q(review_due__gt=F("reviewed_on")),
                violation_error_message=_("The next review must come after this one."),
            ),
        ]
        triggers = [
            Frozen(
                name="published_edition_never_changes",
                columns=FROZEN_COLUMNS,
                once="OLD.state IN ('published', 'superseded', 'withdrawn')",
            ),
            pgtrigger.Protect(
                name="published_edition_stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("(OLD.state IN ('published', 'superseded', 'withdrawn'))"),
            ),
            pgtrigger.FSM(
                name="edition_state_moves_along_its_arrows",
                field="state",
                transitions=[
                    ("draft", "in_review"),
                    ("in_review", "draft"),
                    ("in_review", "published"),
                    ("published", "superseded"),
                    ("published", "withdrawn"),
                ],
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def texts(self):
        """The rich texts in the order a reader meets them."""
        return (self.body, self.benefits, self.risks, self.alternatives)

    @property
    def is_open(self):
        """Whether this edition may still be changed."""
        return self.state in self.OPEN_STATES

    @property
    def is_overdue(self):
        """Whether the date of the next review has passed."""
        return self.review_due is not None and self.review_due < timezone.localdate()


@pghistory.track()
class EditionClaim(models.Model):
    """A claim an edition cites, with what it said when the edition was published."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="citations")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="citations_in_editions")
    position = models.PositiveSmallIntegerField()
    statement = models.TextField(_("statement when published"), max_length=600, blank=True)
    verdict = models.CharField(_("verdict when published"), max_length=20, choices=Claim.Verdict, blank=True)

    class Meta:
        verbose_name = _("claim cited")
        verbose_name_plural = _("claims cited")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(name="editionclaim_once", fields=["edition", "claim"]),
            models.UniqueConstraint(name="editionclaim_position_once", fields=["edition", "position"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_citations_never_change",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[("frozen", "BOOLEAN")],
                func="""
                    SELECT state NOT IN ('draft', 'in_review') INTO frozen FROM education_edition
                    WHERE id = CASE WHEN TG_OP = 'INSERT' THEN NEW.edition_id ELSE OLD.edition_id END;
                    IF frozen THEN
                        RAISE EXCEPTION 'The citations of a published edition never change.'
                        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'published_citations_never_change';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.edition} – {self.claim.key}"

    @property
    def changed_since_review(self):
        """Whether the claim's verdict is another today than when the edition was published."""
        return bool(self.verdict) and self.verdict != self.claim.verdict
