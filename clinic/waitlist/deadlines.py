"""Until when somebody may answer an offer: what the desk is proposed, and may change."""

from datetime import datetime, timedelta

A_MINUTE = timedelta(minutes=1)
# How far away the visit is at most, and how long they have to think, the hours of the night not counted.
TO_THINK = (
    (timedelta(hours=12), timedelta(minutes=30)),
    (timedelta(days=2), timedelta(hours=2)),
    (timedelta(days=7), timedelta(hours=8)),
    (timedelta.max, timedelta(hours=24)),
)


def proposed(*, now, visit_starts, latest, zone, quiet_from, quiet_until):
    """The moment by which they are asked to answer: a while of waking hours on, and at `latest` at the latest.

    All moments are aware; the quiet hours are on the wall clock of `zone`, where the patient lives. A whole minute.
    """
    to_think = next(span for away, span in TO_THINK if visit_starts - now <= away)
    moment = _after(now, to_think, zone, quiet_from, quiet_until)
    return min(moment, latest).replace(second=0, microsecond=0)


def _after(now, awake, zone, quiet_from, quiet_until):
    """The moment so long after now, reckoned without the quiet hours."""
    moment = _woken(now, zone, quiet_from, quiet_until)
    while True:
        night = _next(moment, quiet_from, zone)
        if quiet_from == quiet_until or moment + awake <= night:
            return moment + awake
        awake -= night - moment
        moment = _next(night, quiet_until, zone)


def _woken(now, zone, quiet_from, quiet_until):
    """Now, or the end of the quiet hours it lies in."""
    wake, night = _next(now, quiet_until, zone), _next(now, quiet_from, zone)
    is_quiet = quiet_from != quiet_until and wake < night
    return wake if is_quiet else now


def _next(moment, clock, zone):
    """The next moment at which a wall clock there shows this time."""
    here = moment.astimezone(zone)
    at = datetime.combine(here.date(), clock, tzinfo=zone)
    if at <= here:
        at = datetime.combine(here.date() + timedelta(days=1), clock, tzinfo=zone)
    return at.astimezone(moment.tzinfo)
