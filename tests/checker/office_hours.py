"""When the office is open, and how many hours of work fit between two moments."""

import datetime as dt
import math
from itertools import accumulate

from tbkk_sim.settings.run import Calendar

NEAR_DAYS = 2e-9
"""Moments nearer to opening or closing time than this may lie on either side of it: the clock is a floating number."""


class OfficeHours:
    """The office hours of a run, as its calendar gives them."""

    def __init__(self, calendar: Calendar, start: dt.date, horizon_days: int) -> None:
        self.always_open = calendar.kind == "plain"
        self.hours_per_day = calendar.hours_per_day
        self.any_hour_per_day = calendar.round_the_clock_hours_per_day
        self.opens = calendar.opens_at_hour / 24
        self.closes = self.opens + calendar.hours_per_day / 24
        dates = [start + dt.timedelta(days=day) for day in range(horizon_days + 8)]
        off = _days_off(calendar, dates)
        self.is_open_day = [self.always_open or (date.weekday() < 5 and date not in off) for date in dates]
        self.hours_before = [0.0, *accumulate(self.hours_per_day if is_open else 0.0 for is_open in self.is_open_day)]
        """Per day, the hours that the office has been open before it."""
        self.openings = [] if self.always_open else [d + self.opens for d in range(horizon_days) if self.is_open_day[d]]
        """Moments at which the office opens."""
        self.hours_per_week = self.hours_before[horizon_days] * 7 / horizon_days
        """Office hours in an average week of the run."""

    def is_open(self, time_days: float) -> bool:
        """Whether the office is open; at opening time it is, at closing time it is not."""
        if self.always_open:
            return True
        day = math.floor(time_days)
        return self.is_open_day[day] and day + self.opens <= time_days < day + self.closes - NEAR_DAYS

    def is_near_a_change(self, time_days: float) -> bool:
        """Whether it is opening or closing time, but for the last digits of the clock."""
        if self.always_open:
            return False
        part = time_days - math.floor(time_days + NEAR_DAYS)
        return min(abs(part - self.opens), abs(part - self.closes)) <= NEAR_DAYS

    def hours_until(self, time_days: float) -> float:
        """Hours that the office has been open from the start until this moment."""
        day = math.floor(time_days)
        if self.always_open:
            return time_days * self.hours_per_day
        if not self.is_open_day[day]:
            return self.hours_before[day]
        part = (time_days - day - self.opens) / (self.closes - self.opens)
        return self.hours_before[day] + min(max(part, 0.0), 1.0) * self.hours_per_day

    def hours_between(self, begin_days: float, end_days: float, at_any_hour: bool) -> float:
        """Hours of work that fit between two moments."""
        if at_any_hour:
            return (end_days - begin_days) * self.any_hour_per_day
        return self.hours_until(end_days) - self.hours_until(begin_days)


def _days_off(calendar: Calendar, dates: list[dt.date]) -> set[dt.date]:
    """Days beside the weekends on which the office is closed: public holidays on which nobody works, and its own."""
    off = {date for date in dates if f"{date:%m-%d}" in calendar.closed_days}
    if calendar.holidays_country:
        import holidays

        languages = holidays.country_holidays(calendar.holidays_country).supported_languages
        english = "en_US" if "en_US" in languages else None
        years = sorted({date.year for date in dates})
        public = holidays.country_holidays(calendar.holidays_country, years=years, language=english)
        off |= {date for date in public if not all(name in calendar.worked_holidays for name in public.get_list(date))}
    return off
