"""Where a patient's private link leads."""

from django.urls import path

from . import views

app_name = "my"
urlpatterns = [
    path("new-link/", views.new_link, name="new_link"),
    path("<str:token>/", views.page, name="page"),
    path("<str:token>/contact/", views.contact, name="contact"),
    path("<str:token>/close/", views.close, name="close"),
]
