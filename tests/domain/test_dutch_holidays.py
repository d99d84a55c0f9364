"""Dutch public holidays against the package that knows those of all countries."""

import holidays
import pytest

from tbkk_sim.domain import calendar, dutch_holidays


@pytest.mark.parametrize("year", range(dutch_holidays.FIRST_YEAR, 2101))
def test_they_are_those_of_the_package(year):
    assert set(dutch_holidays.in_year(year)) == set(holidays.country_holidays("NL", years=year))


@pytest.mark.parametrize("country", ["NL", "BE"])
def test_other_years_and_countries_are_left_to_the_package(country):
    assert calendar._public_holidays(country, {2013, 2014}) == set(
        holidays.country_holidays(country, years=(2013, 2014))
    )
