"""What people choose and type on the waiting list."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.scheduling import timetable
from clinic.scheduling.forms import (
    ChosenByDefault,
    RowChoice,
    clock_widget,
    date_widget,
    of_this_century,
    opening_value,
    picked,
)
from clinic.scheduling.models import FreedTime
from patients.inquiries.form_keys import KeyedForm

from .models import Wish
from .models.wishes import MOST_NOTICE

EARLIER = "earlier"
ENDS = (Wish.HowEnded.WITHDRAWN, Wish.HowEnded.NOT_NEEDED)


class WhereForm(ChosenByDefault):
    """Which location's list is shown; it stands in the address."""

    location = RowChoice(label=gettext_lazy("Location"))

    def __init__(self, data, defaults, *, locations):
        super().__init__(data, defaults)
        self.fields["location"].offer(locations, key="slug")


class WhenForm(forms.Form):
    """When it would suit them."""

    location = RowChoice(label=gettext_lazy("At"))
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"),
        choices=[(day + 1, name) for day, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None ticked: any day."),
    )
    not_before = forms.TimeField(
        label=gettext_lazy("Starts not before"), widget=clock_widget(), required=False
    )
    not_after = forms.TimeField(label=gettext_lazy("Starts not after"), widget=clock_widget(), required=False)
    earliest = forms.DateField(
        label=gettext_lazy("First day"), widget=date_widget(), validators=[of_this_century], required=False
    )
    latest = forms.DateField(
        label=gettext_lazy("Last day"), widget=date_widget(), validators=[of_this_century], required=False
    )
    notice_hours = forms.IntegerField(
        label=gettext_lazy("Hours’ notice they need"),
        widget=forms.NumberInput(attrs={"class": "short"}),
        min_value=0,
        max_value=MOST_NOTICE,
        initial=24,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=Wish._meta.get_field("note").max_length,
        required=False,
        help_text=gettext_lazy("For the desk, such as “Call after 17:00”. The patient does not read it."),
    )

    def __init__(self, *args, locations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["location"].offer(locations, key="slug")

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        for first, last, words in (
            ("not_before", "not_after", _("This is earlier than “not before”.")),
            ("earliest", "latest", _("This is earlier than the first day.")),
        ):
            if cleaned.get(first) and cleaned.get(last) and cleaned[last] < cleaned[first]:
                self.add_error(last, words)
        return cleaned

    @classmethod
    def of(cls, wish, *args, locations):
        """The form as it stands for a wish."""
        names = ("weekdays", "not_before", "not_after", "earliest", "latest", "notice_hours", "note")
        initial = {name: getattr(wish, name) for name in names} | {"location": wish.location.slug}
        return cls(*args, locations=locations, initial=initial)


class WishForm(WhenForm, KeyedForm):
    """A new wish: what for, and when it would suit them."""

    what = forms.TypedChoiceField(label=gettext_lazy("What for?"), widget=forms.RadioSelect)

    field_order = ["what"]

    def __init__(self, *args, choices, appointments, locations, **kwargs):
        """`choices` can be booked for the patient; of `appointments` they may wish for an earlier time."""
        super().__init__(*args, locations=locations, **kwargs)
        self.meant = {choice.value: {"type": choice.type, "course": choice.course} for choice in choices}
        words = [(choice.value, _("A time for: %(what)s") % {"what": choice}) for choice in choices]
        for each in appointments:
            value = f"{EARLIER}~{each.reference}"
            self.meant[value] = {"type": each.type, "course": each.course, "instead_of": each}
            said = {"what": each.what, "day": date_format(each.starts_at, "D, M j, H:i")}
            words.append((value, _("An earlier time than %(day)s for: %(what)s") % said))
        self.fields["what"].choices = words
        self.fields["what"].coerce = self.meant.get


class EndingForm(forms.Form):
    how = forms.ChoiceField(
        label=gettext_lazy("Why do they wait no longer?"),
        choices=[(how.value, how.label) for how in ENDS],
        widget=forms.RadioSelect,
    )


class UntilForm(KeyedForm):
    """Until when an offer may be answered, on the clock of its location: `cleaned_data["expires_at"]` is aware."""

    day = forms.DateField(label=gettext_lazy("Answer by"), widget=date_widget(), validators=[of_this_century])
    hour = forms.TimeField(label=gettext_lazy("At"), widget=clock_widget())

    def __init__(self, *args, location, until=None, **kwargs):
        here = until and until.astimezone(location.zone)
        super().__init__(*args, initial=here and {"day": here.date(), "hour": here.time()}, **kwargs)
        self.location = location

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and cleaned.get("hour"):
            try:
                cleaned["expires_at"] = timetable.moment(
                    location=self.location, day=cleaned["day"], hour=cleaned["hour"].replace(second=0), fold=0
                )
            except ValidationError as refusal:
                self.add_error("hour", refusal)
        return cleaned


class AskingForm(UntilForm):
    """Who of those who fit is asked for a time that came free: pairs of a wish and its time in `asked`."""

    whom = forms.MultipleChoiceField(
        label=gettext_lazy("Whom do you ask?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Tick at least one person."),
            "invalid_choice": gettext_lazy("What fits has changed meanwhile. Look at it again."),
        },
    )

    def __init__(self, *args, fits, location, **kwargs):
        super().__init__(*args, location=location, **kwargs)
        self.fits = {value_of(fit): fit for fit in fits}
        self.fields["whom"].choices = [(value, str(fit.wish.patient)) for value, fit in self.fits.items()]

    def lines(self):
        """Each who fits, with the value that stands in the form and whether it is ticked: at first the first."""
        ticked = self["whom"].value() if self.is_bound else list(self.fits)[:1]
        return [(value, value in (ticked or ()), fit) for value, fit in self.fits.items()]

    @property
    def asked(self):
        """Who was ticked: each with a form key of its own."""
        key = self.cleaned_data["form_key"]
        for value in self.cleaned_data["whom"]:
            fit = self.fits[value]
            yield fit, uuid.uuid5(key, fit.wish.reference)


def value_of(fit):
    """How somebody who fits stands in the form: the wish, and the opening that was shown for it."""
    return f"{fit.wish.reference}~{opening_value(fit.opening)}"


class FindingForm(UntilForm):
    """One of the openings for a wish: `cleaned_data["time"]` is a `Time`."""

    opening = forms.CharField(
        label=gettext_lazy("Time"),
        max_length=80,
        error_messages={"required": gettext_lazy("Choose a time from the list.")},
    )

    def __init__(self, *args, fit, location, **kwargs):
        super().__init__(*args, location=location, **kwargs)
        self.rows = [{str(row.pk): row for row in rows} for rows in fit]

    def clean_opening(self):
        value = self.cleaned_data["opening"]
        self.cleaned_data["time"] = picked(value, *self.rows)
        return value


class LeavingForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why is it left free?"),
        max_length=FreedTime._meta.get_field("left_because").max_length,
    )
