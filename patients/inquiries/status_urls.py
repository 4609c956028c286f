"""Where the private link of somebody who asked leads."""

from django.urls import path

from . import status_views

app_name = "inquiry"
urlpatterns = [
    path("new-link/", status_views.new_link, name="new_link"),
    path("<str:token>/", status_views.status, name="status"),
    path("<str:token>/take-back/", status_views.take_back, name="take_back"),
]
