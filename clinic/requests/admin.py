"""The model page of requests: to read. They are asked on patients' pages and answered on a page of their own."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from patients.inquiries.admin import ReadOnlyAdmin

from .models import ChangeRequest


@admin.register(ChangeRequest)
class ChangeRequestAdmin(ReadOnlyAdmin):
    list_display = ["asked_at", "patient", "wants", "about", "answer", "answered_at", "answered_by"]
    list_select_related = ["appointment__patient", "answered_by"]
    list_filter = ["wants", "answer"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description=_("patient"))
    def patient(self, asked):
        return asked.appointment.patient
