"""Public addresses about the clinic itself."""

from django.urls import path

from . import views

app_name = "locations"
urlpatterns = [
    path("visit/", views.visit, name="visit"),
    path("help-now/", views.help_now, name="help_now"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
