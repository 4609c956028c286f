"""Issuing a new version of the words that people agree to when they let us contact them."""

from django.db import transaction

from .models import ContactConsentText


@transaction.atomic
def issue_consent_text(*, text):
    """A new version, shown from now on; what people agreed to before stays with their inquiries."""
    current = ContactConsentText.objects.keep(ContactConsentText.objects.current())
    newest = ContactConsentText.objects.select_for_update().filter(version__gte=current.version).first()
    issued = ContactConsentText(version=newest.version + 1, text=text)
    issued.full_clean()
    issued.save(force_insert=True)
    return issued
