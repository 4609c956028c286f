"""What people choose and type to book, move and authorise."""

from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from patients.inquiries.form_keys import KeyedForm

from . import timetable
from .arrivals import CAME, FOLLOWED
from .models import Appointment, Clinician, Room

REASON_LENGTH = Appointment._meta.get_field("reason").max_length
AskedBy, Status = Appointment.AskedBy, Appointment.Status
FAR_AWAY = date(9000, 1, 1)


def date_widget():
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


def clock_widget():
    return forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M")


def of_this_century(day):
    """Refuse a day so far away that no clock can be told for it."""
    if day > FAR_AWAY or day.year < 2000:
        raise ValidationError(_("Choose a day of this century."))


def seen_field():
    """When the appointment was last changed, as the page showed it."""
    return forms.CharField(widget=forms.HiddenInput, max_length=40)


class ChosenByDefault(forms.Form):
    """A form in the address: what is missing or makes no sense there is what `defaults` says."""

    def __init__(self, data, defaults):
        given = {
            name: field.widget.value_from_datadict(data, {}, name) for name, field in self.base_fields.items()
        }
        chosen = {name: value or defaults.get(name, "") for name, value in given.items()}
        super().__init__(chosen, auto_id="show_%s")
        self.defaults = defaults

    def chosen(self):
        if wrong := set(self.errors) & set(self.fields):
            self.data |= {name: self.defaults.get(name, "") for name in wrong}
            self.full_clean()
        return self.cleaned_data


class RowChoice(forms.TypedChoiceField):
    """One of some rows that were read before: neither showing nor checking it asks the database."""

    def __init__(self, *, nothing=None, **options):
        super().__init__(empty_value=None, **options)
        self.nothing = [] if nothing is None else [("", nothing)]

    def offer(self, rows, key="pk"):
        self.rows = {str(getattr(row, key)): row for row in rows}
        self.coerce = self.rows.get
        self.choices = [*self.nothing, *((value, str(row)) for value, row in self.rows.items())]


class OpeningsForm(ChosenByDefault):
    """Where, from when on and with whom openings are looked for."""

    FIRST_TEN, THIS_WEEK = "first", "week"
    SPANS = (
        ("1", _("this day only")),
        (THIS_WEEK, _("this week")),
        ("7", _("a week")),
        ("14", _("two weeks")),
        (FIRST_TEN, _("the first ten")),
    )

    location = RowChoice(label=_("Location"))
    day = forms.DateField(label=_("From"), widget=date_widget(), validators=[of_this_century])
    days = forms.ChoiceField(label=_("Look ahead"), choices=SPANS)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On"),
        choices=[(day + 1, name) for day, name in WEEKDAYS_ABBR.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    not_before = forms.TimeField(label=_("Not before"), widget=clock_widget(), required=False)
    not_after = forms.TimeField(label=_("Not after"), widget=clock_widget(), required=False)
    clinician = RowChoice(label=_("Clinician"), required=False, nothing=_("Any"))
    room = RowChoice(label=_("Room"), required=False, nothing=_("Any"))

    def __init__(self, data, defaults, *, locations, fit):
        super().__init__(data, defaults)
        self.fields["location"].offer(locations, key="slug")
        for name, rows in zip(("room", "clinician"), fit, strict=True):
            self.fields[name].offer(rows)


@dataclass(frozen=True)
class Time:
    """A time somebody chose: when, which room, who."""

    session_start: datetime
    room: Room
    clinician: Clinician
    session_minutes: int | None = None


FORM_ID = "time"  # of the form on the page
BECAUSE = ("outside_hours_because", "gap_because")


def because_field(label):
    """A reason that stands beside the refusal it answers, above the form it belongs to."""
    widget = forms.TextInput(attrs={"form": FORM_ID})
    field = forms.CharField(label=label, widget=widget, max_length=REASON_LENGTH, required=False)
    field.may_wait = True  # it is shown only where it is asked for
    return field


def opening_value(opening):
    """How an opening stands in the form; `TimeForm` reads it again."""
    return f"{opening.session_start:%Y-%m-%dT%H:%M%z}/{opening.room.pk}/{opening.clinician.pk}"


def picked(value, rooms, clinicians):
    """The time of an opening as it stands in a form; `rooms` and `clinicians` are what is fit, by key as text."""
    try:
        start, room, clinician = value.split("/")
        time = Time(
            session_start=datetime.strptime(start, "%Y-%m-%dT%H:%M%z"),
            room=rooms[room],
            clinician=clinicians[clinician],
        )
    except (ValueError, OverflowError, KeyError):
        raise ValidationError(_("That is no opening of ours. Choose a time from the list.")) from None
    of_this_century(time.session_start.date())
    return time


class TimeForm(forms.Form):
    """One of the openings, or a time typed by hand: `cleaned_data["time"]` is a `Time`.

    An opening is taken at its word: whether it still is one, the act that books it says.
    """

    TYPED = "typed"

    opening = forms.CharField(
        label=_("Time"),
        max_length=80,
        error_messages={"required": _("Choose a time from the list, or “Use the time typed here”.")},
    )
    day = forms.DateField(label=_("Day"), widget=date_widget(), validators=[of_this_century])
    starts = forms.TimeField(
        label=_("Session starts"),
        widget=clock_widget(),
    )
    fold = forms.TypedChoiceField(
        label=_("The clocks go back that night: which of the two?"),
        choices=(("0", _("The first")), ("1", _("The second"))),
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        widget=forms.NumberInput(attrs={"class": "short"}),
        min_value=1,
        max_value=1440,
        required=False,
    )
    room = RowChoice(label=_("Room"), nothing="—")
    clinician = RowChoice(label=_("Clinician"), nothing="—")

    outside_hours_because = because_field(_("Outside these hours because"))
    gap_because = because_field(_("Other days between because"))

    def __init__(self, *args, fit, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked_why = set()
        for name, rows in zip(("room", "clinician"), fit, strict=True):
            self.fields[name].offer(rows)

    @property
    def is_typed(self):
        """Whether the time is typed by hand rather than picked."""
        return self["opening"].value() == self.TYPED

    @property
    def asks_which_hour(self):
        """Whether the time comes twice that day, as far as anybody has said so or typed it."""
        against = self.clock_says()
        says_twice = against is not None and against.code == "doubled_hour"
        return (
            self.has_error("starts", "doubled_hour") or self["fold"].value() not in (None, "") or says_twice
        )

    def clock_says(self):
        """What is against the time that the page proposes: that day there is none such, or there are two."""
        room = self.fields["room"].rows.get(str(self.initial.get("room")))
        if self.is_bound or not self.is_typed or room is None:
            return None
        clock = {name: self.initial.get(field) for name, field in (("day", "day"), ("hour", "starts"))}
        try:
            timetable.moment(location=room.location, fold=self.initial.get("fold"), **clock)
        except ValidationError as refusal:
            return refusal

    def set_aside(self):
        """The fields that say why a rule is set aside, where they are asked for or filled in."""
        return [self[name] for name in BECAUSE if name in self.asked_why or self.data.get(name)]

    def reasons(self):
        """What was typed into them, as the acts take it."""
        return {name: self.cleaned_data[name] for name in BECAUSE}

    def full_clean(self):
        """What is typed by hand counts only where it was chosen."""
        by_hand = [self.fields[name] for name in ("day", "starts", "room", "clinician")]
        for each in by_hand:
            each.required = self.is_typed
        super().full_clean()
        for each in by_hand:
            each.required = True

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            cleaned["time"] = self._typed(cleaned) if self.is_typed else self._picked(cleaned["opening"])
        return cleaned

    def _picked(self, value):
        return picked(value, self.fields["room"].rows, self.fields["clinician"].rows)

    def _typed(self, cleaned):
        try:
            session_start = timetable.moment(
                location=cleaned["room"].location,
                day=cleaned["day"],
                hour=cleaned["starts"].replace(second=0, microsecond=0),
                fold=cleaned.get("fold"),
            )
        except ValidationError as refusal:
            self.add_error("starts", refusal)
            return None
        return Time(session_start, cleaned["room"], cleaned["clinician"], cleaned.get("minutes"))


def who_asked():
    return forms.ChoiceField(label=_("Who asked?"), choices=AskedBy.choices, widget=forms.RadioSelect)


class BookingForm(TimeForm, KeyedForm):
    """A time for a new appointment; sent again, it leads to the same appointment."""

    asked_by = forms.ChoiceField(
        label=_("Who asked?"), choices=[("", _("Not noted")), *AskedBy.choices], required=False
    )


class SameTimeForm(forms.Form):
    """The same time on another day: of which appointment, and which day. It stands in the address."""

    like = forms.CharField(max_length=32, required=False)
    to = forms.DateField(widget=date_widget(), validators=[of_this_century])


class MovingForm(TimeForm):
    """Another time, room or clinician for an appointment as it was `seen`."""

    asked_by = who_asked()
    reason = forms.CharField(
        label=_("Why is it moved?"), max_length=REASON_LENGTH, help_text=_("Such as “Works late that day”.")
    )
    seen = seen_field()


class CancellingForm(forms.Form):
    asked_by = who_asked()
    reason = forms.CharField(
        label=_("Why is it canceled?"), max_length=REASON_LENGTH, help_text=_("Such as “Patient is ill”.")
    )
    seen = seen_field()


class TakingBackForm(CancellingForm):
    """For a time that is only offered."""

    reason = forms.CharField(
        label=_("Why is it taken back?"),
        max_length=REASON_LENGTH,
        help_text=_("Such as “The room is needed”."),
    )


class StepForm(forms.Form):
    """A step of a visit, or one back, to a status; for an appointment as it was `seen`."""

    TODAY = "today"

    to = forms.ChoiceField(choices=[(status, "") for status in (*FOLLOWED, CAME)])
    seen = seen_field()
    back = forms.ChoiceField(choices=[(TODAY, "")], required=False)

    appointment = None  # what it is about, once that is known

    def is_done(self):
        """Whether the appointment is where the form wants it."""
        to = self.cleaned_data["to"]
        return self.appointment.status == (Status.FINISHED if to == CAME else to)


class EscortForm(StepForm):
    """Who takes the patient home; `to` where the patient leaves with them now."""

    to = forms.ChoiceField(
        choices=[(Status.FINISHED, ""), (CAME, "")], required=False, widget=forms.HiddenInput
    )
    escort_name = forms.CharField(
        label=_("Who takes the patient home?"),
        max_length=Appointment._meta.get_field("escort_name").max_length,
        required=False,
    )
    escort_phone = forms.CharField(
        label=_("Their phone"),
        max_length=Appointment._meta.get_field("escort_phone").max_length,
        required=False,
    )

    @classmethod
    def of(cls, appointment):
        """The form as a page shows it: with who is named, or else who the patient once named."""
        named = appointment if appointment.escort_name else appointment.patient
        initial = {field: getattr(named, field) for field in ("escort_name", "escort_phone")}
        form = cls(initial=initial, auto_id=f"{appointment.reference}_%s")
        form.appointment = appointment
        return form

    def is_done(self):
        row, said = self.appointment, self.cleaned_data
        is_named = (row.escort_name, row.escort_phone) == (said["escort_name"], said["escort_phone"])
        return is_named and (not said["to"] or super().is_done())
