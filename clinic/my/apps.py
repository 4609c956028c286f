from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MyConfig(AppConfig):
    """The pages behind a patient's private link."""

    name = "clinic.my"
    label = "my"
    verbose_name = _("A patient’s own pages")
