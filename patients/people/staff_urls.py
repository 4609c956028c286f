"""Patients’ pages of the staff site. A patient’s whole page is the desk’s."""

from django.urls import path

from . import staff_views

app_name = "people"
urlpatterns = [
    path("", staff_views.patients, name="list"),
    path("register/", staff_views.register, name="register"),
    path("pairs/", staff_views.pairs, name="pairs"),
    path("<reference:reference>/merge/<reference:other>/", staff_views.compare, name="compare"),
    path("<reference:reference>/undo/", staff_views.undo, name="undo"),
    path("<reference:reference>/edit/", staff_views.edit, name="edit"),
    path("<reference:reference>/care-team/", staff_views.care_team, name="care_team"),
    path("<reference:reference>/hold/", staff_views.hold, name="hold"),
    path("<reference:reference>/hold/<uuid:hold>/lift/", staff_views.lift, name="lift"),
]
