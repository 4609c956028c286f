"""Password pages of the staff site."""

app_name = "accounts"
urlpatterns = []
