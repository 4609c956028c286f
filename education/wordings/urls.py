"""The clinic's own words, under /staff/content/wordings/."""

from django.urls import path

from . import views

app_name = "wording"
urlpatterns = [
    path("wordings/", views.places, name="list"),
    path("wordings/<str:key>/<str:language>/", views.edit, name="edit"),
    path("wordings/<str:key>/<str:language>/preview/", views.preview, name="preview"),
]
