"""The diary’s addresses."""

app_name = "scheduling"
urlpatterns = []
