"""Somebody asked: inquiries and their stories."""

from .consent_texts import ContactConsentText
from .digests import DeskDigest
from .entries import Contact, Message, Note
from .inquiries import LISTS, Inquiry, phone_digits
from .status_links import StatusLink

__all__ = [
    "LISTS",
    "Contact",
    "ContactConsentText",
    "DeskDigest",
    "Inquiry",
    "Message",
    "Note",
    "StatusLink",
    "phone_digits",
]
