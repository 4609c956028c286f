"""Articles and where they stand in the library; what they say stands in their editions."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
        triggers = [
            pgtrigger.Trigger(
                name="topic_leads_on_from_its_former_address",
                operation=pgtrigger.UpdateOf("slug"),
                when=pgtrigger.After,
                condition=pgtrigger.Condition("(OLD.slug <> NEW.slug)"),
                func="""
                    INSERT INTO education_formeraddress (topic_slug, article_slug, topic_id, left_at)
                    VALUES (OLD.slug, '', NEW.id, now())
                    ON CONFLICT (topic_slug, article_slug)
                    DO UPDATE SET topic_id = NEW.id, article_id = NULL, left_at = now();
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("education:topic", args=[self.slug])


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
        QUESTION = "question", _("A question and its answer")
        TERM = "term", _("A word of the glossary")

    # What has a page of its own; questions and words of the glossary stand together on one page each.
    PAGES = (Kind.CONDITION, Kind.TREATMENT, Kind.SAFETY, Kind.REGULATORY, Kind.PRACTICAL, Kind.RESEARCH)

    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        related_name="articles",
        null=True,
        blank=True,
        help_text=_("Empty for a word of the glossary alone."),
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
            models.UniqueConstraint(
                name="article_term_once",
                fields=["slug"],
                condition=Q(kind="term"),
                violation_error_message=_("The glossary has this word already."),
            ),
            models.UniqueConstraint(
                name="article_question_once",
                fields=["slug"],
                condition=Q(kind="question"),
                violation_error_message=_("There is a question at this address already."),
            ),
            models.CheckConstraint(
                name="article_known_kind",
                condition=Q(
                    kind__in=[
                        "condition",
                        "treatment",
                        "safety",
                        "regulatory",
                        "practical",
                        "research",
                        "question",
                        "term",
                    ]
                ),
                violation_error_message=_("Choose a kind from the list."),
            ),
            models.CheckConstraint(
                name="article_all_but_terms_have_a_topic",
                condition=Q(kind="term", topic__isnull=True) | (~Q(kind="term") & Q(topic__isnull=False)),
                violation_error_message=_("Choose a topic; a word of the glossary has none."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="article_leads_on_from_its_former_address",
                operation=pgtrigger.UpdateOf("slug", "topic_id"),
                when=pgtrigger.After,
                condition=pgtrigger.Condition(
                    "((OLD.slug, OLD.topic_id) IS DISTINCT FROM (NEW.slug, NEW.topic_id))"
                ),
                func="""
                    INSERT INTO education_formeraddress (topic_slug, article_slug, article_id, left_at)
                    SELECT coalesce((SELECT slug FROM education_topic WHERE id = OLD.topic_id), 'glossary'),
                           OLD.slug, NEW.id, now()
                    ON CONFLICT (topic_slug, article_slug)
                    DO UPDATE SET article_id = NEW.id, topic_id = NULL, left_at = now();
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.shelf}/{self.slug}"

    def get_absolute_url(self):
        """Where readers find it: a page of its own, or its place among the questions or in the glossary."""
        if self.kind == self.Kind.QUESTION:
            return f"{reverse('education:questions')}#{self.slug}"
        if self.kind == self.Kind.TERM:
            return f"{reverse('education:glossary')}#{self.slug}"
        return reverse("education:article", args=[self.topic.slug, self.slug])

    @property
    def changes_url(self):
        """Where readers see when it changed, and why."""
        if self.kind == self.Kind.QUESTION:
            return reverse("education:answer_changes", args=[self.topic.slug, self.slug])
        if self.kind == self.Kind.TERM:
            return reverse("education:word_changes", args=[self.slug])
        return reverse("education:changes", args=[self.topic.slug, self.slug])

    @property
    def shelf(self):
        """Its topic’s address name, or the glossary’s: the first part of its staff addresses."""
        return self.topic.slug if self.topic else "glossary"

    @property
    def is_page(self):
        """Whether it has a page of its own."""
        return self.kind in self.PAGES

    @property
    def weighs_benefits_and_risks(self):
        """Whether this page must show risks as prominently as benefits."""
        return self.kind in (self.Kind.CONDITION, self.Kind.TREATMENT)

    @property
    def review_months(self):
        """Months until a published edition is due for review: 6 for safety and rules, else 12."""
        return 6 if self.kind in (self.Kind.SAFETY, self.Kind.REGULATORY) else 12


@pghistory.track(obj_field=None)  # nothing can refer to a row of a table that Django makes by itself
class ArticleTreatment(Article.treatments.through):
    """A treatment that a page is about."""

    class Meta:
        proxy = True


class FormerAddress(models.Model):
    """Where a topic (`article_slug` empty), a page or a word of the “glossary” used to stand.

    Triggers write it; it leads on.
    """

    topic_slug = models.SlugField(_("topic’s address name"))
    article_slug = models.SlugField(_("page’s address name"), blank=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, related_name="+")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, null=True, related_name="+")
    left_at = models.DateTimeField(_("left"))

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.UniqueConstraint(name="formeraddress_once", fields=["topic_slug", "article_slug"]),
            models.CheckConstraint(
                name="formeraddress_leads_to_one",
                condition=Q(article__isnull=True, topic__isnull=False, article_slug="")
                | Q(article__isnull=False, topic__isnull=True),
            ),
        ]

    def __str__(self):
        return f"{self.topic_slug}/{self.article_slug}"
