from django import forms
from django.contrib import admin
from django.utils import timezone

from clinic.words import Words
from patients.people.admin import OfVisiblePatientsAdmin

from .documents import issue
from .models import Consent, Document


class NewVersionForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["treatment", "title", "text"]
        field_classes = {"text": Words}


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    """Versions to read; a prescriber adds the next one, which is issued today."""

    form = NewVersionForm
    list_display = ["title", "treatment", "version", "issued_on"]
    list_filter = ["treatment"]
    list_select_related = ["treatment"]

    def get_fields(self, request, obj=None):
        return ["treatment", "version", "title", "text", "issued_on"] if obj else NewVersionForm.Meta.fields

    def save_model(self, request, document, form, change):
        issued = issue(
            treatment=document.treatment,
            title=document.title,
            text=document.text,
            issued_on=timezone.localdate(),
        )
        document.__dict__.update(issued.__dict__)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Consent)
class ConsentAdmin(OfVisiblePatientsAdmin):
    """To look up only: `witnessing.py` writes consents."""

    list_display = ["patient", "on_hold", "document", "signed_on", "valid_until", "withdrawn_at"]
    list_filter = ["treatment"]
    list_select_related = ["document"]
    date_hierarchy = "signed_on"
