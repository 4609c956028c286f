"""What we tell of a patient's evaluations: what was decided, or, to who may not read that, that one is done."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clinic.stories import Entry

from .models import Evaluation


def tell(patients, user):
    """Evaluations recorded and suspended; never a finding, which stands on their page."""
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
        if evaluation.suspended_at:
            yield suspended
