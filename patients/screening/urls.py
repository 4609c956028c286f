"""Public addresses of “Is it for me?”."""

from django.urls import path

from . import suitability_views

app_name = "suitability"
urlpatterns = [
    path("", suitability_views.ask, name="ask"),
    path("answer/", suitability_views.answer, name="answer"),
]
