"""What staff do with the private link of a patient, and with what patients write to us."""

from django.urls import path

from . import staff_views

app_name = "area"
urlpatterns = [
    path("messages/", staff_views.messages_of_patients, name="messages"),
    path("messages/<reference:reference>/read/", staff_views.read, name="read"),
    path("patients/<reference:reference>/link/", staff_views.link, name="link"),
]
