"""One patient of the demo with a page of their own: the link waits in the mail, two messages are on the page."""

from datetime import timedelta

from patients.area import linking, writing
from patients.area.models import PatientMessage
from patients.people.models import Patient

from .asked import demo_key

WHO = "Tam Novel"
# hours ago, what they wrote, whether somebody has read it
WROTE = (
    (50, "My wife drives me home next time. Is there a place to wait?", True),
    (3, "Could the visit after the next one be in the afternoon?", False),
)


def load_own_pages(team, now):
    """The link and the messages of one patient. Loading twice adds nothing."""
    patient = Patient.objects.get(legal_name=WHO)
    for number, (hours_ago, text, is_read) in enumerate(WROTE):
        key = demo_key(f"{WHO} wrote {number}")
        if PatientMessage.objects.filter(form_key=key).exists():
            continue
        written_at = now - timedelta(hours=hours_ago)
        message = writing.write(patient=patient, text=text, form_key=key, now=written_at)
        if is_read:
            read_at = written_at + timedelta(hours=2)
            writing.mark_read(message=message, by=team["frontdesk"], now=read_at)
    if not patient.private_links.exists():
        linking.send_link(patient=patient, by=team["frontdesk"])
