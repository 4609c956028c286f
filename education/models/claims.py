"""The ledger of claims: what can be said, what the evidence says of it, and the sources it rests on."""

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from .check_triggers import OTHER_CITATION, REWORDED_CLAIM, REWORDED_SOURCE
from .recheck_triggers import CHANGED_CITATION, CHANGED_CLAIM, CHANGED_SOURCE
from .search_documents import search_document
from .treatments import RegulatoryStatus


class SourceQuerySet(models.QuerySet):
    def standing(self):
        """Sources somebody has verified, neither retracted nor superseded."""
        return self.filter(is_verified=True, standing=Source.Standing.CURRENT)

    def saying(self, words):
        """Sources with these words in their code, title, authors or numbers."""
        return self.filter(
            Q(code__icontains=words)
            | Q(title__icontains=words)
            | Q(authors__icontains=words)
            | Q(published_in__icontains=words)
            | Q(doi__icontains=words)
            | Q(pmid=words)
        )


@pghistory.track()
class Source(models.Model):
    """Something that was published and that a claim can rest on."""

    class Kind(models.TextChoices):
        TRIAL = "trial", _("Clinical trial")
        REVIEW = "review", _("Review of studies")
        GUIDELINE = "guideline", _("Guideline")
        LABEL = "label", _("Drug label")
        REGULATOR = "regulator", _("Regulator’s notice")
        LAW = "law", _("Law or rule")
        OTHER = "other", _("Other")

    class Standing(models.TextChoices):
        CURRENT = "current", _("Current")
        SUPERSEDED = "superseded", _("Superseded")
        RETRACTED = "retracted", _("Retracted")

    code = models.SlugField(_("code"), unique=True, help_text=_("Short and lasting, such as e5."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    authors = models.CharField(_("authors"), max_length=200, blank=True)
    title = models.CharField(_("title, or what it is"), max_length=400)
    published_in = models.CharField(_("journal or body"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    place = models.CharField(_("volume, pages or number"), max_length=120, blank=True)
    doi = models.CharField(
        _("DOI"),
        max_length=120,
        blank=True,
        validators=[RegexValidator(r"^10\.\d{4,9}/\S+$", _("A DOI begins with “10.” and holds a slash."))],
    )
    pmid = models.CharField(
        _("PubMed number"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^\d{1,9}$", _("A PubMed number is digits only."))],
    )
    url = models.URLField(
        _("web address"), max_length=400, blank=True, validators=[URLValidator(schemes=["https", "http"])]
    )
    accessed_on = models.DateField(_("read on"))
    read_in = models.CharField(
        _("read in"),
        max_length=160,
        blank=True,
        help_text=_("What was really read, where it was not the source itself: “a copy at rxreasoner.com”."),
    )
    is_verified = models.BooleanField(
        _("verified"),
        default=False,
        help_text=_("Somebody has checked this source itself, not a memory of it."),
    )
    verification_note = models.CharField(_("how it was verified"), max_length=300, blank=True)
    standing = models.CharField(_("standing"), max_length=20, choices=Standing, default=Standing.CURRENT)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="source_known_kind",
                condition=Q(
                    kind__in=[
                        "trial",
                        "review",
                        "guideline",
                        "label",
                        "regulator",
                        "law",
                        "other",
                    ]
                ),
                violation_error_message=_("Choose a kind from the list."),
            ),
            models.CheckConstraint(
                name="source_known_standing",
                condition=Q(standing__in=["current", "superseded", "retracted"]),
                violation_error_message=_("Choose a standing from the list."),
            ),
        ]
        triggers = [REWORDED_SOURCE, CHANGED_SOURCE]

    def __str__(self):
        return f"{self.code.upper()}: {self.title}"

    @property
    def link(self):
        """Where a reader can open the source: its DOI, PubMed page or web address, or ""."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        return self.url


def validate_pictures(text):
    """Refuse a line that is not “what is counted: a whole number from 0 to 100”."""
    for line in text.splitlines():
        what, _colon, count = line.rpartition(":")
        if line.strip() and not (what.strip() and count.strip().isdecimal() and int(count) <= 100):
            raise ValidationError(
                _("“%(line)s” is not what is counted, a colon, and a number from 0 to 100."),
                params={"line": line},
            )


class ClaimQuerySet(models.QuerySet):
    def citable(self):
        """Claims a published page may rest on: verified, not retracted, with at least one standing source."""
        standing = Source.objects.standing().filter(claims=OuterRef("pk"))
        return self.filter(Exists(standing), is_verified=True, retracted_on__isnull=True)

    def due(self, by):
        """Claims whose next check is due by this day."""
        return self.filter(retracted_on__isnull=True, next_check__lte=by)

    def saying(self, words):
        """Claims with these words in their key, in what they say, or in what they answer."""
        return self.filter(
            Q(key__icontains=words) | Q(statement__icontains=words) | Q(often_said__icontains=words)
        )


@pghistory.track(exclude=["search_vector"])
class Claim(models.Model):
    """One thing that can be said, what the evidence says of it, and who checked."""

    class Verdict(models.TextChoices):
        SUPPORTED = "supported", _("Supported")
        PARTLY = "partly", _("Partly supported")
        WEAK = "weak", _("Weak evidence")
        NOT_SUPPORTED = "not_supported", _("Not supported")

    class Strength(models.TextChoices):
        STRONG = "strong", _("Strong: several good studies agree")
        MODERATE = "moderate", _("Moderate: good studies, with limits")
        LOW = "low", _("Low: few or small studies")
        VERY_LOW = "very_low", _("Very low: hints only")
        NONE = "none", _("None: no study supports it")
        NOT_GRADED = "not_graded", _("A fact of law, label or practice, not graded")

    key = models.SlugField(_("key"), unique=True, help_text=_("Cited in a text as claim:key."))
    often_said = models.CharField(
        _("as it is often said"),
        max_length=300,
        blank=True,
        help_text=_("The words the verdict judges, where other people say it otherwise than we do."),
    )
    statement = models.TextField(_("what can be said"), max_length=600)
    verdict = models.CharField(_("verdict"), max_length=20, choices=Verdict)
    strength = models.CharField(_("strength of evidence"), max_length=20, choices=Strength)
    strength_note = models.CharField(_("strength, in words"), max_length=300, blank=True)
    status = models.CharField(_("regulatory status"), max_length=20, choices=RegulatoryStatus)
    status_note = models.CharField(_("status, use by use"), max_length=300, blank=True)
    numbers = models.TextField(_("what the numbers are"), max_length=1000, blank=True)
    pictures = models.TextField(
        _("numbers to draw"),
        max_length=400,
        blank=True,
        validators=[validate_pictures],
        help_text=_(
            "One a line: what is counted, a colon, and how many out of 100. “Well after 4 weeks: 23”"
        ),
    )
    is_verified = models.BooleanField(
        _("verified"), default=False, help_text=_("An unverified claim cannot stand on a published page.")
    )
    is_clinic_choice = models.BooleanField(
        _("a choice of this clinic"),
        default=False,
        help_text=_("A number this clinic chose. Its medical director signs off each page that leans on it."),
    )
    retracted_on = models.DateField(
        _("retracted on"), null=True, blank=True, help_text=_("From then on nothing may rest on it.")
    )
    retraction_reason = models.CharField(_("why it was retracted"), max_length=300, blank=True)
    note = models.CharField(
        _("note for editors"),
        max_length=300,
        blank=True,
        help_text=_("Such as what is not verified. Readers never see it."),
    )
    checked_on = models.DateField(_("checked on"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("checked by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    next_check = models.DateField(_("next check"))
    sources = models.ManyToManyField(Source, through="ClaimSource", related_name="claims")
    search_vector = search_document(A=["often_said"], B=["statement"], C=["numbers", "status_note"])

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["key"]
        indexes = [GinIndex(name="claim_search", fields=["search_vector"])]
        constraints = [
            models.CheckConstraint(
                name="claim_known_verdict",
                condition=Q(verdict__in=["supported", "partly", "weak", "not_supported"]),
                violation_error_message=_("Choose a verdict from the list."),
            ),
            models.CheckConstraint(
                name="claim_known_strength",
                condition=Q(strength__in=["strong", "moderate", "low", "very_low", "none", "not_graded"]),
                violation_error_message=_("Choose a strength from the list."),
            ),
            models.CheckConstraint(
                name="claim_known_status",
                condition=Q(status__in=RegulatoryStatus.values),
                violation_error_message=_("Choose a status from the list."),
            ),
            models.CheckConstraint(
                name="claim_next_check_after_check",
                condition=Q(next_check__gt=F("checked_on")),
                violation_error_message=_("The next check must come after the last one."),
            ),
            models.CheckConstraint(
                name="claim_retracted_with_reason",
                condition=Q(retracted_on__isnull=True, retraction_reason="")
                | (Q(retracted_on__isnull=False) & ~Q(retraction_reason="")),
                violation_error_message=_("A retraction has a date and a reason."),
            ),
            models.CheckConstraint(
                name="claim_statement_fits",
                condition=LessThanOrEqual(Length("statement"), 600),
                violation_error_message=_("Make “What can be said” shorter: at most 600 characters."),
            ),
            models.CheckConstraint(
                name="claim_numbers_fit",
                condition=LessThanOrEqual(Length("numbers"), 1000),
                violation_error_message=_("Make “What the numbers are” shorter: at most 1000 characters."),
            ),
            models.CheckConstraint(
                name="claim_pictures_fit",
                condition=LessThanOrEqual(Length("pictures"), 400),
                violation_error_message=_("Make “Numbers to draw” shorter: at most 400 characters."),
            ),
        ]
        triggers = [REWORDED_CLAIM, CHANGED_CLAIM]

    def __str__(self):
        return f"{self.key}: {self.statement}"

    @property
    def out_of_100(self):
        """The numbers to draw, as pairs: what is counted, how many out of 100."""
        lines = [line.rpartition(":") for line in self.pictures.splitlines() if line.strip()]
        return [(what.strip(), int(count)) for what, _colon, count in lines]


@pghistory.track()
class ClaimSource(models.Model):
    """A claim resting on a source, and where in it."""

    claim = models.ForeignKey(
        Claim, verbose_name=_("claim"), on_delete=models.CASCADE, related_name="citations"
    )
    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="citations"
    )
    place = models.CharField(_("place in the source"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("source of a claim")
        verbose_name_plural = _("sources of a claim")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                name="claimsource_once",
                fields=["claim", "source"],
                violation_error_message=_("This claim rests on this source already."),
            ),
        ]
        triggers = [OTHER_CITATION, CHANGED_CITATION]

    def __str__(self):
        return f"{self.claim.key} – {self.source.code}"
