"""What the pages of inquiries show of the patients who came of them."""

from django import template

from ..models import Patient

register = template.Library()


@register.simple_tag(takes_context=True)
def find_patients_of(context, inquiries):
    """Give each of these inquiries that is registered its `patient`, in one query."""
    registered = [inquiry for inquiry in inquiries if inquiry.state == inquiry.State.REGISTERED]
    patients = {patient.inquiry_id: patient for patient in _patients(context, registered)}
    for inquiry in registered:
        inquiry.patient = patients.get(inquiry.pk)
    return ""


@register.simple_tag(takes_context=True)
def patient_of(context, inquiry):
    """The patient who came of this inquiry, if they are registered."""
    return _patients(context, [inquiry]).first()


def _patients(context, inquiries):
    return Patient.objects.visible_to(context["user"]).marking_holds().filter(inquiry__in=inquiries)
