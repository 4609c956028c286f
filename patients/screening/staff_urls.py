"""Evaluation pages of the staff site."""

from django.urls import path

from . import views

app_name = "screening"
urlpatterns = [
    path("<reference:reference>/evaluation/", views.evaluation, name="evaluate"),
    path(
        "<reference:reference>/evaluation/<reference:evaluation>/suspend/", views.suspension, name="suspend"
    ),
]
