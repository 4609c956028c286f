"""Where staff make and end the addresses of calendars."""

from django.urls import path

from . import views

app_name = "feeds"
urlpatterns = [
    path("feeds/", views.feeds, name="feeds"),
    path("feeds/make/", views.make, name="make"),
    path("feeds/<reference:reference>/end/", views.end, name="end"),
]
