from django.contrib import admin

from patients.people.admin import OfVisiblePatientsAdmin

from .models import Evaluation


@admin.register(Evaluation)
class EvaluationAdmin(OfVisiblePatientsAdmin):
    """To look up only: `evaluating.py` writes evaluations."""

    list_display = [
        "patient",
        "on_hold",
        "treatment",
        "decision",
        "decided_on",
        "valid_until",
        "suspended_at",
    ]
    list_filter = ["decision", "treatment"]
    list_select_related = ["treatment"]
    date_hierarchy = "decided_on"
