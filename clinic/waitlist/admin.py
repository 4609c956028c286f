"""Wishes and offers to look at; the waiting list alone changes them."""

from django.contrib import admin

from patients.inquiries.admin import ReadOnlyAdmin
from patients.people.admin import OfVisiblePatientsAdmin

from .models import Offer, Wish


@admin.register(Wish)
class WishAdmin(OfVisiblePatientsAdmin):
    fields = [
        "patient",
        "type",
        "course",
        "location",
        "instead_of",
        "weekdays",
        "not_before",
        "not_after",
        "earliest",
        "latest",
        "notice_hours",
        "note",
        "made_at",
        "made_by",
        "ended_at",
        "ended_by",
        "ended_how",
    ]
    list_display = ["made_at", "patient", "on_hold", "type", "location", "ended_how"]
    list_filter = ["location", "type", "ended_how"]
    list_select_related = ["type", "location"]


@admin.register(Offer)
class OfferAdmin(ReadOnlyAdmin):
    list_display = ["made_at", "wish", "expires_at", "answer", "answered_at"]
    list_filter = ["answer", "wish__location"]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).with_all_it_shows()
