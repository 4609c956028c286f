from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ClinicConfig(AppConfig):
    """The frame around every page: templates, design system, and the commands that run the portal."""

    name = "clinic"
    verbose_name = _("Clinic")

    def ready(self):
        from . import privileges

        post_migrate.connect(privileges.grant_privileges, dispatch_uid="clinic.grant_privileges")


class StaffAdminConfig(AdminConfig):
    """Makes our one staff site the admin site, so that every app just registers its models."""

    default_site = "clinic.staff.StaffSite"
