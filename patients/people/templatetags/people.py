"""What the pages of inquiries show of the patients who came of them."""

from django import template

from ..models import Patient

register = template.Library()


@register.simple_tag(takes_context=True)
def find_patients_of(context, inquiries):
    """Give each of these inquiries that is registered its `patient`, in one query."""
    registered = [inquiry for inquiry in inquiries if inquiry.state == inquiry.State.REGISTERED]
    patients = Patient.objects.visible_to(context["user"]).who_came_of(registered)
    for inquiry in registered:
        inquiry.patient = patients.get(inquiry)
    return ""


@register.simple_tag(takes_context=True)
def patient_of(context, inquiry):
    """The patient who came of this inquiry, if they are registered."""
    return Patient.objects.visible_to(context["user"]).who_came_of([inquiry]).get(inquiry)
