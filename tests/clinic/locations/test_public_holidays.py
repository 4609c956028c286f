"""Public holidays of a location, as the list of the library knows them."""

from datetime import date

import pytest

from clinic.locations.models import Location
from clinic.locations.public_holidays import public_holidays

TODAY = date(2026, 11, 30)


def known(**where):
    return public_holidays(Location(**where), TODAY)


def names(found):
    return [name for _day, name in found.days]


@pytest.mark.parametrize("region", ["New York", "NY", " new york "])
def test_a_region_is_known_by_its_code_or_its_name(region):
    found = known(country="US", region=region)
    assert found.knows_region
    assert (date(2027, 2, 12), "Lincoln's Birthday") in found.days
    assert "Lincoln's Birthday" not in names(known(country="US", region="Alabama"))


def test_thirteen_months_are_looked_ahead_and_not_a_day_of_the_past():
    days = [day for day, _name in known(country="US").days]
    assert (days[0], days[-1]) == (date(2026, 12, 25), date(2027, 12, 31))


def test_of_an_unknown_region_the_days_of_the_whole_country_are_shown():
    found = known(country="US", region="Atlantis")
    assert (found.knows_country, found.knows_region) == (True, False)
    assert "Christmas Day" in names(found)


def test_a_country_without_regions_needs_none():
    found = known(country="IE", region="Leinster")
    assert found.knows_region
    assert "Saint Patrick's Day" in names(found)


def test_of_an_unknown_country_nothing_is_known():
    found = known(country="XX")
    assert (found.days, found.knows_country) == ((), False)
