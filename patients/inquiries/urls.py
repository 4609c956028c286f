"""The inquiry’s public addresses."""

app_name = "inquiries"
urlpatterns = []
