"""“Is it for me?”: what the public page asks, and what it answers on the spot.

It asks what stage P of the rules asks and no more: the problem (S45), what somebody needs to take part (S51), and
in place of all questions of the evaluation whether anything in one short list applies, never what. A crisis (S02p)
is a link to people who answer, and no question. Nothing is kept, and nobody is told that they may or may not have
a treatment: a clinician decides that.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from education.library.reading import statuses_of, with_its_treatments
from education.models import Edition

from .rules import shipped_rules

NO = "no"
ANY_OF_THESE = {"yes": _("Yes"), "unsure": _("Not sure"), NO: _("No")}

# What each answer to S45 is called, and the names by which our pages on it stand in the library.
PROBLEMS = {
    "depression": (_("Depression"), ["depression"]),
    "anxiety": (_("Anxiety"), ["anxiety"]),
    "ptsd": (_("Trauma or PTSD"), ["ptsd"]),
    "chronic_pain": (_("Long-term pain"), ["chronic-pain", "crps", "fibromyalgia"]),
    "other": (_("Something else"), []),
}
SUPPORT = {
    "interpreter": _("An interpreter"),
    "captions": _("Captions"),
    "screen_reader": _("Pages and papers that a screen reader can read"),
    "step_free": _("A way in without steps"),
    "other": _("Other support"),
}

# The groups of rules that somebody may know about themselves, in words for everybody. Of the others the page says
# that we see adults only, and staff measure height and weight.
SHORT_LIST = (
    (("pregnancy",), _("Being pregnant, perhaps pregnant, or trying to be; or giving breast milk")),
    (
        ("heart", "blood_pressure"),
        _("Heart trouble, a stroke, or high blood pressure that is not under control"),
    ),
    (
        ("vascular",),
        _(
            "A weak or bulging blood vessel (aneurysm), a tangle of blood vessels (AVM), or a bleed in the brain"
        ),
    ),
    (("brain",), _("A brain tumor, fluid on the brain, a shunt, a recent head injury, or seizures")),
    (("eye",), _("Glaucoma, high eye pressure, or a recent eye injury or operation")),
    (
        ("psychosis",),
        _("Hearing or seeing things that others do not, feeling plotted against, or psychosis at any time"),
    ),
    (("mania",), _("Bipolar disorder, or days of very high energy with little need for sleep")),
    (("liver", "kidney_bladder"), _("Trouble with your liver, kidneys or bladder")),
    (("breathing",), _("Lung disease, oxygen at home, or sleep apnea that is not treated each night")),
    (("anesthetic",), _("A serious problem with an anesthetic or sedation, your own or a close relative’s")),
    (("allergy",), _("A bad allergic reaction to a medicine")),
    (("endocrine",), _("An overactive thyroid, an adrenal tumor, or porphyria")),
    (("substance",), _("Trouble with alcohol or drugs, or use of drugs that no clinician gave you")),
    (
        ("medicine",),
        _(
            "Medicine that makes you drowsy (for sleep, anxiety or pain), a stimulant, a decongestant, an MAOI, "
            "or theophylline"
        ),
    ),
    (("cognition",), _("Memory trouble, or somebody else who makes medical decisions for you")),
)

RISKS_PAGE, OTHER_WAYS_PAGE = "who-should-not-have-it", "other-treatments"


def problems():
    """The answers to S45, with what people call them."""
    return [(value, PROBLEMS[value][0]) for value in shipped_rules()["S45"].choices]


def short_list():
    """What a clinician needs to hear of before anything is booked, in words for everybody."""
    asked_later = {
        rule.group for rule in shipped_rules().values() if rule.is_asked_at("E") and rule.needs_a_clinician
    }
    return [words for groups, words in SHORT_LIST if asked_later.intersection(groups)]


def talks_first(any_of_these):
    """Whether a clinician talks with this person before anything else: always, but for a plain no."""
    return any_of_these != NO


def what_is_known(problem, language):
    """Our pages on a problem, or on all of them where none is named, and what else to read.

    `pages` with their `statuses`; `risks` and `other_ways`, an edition each or None.
    """
    shelf = Edition.objects.on_the_shelf(language).fresh_enough(timezone.localdate())
    on_conditions = shelf.on_conditions()
    names = PROBLEMS[problem][1] if problem else []
    pages = list(with_its_treatments(on_conditions.named(names) if names else on_conditions))
    return {
        "pages": pages,
        "is_about_it": bool(names),
        "statuses": statuses_of(pages),
        "risks": shelf.named([RISKS_PAGE]).first(),
        "other_ways": shelf.named([OTHER_WAYS_PAGE]).first(),
    }
