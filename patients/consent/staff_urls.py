"""Consent pages of the staff site."""

app_name = "consent"
urlpatterns = []
