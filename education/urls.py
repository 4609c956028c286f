"""The library’s public addresses."""

app_name = "education"
urlpatterns = []
