"""Model pages for editors: the shelves, the treatments, the claims and their sources."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clinic.kept_pages import ShowsAtOnce

from .models import Article, Claim, ClaimSource, Source, Synonym, Topic, Treatment


class NeverDeleted(ShowsAtOnce, admin.ModelAdmin):
    """Content is superseded, not deleted."""

    def has_delete_permission(self, request, obj=None):
        return False


def in_the_ledger(model_admin, row):
    """The page where this row is verified, checked and retracted."""
    if isinstance(row, Claim):
        return reverse("ledger:claim", args=[row.key])
    return reverse("ledger:source", args=[row.code])


def address_for_readers(model_admin, row):
    """Where the public reads this, without the admin's detour that opens any row by its number.

    As the database has it: a form that is refused leaves its words in `row`.
    """
    return type(row).objects.get(pk=row.pk).get_absolute_url()


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
    view_on_site = in_the_ledger
    list_display = ["key", "statement", "verdict", "strength", "is_verified", "next_check"]
    list_filter = ["verdict", "strength", "status", "is_verified"]
    search_fields = ["key", "statement", "often_said"]
    inlines = [ClaimSourceInline]

    def get_exclude(self, request, obj=None):
        """Verifying, checking and retracting are acts with a page of their own; a new claim brings its dates."""
        dates = ["checked_on", "next_check"] if obj else []
        return ["is_verified", "retracted_on", "retraction_reason", "checked_by", *dates]

    def save_model(self, request, obj, form, change):
        """Whoever adds a claim has checked it."""
        if not change:
            obj.checked_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Source)
class SourceAdmin(NeverDeleted):
    view_on_site = in_the_ledger
    list_display = ["code", "title", "authors", "year", "kind", "is_verified", "standing"]
    list_filter = ["kind", "is_verified", "standing"]
    search_fields = ["code", "title", "authors", "doi", "pmid"]
    exclude = ["is_verified", "verification_note", "standing"]  # changed by acts, on a page of their own


class SynonymForm(forms.ModelForm):
    """A word in whatever letters it is typed: search compares small ones."""

    def clean_term(self):
        return self.cleaned_data["term"].lower()


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    form = SynonymForm
    list_display = ["term", "meanings", "language"]
    list_filter = ["language"]
    search_fields = ["term", "means"]

    @admin.display(description=_("means the same"))
    def meanings(self, synonym):
        return ", ".join(synonym.means)
