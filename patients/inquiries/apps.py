from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clinic.accounts import roles
from education.wordings.places import Place


def _reply(title, words):
    """A template that an answer by mail begins with."""
    return Place(
        title=title,
        words=words,
        placeholders={
            "clinic": _("Your clinic"),
            "phone": "(212) 555-0100",
            "colleague": "Fern Frontdesk",
        },
        mail="inquiries/mail/reply.html",
    )


class InquiriesConfig(AppConfig):
    name = "patients.inquiries"
    label = "inquiries"
    verbose_name = _("Inquiries")
    default_auto_field = "django.db.models.BigAutoField"
    grants = {
        roles.FRONT_DESK: (
            "view_inquiry",
            "add_inquiry",
            "change_inquiry",
            "view_note",
            "add_note",
            "view_contact",
            "view_message",
            "view_statuslink",
            "view_figures",
        ),
        roles.MANAGER: ("view_contactconsenttext", "add_contactconsenttext", "view_figures"),
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
        "reply_call_us": _reply(
            _("Answer by mail: please call us"),
            _(
                "Thank you for writing to us.\n\n"
                "We would like to talk with you. Please call us at {phone} during our opening hours. If you would "
                "rather be called, tell us when on your private page.\n\n"
                "{colleague}"
            ),
        ),
        "reply_tried_to_call": _reply(
            _("Answer by mail: we tried to call"),
            _(
                "We tried to call you, as you asked, and did not reach you.\n\n"
                "Please call us at {phone}, or tell us on your private page when a call suits you.\n\n"
                "{colleague}"
            ),
        ),
        "reply_next_step": _reply(
            _("Answer by mail: the next step"),
            _(
                "Thank you for your message.\n\n"
                "The next step is a first visit, to talk. To find a time, call us at {phone} or write on your private "
                "page which days suit you. You decide each step.\n\n"
                "{colleague}"
            ),
        ),
        "reply_elsewhere": _reply(
            _("Answer by mail: somebody else can help better"),
            _(
                "Thank you for trusting us with your question.\n\n"
                "We are not the right place for what you need, and we do not want to lose your time. Call us at "
                "{phone} if you would like help to find the right one.\n\n"
                "{colleague}"
            ),
        ),
    }
