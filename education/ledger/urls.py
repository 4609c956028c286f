"""The claims and what they rest on, under /staff/content/."""

from django.urls import path

from . import views

app_name = "ledger"
urlpatterns = [
    path("claims/", views.claims, name="claims"),
    path("claims/<slug:key>/", views.claim, name="claim"),
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:code>/", views.source, name="source"),
]
