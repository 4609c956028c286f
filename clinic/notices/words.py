"""What notices say: neutral, in the language in force, by the clock of the location."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.days import day_in_words
from clinic.locations.context import frame
from clinic.scheduling.timetable import comes_twice

from .models import Notice

Kind = Notice.Kind
SUBJECTS = {
    Kind.BOOKED: gettext_lazy("your appointment"),
    Kind.MOVED: gettext_lazy("your appointment has moved"),
    Kind.CANCELLED: gettext_lazy("your appointment is canceled"),
    Kind.REMINDER: gettext_lazy("a reminder of your appointment"),
}
TEXTS = {
    Kind.BOOKED: gettext_lazy(
        "%(clinic)s: your appointment is on %(when)s, %(street)s. To change it, call %(phone)s. "
        "No more texts? Call us."
    ),
    Kind.MOVED: gettext_lazy(
        "%(clinic)s: your appointment has moved to %(when)s, %(street)s. To change it, call %(phone)s. "
        "No more texts? Call us."
    ),
    Kind.CANCELLED: gettext_lazy(
        "%(clinic)s: your appointment on %(when)s is canceled. For another time, call %(phone)s. "
        "No more texts? Call us."
    ),
    Kind.REMINDER: gettext_lazy(
        "%(clinic)s: a reminder of your appointment on %(when)s, %(street)s. To change it, call %(phone)s. "
        "No more texts? Call us."
    ),
}


def said(notice):
    """What the mail of a notice says: its subject, its place among the clinic's own words, and what stands in them."""
    before = notice.known_before if notice.kind == Kind.MOVED else None
    kind = Kind.BOOKED if notice.kind == Kind.MOVED and before is None else notice.kind
    about = _about(notice)
    return {
        "subject": SUBJECTS[kind],
        "place": f"notices.{kind}",
        "day": day_in_words(about.begins_at),
        "clock": clock_of(about),
        "where": _where(about),
        "before": _when_and_where(before) if before else "",
        "phone": notice.location.phone.as_international,
    }


def text_of(notice):
    """The text message of a notice."""
    clinic = frame(None)["clinic"]
    about = _about(notice)
    begins = about.begins_at
    day = f"{date_format(begins, 'D')}, {date_format(begins, 'MONTH_DAY_FORMAT')}"
    return TEXTS[notice.kind] % {
        "clinic": clinic.short_name if clinic else notice.location.city,
        "when": f"{day}, {clock_of(about)}",
        "street": notice.location.street,
        "phone": notice.location.phone.as_international,
    }


def _about(notice):
    """The notice whose time the words name: a cancellation names the time that the patient knows, although the
    appointment may have moved since without a word.
    """
    return (notice.kind == Kind.CANCELLED and notice.known_before) or notice


def clock_of(notice):
    """The time on the wall there; with the zone where it comes twice, or the patient's clock shows another."""
    begins = notice.begins_at
    theirs = begins.astimezone(notice.appointment.patient.zone)
    clock = date_format(begins, "g:i a")
    if comes_twice(begins) or theirs.utcoffset() != begins.utcoffset():
        return f"{clock} {begins:%Z}"
    return clock


def _where(notice):
    return ", ".join(filter(None, [notice.location.street, notice.location.city]))


def _when_and_where(notice):
    words = {"day": day_in_words(notice.begins_at), "clock": clock_of(notice), "where": _where(notice)}
    return _("%(clock)s on %(day)s, %(where)s") % words
