from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class ClinicConfig(AppConfig):
    """The frame around every page: templates, design system, and the commands that run the portal."""

    name = "clinic"
    verbose_name = _("Clinic")


class StaffAdminConfig(AdminConfig):
    """Makes our one staff site the admin site, so that every app just registers its models."""

    default_site = "clinic.staff.StaffSite"
