"""What people choose in the calendar, and where they drop an appointment in it."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import timetable
from .diary import LATE, ON_HOLD, Wanted
from .forms import REASON_LENGTH, ChosenByDefault, RowChoice, date_widget, of_this_century, who_asked
from .models.statuses import ACTIVE_STATUSES, Status

ALL = "all"


class CalendarForm(ChosenByDefault):
    """Which part of the diary is shown, and how: what stands in the address, ids and names of ours alone."""

    SHOWS = (
        ("rooms", _("Day by room")),
        ("clinicians", _("Day by clinician")),
        ("table", _("Day as a table")),
        ("week", _("Week")),
        ("month", _("Month")),
        ("agenda", _("Agenda")),
    )
    STATES = (
        ("", _("Any")),
        *((value, Status(value).label) for value in ACTIVE_STATUSES),
        (LATE, _("Late")),
        (ON_HOLD, _("On hold")),
    )

    location = RowChoice(label=_("Location"))
    day = forms.DateField(label=_("Day"), widget=date_widget(), validators=[of_this_century])
    show = forms.ChoiceField(label=_("Show"), choices=SHOWS)
    clinician = RowChoice(label=_("Clinician"), required=False, nothing=_("Any"))
    type = RowChoice(label=_("Type"), required=False, nothing=_("Any"))
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)

    def __init__(self, data, defaults, *, locations, clinicians, types):
        super().__init__(data, defaults)
        where = self.fields["location"]
        where.offer(locations, key="slug")
        if len(locations) > 1:
            where.choices = [*where.choices, (ALL, _("All locations"))]
        self.fields["clinician"].offer(clinicians)
        self.fields["type"].offer(types, key="key")

    def wanted(self):
        """Which appointments are looked for."""
        chosen = self.chosen()
        return Wanted(chosen["clinician"], chosen["type"], chosen["state"])

    def address(self, **changes):
        """What stands in the address for what is chosen now, but for `changes`."""
        said = {name: str(self[name].value() or "") for name in self.fields} | changes
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Place:
    """Where an appointment stands in the diary, as a form sends it: on the wall clock of its location."""

    day: str
    starts: str
    fold: str
    minutes: str
    room: str
    clinician: str

    @classmethod
    def of(cls, appointment):
        start = appointment.starts_at
        return cls(
            day=start.date().isoformat(),
            starts=f"{start:%H:%M}",
            fold=str(start.fold),
            minutes=str(appointment.session_minutes),
            room=str(appointment.room_id),
            clinician=str(appointment.clinician_id),
        )


class DropForm(forms.Form):
    """Where an appointment is dropped as it was `seen`, why, and who asked for it."""

    day = forms.DateField(validators=[of_this_century])
    starts = forms.TimeField()
    fold = forms.TypedChoiceField(
        label=_("The clocks go back that night: which of the two?"),
        choices=(("0", _("The first")), ("1", _("The second"))),
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
    )
    minutes = forms.IntegerField(min_value=1, max_value=1440)
    room = RowChoice()
    clinician = RowChoice()
    reason = forms.CharField(
        label=_("Why is it moved?"), max_length=REASON_LENGTH, error_messages={"required": _("Say why.")}
    )
    asked_by = who_asked()
    seen = forms.CharField(max_length=40)

    def __init__(self, data, *, rooms, clinicians):
        super().__init__(data)
        self.fields["room"].offer(rooms)
        self.fields["clinician"].offer(clinicians)
        self.fields["asked_by"].error_messages["required"] = _("Say who asked.")

    def clean(self):
        """The moment that the clock of the room's location shows then; a time that comes twice is asked about."""
        cleaned = super().clean() or self.cleaned_data
        if {"day", "starts", "room"} <= cleaned.keys() and "fold" not in self.errors:
            try:
                cleaned["session_start"] = timetable.moment(
                    location=cleaned["room"].location,
                    day=cleaned["day"],
                    hour=cleaned["starts"].replace(second=0, microsecond=0),
                    fold=cleaned.get("fold"),
                )
            except ValidationError as refusal:
                self.add_error("starts", refusal)
        return cleaned
