"""What patients are told of their appointments, under /staff/notices/."""

from django.urls import path

from . import views

app_name = "notices"
urlpatterns = [
    path("", views.notices, name="list"),
    path("<reference:reference>/told/", views.told, name="told"),
]
