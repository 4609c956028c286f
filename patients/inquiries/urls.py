"""The inquiry’s public addresses."""

from django.urls import path

from . import views

app_name = "inquiries"
urlpatterns = [
    path("", views.inquire, name="inquire"),
    path("sent/", views.sent, name="sent"),
]
