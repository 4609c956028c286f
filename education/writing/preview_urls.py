"""Where a private link leads."""

from django.urls import path

from . import preview_views

urlpatterns = [path("<str:token>/", preview_views.read, name="preview")]
