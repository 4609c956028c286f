"""What a manager fills in to change hours. Each form's `said()` is what its act in `changing_hours` is asked."""

import re
from datetime import time
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clinic.locations.models import Closure, Weekday

from . import timetable
from .forms import ChosenByDefault, RowChoice, clock_widget, date_widget, of_this_century

REASON_LENGTH = Closure._meta.get_field("reason").max_length
MOST_KNOWN = 40_000  # characters: some 1500 references
A_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.](\d{2}))?")


class HoursForm(ChosenByDefault):
    """Whose hours, and in which week."""

    location = RowChoice(label=_("Location"))
    clinician = RowChoice(label=_("Clinician"), required=False, nothing=_("Everybody"))
    day = forms.DateField(label=_("Week of"), widget=date_widget(), validators=[of_this_century])

    def __init__(self, data, defaults, *, locations, clinicians=()):
        super().__init__(data, defaults)
        self.fields["location"].offer(locations, key="slug")
        self.fields["clinician"].offer(clinicians)


class SpansField(forms.CharField):
    """Times from when to when, such as “08:00–12:00, 13–18”: pairs of wall times in order, none for nothing."""

    default_error_messages = {
        "spans": _("Write times of day such as 08:00–12:00, 13:00–18:00."),
        "order": _("The end must be later than the start."),
        "overlap": _("These times overlap."),
    }

    def __init__(self, **options):
        super().__init__(max_length=80, **options)

    def prepare_value(self, value):
        if isinstance(value, list):
            return ", ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in value)
        return value

    def clean(self, value):
        spans = [self._span(part.strip()) for part in re.split("[,;]", super().clean(value)) if part.strip()]
        spans.sort()
        if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
            raise ValidationError(self.error_messages["overlap"], "overlap")
        return spans

    def _span(self, text):
        found = A_SPAN.fullmatch(text)
        if not found:
            raise ValidationError(self.error_messages["spans"], "spans")
        hours = [int(part or 0) for part in found.groups()]
        try:
            start, end = time(*hours[:2]), time(*hours[2:])
        except ValueError:
            raise ValidationError(self.error_messages["spans"], "spans") from None
        if start >= end:
            raise ValidationError(self.error_messages["order"], "order")
        return start, end


class ChangingForm(forms.Form):
    """A change of hours at a location; asked again with `knowing`, it may leave appointments outside them."""

    knowing = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_KNOWN)
    knows = forms.BooleanField(label=_("I know: these stay booked, and somebody moves them"), required=False)
    because = forms.CharField(label=_("Why is it changed all the same?"), required=False, max_length=200)

    def __init__(self, *args, location, clinicians=(), rooms=(), **options):
        super().__init__(*args, **options)
        self.location = location
        self.fields["because"].may_wait = True  # until somebody would be stranded
        for name, rows in (("clinician", clinicians), ("room", rooms)):
            if name in self.fields:
                self.fields[name].offer(rows)

    def own_fields(self):
        """The fields of the change itself."""
        return [self[name] for name in self.fields if name not in ("knowing", "knows", "because")]

    def said(self):
        """What the act is asked, in its own words."""
        given = dict(self.cleaned_data)
        known = {"knowing": given.pop("knowing").split(), "because": given.pop("because")}
        if not given.pop("knows"):
            known = {}
        return {"location": self.location, **given, **known}


def day_field(label, **options):
    return forms.DateField(label=label, widget=date_widget(), validators=[of_this_century], **options)


def reason_field(label, **options):
    return forms.CharField(label=label, max_length=REASON_LENGTH, **options)


class WeeklyForm(ChangingForm):
    """Monday to Sunday, from a first day on."""

    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"), required=False, help_text=_("Empty: until they are changed again."))

    def __init__(self, *args, location, **options):
        super().__init__(*args, location=location, **options)
        for weekday in Weekday:
            self.fields[f"day_{weekday.value}"] = SpansField(label=weekday.label, required=False)

    def said(self):
        given = super().said()
        given["week"] = {weekday.value: given.pop(f"day_{weekday.value}") for weekday in Weekday}
        return given


class WorkForm(WeeklyForm):
    """The same for the clinician whom the page shows."""

    def __init__(self, *args, location, clinician=None, **options):
        super().__init__(*args, location=location, **options)
        self.clinician = clinician

    def said(self):
        return super().said() | {"clinician": self.clinician}


class SpecialForm(ChangingForm):
    day = day_field(_("Day"))
    spans = SpansField(label=_("Open"), help_text=_("Such as 08:00–12:00, 13:00–18:00."))
    reason = reason_field(_("Reason, as visitors read it"))


class CloseForm(ChangingForm):
    first_day = day_field(_("First day closed"))
    last_day = day_field(_("Last day closed"))
    reason = reason_field(_("Reason, as visitors read it"))
    everywhere = forms.BooleanField(label=_("Close every location on these days"), required=False)


class ExtraForm(ChangingForm):
    clinician = RowChoice(label=_("Clinician"), nothing="—")
    day = day_field(_("Day"))
    spans = SpansField(label=_("Works"), help_text=_("Such as 08:00–12:00, 13:00–18:00."))
    reason = reason_field(_("Reason"), required=False)


class SpanForm(ChangingForm):
    """Whole days, or from one time to another, on the location's wall clock: `span`."""

    first_day = day_field(_("First day"))
    starts = forms.TimeField(
        label=_("From"),
        required=False,
        widget=clock_widget(),
        help_text=_("Empty: all day."),
    )
    last_day = day_field(_("Last day"))
    ends = forms.TimeField(
        label=_("To"),
        required=False,
        widget=clock_widget(),
        help_text=_("Empty: all day."),
    )

    def clean(self):
        given = super().clean()
        if {"first_day", "last_day"} <= given.keys() and not self.errors:
            given["span"] = self._span(given)
        return given

    def _span(self, given):
        first_day, last_day = given["first_day"], given["last_day"]
        if first_day > last_day:
            self.add_error("last_day", _("The last day cannot come before the first."))
            return None
        whole = timetable.days(location=self.location, first_day=first_day, last_day=last_day)
        bounds = {"starts": whole.lower, "ends": whole.upper}
        for name, day, fold in (("starts", first_day, 0), ("ends", last_day, 1)):
            if given[name]:
                try:
                    bounds[name] = timetable.moment(
                        location=self.location, day=day, hour=given[name], fold=fold
                    )
                except ValidationError as refusal:
                    self.add_error(name, refusal)
        if bounds["starts"] >= bounds["ends"]:
            self.add_error("ends", _("The end must be later than the start."))
            return None
        return DateTimeTZRange(bounds["starts"], bounds["ends"])

    def said(self):
        given = super().said()
        return {name: value for name, value in given.items() if name not in SPAN_FIELDS}


SPAN_FIELDS = ("first_day", "starts", "last_day", "ends")


class AwayForm(SpanForm):
    clinician = RowChoice(label=_("Clinician"), nothing="—")
    reason = reason_field(_("Reason"), required=False)

    field_order = ("clinician", *SPAN_FIELDS, "reason")


class CloseRoomForm(SpanForm):
    room = RowChoice(label=_("Room"), nothing="—")
    reason = reason_field(_("Reason"))

    field_order = ("room", *SPAN_FIELDS, "reason")


class HolidaysForm(ChangingForm):
    """Which of the public holidays ahead the location is closed on."""

    closed = forms.TypedMultipleChoiceField(
        label=_("Closed on"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, location, days=(), **options):
        super().__init__(*args, location=location, **options)
        dates = {day.isoformat(): day for day, _name in days}
        self.fields["closed"].may_wait = True  # nothing ticked is an answer too
        self.fields["closed"].coerce = dates.get
        self.fields["closed"].choices = [
            (day.isoformat(), f"{date_format(day, 'D, M j, Y')}: {name}") for day, name in days
        ]


class TakingBackForm(ChangingForm):
    """One of what is planned."""

    row = forms.ChoiceField(widget=forms.HiddenInput)

    def __init__(self, *args, location, planned=(), **options):
        super().__init__(*args, location=location, **options)
        self.rows = {each.key: each.row for each in planned if each.row}
        self.fields["row"].choices = [(key, key) for key in self.rows]

    def clean_row(self):
        return self.rows[self.cleaned_data["row"]]
