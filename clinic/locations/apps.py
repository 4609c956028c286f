from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles


class LocationsConfig(AppConfig):
    name = "clinic.locations"
    label = "locations"
    verbose_name = _("Where we are")
    default_auto_field = "django.db.models.BigAutoField"

    grants = {
        roles.MANAGER: (
            "view_clinic",
            "add_clinic",
            "change_clinic",
            "view_location",
            "add_location",
            "change_location",
            "view_openinghours",
            "add_openinghours",
            "change_openinghours",
            "delete_openinghours",
            "view_specialhours",
            "add_specialhours",
            "change_specialhours",
            "delete_specialhours",
            "view_closure",
            "add_closure",
            "change_closure",
            "delete_closure",
            "view_crisisline",
            "add_crisisline",
            "change_crisisline",
            "delete_crisisline",
        ),
    }

    def ready(self):
        from . import going_live

        # Asked for by name: `migrate` checks its database too, before there is a table to look into.
        checks.register(going_live.check, checks.Tags.database, deploy=True)
