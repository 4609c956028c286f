from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles


class FiguresConfig(AppConfig):
    """What a clinic steers by: how its rooms are used, who does not come, how courses drift."""

    name = "clinic.figures"
    label = "figures"
    verbose_name = _("Figures")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {roles.MANAGER: ("view_figures",), roles.PRESCRIBER: ("view_figures",)}
