from django.contrib import admin
from django.utils import timezone

from patients.people.admin import OfVisiblePatientsAdmin

from .documents import issue
from .forms import NewVersionForm, shown_in_form
from .models import Consent, Document


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    """Versions to read; a prescriber adds the next one, which is issued today, with its questions."""

    form = NewVersionForm
    list_display = ["title", "kind", "treatment", "version", "change", "issued_on"]
    list_filter = ["kind", "treatment"]
    list_select_related = ["treatment"]

    def get_fields(self, request, obj=None):
        if obj:
            return [
                "kind", "treatment", "version", "title", "summary", "text", "change", "what_changed", "issued_on",
            ]  # fmt: skip
        return NewVersionForm.ORDER

    def get_changeform_initial_data(self, request):
        """The version before, where the address names it (`?after=`), to be changed into the next one."""
        before = Document.objects.filter(reference=request.GET.get("after", "")).first()
        return shown_in_form(before) if before else super().get_changeform_initial_data(request)

    def save_model(self, request, document, form, change):
        issued = issue(issued_on=timezone.localdate(), **form.issued())
        document.__dict__.update(issued.__dict__)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Consent)
class ConsentAdmin(OfVisiblePatientsAdmin):
    """To look up only: `signing.py` and `witnessing.py` write consents."""

    list_display = ["patient", "on_hold", "document", "method", "signed_on", "valid_until", "withdrawn_at"]
    list_filter = ["document__kind", "treatment", "method"]
    list_select_related = ["document"]
    date_hierarchy = "signed_on"
