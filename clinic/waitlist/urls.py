"""The waiting list."""

from django.urls import path

from . import views, wish_views

app_name = "waitlist"
urlpatterns = [
    path("", views.board, name="board"),
    path("add/", wish_views.add, name="add"),
    path("freed/<reference:reference>/ask/", views.ask, name="ask"),
    path("freed/<reference:reference>/leave/", views.leave, name="leave"),
    path("offers/<reference:reference>/answer/", views.answer, name="answer"),
    path("offers/<reference:reference>/take-back/", views.take_back, name="take_back"),
    path("<reference:reference>/", wish_views.wish, name="wish"),
    path("<reference:reference>/end/", wish_views.end, name="end"),
    path("<reference:reference>/find/", wish_views.find, name="find"),
]
