"""The screening rules as versions: one is proposed, a second person decides, and none is ever changed."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from clinic.frozen import Frozen
from patients.links.references import new_reference

from ..judging import FlagLevel
from ..rules import RuleWords

# What a version says; a new version may say it otherwise.
SAID = (
    "group", "question", "question_es", "asked_because", "asked_because_es", "answer_type", "flag_when", "level",
    "stage", "applies_to", "why", "basis", "sources", "is_retired",
)  # fmt: skip
SAID_COLUMNS = ("reference", "key", "version", "position", *SAID, "because", "proposed_by_id", "proposed_at")
DECIDED_COLUMNS = ("state", "decided_by_id", "decided_at", "decided_because")
CONFIRMED_COLUMNS = ("confirmed_by_id", "confirmed_on")


# How the question about suicide is asked and judged: pages and safety tasks rest on it.
ABOUT_SUICIDE = {
    "group": "crisis",
    "answer_type": "yes|no|prefer_not",
    "flag_when": "yes|prefer_not",
    "level": "crisis",
    "stage": "E,D",
    "is_retired": False,
}


RESTS_ON_NO_SOURCE = {"design", "general_knowledge"}


class RuleQuerySet(models.QuerySet):
    def in_use(self):
        """The newest version of each rule that somebody let through, but those taken out of use; in order."""
        newest = self.filter(state=Rule.State.IN_USE).order_by("key", "-version").distinct("key")
        return self.filter(pk__in=newest.values("pk"), is_retired=False).order_by("position", "key")

    def asked_at(self, stage):
        """Rules asked at one stage: P, E or D."""
        return self.filter(Q(stage=stage) | Q(stage__startswith=f"{stage},") | Q(stage__endswith=f",{stage}"))

    def proposed(self):
        """Versions that wait for a second person."""
        return self.filter(state=Rule.State.PROPOSED)


@pghistory.track()
class Rule(RuleWords, models.Model):
    """One version of one question, and of the flag its answers raise. `ruling.py` writes it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        IN_USE = "in_use", _("Let through")
        DECLINED = "declined", _("Declined")

    reference = models.CharField(max_length=32, unique=True, default=new_reference, editable=False)
    key = models.CharField(_("rule"), max_length=8)
    version = models.PositiveIntegerField(_("version"))
    position = models.PositiveSmallIntegerField(_("position"))
    group = models.CharField(_("group"), max_length=30)
    question = models.CharField(_("question"), max_length=400)
    question_es = models.CharField(_("question in Spanish"), max_length=400, blank=True)
    asked_because = models.CharField(_("why it is asked, for patients"), max_length=400, blank=True)
    asked_because_es = models.CharField(_("the same in Spanish"), max_length=400, blank=True)
    answer_type = models.CharField(_("how it is answered"), max_length=200)
    flag_when = models.CharField(_("raises a flag when"), max_length=200)
    level = models.CharField(_("level"), max_length=20, choices=FlagLevel)
    stage = models.CharField(_("asked at"), max_length=8)
    applies_to = models.CharField(_("for which treatments"), max_length=80, default="all")
    why = models.CharField(_("why, for clinicians"), max_length=400)
    basis = models.CharField(_("rests on"), max_length=60)
    sources = models.CharField(_("sources"), max_length=80, blank=True)
    is_retired = models.BooleanField(_("no longer asked"), default=False)
    because = models.CharField(_("why this version"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty for a version that came with the portal."),
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_because = models.CharField(_("why so decided"), max_length=300, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening rule")
        verbose_name_plural = _("screening rules")
        ordering = ["position", "key", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="rule_version_once",
                fields=["key", "version"],
                violation_error_message=_("Somebody has just proposed another version. Look at it first."),
            ),
            models.UniqueConstraint(
                name="rule_proposed_once",
                fields=["key"],
                condition=Q(state="proposed"),
                violation_error_message=_("A version waits for a decision already. Decide about it first."),
            ),
            models.CheckConstraint(
                name="rule_known_level",
                condition=Q(level__in=FlagLevel.values),
                violation_error_message=_("Choose a level from the list."),
            ),
            models.CheckConstraint(
                name="rule_known_stage",
                condition=Q(stage__regex=r"^[PED](,[PED])*$"),
                violation_error_message=_("Say when it is asked: P, E or D, with commas between."),
            ),
            models.CheckConstraint(
                name="rule_crisis_stays_one",
                condition=(~Q(key="S02") | Q(**ABOUT_SUICIDE))
                & (~Q(level="crisis") | Q(key__in=["S02", "S02p"])),
                violation_error_message=_(
                    "The question about suicide stays as it is judged, and it alone is a crisis: "
                    "change its words, nothing else."
                ),
            ),
            models.CheckConstraint(
                name="rule_decided_by_a_second_person",
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state="in_use", version=1, proposed_by__isnull=True, decided_by__isnull=True)
                | (
                    ~Q(state="proposed")
                    & Q(decided_by__isnull=False, decided_at__isnull=False)
                    & (Q(proposed_by__isnull=True) | ~Q(decided_by=F("proposed_by")))
                ),
                violation_error_message=_("Somebody else than who proposed it decides."),
            ),
            models.CheckConstraint(
                name="rule_declined_says_why",
                condition=~Q(state="declined") | ~Q(decided_because=""),
                violation_error_message=_("Say why you decline it."),
            ),
            models.CheckConstraint(
                name="rule_later_version_says_why",
                condition=Q(version=1) | ~Q(because=""),
                violation_error_message=_("Say why you propose this version."),
            ),
        ]
        triggers = [
            Frozen(name="rule_version_never_changes", columns=[*SAID_COLUMNS]),
            Frozen(name="rule_is_decided_once", columns=DECIDED_COLUMNS, once="OLD.state <> 'proposed'"),
            Frozen(
                name="rule_is_confirmed_once", columns=CONFIRMED_COLUMNS, once="OLD.confirmed_on IS NOT NULL"
            ),
            pgtrigger.Protect(name="rule_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return _("%(key)s, version %(version)s") % {"key": self.key, "version": self.version}

    @property
    def is_confirmed(self):
        """Whether it rests on a source, or a medical director has answered for it."""
        return not set(self.basis.split("+")) & RESTS_ON_NO_SOURCE or self.confirmed_on is not None

    @property
    def asked(self):
        """The question in the reader's language, as far as we have it."""
        return (self.question_es if _reads_spanish() else "") or self.question

    @property
    def reason(self):
        """Why it is asked, in the reader's language, as far as we have it."""
        return (self.asked_because_es if _reads_spanish() else "") or self.asked_because

    @property
    def language(self):
        """The language in which it is asked."""
        return "es" if _reads_spanish() and self.question_es else "en"


def _reads_spanish():
    return (get_language() or "").startswith("es")
