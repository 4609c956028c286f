"""Pages that show everything."""

app_name = "desk"
urlpatterns = []
