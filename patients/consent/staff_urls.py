"""Consent pages of the staff site."""

from django.urls import path

from . import views

app_name = "consent"
urlpatterns = [
    path("consent/<slug:treatment>/<int:version>/", views.document, name="document"),
    path("<reference:reference>/consent/", views.witness, name="witness"),
    path("<reference:reference>/consent/<reference:consent>/withdraw/", views.withdrawal, name="withdraw"),
]
