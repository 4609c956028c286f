from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

from .wordings.places import Place

SEE_CONTENT = (
    "view_treatment",
    "view_topic",
    "view_article",
    "view_edition",
    "view_claim",
    "view_source",
    "view_claimsource",
    "view_picture",
    "view_lintoverride",
    "view_wording",
)


class EducationConfig(AppConfig):
    name = "education"
    verbose_name = _("Educational content")
    default_auto_field = "django.db.models.BigAutoField"
    wordings = {
        "home_headline": Place(
            title=_("Home page: headline"),
            words=_("Honest answers first. Treatment only if it makes sense for you."),
            page="home",
            is_line=True,
        ),
        "home_lead": Place(
            title=_("Home page: the lines under the headline"),
            words=_(
                "We use ketamine and esketamine, with medical staff beside you. Ketamine is off-label for depression "
                "and for pain: the FDA has not checked that it works or is safe for them. It does not help everyone. "
                "We tell you what is known and what is not."
            ),
            placeholders={"clinic": _("Your clinic")},
            page="home",
        ),
        "home_promises": Place(
            title=_("Home page: what you can expect of us"),
            words=_(
                "- We name the source of what we say, and the date we checked it.\n"
                "- We show risks as large as benefits.\n"
                "- A clinician talks with you before anything is decided.\n"
                "- You can say no at any time, and we will help you find another way."
            ),
            placeholders={"clinic": _("Your clinic")},
            page="home",
        ),
    }
    due_jobs = ("education.writing.publishing.publish_what_is_due",)
    grants = {
        roles.EDITOR: (
            *SEE_CONTENT,
            "change_treatment",
            "add_topic",
            "change_topic",
            "add_article",
            "change_article",
            "add_edition",
            "change_edition",
            "add_claim",
            "change_claim",
            "add_source",
            "change_source",
            "add_claimsource",
            "change_claimsource",
            "delete_claimsource",
            "add_picture",
            "change_picture",
            "add_lintoverride",
            "change_wording",
            "view_synonym",
            "add_synonym",
            "change_synonym",
            "delete_synonym",
        ),
        roles.CLINICAL_REVIEWER: (*SEE_CONTENT, "review_edition"),
        roles.MEDICAL_DIRECTOR: (*SEE_CONTENT, "sign_off_edition"),
    }
