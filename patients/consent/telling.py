"""What we tell of a patient's consents: which were signed, or, to who may not read that, that one was."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.stories import Entry

from .models import Consent


def tell(patients, user):
    """Consents signed, on paper before a witness or by the patient on a screen, and withdrawn."""
    may_read = user.has_perm("consent.view_consent")
    rows = Consent.objects.filter(patient__in=patients)
    for consent in rows.select_related("document__treatment", "witness", "withdrawal_recorded_by"):
        entry = Entry(consent.recorded_at, _("Consent signed"), consent.witness or _("the patient"))
        by = consent.withdrawal_recorded_by or _("the patient")
        withdrawn = Entry(consent.withdrawn_at, _("Consent withdrawn"), by)
        if may_read:
            words = {
                "document": consent.document,
                "day": date_format(consent.signed_on, "M j, Y"),
                "how": consent.get_method_display(),
            }
            entry.text = _("%(document)s, signed on %(day)s. %(how)s.") % words
            entry.url = reverse("consent:witness", args=[patients[0].reference])
            withdrawn.text = str(consent.document)
        yield entry
        if consent.withdrawn_at:
            yield withdrawn
