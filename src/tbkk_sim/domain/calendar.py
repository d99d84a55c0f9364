"""Working time: clock time in days from the first midnight, against hours that the office has been open.

Both calendars, office and plain, are one thing: days that are open, each from `opens` to `closes`,
with `hours_per_day` of work in it. A plain calendar has every day open, all day long.
Functions take plain numbers and arrays, so that both engines use them.
"""

import datetime as dt
import math
from calendar import isleap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.problem import Phrase, Problem
from tbkk_sim.settings.run import Calendar

CLOCK_TOLERANCE_DAYS = 1e-9
"""What rounding may do to a moment: 0.1 milliseconds."""
CLOSING_TOLERANCE = 1e-9
"""Part of an open day by which work may miss closing time and yet be done then: 0.03 milliseconds."""


class WorkingTime(NamedTuple):
    """The open days of a run; a NamedTuple of plain values, which compiled code can read."""

    hours_per_day: float
    """Hours of work in an open day."""
    opens: float
    """Opening time, as part of the day."""
    closes: float
    """Closing time, as part of the day."""
    open_before: NDArray[np.int64]
    """Per day, the number of open days before it (one entry more than there are days)."""
    open_days: NDArray[np.int64]
    """The days that are open, in order."""
    round_the_clock_hours_per_day: float
    """Hours of work in any day on work that is done round the clock."""
    always_open: bool
    """No hour of any day is closed."""


def working_time(calendar: Calendar, start: dt.date, horizon_days: int) -> WorkingTime:
    """Lay out the open days from `start`, a year beyond the horizon included."""
    days = horizon_days + 366
    if calendar.kind == "plain":
        is_open = np.ones(days, dtype=bool)
        opens, closes = 0.0, 1.0
    else:
        dates = [start + dt.timedelta(days=d) for d in range(days)]
        closed = closed_days(calendar, {date.year for date in dates})
        is_open = np.array([date.weekday() < 5 and date not in closed for date in dates])
        opens = calendar.opens_at_hour / 24
        closes = opens + calendar.hours_per_day / 24
    return WorkingTime(
        hours_per_day=calendar.hours_per_day,
        opens=opens,
        closes=closes,
        open_before=np.concatenate(([0], np.cumsum(is_open))).astype(np.int64),
        open_days=np.flatnonzero(is_open).astype(np.int64),
        round_the_clock_hours_per_day=calendar.round_the_clock_hours_per_day,
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
    """Name what is asked of the public holidays and is not known; empty when all is."""
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


def is_open_until(time_days: float, closes_days: float) -> bool:
    """Whether an office that has opened, and closes at this moment, is still open; at closing time it is closed."""
    return time_days + CLOCK_TOLERANCE_DAYS < closes_days


def office_hours_until(working: WorkingTime, time_days: float) -> float:
    """Hours that the office has been open from the start until this moment."""
    if working.always_open:
        return time_days * working.hours_per_day
    day = math.floor(time_days)
    before = working.open_before[day]
    share = 0.0
    if working.open_before[day + 1] > before:
        share = min(max((time_days - day - working.opens) / (working.closes - working.opens), 0.0), 1.0)
    return float((before + share) * working.hours_per_day)


def moment_of(working: WorkingTime, office_hours: float) -> float:
    """The moment at which the office has been open for so many hours; inf beyond the calendar.

    What ends at closing time ends then, and not, by what rounding adds, at the next opening.
    """
    open_days_done = office_hours / working.hours_per_day
    if working.always_open:
        return open_days_done
    nth = max(math.ceil(open_days_done - CLOSING_TOLERANCE) - 1, 0)
    if nth >= len(working.open_days):
        return math.inf
    part_of_day = min(open_days_done - nth, 1.0)
    return float(working.open_days[nth] + working.opens + part_of_day * (working.closes - working.opens))


def hours_between(working: WorkingTime, begin_days: float, end_days: float, round_the_clock: bool) -> float:
    """Hours of work that fit between two moments."""
    if round_the_clock:
        return (end_days - begin_days) * working.round_the_clock_hours_per_day
    return office_hours_until(working, end_days) - office_hours_until(working, begin_days)


def moment_after(working: WorkingTime, begin_days: float, hours: float, round_the_clock: bool) -> float:
    """The moment at which so many hours of work, begun at `begin_days`, are done."""
    if round_the_clock:
        return begin_days + hours / working.round_the_clock_hours_per_day
    if working.always_open:
        return begin_days + hours / working.hours_per_day
    return max(begin_days, moment_of(working, office_hours_until(working, begin_days) + hours))
