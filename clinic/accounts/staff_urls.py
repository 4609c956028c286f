"""Password pages of the staff site that need no log-in; the others are the admin site's own."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("password_reset/", views.ForgottenPassword.as_view(), name="password_reset"),
    path("password_reset/sent/", views.ResetLinkSent.as_view(), name="password_reset_sent"),
    path("password_reset/<uidb64>/<token>/", views.NewPassword.as_view(), name="password_reset_confirm"),
    path("password_reset/done/", views.NewPasswordSet.as_view(), name="password_reset_complete"),
]
