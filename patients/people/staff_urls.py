"""Patients’ pages of the staff site."""

app_name = "people"
urlpatterns = []
