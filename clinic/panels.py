"""What an app of a higher floor shows on a page of a lower one: panels, which the page asks every app for."""

from dataclasses import dataclass, field

from django.apps import apps
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Panel:
    """A part of a page: its template, and what it shows, as `panel.shown` in the template."""

    template: str
    shown: dict = field(default_factory=dict)


def panels_beside(appointment, user):
    """What the apps show beside an appointment, as far as this person may see it, lowest floor first.

    `beside_appointment` in an `AppConfig` names functions of the appointment and the user, each of which returns a
    Panel, or None.
    """
    paths = [path for app in apps.get_app_configs() for path in getattr(app, "beside_appointment", ())]
    return [panel for path in paths if (panel := import_string(path)(appointment, user))]
