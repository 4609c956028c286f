"""Model pages for editors: the shelves, the treatments, the claims and their sources."""

from django.contrib import admin

from .models import Article, Claim, ClaimSource, Source, Topic, Treatment


class NeverDeleted(admin.ModelAdmin):
    """Content is superseded, not deleted."""

    def has_delete_permission(self, request, obj=None):
        return False


def address_for_readers(model_admin, row):
    """Where the public reads this, without the admin's detour that opens any row by its number."""
    return row.get_absolute_url()


@admin.register(Treatment)
class TreatmentAdmin(NeverDeleted):
    list_display = ["name", "key", "status"]


@admin.register(Topic)
class TopicAdmin(NeverDeleted):
    view_on_site = address_for_readers
    list_display = ["title", "slug", "summary", "position"]


@admin.register(Article)
class ArticleAdmin(NeverDeleted):
    view_on_site = address_for_readers
    list_display = ["slug", "topic", "kind", "position"]
    list_filter = ["topic", "kind"]
    list_select_related = ["topic"]
    filter_horizontal = ["treatments"]


class ClaimSourceInline(admin.TabularInline):
    model = ClaimSource
    extra = 1
    autocomplete_fields = ["source"]


@admin.register(Claim)
class ClaimAdmin(NeverDeleted):
    list_display = ["key", "statement", "verdict", "strength", "is_verified", "next_check"]
    list_filter = ["verdict", "strength", "status", "is_verified"]
    search_fields = ["key", "statement", "often_said"]
    inlines = [ClaimSourceInline]
    exclude = ["checked_by"]

    def save_model(self, request, obj, form, change):
        """Whoever says when a claim was checked has checked it."""
        if "checked_on" in form.changed_data:
            obj.checked_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Source)
class SourceAdmin(NeverDeleted):
    list_display = ["code", "title", "authors", "year", "kind", "is_verified", "standing"]
    list_filter = ["kind", "is_verified", "standing"]
    search_fields = ["code", "title", "authors", "doi", "pmid"]
