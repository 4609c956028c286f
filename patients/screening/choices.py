"""What each choice of a question is called, for whoever answers and for whoever reads it."""

from django.utils.translation import gettext_lazy as _

CHOICES = {
    "yes": _("Yes"),
    "no": _("No"),
    "unsure": _("Not sure"),
    "prefer_not": _("I would rather not say"),
    "na": _("Does not apply to me"),
    "yes_controlled": _("Yes, and it is under control"),
    "yes_not_controlled": _("Yes, and it is not under control"),
    "yes_unsure": _("Yes, and I am not sure if it is under control"),
    "yes_treated": _("Yes, and I use my machine or treatment every night"),
    "yes_not_treated": _("Yes, and I do not use a machine or treatment every night"),
    "never": _("Never"),
    "past": _("Yes, more than 12 months ago"),
    "last_12_months": _("Yes, in the last 12 months"),
    "depression": _("Depression"),
    "anxiety": _("Anxiety"),
    "ptsd": _("Trauma or PTSD"),
    "chronic_pain": _("Long-term pain"),
    "other": _("Something else"),
    "tried_0": _("None"),
    "tried_1": _("One"),
    "tried_2": _("Two"),
    "tried_3": _("Three or more"),
    "not_yet": _("Not yet"),
    "nothing": _("I take nothing"),
    "list": _("I take what I list here"),
    "heart_attack": _("A heart attack"),
    "stroke": _("A stroke"),
    "heart_failure": _("Heart failure"),
    "valve": _("A heart valve problem"),
    "irregular_heartbeat": _("An irregular heartbeat"),
    "chest_pain": _("Chest pain when I am active"),
    "none": _("None of these"),
    "interpreter": _("An interpreter"),
    "captions": _("Captions"),
    "screen_reader": _("Pages and papers that a screen reader can read"),
    "step_free": _("A way in without steps"),
}
# Where a question needs other words than the rest.
OF_RULE = {
    ("S30", "no"): _("No, I do not have sleep apnea"),
    ("S51", "other"): _("Other support"),
}


def words_for(key, choice):
    """The words of one choice of the rule with this key; the choice itself where a clinic has made a new one."""
    return OF_RULE.get((key, choice)) or CHOICES.get(choice) or choice.replace("_", " ")
