from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from . import roles


class AccountsConfig(AppConfig):
    name = "clinic.accounts"
    label = "accounts"
    verbose_name = _("People who work here")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.MANAGER: ("view_user", "add_user", "change_user"),
        roles.PRIVACY_OFFICER: ("view_user",),
    }

    def ready(self):
        post_migrate.connect(roles.grant_roles, dispatch_uid="accounts.grant_roles")
