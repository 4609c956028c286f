"""What the letters to patients say, for whoever changes their words."""

from django.urls import path

from . import views

app_name = "letters"
urlpatterns = [
    path("deferred/", views.deferred_letter, name="deferred"),
    path("not-now/", views.not_now_letter, name="not_now"),
]
