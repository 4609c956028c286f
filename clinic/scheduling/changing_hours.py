"""Changing hours: weekly ones, single days, leave, closed rooms and closed days.

Every act holds the rows that a booking holds, in the same order, before it judges: rooms by id, then clinicians by
id. So no booking slips in between. What is past stays as it was. An act that would leave appointments to come
outside hours refuses with `would_strand` and their list, unless whoever asks has seen each of them (`knowing`, their
references) and says why they stay (`because`): then they stay booked, and `stranded.py` lists them until they are
moved. The history of the rows that change keeps the reason.
"""

from contextlib import contextmanager
from datetime import timedelta

import pghistory
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic import kept_pages
from clinic.locations.models import Closure, Location, SpecialHours
from clinic.locations.public_holidays import LOOKED_AHEAD, public_holidays

from . import refusals
from .models import Absence, Clinician, ExtraHours, Room, RoomClosure
from .stranded import stranded_at

A_DAY = timedelta(days=1)
REASON_LENGTH = Closure._meta.get_field("reason").max_length


def set_weekly_hours(
    *, location, first_day, week, now, clinician=None, last_day=None, knowing=(), because=""
):
    """From `first_day` on, or until `last_day`, a location is open or a clinician works there in these hours.

    `week` holds for each weekday (ISO) its spans, pairs of wall times. What counted before ends the day before, and
    comes back after `last_day`; without one, changes planned for later are replaced. Returns the new rows.
    """
    if clinician is None:
        rows, bounds, new = location.hours, ("opens", "closes"), {"location": location}
    else:
        rows, bounds = clinician.hours.filter(location=location), ("starts", "ends")
        new = {"location": location, "clinician": clinician}
    with _changing([location], clinician, now, knowing, because):
        _not_past(first_day, location, now)
        if last_day is not None and last_day < first_day:
            raise ValidationError(
                _("“Valid until” cannot come before “valid from”."), "ends_before_it_begins"
            )
        for row in list(rows.lasting_until(first_day)):
            _cut(row, first_day, last_day)
        return [
            _write(
                rows.model(
                    **new,
                    weekday=weekday,
                    **dict(zip(bounds, span, strict=True)),
                    valid_from=first_day,
                    valid_until=last_day,
                )
            )
            for weekday, spans in week.items()
            for span in spans
        ]


def set_special_hours(*, location, day, spans, reason, now, knowing=(), because=""):
    """That day, a location is open in these spans instead of its weekly hours. Returns the new rows."""
    if not spans:
        raise ValidationError(
            _("Say from when to when it is open. To close it all day, use “Close the location”."), "no_hours"
        )
    with _changing([location], None, now, knowing, because):
        _not_past(day, location, now)
        location.special_hours.filter(day=day).delete()
        return [
            _write(SpecialHours(location=location, day=day, opens=opens, closes=closes, reason=reason))
            for opens, closes in spans
        ]


def set_extra_hours(*, location, clinician, day, spans, now, reason="", knowing=(), because=""):
    """That day, a clinician works at a location in these spans beside the weekly hours. Returns the new rows."""
    if not spans:
        raise ValidationError(_("Say from when to when."), "no_hours")
    with _changing([location], clinician, now, knowing, because):
        _not_past(day, location, now)
        clinician.extra_hours.filter(location=location, day=day).delete()
        return [
            _write(
                ExtraHours(
                    clinician=clinician, location=location, day=day, starts=starts, ends=ends, reason=reason
                )
            )
            for starts, ends in spans
        ]


def add_absence(*, location, clinician, span, now, reason="", knowing=(), because=""):
    """A clinician is away in this range of moments, wherever they work; the day is that of `location`'s clock."""
    with _changing(Location.objects.all(), clinician, now, knowing, because):
        _not_past(span.lower.astimezone(location.zone).date(), location, now)
        said = {"clinician": clinician, "away": span}
        return Absence.objects.filter(**said).first() or _write(Absence(**said, reason=reason))


def close_room(*, location, room, span, reason, now, knowing=(), because=""):
    """A room cannot be used in this range of moments."""
    with _changing([location], None, now, knowing, because):
        _not_past(span.lower.astimezone(location.zone).date(), location, now)
        said = {"room": room, "closed": span}
        return RoomClosure.objects.filter(**said).first() or _write(RoomClosure(**said, reason=reason))


def close(*, location, first_day, last_day, reason, now, everywhere=False, knowing=(), because=""):
    """A location, or every one, is closed on these whole days, whatever its hours say."""
    with _changing(Location.objects.all() if everywhere else [location], None, now, knowing, because):
        _not_past(first_day, location, now)
        said = {
            "location": None if everywhere else location,
            "first_day": first_day,
            "last_day": last_day,
        }
        return Closure.objects.filter(**said).first() or _write(Closure(**said, reason=reason))


def take_back(*, location, row, now, knowing=(), because=""):
    """What was said of single days counts no more: what is still to come goes, what has begun ends now."""
    clinician = row.clinician if isinstance(row, Absence | ExtraHours) else None
    everywhere = isinstance(row, Absence | Closure)
    today = now.astimezone(location.zone).date()
    with _changing(Location.objects.all() if everywhere else [location], clinician, now, knowing, because):
        if isinstance(row, SpecialHours | ExtraHours):
            _not_past(row.day, location, now)
            same_day = {} if isinstance(row, SpecialHours) else {"clinician": row.clinician}
            type(row).objects.filter(location=row.location, day=row.day, **same_day).delete()
        elif isinstance(row, Closure):
            _not_past(row.last_day, location, now)
            _end(row, "last_day", today - A_DAY, has_begun=row.first_day < today)
        else:
            name = "away" if isinstance(row, Absence) else "closed"
            span, minute = getattr(row, name), now.replace(second=0, microsecond=0)
            if span.upper <= now:
                raise _past()
            _end(row, name, DateTimeTZRange(span.lower, minute), has_begun=span.lower < minute)


def settle_holidays(*, location, closed, now, knowing=(), because=""):
    """Of the public holidays of the next 13 months, a location is closed on these dates and open on the others.

    Returns the location, whose `holidays_settled_until` says how far somebody has looked.
    """
    today = now.astimezone(location.zone).date()
    with _changing([location], None, now, knowing, because):
        for day, name in public_holidays(location, today).days:
            of_that_day = location.closures.filter(first_day=day, last_day=day)
            if day not in closed:
                of_that_day.delete()
            elif not of_that_day.exists():
                reason = name[:REASON_LENGTH]
                _write(Closure(location=location, first_day=day, last_day=day, reason=reason))
        location.holidays_settled_until = today + LOOKED_AHEAD
        location.save(update_fields=["holidays_settled_until"])
        return location


@contextmanager
def _changing(locations, clinician, now, knowing, because):
    """Within, hours change: all of it or nothing, and nobody is stranded whom nobody knows of."""
    with refusals.in_words(), pghistory.context(**({"because": because} if because else {})):
        locations = list(Location.objects.filter(pk__in=[each.pk for each in locations]).order_by("pk"))
        _hold(locations, clinician)
        before = {each.pk: _codes(each) for location in locations for each in stranded_at(location, now)}
        yield
        stranded = [
            each
            for location in locations
            for each in stranded_at(location, now)
            if _codes(each) - before.get(each.pk, set())
        ]
        known = because.strip() and all(each.reference in knowing for each in stranded)
        if stranded and not known:
            raise _would_strand(stranded)
        kept_pages.drop()


def _hold(locations, clinician):
    """Locations by id, for those who change hours too; then what a booking holds."""
    for held in (
        Location.objects.filter(pk__in=[each.pk for each in locations]),
        Room.objects.filter(location__in=locations),
        Clinician.objects.filter(pk=clinician and clinician.pk),
    ):
        list(held.order_by("pk").select_for_update(no_key=True))


def _codes(appointment):
    return {objection.code for objection in appointment.objections}


def _would_strand(stranded):
    words = ngettext(
        "%(count)s appointment to come would be outside hours.",
        "%(count)s appointments to come would be outside hours.",
        len(stranded),
    )
    return ValidationError(words, "would_strand", {"count": len(stranded), "stranded": stranded})


def _cut(row, first_day, last_day):
    """Take the days from `first_day` to `last_day` out of the span in which weekly hours count."""
    if last_day is not None and row.valid_from > last_day:
        return
    if last_day is not None and (row.valid_until is None or row.valid_until > last_day):
        names = [field.name for field in row._meta.concrete_fields if not field.primary_key]
        later = {name: getattr(row, name) for name in names} | {"valid_from": last_day + A_DAY}
        _write(type(row)(**later))
    _end(row, "valid_until", first_day - A_DAY, has_begun=row.valid_from < first_day)


def _end(row, name, end, *, has_begun):
    """What has begun keeps its past and ends; what has not goes."""
    if not has_begun:
        type(row).objects.filter(pk=row.pk).delete()
        return
    setattr(row, name, end)
    row.save(update_fields=[name])


def _write(row):
    row.full_clean()
    row.save()
    return row


def _past():
    return ValidationError(_("The past stays as it was. Choose today or a later day."), "past")


def _not_past(day, location, now):
    if day < now.astimezone(location.zone).date():
        raise _past()
