"""Public addresses about the clinic itself."""

app_name = "locations"
urlpatterns = []
