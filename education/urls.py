"""What anybody may read."""

from django.urls import include, path

from . import views

library = [
    path("", views.library, name="library"),
    path("<slug:topic>/", views.topic, name="topic"),
    path("<slug:topic>/<slug:article>/", views.article, name="article"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("learn/", include((library, "education"))),
]
