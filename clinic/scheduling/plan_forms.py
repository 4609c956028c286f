"""What people wish for when a course is planned, and the time of each session, to choose or to type."""

from datetime import timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.locations.models import Weekday
from patients.inquiries.form_keys import KeyedForm

from .course_forms import ASKED_BY
from .forms import (
    REASON_LENGTH,
    ChosenByDefault,
    RowChoice,
    TimeForm,
    clock_widget,
    date_widget,
    of_this_century,
    opening_value,
)
from .openings import Opening

DAYS = [(str(day.value), day.label) for day in Weekday]


class WishesForm(ChosenByDefault):
    """Where and from when on, and what the patient would like; it stands in the address."""

    type = RowChoice(label=gettext_lazy("What"))
    location = RowChoice(label=gettext_lazy("Location"))
    first_day = forms.DateField(
        label=gettext_lazy("Not before"), widget=date_widget(), validators=[of_this_century]
    )
    clinician = RowChoice(label=gettext_lazy("Clinician"), required=False, nothing=gettext_lazy("Any"))
    earliest = forms.TimeField(label=gettext_lazy("Starts between"), required=False, widget=clock_widget())
    latest = forms.TimeField(label=gettext_lazy("and"), required=False, widget=clock_widget())
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Best on"),
        choices=DAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data, defaults, *, types, locations, clinicians):
        super().__init__(data, defaults)
        self.data["weekdays"] = dict(data).get("weekdays", [])
        self.fields["type"].offer(types, key="key")
        self.fields["location"].offer(locations, key="slug")
        self.fields["clinician"].offer(clinicians)


class SessionForm(TimeForm):
    """When one session of a course is: an opening from the list, a time typed by hand, or not at all for now."""

    opening = forms.CharField(
        label=gettext_lazy("Day, time, room and clinician"), max_length=80, widget=forms.Select
    )

    def __init__(self, data=None, *, number, offered, chosen, fit, zone, left_out=None):
        """`offered` are openings nearby; `chosen` is what was planned, or None. `left_out` are the words of the
        choice to leave it out, where there is one.
        """
        typed = {}
        if chosen:
            typed = {
                "opening": opening_value(chosen),
                "day": chosen.session_start.date(),
                "starts": chosen.session_start.time(),
                "room": chosen.room.pk,
                "clinician": chosen.clinician.pk,
            }
        super().__init__(data, prefix=f"session-{number}", initial=typed, fit=fit)
        self.number, self.chosen, self.zone = number, chosen, zone
        listed = {opening_value(each): each for each in offered}
        if chosen:
            listed.setdefault(typed["opening"], chosen)
        posted = self.data.get(self.add_prefix("opening"), "")
        if posted not in ("", self.TYPED, *listed) and (picked := self._readable(posted)):
            listed[posted] = picked
        by_time = sorted(listed.items(), key=lambda each: each[1].session_start)
        choices = [(value, words_of(each, zone)) for value, each in by_time]
        self.fields["opening"].widget.choices = [
            *([] if left_out is None else [("", left_out)]),
            *choices,
            (self.TYPED, _("Another time, typed below")),
        ]
        self.fields["opening"].required = left_out is None

    def clean(self):
        is_left_out = not self.fields["opening"].required and not self.data.get(self.add_prefix("opening"))
        return self.cleaned_data if is_left_out else super().clean()

    @property
    def is_typed(self):
        return self.data.get(self.add_prefix("opening")) == self.TYPED

    @property
    def asks_which_hour(self):
        return self.has_error("starts", "doubled_hour") or bool(self.data.get(self.add_prefix("fold")))

    @property
    def has_typed_errors(self):
        return any(self.has_error(name) for name in ("day", "starts", "minutes", "room", "clinician"))

    @property
    def time(self):
        """When it is, as far as that is known: as it was chosen here, or else as it was planned."""
        return getattr(self, "cleaned_data", {}).get("time") or (None if self.is_bound else self.chosen)

    def _readable(self, value):
        try:
            return self._picked(value)
        except forms.ValidationError:
            return None

    def show_against(self, words):
        """Say beside the session what is against it."""
        self.add_error("opening", words)


def words_of(opening, zone):
    """An opening as people read it on this clock."""
    start = opening.session_start.astimezone(zone)
    words = {"day": date_format(start, "D, M j"), "clock": f"{start:%H:%M}"}
    words |= {"room": opening.room, "clinician": opening.clinician.user.name}
    return _("%(day)s, %(clock)s, %(room)s, %(clinician)s") % words


class RepairedSessionForm(SessionForm):
    """Where a session goes that is booked, as it was `seen`, or one that is missing and may stay so."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def __init__(self, data=None, *, appointment, number, offered, chosen, fit, zone):
        super().__init__(
            data,
            number=number,
            offered=offered,
            chosen=chosen,
            fit=fit,
            zone=zone,
            left_out=None if appointment else _("Leave it missing"),
        )
        self.appointment = appointment
        if appointment:
            self.initial["seen"] = appointment.changed_at.isoformat()
            self.was = words_of(appointment_place(appointment), self.zone)
        else:
            self.was = _("missing")

    @property
    def stays(self):
        """Whether it is where it was, so that nothing is to be done."""
        place = self.appointment and appointment_place(self.appointment)
        return bool(
            place
            and self.time
            and (self.time.session_start - place.session_start == timedelta(0))
            and (self.time.room, self.time.clinician) == (place.room, place.clinician)
            and getattr(self.time, "session_minutes", None) in (None, self.appointment.session_minutes)
        )


def appointment_place(appointment):
    return Opening(appointment.starts_at, appointment.room, appointment.clinician)


class Because(forms.Form):
    """Why rules that may be set aside are: asked for where they are in the way."""

    gap_because = forms.CharField(
        label=gettext_lazy("Why other days between the sessions than authorized?"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy("Such as “Patient was ill”. It stays with the sessions."),
    )
    outside_hours_because = forms.CharField(
        label=gettext_lazy("Why outside hours?"), max_length=REASON_LENGTH, required=False
    )


class PlanForm(Because, KeyedForm):
    """All sessions of a plan, booked at once."""


class RepairForm(Because, KeyedForm):
    """All sessions of a repair, moved and booked at once."""

    reason = forms.CharField(
        label=gettext_lazy("Why is it moved?"),
        max_length=REASON_LENGTH,
        required=False,
        help_text=gettext_lazy("Such as “Patient was ill”. Needed where a session moves."),
    )
    asked_by = forms.ChoiceField(label=gettext_lazy("Who asked?"), choices=ASKED_BY, required=False)
