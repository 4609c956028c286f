"""The screening rules in the staff site."""

from django.urls import path

from . import rule_views

app_name = "rules"
urlpatterns = [
    path("", rule_views.rules, name="list"),
    path("<slug:key>/", rule_views.rule, name="rule"),
    path("<slug:key>/propose/", rule_views.proposing, name="propose"),
    path("<slug:key>/confirm/", rule_views.confirming, name="confirm"),
    path("<slug:key>/<int:version>/", rule_views.version, name="version"),
]
