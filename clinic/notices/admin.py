"""The model page of reminders. What was told has none: it stands on the appointment and in the list of notices."""

from django.contrib import admin

from .models import ReminderTime


@admin.register(ReminderTime)
class ReminderTimeAdmin(admin.ModelAdmin):
    """How long before a visit each location reminds its patients."""

    fields = ["location", "amount", "unit"]
    list_display = ["__str__", "location"]
    list_filter = ["location"]
    list_select_related = ["location"]
