"""What the sheet "how to prepare" says as the portal ships. Editors change it; a medical director confirms it.

Nothing here tells anybody to stop a medicine, and no number stands here: those are settings of the type.
"""

from django.utils.translation import gettext_lazy as _

from education.wordings.places import Place

PAGE = "preparation:sheets"
PLACEHOLDERS = {"clinic": _("Your clinic"), "phone": "(212) 555-0100"}


def _place(title, words):
    return Place(title=title, words=words, placeholders=PLACEHOLDERS, page=PAGE)


OF_TYPES = {
    "prepare_ketamine_iv": _place(
        _("How to prepare: ketamine into a vein"),
        _(
            "First we measure your blood pressure and ask how you are. Then the medicine runs slowly into a vein in "
            "your arm. Staff stay with you.\n\n"
            "You may feel detached from your body or from what is around you. This is a side effect we watch for. "
            "Afterwards you rest here, until a clinician says that you may leave."
        ),
    ),
    "prepare_ketamine_im": _place(
        _("How to prepare: ketamine into a muscle"),
        _(
            "First we measure your blood pressure and ask how you are. Then you get the medicine by a needle into a "
            "muscle. Staff stay with you.\n\n"
            "You may feel detached from your body or from what is around you. This is a side effect we watch for. "
            "Afterwards you rest here, until a clinician says that you may leave."
        ),
    ),
    "prepare_esketamine": _place(
        _("How to prepare: esketamine nasal spray"),
        _(
            "First we measure your blood pressure and ask how you are. Then you use the spray yourself, in the "
            "nose, with staff beside you.\n\n"
            "You may feel sleepy, or detached from your body or from what is around you. These are side effects we "
            "watch for. You stay with us for at least 2 hours after the spray, until a clinician says that you may "
            "leave."
        ),
    ),
    "prepare_treatment": _place(
        _("How to prepare: any other treatment"),
        _(
            "First we measure your blood pressure and ask how you are. Staff stay with you. Afterwards you rest "
            "here, until a clinician says that you may leave."
        ),
    ),
    "prepare_evaluation": _place(
        _("How to prepare: evaluation"),
        _(
            "A clinician asks about your health, answers your questions and decides with you. No treatment is given "
            "at this visit. You eat and drink as usual.\n\n"
            "Please bring:\n"
            "- a list of all your medicines, or the boxes\n"
            "- letters or results from other doctors, if you have them\n"
            "- your questions\n\n"
            "Somebody you trust may come with you. Did we agree on a video call? Then sit where nobody listens, and "
            "keep your phone near in case the picture fails."
        ),
    ),
    "prepare_follow_up": _place(
        _("How to prepare: follow-up"),
        _(
            "We talk about how you have been since the last time. No treatment is given at this visit. You eat and "
            "drink as usual.\n\n"
            "Has one of your medicines changed? Please bring the new list. Did we agree on a video call? Then sit "
            "where nobody listens, and keep your phone near in case the picture fails."
        ),
    ),
}
OF_TREATMENTS = {
    "prepare_medicines": _place(
        _("How to prepare for a treatment: your medicines"),
        _(
            "Take your medicines as usual, unless your clinician told you otherwise. Please do not stop a medicine "
            "on your own. Bring a list of what you take, and tell us what has changed."
        ),
    ),
    "prepare_bring": _place(
        _("How to prepare for a treatment: clothes, and what to bring"),
        _(
            "- Wear loose clothes with sleeves that roll up.\n"
            "- You may bring music with headphones, an eye mask, or a blanket.\n"
            "- Leave valuables at home."
        ),
    ),
    "prepare_call_first": _place(
        _("How to prepare for a treatment: when to call before you come"),
        _(
            "Please call us at {phone} before you come if:\n"
            "- you feel ill, or have a fever\n"
            "- you are pregnant, or may be\n"
            "- your blood pressure is higher than usual\n"
            "- a medicine of yours has changed\n"
            "- you took alcohol or other drugs\n"
            "- nobody can take you home\n\n"
            "You are not in trouble for any of these. We find the best way with you."
        ),
    ),
}
PLACES = OF_TYPES | OF_TREATMENTS
