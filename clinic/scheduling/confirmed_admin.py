"""Model pages of settings that a medical director confirms."""

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.locations.directors import is_medical_director

from .confirming import confirm


class Confirmed:
    """Says loudly what is not confirmed (`not_confirmed` of one, `they_wait(count)` of all), and lets a medical
    director confirm it.
    """

    readonly_fields = ["confirmed_by", "confirmed_on"]
    actions = ["confirm"]

    @admin.display(description=_("confirmed"), boolean=True)
    def is_confirmed(self, setting):
        return setting.is_confirmed

    def changelist_view(self, request, extra_context=None):
        unconfirmed = self.model.objects.unconfirmed().count()
        if unconfirmed and self._shows_the_page(request):
            messages.warning(request, self.they_wait(unconfirmed))
        return super().changelist_view(request, extra_context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        setting = self.get_object(request, object_id)
        if setting and not setting.is_confirmed and self._shows_the_page(request):
            messages.warning(request, self.not_confirmed)
        return super().change_view(request, object_id, form_url, extra_context)

    def _shows_the_page(self, request):
        """What is said to somebody who may not read it would wait for their next page."""
        return request.method == "GET" and self.has_view_or_change_permission(request)

    @admin.action(description=_("Confirm the numbers, as medical director"), permissions=["confirm"])
    def confirm(self, request, queryset):
        for setting in queryset:
            confirm(setting=setting, by=request.user, now=timezone.now())

    def has_confirm_permission(self, request):
        return is_medical_director(request.user)
