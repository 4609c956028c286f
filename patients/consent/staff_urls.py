"""Consent pages of the staff site."""

from django.urls import path

from . import views

OF_A_CONSENT = "<reference:reference>/consent/<reference:consent>"

app_name = "consent"
urlpatterns = [
    path("consent/<slug:key>/<int:version>/", views.document, name="document"),
    path("<reference:reference>/consent/", views.witness, name="witness"),
    path(f"{OF_A_CONSENT}/withdraw/", views.withdrawal, name="withdraw"),
    path(f"{OF_A_CONSENT}/copy/", views.copy, name="copy"),
    path(f"{OF_A_CONSENT}/copy.pdf", views.copy_pdf, name="copy_pdf"),
]
