"""The calendar weeks of a run, by the ISO standard: they begin on Monday, and are named as 2022-W14."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from tbkk_sim.metrics.grid import Grid
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.settings.settings import ALL


class Week(NamedTuple):
    """A calendar week, as far as it falls within the run."""

    name: str
    """As 2022-W14."""
    number: int
    """Position among the weeks of the run, from 0."""
    first_day: dt.date
    last_day: dt.date
    begin_day: int
    """Days from the start of the run to its first midnight."""
    end_day: int
    """The same to its last midnight."""

    @property
    def begin_seconds(self) -> int:
        """Its first moment."""
        return self.begin_day * SECONDS_PER_DAY

    @property
    def end_seconds(self) -> int:
        """The moment at which it is over."""
        return self.end_day * SECONDS_PER_DAY

    @property
    def n_days(self) -> int:
        """Days of it that fall within the run."""
        return self.end_day - self.begin_day


@dataclass(frozen=True)
class Weeks:
    """All weeks of a run, in order."""

    start: dt.date
    days: int

    @cached_property
    def starts(self) -> list[int]:
        """First days of the weeks, and the day after the last."""
        to_monday = -self.start.weekday() % 7 or 7
        return [0, *range(to_monday, self.days, 7), self.days]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, number: int) -> Week:
        begin, end = self.starts[number], self.starts[number + 1]
        first = self.start + dt.timedelta(days=begin)
        return Week(name_of(first), number, first, self.start + dt.timedelta(days=end - 1), begin, end)

    @property
    def names(self) -> list[str]:
        """Names of the weeks, in order."""
        return [name_of(self.start + dt.timedelta(days=begin)) for begin in self.starts[:-1]]

    def holding(self, day: int) -> int:
        """Position of the week that holds a day of the run."""
        return int(np.searchsorted(self.starts, day, side="right")) - 1

    def grid(self, names: Names) -> Grid:
        """The weeks in the place of the months of a run, so that the ledger sorts by week."""
        starts = np.array(self.starts, dtype=np.float64)
        return Grid(
            names=names,
            periods=(ALL, *self.names),
            n_years=0,
            month_starts_days=starts,
            month_of_day=np.repeat(np.arange(len(self), dtype=np.int16), np.diff(self.starts)),
            first_months_of_years=np.zeros(0, dtype=np.intp),
        )


def name_of(day: dt.date) -> str:
    """Name of the calendar week of a day: 2022-W14."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
