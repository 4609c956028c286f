from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles


class InquiriesConfig(AppConfig):
    name = "patients.inquiries"
    label = "inquiries"
    verbose_name = _("Inquiries")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.FRONT_DESK: ("view_inquiry", "add_inquiry", "change_inquiry", "view_note", "add_note"),
        roles.MANAGER: ("view_contactconsenttext", "add_contactconsenttext"),
    }
    due_jobs = ["patients.inquiries.tasks.forget_senders"]
