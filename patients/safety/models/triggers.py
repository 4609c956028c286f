"""What raises a safety task, and how fast somebody must take it up: one table, which the database holds too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How soon a person takes a task up; the more pressing first."""

    AT_ONCE = "T1", _("At once")
    SAME_DAY = "T2", _("Same day")
    SAME_WORKING_DAY = "T3", _("Same working day")
    NEXT_WORKING_DAY = "T4", _("Next working day")

    @property
    def holds_care(self):
        """Whether the patient's care waits until a clinician has looked."""
        return self != Level.NEXT_WORKING_DAY


class Cause(models.TextChoices):
    """What somebody answered, wrote or said."""

    SAID_YES = "said_yes", _("Said yes when asked about ending their life or staying safe")
    RATHER_NOT_SAY = "rather_not_say", _("Would rather not say whether they can stay safe")
    FLAGGED = "flagged", _("Something they wrote or said worries us")
    ASQ_ACUTE = "asq_acute", _("ASQ: positive, and now")
    ASQ_POSITIVE = "asq_positive", _("ASQ: positive, not now")
    CSSRS_HIGH = "cssrs_high", _("C-SSRS: high")
    CSSRS_MODERATE = "cssrs_moderate", _("C-SSRS: moderate")
    CSSRS_LOW = "cssrs_low", _("C-SSRS: low")
    ITEM_9_OFTEN = "item_9_often", _("PHQ-9, question 9: more than half the days, or nearly every day")
    ITEM_9_SOME = "item_9_some", _("PHQ-9, question 9: several days")
    PHQ_9_WORSE = "phq_9_worse", _("PHQ-9: worse by 5 or more")
    CALL_WORSE = "call_worse", _("A call after a session: they feel worse")


LEVEL_OF = {
    Cause.SAID_YES: Level.AT_ONCE,
    Cause.FLAGGED: Level.AT_ONCE,
    Cause.ASQ_ACUTE: Level.AT_ONCE,
    Cause.CSSRS_HIGH: Level.AT_ONCE,
    Cause.ITEM_9_OFTEN: Level.SAME_DAY,
    Cause.ASQ_POSITIVE: Level.SAME_DAY,
    Cause.CSSRS_MODERATE: Level.SAME_DAY,
    Cause.RATHER_NOT_SAY: Level.SAME_WORKING_DAY,
    Cause.ITEM_9_SOME: Level.SAME_WORKING_DAY,
    Cause.CSSRS_LOW: Level.SAME_WORKING_DAY,
    Cause.PHQ_9_WORSE: Level.NEXT_WORKING_DAY,
    Cause.CALL_WORSE: Level.NEXT_WORKING_DAY,
}
# What the health questions alone raise; everything else may also be raised by somebody who works here.
ANSWERED = (Cause.SAID_YES, Cause.RATHER_NOT_SAY)
