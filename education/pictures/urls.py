"""The editors' pictures, under /staff/content/pictures/."""

from django.urls import path

from . import views

app_name = "pictures"
urlpatterns = [
    path("", views.pictures, name="list"),
    path("<uuid:reference>/", views.describe, name="describe"),
]
