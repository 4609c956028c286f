"""One person's story: every app tells what it keeps, as entries; whoever shows them puts them in order."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.utils.module_loading import import_string


@dataclass
class Entry:
    """One line: when, what, who did it (None for the person it is about, and for the system), and the words.

    `url` leads to more. `trouble` says in words that something did not work, such as a mail that came back.
    """

    at: datetime
    what: str
    who: object = None
    text: str = ""
    url: str = ""
    trouble: str = ""


def story_of(patients, user):
    """Everything that `user` may read of what happened to these patients, who are one person; the newest first.

    Every app tells its own: `tells` in its `AppConfig` names functions of the patients and the user, which
    return entries in any order, in a number of queries that does not grow with them.
    """
    tellers = [import_string(path) for app in apps.get_app_configs() for path in getattr(app, "tells", ())]
    entries = [entry for tell in tellers for entry in tell(patients, user)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)
