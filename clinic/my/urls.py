"""Where a patient's private link leads."""

from django.urls import path

from . import question_views, views

app_name = "my"
urlpatterns = [
    path("new-link/", views.new_link, name="new_link"),
    path("<str:token>/", views.page, name="page"),
    path("<str:token>/contact/", views.contact, name="contact"),
    path("<str:token>/close/", views.close, name="close"),
    path("<str:token>/questions/", question_views.overview, name="questions"),
    path("<str:token>/questions/review/", question_views.review, name="review"),
    path("<str:token>/questions/sent/", question_views.sent, name="sent"),
    path("<str:token>/questions/reach/", question_views.reach, name="reach"),
    path("<str:token>/questions/<int:number>/", question_views.step, name="step"),
]
