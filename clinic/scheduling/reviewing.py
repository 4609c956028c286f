"""Reviewing how a course goes, before it goes on: a prescriber's act."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from patients.people.models import Patient

from . import refusals
from .models import ReviewGate

Decision = ReviewGate.Decision


def decide(*, gate, decision, note, by, now):
    """Decide at a review how the course goes on; a later decision replaces an earlier one that was seen.

    To change the plan or to stop needs a note, and so does deciding otherwise than before. Nothing is canceled:
    what is booked behind the review waits for a person to do that.
    """
    if not by.has_perm("scheduling.change_reviewgate"):
        raise ValidationError(_("Only a prescriber may do this."), "not_a_prescriber")
    note = note.strip()
    with refusals.in_words():
        Patient.objects.locked(gate.course.patient)
        stored = ReviewGate.objects.select_related("decided_by", "course").get(pk=gate.pk)
        if stored.decided_at != gate.decided_at:
            words = {"who": stored.decided_by, "what": stored.get_decision_display()}
            raise ValidationError(
                _("%(who)s has decided meanwhile: %(what)s. Look at it again."), "changed_meanwhile", words
            )
        if decision not in Decision.values:
            raise ValidationError(_("Choose one of the decisions."), "unknown_decision")
        if stored.course.ended_on is not None:
            raise refusals.of("appointment_course_is_running")
        if not note and (decision != Decision.CONTINUE or stored.decision):
            raise ValidationError(_("Say why."), "note_missing")
        stored.decision, stored.note, stored.decided_by, stored.decided_at = decision, note, by, now
        stored.full_clean(exclude=["course"])
        stored.save()
        return stored
