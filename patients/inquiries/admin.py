"""The model pages of inquiries: to read. Inquiries are received and answered through the inbox."""

from django.contrib import admin
from django.db.models import TextField

from clinic.words import Words

from .models import Contact, ContactConsentText, Inquiry, Message, Note, StatusLink
from .wording import issue_consent_text


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only their own pages write."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Inquiry)
class InquiryAdmin(ReadOnlyAdmin):
    list_display = ["name", "state", "received_at", "owner", "location", "came_by"]
    list_select_related = ["owner", "location"]
    list_filter = ["state", "came_by", "location"]
    search_fields = ["name", "email", "phone"]
    date_hierarchy = "received_at"

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)


class OfVisibleInquiriesAdmin(ReadOnlyAdmin):
    """Rows about inquiries, those of inquiries this person may see."""

    search_fields = ["inquiry__name"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(inquiry__in=Inquiry.objects.visible_to(request.user))


@admin.register(Note)
class NoteAdmin(OfVisibleInquiriesAdmin):
    list_display = ["inquiry", "author", "written_at"]
    list_select_related = ["inquiry", "author"]


@admin.register(Contact)
class ContactAdmin(OfVisibleInquiriesAdmin):
    list_display = ["inquiry", "way", "outcome", "by", "at"]
    list_select_related = ["inquiry", "by"]
    list_filter = ["way", "outcome"]
    exclude = ["email"]


@admin.register(Message)
class MessageAdmin(OfVisibleInquiriesAdmin):
    list_display = ["inquiry", "written_at"]
    list_select_related = ["inquiry"]


@admin.register(StatusLink)
class StatusLinkAdmin(OfVisibleInquiriesAdmin):
    list_display = ["inquiry", "made_at", "sent_at", "expires_at", "revoked_at", "last_opened_at"]
    list_select_related = ["inquiry"]


@admin.register(ContactConsentText)
class ContactConsentTextAdmin(admin.ModelAdmin):
    """Versions of the words: a manager adds the next one, nobody changes one that people have agreed to."""

    list_display = ["version", "text", "in_force_from"]
    fields = ["text"]
    formfield_overrides = {TextField: {"form_class": Words}}

    def get_fields(self, request, obj=None):
        return ["version", "text", "in_force_from"] if obj else ["text"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        issued = issue_consent_text(text=obj.text)
        obj.pk, obj.version = issued.pk, issued.version
