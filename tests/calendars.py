"""What calendars make of our files: the library `icalendar`, read strictly, and `khal`, which people use."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from icalendar import Calendar

KHAL = Path(sys.executable).with_name("khal")
SHOWN = "{uid}|{start-long-full}|{end-long-full}|{duration}|{title}|{status}"


def read(file):
    """The calendar in the bytes of a file, which keeps the rules of RFC 5545 that a parser lets pass.

    Lines end as they should and are no longer than 75 bytes; nothing is left that the library could not read; what is
    required is there, and what may be there once is there once; read and written again it is the same file.
    """
    assert file.endswith(b"\r\n") and file.count(b"\n") == file.count(b"\r") == file.count(b"\r\n")
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(file)
    assert calendar.to_ical() == file
    names = [line.split(b":")[0].split(b";")[0].decode() for line in unfolded(file)]
    assert names[0] == "BEGIN" and not set(names) - {"BEGIN", "END"} - {
        *KNOWN,
        "X-WR-CALNAME",
        "X-PUBLISHED-TTL",
    }
    for component in calendar.walk():
        assert component.errors == []
        assert set(component.required) <= set(component), component.name
        for name in component.singletons:
            assert not isinstance(component.get(name), list), name
        assert len(set(component.exclusive) & set(component)) <= 1
    return calendar


KNOWN = {
    *("PRODID", "VERSION", "METHOD", "NAME", "REFRESH-INTERVAL"),
    *("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "CLASS", "LOCATION"),
    *("STATUS", "ORGANIZER", "DESCRIPTION", "URL"),
}  # fmt: skip


def unfolded(file):
    """The lines as they mean: what is folded together again."""
    return [line for line in file.replace(b"\r\n ", b"").split(b"\r\n") if line]


class Shown(NamedTuple):
    """An event as khal lists it, on the clock of its user."""

    uid: str
    begins: str
    ends: str
    lasts: str
    title: str
    status: str


class Khal:
    """Somebody's khal, with one calendar and everything it keeps in a folder, in their time zone."""

    def __init__(self, folder, zone):
        self.folder = folder
        (folder / "khal").mkdir(parents=True)
        (folder / "mine").mkdir()
        (folder / "khal" / "config").write_text(
            f"[calendars]\n[[mine]]\npath = {folder / 'mine'}\n[default]\ndefault_calendar = mine\n"
            f"[sqlite]\npath = {folder / 'khal.db'}\n"
            f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\ntimeformat = %H:%M\n"
            "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        )

    def take_in(self, *files):
        """Imports files, one after the other."""
        paths = []
        for number, file in enumerate(files):
            paths.append(self.folder / f"{number}.ics")
            paths[-1].write_bytes(file)
        self._run("import", "--batch", *paths)

    def lists(self, first_day, last_day):
        """The events of some days."""
        listed = self._run("list", "--once", "--day-format", "", "--format", SHOWN, first_day, last_day)
        events = [Shown(*line.split("|")) for line in listed.splitlines() if line]
        return [event._replace(status=event.status.strip()) for event in events]

    def _run(self, *words):
        places = dict.fromkeys(
            ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HOME"), str(self.folder)
        )
        ran = subprocess.run(
            [KHAL, *map(str, words)],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **places},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert ran.returncode == 0 and not ran.stderr, ran.stderr
        return ran.stdout


def on_the_clock(moment, zone):
    """A moment as khal writes it for somebody in this zone."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def utc(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def beside(day: date):
    """The days around a day, whatever the zone."""
    return date.fromordinal(day.toordinal() - 1), date.fromordinal(day.toordinal() + 2)
