from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from patients.inquiries.admin import ReadOnlyAdmin
from patients.people.admin import OfVisiblePatientsAdmin
from patients.people.models import Patient

from .models import Assessment, Evaluation, FlagDecision


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


@admin.register(Assessment)
class AssessmentAdmin(OfVisiblePatientsAdmin):
    list_display = ["patient", "on_hold", "mode", "examined_on", "signed_by", "signed_at"]
    list_filter = ["mode"]
    list_select_related = ["signed_by"]
    date_hierarchy = "examined_on"


@admin.register(FlagDecision)
class FlagDecisionAdmin(ReadOnlyAdmin):
    list_display = ["patient", "flag", "decision", "reason"]
    list_filter = ["decision"]
    list_select_related = ["assessment__patient", "flag__rule"]

    def get_queryset(self, request):
        visible = Patient.objects.visible_to(request.user)
        return super().get_queryset(request).filter(assessment__patient__in=visible)

    @admin.display(description=_("patient"))
    def patient(self, decision):
        return decision.assessment.patient
