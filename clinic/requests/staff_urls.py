"""What patients ask to change, and answering it."""

from django.urls import path

from . import views

app_name = "requests"
urlpatterns = [
    path("requests/", views.requests, name="list"),
    path("requests/<reference:reference>/", views.show, name="request"),
    path("requests/<reference:reference>/answer/", views.answer, name="answer"),
]
