"""Why the sessions of a course wait, in words."""

from django.utils.translation import gettext as _

from patients.consent.models import Consent
from patients.people.models import Hold

from .models import Course


def reasons_to_wait(course, today):
    """What `Course.objects.on_hold` found, one sentence each; empty for a course that is not on hold."""
    reasons = [
        _("The patient’s care is on hold: %(reason)s") % {"reason": hold.reason}
        for hold in Hold.objects.open().filter(patient=course.patient_id)
    ]
    if not Course.objects.evaluated(today).filter(pk=course.pk).exists():
        reasons.append(_("The evaluation is no longer in force."))
    if not Consent.objects.in_force(today).filter(pk=course.consent_id).exists():
        reasons.append(_("The consent is no longer in force."))
    return reasons
