"""Planning a course: wishes, the plans there are, each session to change in place, and all of them booked at once."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from clinic.accounts.access import requires
from clinic.locations.models import Location, Weekday

from .. import booking, timetable
from ..booking import Session
from ..gaps import gaps_between
from ..models import AppointmentType
from ..openings import fit_for
from ..plan_forms import PlanForm, SessionForm, WishesForm, words_of
from ..planning import Wishes, plan_course
from ..setting_aside import GAPS_REFUSED, HOURS_REFUSED
from ..standing import Standing
from ..waiting import reasons_to_wait
from .booking import SENT_BEFORE, status_of
from .courses import course_of, today_of


@requires("scheduling.add_appointment", "scheduling.view_course", "people.view_patient")
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request, reference, course):
    """Plan the sessions of a course that are still to book, and book them: all of them, or none."""
    course, now = course_of(request, reference, course), timezone.now()
    standing = Standing(course, now)
    context = {
        "patient": course.patient,
        "course": course,
        "standing": standing,
        "waits_for": reasons_to_wait(course, today_of(course)),
    }
    data = request.POST or None
    if course.ended_on or context["waits_for"] or not (data or standing.to_plan):
        return render(request, "scheduling/plan.html", context)
    asked_for = wishes_of(request, course)
    if asked_for is None:
        return render(request, "scheduling/plan.html", context | {"no_type": True})
    wishes_form, type, wishes = asked_for
    planned = plan_course(standing=standing, type=type, wishes=wishes, now=now)
    place = _place(request, planned)
    form, rows = PlanForm(data), _forms_of(data, standing, type, wishes, planned, place)
    status = 200
    if data and all([each.is_valid() for each in (form, *rows)]):
        status = _book_or_check(request, course, type, form, rows, context)
        if "booked" in context:
            count = len(context["booked"])
            said = ngettext("%(count)s session is booked.", "%(count)s sessions are booked.", count)
            messages.success(request, said % {"count": count})
            return redirect("scheduling:course", reference, course.reference)
    elif data:
        context["errors"] = True
    context |= {
        "form": form,
        "rows": list(shown_rows(standing, rows)),
        "count": sum(row.time is not None for row in rows),
        "wishes": wishes_form,
        "wished": wishes,
        "weekdays": [Weekday(day).label for day in sorted(wishes.weekdays)],
        "location": wishes.location,
        "planned": planned,
        "choices": [
            (each, [(number, words_of(at, wishes.location.zone)) for number, at in each.openings.items()])
            for each in planned.plans
        ],
        "place": place,
        "weeks": weeks_of(standing, rows, wishes.location),
        **asked(form, context.get("codes", set()), standing, rows),
    }
    return render(request, "scheduling/plan.html", context, status=status)


def _forms_of(data, standing, type, wishes, planned, place):
    """A form for each session that is to plan, or that was sent."""
    chosen = planned.plans[place].openings if planned.plans else {}
    fit = fit_for(type=type, location=wishes.location)
    return [
        SessionForm(
            data,
            number=number,
            offered=planned.nearby.get(number, []),
            chosen=chosen.get(number),
            fit=fit,
            zone=wishes.location.zone,
            left_out=_("Leave it for later"),
        )
        for number in (standing.numbers if data else standing.to_plan)
        if not data or f"session-{number}-opening" in data
    ]


def wishes_of(request, course):
    """The form of the wishes, the type and what was wished for; None where nothing treats this way any more."""
    types = list(AppointmentType.objects.bookable().filter(treatment=course.treatment_id))
    locations = {each.slug: each for each in Location.objects.open_for_business()}
    home = course.patient.location
    if not types or not locations:
        return None
    default = home if home.slug in locations else next(iter(locations.values()))
    asked = request.GET
    location = locations.get(asked.get("location"), default)
    type = next((each for each in types if each.key == asked.get("type")), types[0])
    defaults = {
        "type": type.key,
        "location": location.slug,
        "first_day": (location.today() + timedelta(days=1)).isoformat(),
    }
    _rooms, clinicians = fit_for(type=type, location=location)
    form = WishesForm(asked, defaults, types=types, locations=locations.values(), clinicians=clinicians)
    chosen = dict(form.chosen())
    type, chosen["weekdays"] = chosen.pop("type"), frozenset(chosen["weekdays"])
    return form, type, Wishes(**chosen)


def _place(request, planned):
    given = request.GET.get("choice", "")
    place = int(given) - 1 if given.isdecimal() and len(given) < 3 else 0
    return place if 0 <= place < len(planned.plans) else 0


def _book_or_check(request, course, type, form, rows, context):
    """Book the sessions, or try it and take it back; what is against them is shown beside each."""
    is_check = context["is_check"] = request.POST.get("act") == "check"
    sessions = [Session(row.number, **vars(row.time)) for row in rows if row.time]
    refusal = None
    try:
        with transaction.atomic():
            booked = booking.book_course(
                course=course,
                type=type,
                sessions=sessions,
                by=request.user,
                form_key=form.cleaned_data["form_key"],
                gap_because=form.cleaned_data["gap_because"],
                outside_hours_because=form.cleaned_data["outside_hours_because"],
                now=timezone.now(),
            )
            transaction.set_rollback(is_check)
    except ValidationError as error:
        refusal = error
    if refusal is None and not is_check:
        context["booked"] = booked
        return 200
    return told(refusal, form, rows, context)


def told(refusal, form, rows, context):
    """Show what is against which session; returns the status that goes with it."""
    context["is_checked"] = True
    if refusal is None:
        return 200
    context["codes"] = {error.code for error in refusal.error_list}
    if context["codes"] & SENT_BEFORE:
        form.renew_key()
    by_number, others = {row.number: row for row in rows}, []
    for error in refusal.error_list:
        [words] = ValidationError([error]).messages
        row = by_number.get((error.params or {}).get("number"))
        if row:
            row.show_against(words)
        else:
            others.append(words)
    context |= {"refusal": others, "is_refused": True, "errors": True}
    return status_of(refusal)


@dataclass(frozen=True)
class Row:
    """A line of the list: a session that is booked, or one to be planned with its form."""

    number: int
    appointment: object
    form: object
    gap: object
    waits_for: str


def shown_rows(standing, rows, leaving=frozenset()):
    """Every session in order, those that are booked and those of the forms, with the days between as they would be."""
    forms = {row.number: row for row in rows}
    gaps = {gap.number: gap for gap in gaps_between(standing.steps, days_with(standing, rows, leaving))}
    numbers = sorted({*standing.booked, *forms} - (set(leaving) - set(forms)))
    for number in numbers:
        gate = standing.gate_before(number)
        yield Row(
            number=number,
            appointment=None if number in forms else standing.booked.get(number),
            form=forms.get(number),
            gap=gaps.get(number),
            waits_for=gate.words if gate else "",
        )


def days_with(standing, rows, leaving=frozenset()):
    """The date of each session, as it would be."""
    days = {number: day for number, day in standing.days.items() if number not in leaving}
    for row in rows:
        if row.time:
            days[row.number] = row.time.session_start.astimezone(row.zone).date()
    return days


def asked(form, codes, standing, rows, leaving=frozenset()):
    """Whether the page asks why days or hours are set aside: where they are in the way, or it was said already."""
    numbers = {row.number for row in rows}
    gaps = gaps_between(standing.steps, days_with(standing, rows, leaving))
    breaks = any(gap.is_broken and {gap.before, gap.number} & numbers for gap in gaps)
    return {
        "asks_gap": breaks or codes & GAPS_REFUSED or form.data.get("gap_because"),
        "asks_hours": codes & HOURS_REFUSED or form.data.get("outside_hours_because"),
    }


@dataclass(frozen=True)
class Day:
    date: date
    is_closed: bool
    planned: list
    booked: list


def weeks_of(standing, rows, location, leaving=frozenset()):
    """The weeks from the first of these sessions to the last, each seven days with the sessions on them."""
    planned, booked = {}, {}
    for row in rows:
        if row.time:
            start = row.time.session_start.astimezone(row.zone)
            planned.setdefault(start.date(), []).append((row.number, f"{start:%H:%M}"))
    shown = {row.number for row in rows}
    for number, appointment in standing.booked.items():
        if number not in shown and number not in leaving:
            start = appointment.starts_at
            booked.setdefault(start.date(), []).append((number, f"{start:%H:%M}"))
    days = sorted([*planned, *booked])
    if not planned:
        return []
    first = max(days[0], min(planned) - timedelta(days=14))
    first -= timedelta(days=first.weekday())
    last = days[-1] + timedelta(days=6 - days[-1].weekday())
    hours = timetable.hours(location=location, first_day=first, last_day=last)
    laid = [Day(day, not spans, planned.get(day, []), booked.get(day, [])) for day, spans, _closed in hours]
    return [laid[start : start + 7] for start in range(0, len(laid), 7)]
