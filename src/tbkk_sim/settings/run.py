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
    """Hour at which the office opens; it closes hours_per_day later. Not used by a plain calendar."""
    holidays_country: str | None = "NL"
    """Country whose public holidays close the office; empty: none."""
    round_the_clock_hours_per_day: Annotated[float, Field(gt=0, le=24)] = 12.0
    """Hours of work per day, every day, on cases that are worked on round the clock."""


class Run(Schema):
    """The period and the replications."""

    start: dt.date
    """First day."""
    end: dt.date
    """Last day."""
    replications: Annotated[int, Field(ge=1, le=1_000_000)] = 20
    """Number of random futures."""
    workers: Annotated[int, Field(ge=0, le=1024)] = 0
    """Processes or threads; 0: one per core."""
    keep_events: Literal["none", "first", "all"] = "first"
    """Event logs to keep: of none, of the first, or of all replications."""
    monthly: bool = True
    """Also report key figures per month."""

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"end ({self.end}) must not be before start ({self.start})")
        return self

    @property
    def horizon_days(self) -> int:
        """Days from the first midnight to the last."""
        return (self.end - self.start).days + 1
