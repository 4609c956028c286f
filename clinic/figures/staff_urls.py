"""Where the clinic's figures stand."""

from django.urls import path

from . import views

app_name = "figures"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures.csv", views.as_file, name="file"),
]
