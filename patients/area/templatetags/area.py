"""What a patient's page shows of their private link and of what they wrote to us."""

from django import template

from patients.people.known import label_of
from patients.people.models import Patient

from ..models import PatientMessage

SHOWN = 10

register = template.Library()


@register.inclusion_tag("area/_of_patient.html", takes_context=True)
def private_area(context, patient):
    """The private link that opens a patient's page, or the last that did, and their last messages."""
    user, perms = context["user"], context["perms"]
    may_see_links = user.has_perm("area.view_patientlink")
    links = patient.private_links.all()
    return {
        "patient": patient,
        "perms": perms,
        "csrf_token": context["csrf_token"],
        "may_see_links": may_see_links,
        "link": (links.working().first() or links.first()) if may_see_links else None,
        "may_write": Patient.Channel.EMAIL in patient.channels,
        "sent_to_us": PatientMessage.objects.visible_to(user).filter(patient=patient).for_staff()[:SHOWN],
    }


@register.filter
def labels(fields):
    """What fields of a patient are called, in a row."""
    return ", ".join(label_of(field) for field in fields)
