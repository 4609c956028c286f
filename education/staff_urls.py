"""Where editors and reviewers work, under /staff/content/."""

from django.urls import path

from . import staff_views as views

app_name = "content"
EDITION = "<slug:topic>/<slug:article>/<str:language>/"

urlpatterns = [
    path("", views.content, name="list"),
    path(f"{EDITION}", views.edit, name="edit"),
    path(f"{EDITION}start/", views.start, name="start"),
    path(f"{EDITION}preview/", views.preview, name="preview"),
    path(f"{EDITION}send/", views.send, name="send"),
    path(f"{EDITION}take-back/", views.take_back, name="take_back"),
    path(f"{EDITION}review/", views.review, name="review"),
    path(f"{EDITION}publish/", views.publish, name="publish"),
]
