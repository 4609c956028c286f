"""What we tell of a patient's safety tasks: that there was one, and, to clinicians, every step of it."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from clinic.stories import Entry

from .models import SafetyEntry


def tell(patients, user):
    """Each step of each task; the words only for who follows tasks."""
    if not user.has_perm("safety.view_safetytask"):
        return
    may_read = user.has_perm("safety.change_safetytask")
    inquiries = [patient.inquiry_id for patient in patients if patient.inquiry_id]
    rows = SafetyEntry.objects.filter(Q(task__patient__in=patients) | Q(task__inquiry__in=inquiries))
    for entry in rows.select_related("task", "by"):
        words = {"step": entry.get_what_display()}
        yield Entry(
            entry.at,
            _("Safety task: %(step)s") % words,
            entry.by or (_("the patient") if entry.what in (entry.What.RAISED, entry.What.ADDED) else None),
            entry.text if may_read else "",
            reverse("safety:task", args=[entry.task.reference]),
        )
