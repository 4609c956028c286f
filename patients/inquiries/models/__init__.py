"""Somebody asked: inquiries and their stories."""

from .consent_texts import ContactConsentText
from .entries import Note
from .inquiries import Inquiry, phone_digits

__all__ = ["ContactConsentText", "Inquiry", "Note", "phone_digits"]
