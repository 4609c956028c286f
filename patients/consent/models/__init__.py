"""What patients agree to: the documents, and each signature under one."""

from .consents import Consent, in_force_sql
from .documents import Document, UnderstandingQuestion

__all__ = ["Consent", "Document", "UnderstandingQuestion", "in_force_sql"]
