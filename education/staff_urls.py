"""Content pages of the staff site."""

app_name = "content"
urlpatterns = []
