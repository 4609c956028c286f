"""One month's figures, and what may be said of them: a share of very few says nothing, so none is shown."""

from dataclasses import dataclass
from datetime import date

FEW = 5  # below this there is a count, and neither a share nor a median


@dataclass
class Month:
    day: date  # the first of it
    is_running: bool = False
    open_minutes: int = 0
    used_minutes: int = 0
    came: int = 0
    missed: int = 0
    late: int = 0
    unsaid: int = 0
    firsts: int = 0
    days_to_first: float | None = None
    courses: int = 0
    drift: float | None = None
    freed_minutes: int = 0
    refilled_minutes: int = 0

    @property
    def expected(self):
        """Visits that were to take place and of which somebody has said what became of them."""
        return self.came + self.missed + self.late

    @property
    def used(self):
        """Percent of the minutes that rooms could have been used."""
        return _percent(self.used_minutes, self.open_minutes)

    @property
    def refilled(self):
        return _percent(self.refilled_minutes, self.freed_minutes)

    @property
    def missed_share(self):
        return None if self.expected < FEW else _percent(self.missed, self.expected)

    @property
    def late_share(self):
        return None if self.expected < FEW else _percent(self.late, self.expected)

    @property
    def usual_days_to_first(self):
        """The median of days from the inquiry to the first session."""
        return None if self.firsts < FEW else self.days_to_first

    @property
    def usual_drift(self):
        return None if self.courses < FEW else self.drift

    @property
    def is_empty(self):
        """Whether nothing was booked: not one visit, and no time that came free."""
        return not (self.expected or self.unsaid or self.freed_minutes)


def _percent(part, whole):
    return round(100 * part / whole) if whole else None
