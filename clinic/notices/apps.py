from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles
from education.wordings.places import Place

TELL = ("view_notice", "view_delivery", "add_delivery", "change_delivery")
MANAGE = ("view_remindertime", "add_remindertime", "change_remindertime", "delete_remindertime")


def _notice(title, words, **placeholders):
    """What a mail about an appointment says."""
    said = {
        "clinic": _("Your clinic"),
        "day": _("Monday, December 7"),
        "clock": "10:00 a.m.",
        "where": "100 Invented Street, Demotown",
        "phone": "+1 212-555-0142",
    }
    return Place(title=title, words=words, placeholders=said | placeholders, mail="notices/mail/notice.html")


class NoticesConfig(AppConfig):
    """What patients are told of their appointments: each thing once, at the right hour."""

    name = "clinic.notices"
    label = "notices"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.FRONT_DESK: TELL,
        roles.CLINICIAN: TELL,
        roles.PRESCRIBER: TELL,
        roles.MANAGER: MANAGE,
    }
    due_jobs = ("clinic.notices.writing.write_what_is_due",)
    beside_appointment = ("clinic.notices.views.beside",)
    tells = ("clinic.notices.telling.tell",)
    wordings = {
        "booked": _notice(
            _("The mail about an appointment that was booked"),
            _(
                "Your appointment is at {clock} on {day}.\n"
                "Where: {where}\n\n"
                "How to prepare stands on your private page. Does the time not suit you? Please call us: {phone}."
            ),
        ),
        "moved": _notice(
            _("The mail about an appointment that was moved"),
            _(
                "Your appointment has moved. It is now at {clock} on {day}.\n"
                "Where: {where}\n\n"
                "It is no longer at {before}.\n\n"
                "How to prepare stands on your private page. Does the time not suit you? Please call us: {phone}."
            ),
            before=_("9:00 a.m. on Thursday, December 3, 100 Invented Street, Demotown"),
        ),
        "cancelled": _notice(
            _("The mail about an appointment that was canceled"),
            _(
                "Your appointment at {clock} on {day} is canceled. You need not come.\n\n"
                "Would you like another time, or do you not know why? Please call us: {phone}."
            ),
        ),
        "reminder": _notice(
            _("The mail that reminds of an appointment"),
            _(
                "We look forward to seeing you: your appointment is at {clock} on {day}.\n"
                "Where: {where}\n\n"
                "How to prepare stands on your private page. Can you not come? Please call us: {phone}."
            ),
        ),
    }
