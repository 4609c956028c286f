"""Evaluation pages of the staff site."""

from django.urls import path

from . import views

app_name = "screening"
urlpatterns = [
    path("<slug:reference>/evaluation/", views.evaluation, name="evaluate"),
    path("<slug:reference>/evaluation/<slug:evaluation>/suspend/", views.suspension, name="suspend"),
]
