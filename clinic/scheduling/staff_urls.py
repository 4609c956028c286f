"""The diary’s addresses."""

from django.urls import path

from .views import (
    appointments,
    booking,
    calendar,
    courses,
    dropping,
    hours,
    plans,
    repairs,
    reviews,
    steps,
    today,
)

app_name = "scheduling"
urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/book/", booking.book, name="book"),
    path("calendar/appointment/<reference:reference>/", appointments.appointment, name="appointment"),
    path("calendar/appointment/<reference:reference>/move/", booking.move, name="move"),
    path("calendar/appointment/<reference:reference>/drop/", dropping.drop, name="drop"),
    path("calendar/appointment/<reference:reference>/cancel/", appointments.cancel, name="cancel"),
    path("calendar/appointment/<reference:reference>/restore/", appointments.restore, name="restore"),
    path("calendar/appointment/<reference:reference>/step/", steps.step, name="step"),
    path("calendar/appointment/<reference:reference>/escort/", steps.escort, name="escort"),
    path("today/", today.today, name="today"),
    path("today/board/", today.board, name="board"),
    path("today/wall/", today.wall, name="wall"),
    path("today/wall/board/", today.wall_board, name="wall_board"),
    path("hours/", hours.hours, name="hours"),
    path("hours/stranded/", hours.stranded, name="stranded"),
    path("courses/", courses.courses, name="courses"),
    path("patients/<reference:reference>/course/", courses.authorise, name="authorise"),
    path("patients/<reference:reference>/course/<reference:course>/", courses.course, name="course"),
    path("patients/<reference:reference>/course/<reference:course>/plan/", plans.plan, name="plan"),
    path("patients/<reference:reference>/course/<reference:course>/repair/", repairs.repair, name="repair"),
    path(
        "patients/<reference:reference>/course/<reference:course>/review/<int:after>/",
        reviews.review,
        name="review",
    ),
    path(
        "patients/<reference:reference>/course/<reference:course>/cancel-rest/",
        reviews.cancel_rest,
        name="cancel_rest",
    ),
    path("patients/<reference:reference>/course/<reference:course>/end/", courses.end, name="end_course"),
]
