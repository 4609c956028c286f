"""Model pages for editors: the shelves, the treatments, the claims and their sources."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clinic.kept_pages import ShowsAtOnce
from clinic.words import Words

from .ledger import ledger
from .models import Article, Claim, ClaimSource, Source, Synonym, Topic, Treatment


class NeverDeleted(ShowsAtOnce, admin.ModelAdmin):
    """Content is superseded, not deleted."""

    formfield_overrides = {TextField: {"form_class": Words}}

    def has_delete_permission(self, request, obj=None):
        return False


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


class LedgerRowForm(forms.ModelForm):
    """What a claim or a source says. Whoever has read what it rests on verifies the new words with them."""

    seen = forms.BooleanField(
        label=_("Verify it as it stands here"),
        required=False,
        help_text=_(
            "You have read the source itself, not a memory of it. "
            "Without this, other words or sources take back the check of those before."
        ),
    )
    how = forms.CharField(
        label=_("How do you know?"),
        max_length=300,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Such as what you read, and where in it. It stays with the row."),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("seen") and not cleaned.get("how"):
            self.add_error("how", _("Say in a few words how you know."))
        return cleaned


class InTheLedger(NeverDeleted):
    """What a row of the ledger says. It is verified, checked and retracted on a page of its own."""

    form = LedgerRowForm

    def view_on_site(self, row):
        """The page where it is verified, checked and retracted."""
        if isinstance(row, Claim):
            return reverse("ledger:claim", args=[row.key])
        return reverse("ledger:source", args=[row.code])

    def save_related(self, request, form, formsets, change):
        """Once all of it is saved: verify it, where the editor does, and say so where it has lost its check."""
        super().save_related(request, form, formsets, change)
        if form.cleaned_data["seen"]:
            try:
                ledger.verify(form.instance, by=request.user, note=form.cleaned_data["how"])
            except ValidationError as refusal:
                messages.error(request, " ".join(refusal.messages))
        is_verified = type(form.instance).objects.values_list("is_verified", flat=True)
        if form.instance.is_verified and not is_verified.get(pk=form.instance.pk):
            words = gettext(
                "What it says has changed, so it is not verified any more, and pages that rest on it say so. "
                "Whoever reads the source verifies it again."
            )
            messages.warning(request, words)

    def response_post_save_add(self, request, obj):
        return redirect(self.view_on_site(obj))

    def response_post_save_change(self, request, obj):
        return redirect(self.view_on_site(obj))


class ClaimSourceInline(admin.TabularInline):
    model = ClaimSource
    extra = 1
    autocomplete_fields = ["source"]

    class Media:
        js = ["admin/js/autocomplete.js", "education/name-search-fields.js"]


@admin.register(Claim)
class ClaimAdmin(InTheLedger):
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
class SourceAdmin(InTheLedger):
    list_display = ["code", "title", "authors", "year", "kind", "is_verified", "standing"]
    list_filter = ["kind", "is_verified", "standing"]
    search_fields = ["code", "title", "authors", "doi", "pmid"]

    def get_exclude(self, request, obj=None):
        """Verifying it and changing its standing are acts with a page of their own; a new source was just read."""
        return ["is_verified", "verification_note", "standing", *(["accessed_on"] if obj else [])]


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
