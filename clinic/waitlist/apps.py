from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

KEEP_WAITLIST = ("view_wish", "add_wish", "change_wish", "view_offer", "add_offer", "change_offer")


class WaitlistConfig(AppConfig):
    """Who would like a time, or an earlier one, and what they are offered when time comes free."""

    name = "clinic.waitlist"
    label = "waitlist"
    verbose_name = _("Waiting list")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.FRONT_DESK: KEEP_WAITLIST,
        roles.CLINICIAN: KEEP_WAITLIST,
        roles.PRESCRIBER: KEEP_WAITLIST,
    }
    tells = ("clinic.waitlist.telling.tell",)
    follow_patient = ("clinic.waitlist.wishing.follow",)
    beside_appointment = ("clinic.waitlist.beside.on_the_list",)
    due_jobs = ("clinic.waitlist.keeping.pass_on_the_kept",)
