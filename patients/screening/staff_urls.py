"""A patient's answers and evaluations in the staff site."""

from django.urls import path

from . import answer_views, views

app_name = "screening"
urlpatterns = [
    path("<reference:reference>/answers/", answer_views.answers, name="answers"),
    path("<reference:reference>/answers/ask/", answer_views.ask, name="ask"),
    path("<reference:reference>/evaluation/", views.evaluation, name="evaluate"),
    path(
        "<reference:reference>/evaluation/<reference:evaluation>/suspend/", views.suspension, name="suspend"
    ),
    path("<reference:reference>/evaluation/<reference:evaluation>/letter/", views.letter, name="letter"),
]
