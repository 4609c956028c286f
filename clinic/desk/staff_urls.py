"""Pages that show everything."""

from django.urls import path

from . import views

app_name = "desk"
urlpatterns = [
    path("<reference:reference>/", views.patient, name="patient"),
]
