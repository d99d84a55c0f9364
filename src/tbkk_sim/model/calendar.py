"""Working time: seconds of the clock from the first midnight, against seconds of working time.

In an office they are the same: a second in which the office is open is a second of working time. Where there is less
working time than time (a plain calendar has every day open, all day long; work round the clock goes on day and night),
working time is counted in whole seconds, rounded down: the n-th has passed at the first moment by which n fit.
Functions take plain numbers and arrays, so that both engines use them.
"""

import datetime as dt
from calendar import isleap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, SECONDS_PER_HOUR, seconds_of_hours
from tbkk_sim.problem import Phrase, Problem
from tbkk_sim.settings.run import Calendar

MOST_SECONDS = 1 << 43
"""More working time than any run has, and little enough to multiply by the seconds of a day."""


class WorkingTime(NamedTuple):
    """The open days of a run; a NamedTuple of plain values, which compiled code can read."""

    seconds_per_open_day: int
    """Seconds of working time in an open day."""
    opens_seconds: int
    """Opening time, from midnight."""
    closes_seconds: int
    """Closing time, from midnight."""
    open_before: NDArray[np.int64]
    """Per day, the number of open days before it (one entry more than there are days)."""
    open_days: NDArray[np.int64]
    """The days that are open, in order."""
    round_the_clock_seconds_per_day: int
    """Seconds of working time in any day on work that is done round the clock."""
    always_open: bool
    """No hour of any day is closed."""

    @property
    def hours_per_day(self) -> float:
        """Hours of working time in an open day."""
        return self.seconds_per_open_day / SECONDS_PER_HOUR


def working_time(calendar: Calendar, start: dt.date, horizon_days: int) -> WorkingTime:
    """Lay out the open days from `start` to a year beyond the horizon."""
    days = horizon_days + 366
    if calendar.kind == "plain":
        is_open = np.ones(days, dtype=bool)
        opens, closes = 0, SECONDS_PER_DAY
    else:
        dates = [start + dt.timedelta(days=d) for d in range(days)]
        closed = closed_days(calendar, {date.year for date in dates})
        is_open = np.array([date.weekday() < 5 and date not in closed for date in dates])
        opens = int(seconds_of_hours(calendar.opens_at_hour))
        closes = min(opens + int(seconds_of_hours(calendar.hours_per_day)), SECONDS_PER_DAY)
    return WorkingTime(
        seconds_per_open_day=int(seconds_of_hours(calendar.hours_per_day))
        if calendar.kind == "plain"
        else closes - opens,
        opens_seconds=opens,
        closes_seconds=closes,
        open_before=np.concatenate(([0], np.cumsum(is_open))).astype(np.int64),
        open_days=np.flatnonzero(is_open).astype(np.int64),
        round_the_clock_seconds_per_day=int(seconds_of_hours(calendar.round_the_clock_hours_per_day)),
        always_open=calendar.kind == "plain",
    )


def closed_days(calendar: Calendar, years: set[int]) -> set[dt.date]:
    """Days of these years on which the office is closed for another reason than the weekend."""
    worked = set(calendar.worked_holidays)
    holidays = _public_holidays(calendar.holidays_country, years) if calendar.holidays_country else {}
    every_year = {(int(day[:2]), int(day[3:])) for day in calendar.closed_days}
    own = {
        dt.date(year, month, day)
        for year in years
        for month, day in every_year
        if (month, day) != (2, 29) or isleap(year)
    }
    return own | {date for date, names in holidays.items() if not names <= worked}


def check_calendar(calendar: Calendar, years: set[int]) -> list[Problem]:
    """Name each public holiday that is asked for but not known; empty when all are known."""
    country = calendar.holidays_country
    if not country:
        return []
    from holidays import list_supported_countries

    known = list_supported_countries()
    if country not in known:
        allowed = country.upper() if country.upper() in known else Phrase("a code such as NL, BE or DE, or empty: none")
        says = Phrase("'{country}' is not the code of a country; allowed: {allowed}", country=country, allowed=allowed)
        return [Problem("calendar.holidays_country", says)]
    if not calendar.worked_holidays:
        return []
    around = set(range(min(years) - 10, max(years) + 11))  # some are holidays in one year of five or ten
    names = sorted(set().union(*_public_holidays(country, around).values()))
    return [
        Problem(
            "calendar.worked_holidays",
            Phrase(
                "'{name}' is not a public holiday of {country}; allowed: {allowed}",
                name=name,
                country=country,
                allowed=", ".join(names),
            ),
        )
        for name in calendar.worked_holidays
        if name not in names
    ]


def _public_holidays(country: str, years: set[int]) -> dict[dt.date, set[str]]:
    """Public holidays and their English names, where there are any."""
    from holidays import country_holidays

    language = "en_US" if "en_US" in country_holidays(country).supported_languages else None
    found = country_holidays(country, years=sorted(years), language=language)
    return {date: set(found.get_list(date)) for date in found}


def month_starts(start: dt.date, horizon_days: int) -> NDArray[np.float64]:
    """First days of the calendar months of a run (the first is day 0), and the horizon."""
    last = start + dt.timedelta(days=horizon_days - 1)
    months = range(start.year * 12 + start.month, last.year * 12 + last.month)
    firsts = [dt.date(m // 12, m % 12 + 1, 1) for m in months]
    return np.array([0, *((first - start).days for first in firsts), horizon_days], dtype=np.float64)


def seconds_open_until(working: WorkingTime, now: int) -> int:
    """Seconds of working time in the office from the start until this moment."""
    if working.always_open:
        return now * working.seconds_per_open_day // SECONDS_PER_DAY
    day = now // SECONDS_PER_DAY
    before = working.open_before[day]
    seconds = before * working.seconds_per_open_day
    if working.open_before[day + 1] > before:
        since_opening = now - day * SECONDS_PER_DAY - working.opens_seconds
        seconds += min(max(since_opening, 0), working.seconds_per_open_day)
    return int(seconds)


def moment_of(working: WorkingTime, seconds_open: int) -> int:
    """The first moment by which the office has had this much working time; work that ends at closing ends then.

    NEVER_SECONDS beyond the calendar.
    """
    if working.always_open:
        return -(-seconds_open * SECONDS_PER_DAY // working.seconds_per_open_day)
    nth = max(seconds_open - 1, 0) // working.seconds_per_open_day
    if nth >= len(working.open_days):
        return NEVER_SECONDS
    since_opening = seconds_open - nth * working.seconds_per_open_day
    return int(working.open_days[nth] * SECONDS_PER_DAY + working.opens_seconds + since_opening)


def moments_within(working: WorkingTime, seconds_open: NDArray[np.int64]) -> NDArray[np.int64]:
    """The moments at which the next second of working time begins after so many: never one at which the office closes.

    NEVER_SECONDS beyond the calendar. For an office, not where all hours are open.
    """
    days, since_opening = np.divmod(seconds_open, working.seconds_per_open_day)
    is_known = days < len(working.open_days)
    midnights = working.open_days[np.where(is_known, days, 0)] * SECONDS_PER_DAY
    return np.where(is_known, midnights + working.opens_seconds + since_opening, NEVER_SECONDS)


def seconds_between(working: WorkingTime, begin: int, end: int, round_the_clock: bool) -> int:
    """Seconds of working time between two moments."""
    if round_the_clock:
        per_day = working.round_the_clock_seconds_per_day
        return end * per_day // SECONDS_PER_DAY - begin * per_day // SECONDS_PER_DAY
    return seconds_open_until(working, end) - seconds_open_until(working, begin)


def moment_after(working: WorkingTime, begin: int, seconds: int, round_the_clock: bool) -> int:
    """The first moment by which this much working time has passed since `begin`."""
    if seconds > MOST_SECONDS:
        return NEVER_SECONDS
    if round_the_clock:
        per_day = working.round_the_clock_seconds_per_day
        return -(-(begin * per_day // SECONDS_PER_DAY + seconds) * SECONDS_PER_DAY // per_day)
    return max(begin, moment_of(working, seconds_open_until(working, begin) + seconds))
