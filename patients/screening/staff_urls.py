"""Evaluation pages of the staff site."""

app_name = "screening"
urlpatterns = []
