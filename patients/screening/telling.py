"""What we tell of a patient's answers and evaluations; to who may not read them, that there are some."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.stories import Entry

from .models import Evaluation, QuestionnaireResponse


def tell(patients, user):
    """Answers that were sent, evaluations signed and suspended; letters, of which the desk learns nothing.

    Never an answer or a finding.
    """
    may_read_answers = user.has_perm("screening.view_answer")
    sent = QuestionnaireResponse.objects.submitted().filter(patient__in=patients)
    for response in sent.select_related("submitted_by"):
        entry = Entry(
            response.submitted_at, _("Health questions answered"), response.submitted_by or _("the patient")
        )
        if may_read_answers:
            page = reverse("screening:answers", args=[patients[0].reference])
            entry.url = f"{page}?of={response.reference}"
        yield entry
    may_read = user.has_perm("screening.view_evaluation")
    rows = Evaluation.objects.filter(patient__in=patients)
    for evaluation in rows.select_related("treatment", "decided_by", "suspended_by", "patient"):
        entry = Entry(evaluation.recorded_at, _("Evaluated by a prescriber"), evaluation.decided_by)
        suspended = Entry(evaluation.suspended_at, _("Evaluation suspended"), evaluation.suspended_by)
        if may_read:
            words = {"decision": evaluation, "day": date_format(evaluation.decided_on, "M j, Y")}
            entry.text = _("%(decision)s, decided on %(day)s") % words
            entry.url = reverse("screening:evaluate", args=[patients[0].reference])
            suspended.text = evaluation.suspended_because
        yield entry
        if may_read and evaluation.letter:
            letter = Entry(evaluation.recorded_at, _("A letter was written to them"), evaluation.decided_by)
            letter.url = reverse("screening:letter", args=[patients[0].reference, evaluation.reference])
            yield letter
        if evaluation.suspended_at:
            yield suspended
