"""How fast safety tasks are answered, to begin with. A medical director confirms each, or changes it."""

from .models import Level, ResponseTime

TIMES = {
    Level.AT_ONCE: {"minutes": 5, "then_every": 5, "call_within": 30},
    Level.SAME_DAY: {"minutes": 120, "then_every": 30, "call_within": 240},
    Level.SAME_WORKING_DAY: {"working_days": 0, "then_every": 60},
    Level.NEXT_WORKING_DAY: {"working_days": 1, "then_every": 60},
}


def times_of(level):
    """The times of one level: those the clinic has set, else those it begins with."""
    return ResponseTime.objects.filter(level=level).first() or ResponseTime(level=level, **TIMES[level])


def load_response_times():
    """Put in what is missing; what is here stays as the clinic left it."""
    for level, times in TIMES.items():
        ResponseTime.objects.get_or_create(level=level, defaults=times)
