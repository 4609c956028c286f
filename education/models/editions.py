"""Editions of articles: written, reviewed twice, published; what is published never changes."""

from datetime import timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, F, Q, TextField
from django.db.models.functions import Concat, Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django_prose_editor.fields import ProseEditorField

from clinic.frozen import Frozen

from ..rich_text import EXTENSIONS, citation_of, cited_keys, clean
from .articles import Article, FormerAddress
from .claims import Claim
from .search_documents import search_document

RICH_PARTS = ("body", "benefits", "risks", "alternatives")  # in the order a reader meets them
ALL_TEXT = Concat(*(F(part) for part in RICH_PARTS), output_field=TextField())
FOR_SEARCH = ("search_vector", "heading_vector")


def _overdue(today):
    return Q(review_due__lt=today)


def _fresh_enough(today):
    """Not over `HIDDEN_AFTER` past their review."""
    return Q(review_due__gte=today - Edition.HIDDEN_AFTER)


class EditionQuerySet(models.QuerySet):
    def without_texts(self):
        """As lists show them: all but their texts."""
        return self.defer(*RICH_PARTS)

    def published(self):
        """Editions the public reads now."""
        return self.filter(state=Edition.State.PUBLISHED)

    def pages(self):
        """Those of articles that have a page of their own."""
        return self.filter(article__kind__in=Article.PAGES)

    def on_conditions(self):
        """Those of articles about a condition."""
        return self.filter(article__kind=Article.Kind.CONDITION)

    def named(self, slugs):
        """Those of articles whose address ends in one of these names, or once did."""
        left = FormerAddress.objects.filter(article_slug__in=slugs)
        return self.filter(Q(article__slug__in=slugs) | Q(article__in=left.values("article")))

    def questions(self):
        return self.filter(article__kind=Article.Kind.QUESTION)

    def terms(self):
        return self.filter(article__kind=Article.Kind.TERM)

    def on_the_shelf(self, language):
        """The pages the library holds in one language, in its order, with articles and topics."""
        return (
            self.published()
            .pages()
            .filter(language=language)
            .select_related("article__topic")
            .order_by("article__topic__position", "article__topic__title", "article__position", "title")
        )

    def questions_in_order(self, language):
        """The questions that readers find answered in one language, topic by topic."""
        return (
            self.published()
            .questions()
            .filter(language=language)
            .select_related("article__topic")
            .order_by("article__topic__position", "article__topic__title", "article__position", "title")
        )

    def first_of_each_topic(self, language):
        """Where to begin: the page that stands first on each shelf, in the order of the shelves."""
        shelf = ("article__topic__position", "article__topic__title")
        return self.on_the_shelf(language).distinct(*shelf)

    def once_published(self):
        """Editions the public reads or has read, the newest first."""
        return self.filter(published_at__isnull=False).order_by("-published_at", "-number")

    def overdue(self, today):
        """Those past the date of their review."""
        return self.filter(_overdue(today))

    def due_soon(self, today):
        """Those whose review is due within `DUE_SOON`."""
        return self.filter(review_due__lte=today + Edition.DUE_SOON).exclude(_overdue(today))

    def fresh_enough(self, today):
        """Those that search and the sitemap still name."""
        return self.filter(_fresh_enough(today))

    def told_when_overdue(self, today):
        """Each with `is_overdue`, and with `is_left_out` where search and the sitemap name it no more."""
        return self.annotate(
            is_overdue=ExpressionWrapper(_overdue(today), BooleanField()),
            is_left_out=ExpressionWrapper(~_fresh_enough(today), BooleanField()),
        )

    def written_by(self, person):
        """Those in which this person wrote a word, and which they therefore cannot review."""
        return self.filter(Q(author=person) | Q(writers=person)).distinct()

    def for_review_by(self, person):
        """Those in which this person wrote nothing."""
        return self.exclude(pk__in=self.model.objects.written_by(person).values("pk"))

    def citing(self, keys):
        """Those whose words, as they stand, cite one of the claims with these keys."""
        return self.alias(text=ALL_TEXT).filter(text__regex=citation_of(keys)) if keys else self.none()

    def open(self):
        """Editions still on their way to the public."""
        return self.filter(state__in=Edition.OPEN_STATES)

    def due_to_publish(self, now):
        """Approved editions whose time to be published has come."""
        return self.filter(state=Edition.State.APPROVED, publish_at__lte=now)


class EditionManager(models.Manager.from_queryset(EditionQuerySet)):
    """Editions without what search alone reads: that stays in the database."""

    def get_queryset(self):
        return super().get_queryset().defer(*FOR_SEARCH)


FROZEN_COLUMNS = (
    "article_id", "language", "number", "title", "also_called", "summary", "body", "benefits", "risks",
    "alternatives", "sharing_title", "change_note", "author_id", "reviewer_id", "reviewed_on",
    "plain_reviewer_id", "plain_reviewed_on", "review_due", "published_at",
)  # fmt: skip


@pghistory.track(exclude=FOR_SEARCH)
class Edition(models.Model):
    """One version of an article in one language. A published edition never changes."""

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        SPANISH = "es", _("Spanish")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CLINICAL_REVIEW = "clinical_review", _("Waits for clinical review")
        PLAIN_REVIEW = "plain_review", _("Waits for plain-language review")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN_STATES = (State.DRAFT, State.CLINICAL_REVIEW, State.PLAIN_REVIEW, State.APPROVED)
    HIDDEN_AFTER = timedelta(days=90)  # past its review, search and sitemap leave a page out
    DUE_SOON = timedelta(days=60)
    RICH_PARTS = RICH_PARTS

    article = models.ForeignKey(
        Article, verbose_name=_("article"), on_delete=models.PROTECT, related_name="editions"
    )
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)
    number = models.PositiveIntegerField(_("edition"))
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=120)
    also_called = models.CharField(
        _("other words for it"),
        max_length=300,
        blank=True,
        help_text=_("What else people call it or search for, with commas between."),
    )
    summary = models.CharField(_("summary"), max_length=300)
    body = ProseEditorField(_("text"), extensions=EXTENSIONS, sanitize=clean)
    benefits = ProseEditorField(_("possible benefits"), extensions=EXTENSIONS, sanitize=clean, blank=True)
    risks = ProseEditorField(_("risks"), extensions=EXTENSIONS, sanitize=clean, blank=True)
    alternatives = ProseEditorField(_("other ways"), extensions=EXTENSIONS, sanitize=clean, blank=True)
    sharing_title = models.CharField(
        _("title when shared"),
        max_length=120,
        blank=True,
        help_text=_(
            "Seen where somebody shares the address. Empty: the clinic’s name alone, which tells nothing."
        ),
    )
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
    reviewed_on = models.DateField(_("clinically reviewed on"), null=True, blank=True)
    plain_reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("plain-language reviewer"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    plain_reviewed_on = models.DateField(_("read for plain language on"), null=True, blank=True)
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("When an approved edition is published by itself."),
    )
    review_due = models.DateField(_("next review due"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    changed_at = models.DateTimeField(_("words last changed"), auto_now=True)
    claims = models.ManyToManyField(Claim, through="EditionClaim", related_name="editions")
    search_vector = search_document(
        A=["title", "also_called"],
        B=["summary"],
        C=[("body",)],
        D=[("benefits",), ("risks",), ("alternatives",)],
        language="language",
    )
    heading_vector = search_document(A=["title", "also_called"], B=["summary"], language="language")

    objects = EditionManager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["article", "language", "-number"]
        indexes = [
            models.Index(
                name="edition_published_in", fields=["language"], condition=Q(state="published")
            ),  # lists, among many that are published no more
            GinIndex(name="edition_search", fields=["search_vector"], condition=Q(state="published")),
            GinIndex(
                name="edition_heading_search", fields=["heading_vector"], condition=Q(state="published")
            ),
        ]
        permissions = [
            ("review_edition", _("Can review an edition clinically")),
            ("sign_off_edition", _("Can sign off numbers this clinic chose")),
        ]
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
                condition=Q(state__in=["draft", "clinical_review", "plain_review", "approved"]),
                violation_error_message=_("Somebody is working on a draft of this article already."),
            ),
            models.CheckConstraint(
                name="edition_known_state",
                condition=Q(
                    state__in=[
                        "draft",
                        "clinical_review",
                        "plain_review",
                        "approved",
                        "published",
                        "superseded",
                        "withdrawn",
                    ]
                ),
                violation_error_message=_("Choose a state from the list."),
            ),
            models.CheckConstraint(
                name="edition_known_language",
                condition=Q(language__in=["en", "es"]),
                violation_error_message=_("Choose a language from the list."),
            ),
            models.CheckConstraint(
                name="edition_past_clinical_review_has_reviewer",
                condition=Q(state__in=["draft", "clinical_review"])
                | Q(reviewer__isnull=False, reviewed_on__isnull=False),
                violation_error_message=_("A clinical reviewer goes first."),
            ),
            models.CheckConstraint(
                name="edition_past_plain_review_has_reader",
                condition=Q(state__in=["draft", "clinical_review", "plain_review"])
                | Q(plain_reviewer__isnull=False, plain_reviewed_on__isnull=False),
                violation_error_message=_("Somebody reads it for plain language first."),
            ),
            models.CheckConstraint(
                name="edition_published_has_dates",
                condition=Q(state__in=["draft", "clinical_review", "plain_review", "approved"])
                | Q(review_due__isnull=False, published_at__isnull=False),
                violation_error_message=_("Publishing needs a date for the next review."),
            ),
            models.CheckConstraint(
                name="edition_author_is_not_reviewer",
                condition=(Q(reviewer__isnull=True) | ~Q(reviewer=F("author")))
                & (Q(plain_reviewer__isnull=True) | ~Q(plain_reviewer=F("author"))),
                violation_error_message=_("Nobody reviews their own work. Ask a colleague."),
            ),
            models.CheckConstraint(
                name="edition_due_after_review",
                condition=Q(review_due__isnull=True) | Q(review_due__gt=F("reviewed_on")),
                violation_error_message=_("The next review must come after this one."),
            ),
            models.CheckConstraint(
                name="edition_only_approved_is_planned",
                condition=Q(publish_at__isnull=True)
                | Q(state__in=["approved", "published", "superseded", "withdrawn"]),
                violation_error_message=_("Only an approved edition can be planned to be published."),
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
                    ("draft", "clinical_review"),
                    ("clinical_review", "draft"),
                    ("clinical_review", "plain_review"),
                    ("plain_review", "draft"),
                    ("plain_review", "approved"),
                    ("approved", "draft"),
                    ("approved", "published"),
                    ("published", "superseded"),
                    ("published", "withdrawn"),
                ],
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Where readers find it, in the language it is written in."""
        with override(self.language):
            return self.article.get_absolute_url()

    @property
    def texts(self):
        """The rich texts in the order a reader meets them."""
        return tuple(getattr(self, part) for part in self.RICH_PARTS)

    def clinic_choices(self):
        """The claims its words cite that this clinic chose: a medical director signs them off."""
        return Claim.objects.filter(key__in=cited_keys(*self.texts), is_clinic_choice=True)

    @property
    def is_signed_off(self):
        """Whether a medical director has signed off these very words."""
        return self.sign_offs.filter(words_of=self.changed_at).exists()

    @property
    def is_open(self):
        """Whether this edition is still on its way to the public."""
        return self.state in self.OPEN_STATES


@pghistory.track(obj_field=None)  # nothing can refer to a row of a table that Django makes by itself
class EditionWriter(Edition.writers.through):
    """Somebody who wrote in an edition."""

    class Meta:
        proxy = True


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
            models.CheckConstraint(
                name="editionclaim_statement_fits",
                condition=LessThanOrEqual(Length("statement"), 600),
                violation_error_message=_("A statement has at most 600 characters."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_citations_never_change",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                declare=[("frozen", "BOOLEAN")],
                func="""
                    SELECT state IN ('published', 'superseded', 'withdrawn') INTO frozen FROM education_edition
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
        """Whether the claim says something else today than when the edition was published."""
        return bool(self.verdict) and (self.verdict, self.statement) != (
            self.claim.verdict,
            self.claim.statement,
        )
