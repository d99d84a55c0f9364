"""Dutch public holidays: the same days as those of the package `holidays`, without loading all its countries."""

import datetime as dt
from collections.abc import Iterator

FIRST_YEAR = 2014
"""The first year with a King's Day; other rules hold before it."""
FROM_EASTER_DAYS = (-2, 0, 1, 39, 49, 50)
"""Good Friday, Easter and its Monday, Ascension Day, Whit Sunday and its Monday."""


def in_year(year: int) -> Iterator[dt.date]:
    """The public holidays of a year from FIRST_YEAR on."""
    yield dt.date(year, 1, 1)
    yield from (easter(year) + dt.timedelta(days=days) for days in FROM_EASTER_DAYS)
    kings_day = dt.date(year, 4, 27)
    yield kings_day if kings_day.isoweekday() < 7 else dt.date(year, 4, 26)
    if year % 5 == 0:
        yield dt.date(year, 5, 5)
    yield dt.date(year, 12, 25)
    yield dt.date(year, 12, 26)


def easter(year: int) -> dt.date:
    """Easter Sunday, by the rule of Meeus, Jones and Butcher (J. Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, after_leap = divmod(century, 4)
    lag = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - lag + 15) % 30
    leap_years, after_leap_year = divmod(of_century, 4)
    to_sunday = (32 + 2 * after_leap + 2 * leap_years - moon - after_leap_year) % 7
    early = (golden + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * early + 114, 31)
    return dt.date(year, month, day + 1)
