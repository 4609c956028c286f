"""Somebody asked: inquiries, their stories, and the limits that keep the form usable."""

from .consent_texts import ContactConsentText
from .entries import Note
from .inquiries import Inquiry, phone_digits
from .submission_counts import SubmissionCount

__all__ = ["ContactConsentText", "Inquiry", "Note", "SubmissionCount", "phone_digits"]
