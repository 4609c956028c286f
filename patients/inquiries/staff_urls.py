"""The inbox."""

from django.urls import path

from . import staff_views

app_name = "inbox"
urlpatterns = [
    path("", staff_views.inbox, name="list"),
    path("phone/", staff_views.by_phone, name="phone"),
    path("<reference:reference>/", staff_views.inquiry, name="inquiry"),
]
