"""The inbox."""

from django.urls import path

from . import figures_views, inquiry_views, staff_views

app_name = "inbox"
urlpatterns = [
    path("", staff_views.inbox, name="list"),
    path("figures/", figures_views.week_by_week, name="figures"),
    path("figures.csv", figures_views.as_file, name="figures_file"),
    path("phone/", staff_views.by_phone, name="phone"),
    path("<reference:reference>/", inquiry_views.inquiry, name="inquiry"),
]
