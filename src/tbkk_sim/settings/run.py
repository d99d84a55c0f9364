"""When the simulated time starts and ends, its calendar, and how many futures are run."""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tbkk_sim.settings.schema import Schema


class Calendar(Schema):
    """Working time."""

    kind: Literal["office", "plain"] = "office"
    """office: weekdays without public holidays; plain: every hour of every day alike (for checks with theory)."""
    hours_per_day: Annotated[float, Field(gt=0, le=24)] = 7.2
    """Working hours of one fte on a working day (36 hours a week: 7.2)."""
    opens_at_hour: Annotated[float, Field(ge=0, lt=24)] = 9.0
    """Hour at which the office opens; it closes hours_per_day later, by midnight. Not used by a plain calendar."""
    holidays_country: str | None = "NL"
    """Country whose public holidays close the office (a code such as NL); empty: none."""
    worked_holidays: tuple[str, ...] = ()
    """Public holidays of that country, by their English name, on which the office is open all the same."""
    closed_days: tuple[Annotated[str, Field(pattern=r"^\d\d-\d\d$")], ...] = ()
    """Other days on which the office is closed every year, as month-day: 05-05."""
    round_the_clock_hours_per_day: Annotated[float, Field(gt=0, le=24)] = 12.0
    """Hours of work per day, every day, on cases that are worked on round the clock."""

    @model_validator(mode="after")
    def _closes_by_midnight(self) -> Self:
        closes = self.opens_at_hour + self.hours_per_day
        if self.kind == "office" and closes > 24:
            raise ValueError(
                f"opens_at_hour: {self.opens_at_hour:g}, with hours_per_day {self.hours_per_day:g}, closes at "
                f"{closes:g}; allowed: the two together at most 24"
            )
        for day in self.closed_days:
            try:
                dt.date.fromisoformat(f"2024-{day}")
            except ValueError:
                raise ValueError(f"closed_days: '{day}' is not a day of the year; write 05-05 for 5 May") from None
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
    """When there are enough replications: the interval of the mean of each figure is narrow, all at once."""

    relative_half_width: Annotated[float, Field(gt=0, lt=1)] = 0.05
    """Half the width of the interval of a mean, as a share of that mean."""
    key_figures: Annotated[tuple[Wanted, ...], Field(min_length=1)]
    """The figures that must be known so well."""
    level: Annotated[float, Field(gt=0, lt=1)] = 0.95
    """Chance that all intervals hold at once."""
    look_ahead: Annotated[int, Field(ge=0, le=100)] = 5
    """Replications more over which the precision must last."""
    look_from: Annotated[int, Field(ge=2)] = 20
    """Replications from which it is looked at."""
    control_variates: bool = False
    """Use what is known of the hours of work offered and of the vacancies to know the means better."""


class Run(Schema):
    """The period and the replications."""

    start: dt.date
    """First day."""
    end: dt.date
    """Last day."""
    replications: Annotated[int, Field(ge=1, le=1_000_000)] = 20
    """Number of random futures; with a precision, the least number."""
    replications_max: Annotated[int, Field(ge=1, le=1_000_000)] = 500
    """With a precision, the most."""
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
            raise ValueError(f"end ({self.end}) must not be before start ({self.start})")
        if self.precision is not None and self.replications_max < self.replications:
            raise ValueError(
                f"replications_max ({self.replications_max}) must not be below replications ({self.replications})"
            )
        return self

    @property
    def horizon_days(self) -> int:
        """Days from the first midnight to the last."""
        return (self.end - self.start).days + 1

    @property
    def length_years(self) -> float:
        """Calendar years, of which each counts for the part that the run has of it."""
        return sum(self.share_of_year(year) for year in range(self.start.year, self.end.year + 1))

    def share_of_year(self, year: int) -> float:
        """The part of the days of a calendar year that the run has."""
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        days = (min(self.end, last) - max(self.start, first)).days + 1
        return max(days, 0) / ((last - first).days + 1)
