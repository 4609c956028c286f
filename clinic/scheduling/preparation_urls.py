"""How patients prepare, for whoever changes the words of it."""

from django.urls import path

from .views import preparation

app_name = "preparation"
urlpatterns = [path("", preparation.sheets, name="sheets")]
