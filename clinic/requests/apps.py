from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

ANSWERS = ("view_changerequest", "change_changerequest", "view_proposedtime", "add_proposedtime")


class RequestsConfig(AppConfig):
    """What patients ask to change in their appointments, and what the desk answers."""

    name = "clinic.requests"
    label = "requests"
    verbose_name = _("Requests of patients")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {roles.FRONT_DESK: ANSWERS, roles.CLINICIAN: ANSWERS, roles.PRESCRIBER: ANSWERS}
    tells = ("clinic.requests.telling.tell",)
    beside_appointment = ("clinic.requests.telling.beside",)
