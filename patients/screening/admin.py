from django.contrib import admin

from patients.people.models import Patient

from .models import Evaluation


@admin.register(Evaluation)
class EvaluationAdmin(admin.ModelAdmin):
    """To look up only: `evaluating.py` writes evaluations."""

    list_display = ["patient", "treatment", "decision", "decided_on", "valid_until", "suspended_at"]
    list_filter = ["decision", "treatment"]
    list_select_related = ["patient", "treatment"]
    date_hierarchy = "decided_on"

    def get_queryset(self, request):
        patients = Patient.objects.visible_to(request.user)
        return super().get_queryset(request).filter(patient__in=patients)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
