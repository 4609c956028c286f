from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

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
)


class EducationConfig(AppConfig):
    name = "education"
    verbose_name = _("Educational content")
    default_auto_field = "django.db.models.BigAutoField"
    due_jobs = ("education.publishing.publish_what_is_due",)
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
            "view_synonym",
            "add_synonym",
            "change_synonym",
            "delete_synonym",
        ),
        roles.CLINICAL_REVIEWER: (*SEE_CONTENT, "review_edition"),
        roles.MEDICAL_DIRECTOR: (*SEE_CONTENT, "sign_off_edition"),
    }
