"""The model pages of patients: to read. Their own pages register, correct and put on hold."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from patients.inquiries.admin import ReadOnlyAdmin

from .models import CareTeamMember, DifferentPeople, Hold, Patient


@admin.register(Patient)
class PatientAdmin(ReadOnlyAdmin):
    list_display = ["legal_name", "chosen_name", "birth_date", "location", "registered_at", "on_hold"]
    list_select_related = ["location"]
    list_filter = ["location"]
    search_fields = ["legal_name", "chosen_name", "email", "phone"]
    date_hierarchy = "registered_at"

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).marking_holds()

    @admin.display(description=_("on hold"), boolean=True)
    def on_hold(self, patient):
        return patient.is_on_hold


class OfVisiblePatientsAdmin(ReadOnlyAdmin):
    """Rows about patients, those of patients this person may see, each with the patient's hold."""

    def get_queryset(self, request):
        rows = super().get_queryset(request).filter(patient__in=Patient.objects.visible_to(request.user))
        return rows.prefetch_related(Prefetch("patient", Patient.objects.marking_holds()))

    @admin.display(description=_("on hold"), boolean=True)
    def on_hold(self, row):
        return row.patient.is_on_hold


@admin.register(CareTeamMember)
class CareTeamMemberAdmin(OfVisiblePatientsAdmin):
    list_display = ["patient", "on_hold", "user", "since", "until"]
    list_select_related = ["user"]
    search_fields = ["patient__legal_name", "patient__chosen_name", "user__name"]


@admin.register(Hold)
class HoldAdmin(OfVisiblePatientsAdmin):
    list_display = ["patient", "reason", "cause", "raised_by", "raised_at", "lifted_by", "lifted_at"]
    list_select_related = ["raised_by", "lifted_by"]
    search_fields = ["patient__legal_name", "patient__chosen_name", "reason"]


@admin.register(DifferentPeople)
class DifferentPeopleAdmin(ReadOnlyAdmin):
    list_display = ["one", "other", "on_hold", "because", "said_by", "said_at"]
    list_select_related = ["said_by"]
    search_fields = ["one__legal_name", "one__chosen_name", "other__legal_name", "other__chosen_name"]

    def get_queryset(self, request):
        visible = Patient.objects.visible_to(request.user)
        rows = super().get_queryset(request).filter(one__in=visible, other__in=visible)
        patients = Patient.objects.marking_holds()
        return rows.prefetch_related(Prefetch("one", patients), Prefetch("other", patients))

    @admin.display(description=_("on hold"), boolean=True)
    def on_hold(self, pair):
        return pair.one.is_on_hold or pair.other.is_on_hold
