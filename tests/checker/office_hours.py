"""When the office is open, and how much working time is between two moments; all in whole seconds."""

import datetime as dt
from itertools import accumulate

from tbkk_sim.settings.run import Calendar

SECONDS_PER_DAY = 86_400
A_MILLION = 1_000_000
"""Rates of work are counted in millionths."""


class OfficeHours:
    """The office hours of a run, as its calendar gives them."""

    def __init__(self, calendar: Calendar, start: dt.date, horizon_days: int) -> None:
        self.always_open = calendar.kind == "plain"
        self.per_day = round(calendar.hours_per_day * 3600)
        """Seconds of working time in an open day."""
        self.any_hour_per_day = round(calendar.round_the_clock_hours_per_day * 3600)
        self.opens = round(calendar.opens_at_hour * 3600)
        self.closes = self.opens + self.per_day
        dates = [start + dt.timedelta(days=day) for day in range(horizon_days + 8)]
        off = _days_off(calendar, dates)
        self.is_open_day = [self.always_open or (date.weekday() < 5 and date not in off) for date in dates]
        self.before = [0, *accumulate(self.per_day if is_open else 0 for is_open in self.is_open_day)]
        """Per day, the working time before it."""
        opens = 0 if self.always_open else self.opens
        self.openings = [d * SECONDS_PER_DAY + opens for d in range(horizon_days) if self.is_open_day[d]]
        """Moments at which the office opens and all look for work; at midnight, if it is always open."""
        self.hours_per_week = self.before[horizon_days] / 3600 * 7 / horizon_days
        """Office hours in an average week of the run."""

    def is_open(self, time_seconds: int) -> bool:
        """Whether the office is open; at opening time it is, at closing time it is not."""
        day, of_day = divmod(time_seconds, SECONDS_PER_DAY)
        return self.always_open or (self.is_open_day[day] and self.opens <= of_day < self.closes)

    def seconds_until(self, time_seconds: int) -> int:
        """Working time from the start until this moment, in whole seconds that have passed."""
        if self.always_open:
            return time_seconds * self.per_day // SECONDS_PER_DAY
        day, of_day = divmod(time_seconds, SECONDS_PER_DAY)
        today = min(max(of_day - self.opens, 0), self.per_day) if self.is_open_day[day] else 0
        return self.before[day] + today

    def seconds_between(self, begin_seconds: int, end_seconds: int, at_any_hour: bool) -> int:
        """Working time between two moments."""
        if at_any_hour:
            per_day = self.any_hour_per_day
            return end_seconds * per_day // SECONDS_PER_DAY - begin_seconds * per_day // SECONDS_PER_DAY
        return self.seconds_until(end_seconds) - self.seconds_until(begin_seconds)


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
