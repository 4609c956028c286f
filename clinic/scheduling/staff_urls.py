"""The diary’s addresses."""

from django.urls import path

from .views import appointments, booking, calendar, courses, dropping

app_name = "scheduling"
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/book/", booking.book, name="book"),
    path("calendar/appointment/<reference:reference>/", appointments.appointment, name="appointment"),
    path("calendar/appointment/<reference:reference>/move/", booking.move, name="move"),
    path("calendar/appointment/<reference:reference>/drop/", dropping.drop, name="drop"),
    path("calendar/appointment/<reference:reference>/cancel/", appointments.cancel, name="cancel"),
    path("calendar/appointment/<reference:reference>/restore/", appointments.restore, name="restore"),
    path("courses/", courses.courses, name="courses"),
    path("patients/<reference:reference>/course/", courses.authorise, name="authorise"),
    path("patients/<reference:reference>/course/<reference:course>/end/", courses.end, name="end_course"),
]
