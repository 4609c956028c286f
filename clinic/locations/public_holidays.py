"""Public holidays of a location: which days ahead they are, and until when somebody has said which of them it closes.

The list comes with the library `holidays` and is looked up without any network.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import holidays

LOOKED_AHEAD = timedelta(
    days=396
)  # 13 months, so that a year is settled for a month before it is asked about again


@dataclass(frozen=True)
class PublicHolidays:
    """What is known for a location: (date, name) in order; whether the list knows its country, and its region."""

    days: tuple[tuple[date, str], ...]
    knows_country: bool
    knows_region: bool


def public_holidays(location, today):
    """The public holidays of a location from `today` on, for 13 months; of the whole country where its region is
    not known, by its code or its name.
    """
    subdivisions = holidays.list_supported_countries().get(location.country)
    if subdivisions is None:
        return PublicHolidays(days=(), knows_country=False, knows_region=False)
    region, last_day = _region(location, subdivisions), today + LOOKED_AHEAD
    known = holidays.country_holidays(
        location.country, subdiv=region, years=range(today.year, last_day.year + 1)
    )
    return PublicHolidays(
        days=tuple((day, name) for day, name in sorted(known.items()) if today <= day <= last_day),
        knows_country=True,
        knows_region=region is not None or not subdivisions,
    )


def _region(location, subdivisions):
    """The code of the location's region as the list knows it, or None."""
    said = location.region.strip().casefold()
    named = holidays.country_holidays(location.country).subdivisions_aliases
    codes = {code.casefold(): code for code in subdivisions}
    codes |= {name.casefold(): code for name, code in named.items()}
    return codes.get(said)
