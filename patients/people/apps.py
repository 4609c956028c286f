from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles

OWN_PATIENTS = ("view_patient", "view_careteammember", "view_hold", "add_hold", "change_hold")


class PeopleConfig(AppConfig):
    name = "patients.people"
    label = "people"
    verbose_name = _("Patients")
    default_auto_field = "django.db.models.BigAutoField"
    tells = ("patients.people.telling.tell",)
    follow_patient = ("patients.people.caring.follow", "patients.people.holding.follow")
    grants = {
        roles.FRONT_DESK: (
            "view_patient",
            "add_patient",
            "change_patient",
            "view_every_patient",
            "merge_patient",
            "view_careteammember",
            "add_careteammember",
            "change_careteammember",
            "view_hold",
            "view_differentpeople",
        ),
        roles.CLINICIAN: OWN_PATIENTS,
        roles.PRESCRIBER: OWN_PATIENTS,
    }
