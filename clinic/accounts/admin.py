"""The model pages of who works here."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from .forms import NewColleagueForm
from .models import User


@admin.register(User)
class ColleagueAdmin(UserAdmin):
    """A manager adds people and gives them roles; nobody is deleted, and superusers are out of reach."""

    add_form = NewColleagueForm
    list_display = ["name", "email", "role_list", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    filter_horizontal = []
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["name", "credentials", "email", "password"]}),
        (_("What this person may do"), {"fields": ["is_active", "groups"]}),
        (_("Dates"), {"fields": ["last_login", "joined_at"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["name", "credentials", "email"]}),
        (_("What this person may do"), {"fields": ["groups"]}),
        (_("First password"), {"fields": ["password1", "password2"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def role_list(self, user):
        if user.is_superuser:
            return _("Superuser")
        return ", ".join(sorted(group.name for group in user.groups.all()))

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple()
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label = _("Roles")
            field.help_text = ""
        return field

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False
