"""Who looks after a patient: joining and leaving their care team."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from clinic.accounts.roles import CLINICIAN, PRESCRIBER

from .models import CareTeamMember, Patient


def join_care_team(*, patient, user, by, now=None):
    """From now on this clinician looks after the patient, and so sees their pages. Joining twice is once."""
    if not user.is_active or not (user.has_role(CLINICIAN) or user.has_role(PRESCRIBER)):
        raise ValidationError(_("%(name)s is not a clinician here.") % {"name": user}, code="no_clinician")
    with transaction.atomic(), pghistory.context(user=by.pk):
        Patient.objects.locked(patient)
        member, _is_new = CareTeamMember.objects.current().get_or_create(
            patient=patient, user=user, defaults={"since": now or timezone.now()}
        )
    return member


def leave_care_team(*, patient, user, by, now=None):
    """From now on this clinician no longer looks after the patient."""
    with transaction.atomic(), pghistory.context(user=by.pk):
        member = patient.care_team.current().select_for_update(no_key=True).filter(user=user).first()
        if member:
            member.until = now or timezone.now()
            member.save(update_fields=["until"])
    return member


def follow(*, patient, into):
    """The patient was here twice: whoever looks after them looks after `into`. Only `merging` calls this."""
    twice = patient.care_team.current().filter(user__in=into.care_team.current().values("user"))
    twice.update(until=Greatest("since", timezone.now()))
    CareTeamMember.objects.filter(patient=patient).update(patient=into)
