from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles
from education.wordings.places import Place

from .letter_words import DEFERRED, NOT_NOW, PLACEHOLDERS

READS_AND_ASKS = (
    "view_evaluation",
    "view_rule",
    "view_questionnaireresponse",
    "add_questionnaireresponse",
    "view_answer",
    "view_flag",
    "view_assessment",
    "view_flagdecision",
)
DECIDES = (
    "add_evaluation",
    "change_evaluation",
    "add_assessment",
    "add_flagdecision",
    "change_rule",
)


class ScreeningConfig(AppConfig):
    name = "patients.screening"
    label = "screening"
    verbose_name = _("Health questions and evaluation")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.CLINICIAN: READS_AND_ASKS,
        roles.PRESCRIBER: (*READS_AND_ASKS, *DECIDES),
    }
    tells = ("patients.screening.telling.tell",)
    follow_patient = ("patients.screening.answering.follow", "patients.screening.evaluating.follow")
    wordings = {
        "next_steps": Place(
            title=_("After “Is it for me?”: what happens next"),
            words=_(
                "1. Write to us or call. You need not tell us anything about your health yet.\n"
                "2. A person from our front desk answers. The form says within how many working days.\n"
                "3. If you wish, we find a time for a first visit. A clinician asks about your health and answers "
                "your questions.\n"
                "4. Only then do you decide together. You can say no at any time, and we will help you find "
                "another way."
            ),
            placeholders={"clinic": _("Your clinic")},
            page="suitability:answer",
        ),
        "letter_deferred": Place(
            title=_("Letter to a patient: we wait"),
            words=DEFERRED,
            placeholders=PLACEHOLDERS,
            page="letters:deferred",
        ),
        "letter_not_now": Place(
            title=_("Letter to a patient: not now"),
            words=NOT_NOW,
            placeholders=PLACEHOLDERS,
            page="letters:not_now",
        ),
    }
