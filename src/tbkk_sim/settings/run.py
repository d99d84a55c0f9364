"""The simulated period, its calendar, and the number of futures."""

import datetime as dt
import re
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tbkk_sim.problem import wrong
from tbkk_sim.settings.numbers import LONGEST_YEARS, Day, HoursOfDay, Replications, Sure
from tbkk_sim.settings.schema import Schema


def _is_day_of_year(day: str) -> bool:
    """True if a text is a day that some year has, such as 02-29."""
    try:
        return bool(re.fullmatch(r"[0-9]{2}-[0-9]{2}", day) and dt.date.fromisoformat(f"2024-{day}"))
    except ValueError:
        return False


class Calendar(Schema):
    """Working time."""

    kind: Literal["office", "plain"] = "office"
    """office: weekdays without public holidays; plain: every hour of every day alike (for checks with theory)."""
    hours_per_day: HoursOfDay = 7.2
    """Working hours of one fte on a working day (36 hours a week: 7.2)."""
    opens_at_hour: Annotated[float, Field(ge=0, le=23.99)] = 9.0
    """Hour at which the office opens; it closes hours_per_day later, by midnight. Not used by a plain calendar."""
    holidays_country: str | None = "NL"
    """Country whose public holidays close the office (a code such as NL); empty: none."""
    worked_holidays: tuple[str, ...] = ()
    """Public holidays of that country, by their English name, on which the office is open all the same."""
    closed_days: tuple[str, ...] = ()
    """Other days on which the office is closed every year, as month-day: 05-05."""
    round_the_clock_hours_per_day: HoursOfDay = 12.0
    """Hours of work per day, every day, on cases that are worked on round the clock."""

    @model_validator(mode="after")
    def _closes_by_midnight(self) -> Self:
        closes = self.opens_at_hour + self.hours_per_day
        if self.kind == "office" and closes > 24:
            raise wrong(
                "opens_at_hour",
                "{opens:g}, with hours_per_day {hours:g}, closes at {closes:g}; allowed: the two together at most 24",
                opens=self.opens_at_hour,
                hours=self.hours_per_day,
                closes=closes,
            )
        for day in self.closed_days:
            if not _is_day_of_year(day):
                raise wrong("closed_days", "'{day}' is not a day of the year; write 05-05 for 5 May", day=day)
        return self


class Wanted(Schema):
    """A key figure whose mean must be known well enough."""

    key_figure: str
    """Name of the key figure."""
    team: str = "all"
    """Unit or pool; all: the units together."""
    priority_class: str = "all"
    """Class of cases; all: all together."""
    period: str = "all"
    """A year (2021), a month (2021-01), or all: the whole run."""


class Precision(Schema):
    """Stopping rule: replications are added until the intervals of the means of all key figures are narrow at once."""

    relative_half_width: Sure = 0.05
    """Half the width of the interval of a mean, as a share of that mean."""
    key_figures: Annotated[tuple[Wanted, ...], Field(min_length=1)]
    """The figures that must be known so well."""
    level: Sure = 0.95
    """Chance that all intervals hold at once."""
    look_ahead: Annotated[int, Field(ge=0, le=100)] = 5
    """Replications more over which the precision must last."""
    look_from: Annotated[int, Field(ge=2, le=1_000_000)] = 20
    """Replications from which it is looked at."""
    control_variates: bool = False
    """Use what is known of the hours of work offered and of the vacancies to know the means better."""

    @property
    def soonest(self) -> int:
        """The fewest replications with which it can be reached."""
        return self.look_from + self.look_ahead


class RunSettings(Schema):
    """The period and the replications."""

    start: Day
    """First day."""
    end: Day
    """Last day."""
    replications: Replications = 20
    """Number of random futures; with a precision, the smallest number."""
    replications_max: Replications = 500
    """Largest number of random futures when a precision is asked."""
    precision: Precision | None = None
    """Add replications until the key figures are known this well; empty: not."""
    workers: Annotated[int, Field(ge=0, le=1024)] = 0
    """Processes or threads; 0: one per core."""
    keep_events: Literal["none", "first", "all"] = "first"
    """Event logs to keep: of none, of the first, or of all replications."""
    monthly: bool = True
    """Also report key figures per month."""
    report: bool = True
    """Also write report.html, summary.md and the figures."""

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end < self.start:
            says = "is {end}; it must not be before run.start, which is {start}"
            raise wrong("end", says, end=str(self.end), start=str(self.start))
        if self.length_years > LONGEST_YEARS:
            raise wrong(
                "end",
                "is {end}, {years:,.0f} years after run.start; allowed: at most {most} years",
                end=str(self.end),
                years=self.length_years,
                most=LONGEST_YEARS,
            )
        if self.precision is not None and self.replications_max < self.replications:
            raise wrong(
                "replications_max",
                "is {most}; it must not be below run.replications, which is {least}",
                most=self.replications_max,
                least=self.replications,
            )
        if self.precision is not None and self.replications_max < self.precision.soonest:
            raise wrong(
                "replications_max",
                "is {most}; it must not be below precision.look_from and look_ahead together, which are {least}",
                most=self.replications_max,
                least=self.precision.soonest,
            )
        return self

    @property
    def horizon_days(self) -> int:
        """Days from the first midnight to the last."""
        return (self.end - self.start).days + 1

    @property
    def years(self) -> range:
        """Calendar years, whole or in part."""
        return range(self.start.year, self.end.year + 1)

    @property
    def length_years(self) -> float:
        """Calendar years, of which each counts for the part that the run has of it."""
        return sum(self.share_of_year(year) for year in self.years)

    def share_of_year(self, year: int) -> float:
        """The part of the days of a calendar year that the run has."""
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        days = (min(self.end, last) - max(self.start, first)).days + 1
        return max(days, 0) / ((last - first).days + 1)
