"""What we tell of a patient's own area: links that were sent, and what they wrote to us."""

from django.utils.translation import gettext as _

from clinic.stories import Entry
from patients.people.known import label_of

from .models import PatientLink, PatientMessage


def tell(patients, user):
    """Private links sent, and messages with who read them; what they corrected is told by its history."""
    if user.has_perm("area.view_patientlink"):
        for link in PatientLink.objects.filter(patient__in=patients).select_related("made_by"):
            if link.sent_at:
                yield Entry(link.sent_at, _("Private link sent"), link.made_by)
    if user.has_perm("area.view_patientmessage"):
        for message in PatientMessage.objects.filter(patient__in=patients).select_related("read_by"):
            if message.text:
                yield Entry(message.written_at, _("Wrote on their own page"), _("the patient"), message.text)
            else:
                fields = ", ".join(label_of(field) for field in message.corrected)
                yield Entry(message.written_at, _("Corrected on their own page"), _("the patient"), fields)
            if message.read_at:
                yield Entry(message.read_at, _("Read what they sent"), message.read_by)
