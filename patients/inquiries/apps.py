from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles
from education.places import Place


class InquiriesConfig(AppConfig):
    name = "patients.inquiries"
    label = "inquiries"
    verbose_name = _("Inquiries")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.FRONT_DESK: ("view_inquiry", "add_inquiry", "change_inquiry", "view_note", "add_note"),
        roles.MANAGER: ("view_contactconsenttext", "add_contactconsenttext"),
    }
    wordings = {
        "thank_you": Place(
            title=_("After an inquiry: what happens next"),
            words=_(
                "1. If you gave us an e-mail address, a short mail is on its way that says we have your message. It "
                "does not say what the message is about.\n"
                "2. A person from our front desk reads your message and answers within {answer_time}, by e-mail or "
                "phone as you chose. Working days are the days we are open.\n"
                "3. You ask what you want to ask. If you wish, we find a time for a first visit. You decide each step."
            ),
            placeholders={"clinic": _("Your clinic"), "answer_time": _("2 working days")},
            page="inquiries:sent",
        ),
        "acknowledgement": Place(
            title=_("The mail that says we have a message"),
            words=_(
                "Thank you for writing to us.\n\n"
                "Your message has reached us. A person from our front desk reads it and answers you by {day}, during "
                "our opening hours.\n\n"
                "If you would rather talk with somebody sooner, call us: {phone}.\n\n"
                "If you did not write to us, somebody may have mistyped their address. Please tell us by answering "
                "this mail."
            ),
            placeholders={
                "clinic": _("Your clinic"),
                "day": _("Tuesday, November 24"),
                "phone": "(212) 555-0100",
            },
            mail="inquiries/mail/acknowledgement.html",
        ),
    }
