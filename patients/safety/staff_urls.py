"""Safety pages of the staff site."""

from django.urls import path

from . import staff_views

app_name = "safety"
urlpatterns = [
    path("", staff_views.tasks, name="tasks"),
    path("live/", staff_views.live, name="live"),
    path("on-call/", staff_views.on_call, name="on_call"),
    path("raise/patient/<reference:reference>/", staff_views.raise_about_patient, name="raise_patient"),
    path("raise/inquiry/<reference:reference>/", staff_views.raise_about_inquiry, name="raise_inquiry"),
    path("<reference:reference>/", staff_views.task, name="task"),
    path("<reference:reference>/take-up/", staff_views.take_up, name="take_up"),
    path("<reference:reference>/hand-over/", staff_views.give_over, name="hand_over"),
    path("<reference:reference>/note/", staff_views.note, name="note"),
    path("<reference:reference>/step/", staff_views.step, name="step"),
    path("<reference:reference>/close/", staff_views.close_task, name="close"),
    path("<reference:reference>/confirm/", staff_views.confirm, name="confirm"),
]
