"""What a letter to a patient says as the portal ships, where a treatment waits or is not for now. Editors change it."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

PLACEHOLDERS = {
    "name": _("Robin"),
    "treatment": _("the name of the treatment"),
    "prescriber": "Percy Prescriber, MD",
    "clinic": _("Your clinic"),
    "phone": "(212) 555-0100",
}
OTHER_WAYS = _(
    "There are other ways. Some may suit you better:\n\n"
    "- Talking therapy, by itself or together with something else.\n"
    "- Other medicines. Please do not stop or change what you take now without asking who prescribed it.\n"
    "- ECT, which is short for electroconvulsive therapy. You sleep while it is done.\n"
    "- TMS, which is short for transcranial magnetic stimulation. It works with magnets, and you stay awake.\n"
    "- Doing nothing new for now, and looking again later.\n\n"
    "We are glad to talk about them with you and to help you find who offers them."
)
REACH_US = _(
    "Do you have questions, or do you see it another way? Call us at {phone}, or write to us on your private page. "
    "If things get harder, please do not wait for us. The numbers on this page are there for you right away."
)
FAREWELL = _("With kind regards,\n{prescriber}\n{clinic}")


def letter(opening):
    """A whole letter that begins so."""
    return format_lazy("{}\n\n{}\n\n{}\n\n{}", opening, OTHER_WAYS, REACH_US, FAREWELL)


DEFERRED = letter(
    _(
        "Dear {name},\n\n"
        "Thank you for coming to us, and for telling us about yourself. That is not easy.\n\n"
        "We have thought with care about this treatment: {treatment}. For now we would like to wait with it, "
        "because we want to know more first. Nothing you did or said is wrong. We will look at it again with you."
    )
)
NOT_NOW = letter(
    _(
        "Dear {name},\n\n"
        "Thank you for coming to us, and for telling us about yourself. That is not easy.\n\n"
        "We have thought with care about this treatment: {treatment}. Today we think that it may harm you more than "
        "it may help you. So we do not want to begin it now. This is no judgment of you. It does not make what you "
        "live with any smaller. If something changes, we look at it again with you."
    )
)
