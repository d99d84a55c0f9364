"""Two plans beside each other: key figures of the same replications, and how far they are apart."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Codes, Floats
from tbkk_sim.metrics.frame import Frame
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL
from tbkk_sim.stats.paired import Difference, difference


@dataclass(frozen=True)
class PlanOutcome:
    """The results of the replications of one plan."""

    settings: Settings
    frame: Frame
    values: Floats
    """[replication, row of the frame]"""

    @cached_property
    def _row_of(self) -> dict[str, Codes]:
        """Per key figure the row of [period, team, class]; -1: there is none."""
        rows, first = {}, 0
        for figure, mask in zip(self.frame.figures, self.frame.masks, strict=True):
            row = np.full(mask.shape, -1, dtype=np.intp)
            row[mask] = np.arange(first, first := first + int(mask.sum()))
            rows[figure.name] = row
        return rows

    def read(self, key_figure: str, *, period: str = ALL, team: str = ALL, priority_class: str = ALL) -> Floats:
        """[replication] One key figure; NaN where there is none."""
        grid = self.frame.grid
        row = self._row_of[key_figure][
            grid.periods.index(period), grid.teams.index(team), grid.classes.index(priority_class)
        ]
        return self.values[:, row] if row >= 0 else np.full(len(self.values), np.nan)

    def along(self, key_figure: str, periods: list[str], *, team: str = ALL) -> Floats:
        """[replication, period] A key figure of all classes over time."""
        return np.stack([self.read(key_figure, period=period, team=team) for period in periods], axis=1)

    @property
    def steps_in_time(self) -> list[str]:
        """The months, or the years where the run has no months."""
        grid = self.frame.grid
        first_month = 1 + grid.n_years
        has_months = bool((self._row_of["backlog_end"][first_month:] >= 0).any())
        return list(grid.periods[first_month:] if has_months else grid.periods[1:first_month])


@dataclass(frozen=True)
class PlanComparison:
    """One key figure under the plan as it is and under the changed plan."""

    now: Floats
    """[replication]"""
    changed: Floats

    @cached_property
    def difference(self) -> Difference:
        """The changed plan less the plan as it is, replication by replication."""
        return difference(self.now[:, None], self.changed[:, None])

    @property
    def mean(self) -> float:
        """Mean difference."""
        return float(self.difference.mean[0])

    @property
    def interval(self) -> tuple[float, float]:
        """Its 95 % interval; NaN where none holds."""
        return float(self.difference.interval_low[0]), float(self.difference.interval_high[0])

    @property
    def direction(self) -> int:
        """1: higher, -1: lower, beyond the chance of these replications; 0: no clear difference."""
        return int(self.difference.direction[0])

    @property
    def same(self) -> bool:
        """Not one replication differs."""
        return bool(np.array_equal(self.now, self.changed, equal_nan=True))

    @property
    def agree(self) -> int:
        """Replications whose difference has the sign of the mean."""
        return int(self.difference.agree[0])

    @property
    def differ(self) -> int:
        """Replications that differ."""
        return int(self.difference.differ[0])


def compare(
    now: PlanOutcome, changed: PlanOutcome, key_figure: str, factor: float = 1.0, **where: str
) -> PlanComparison:
    """Compare a key figure, times a factor."""
    return PlanComparison(now.read(key_figure, **where) * factor, changed.read(key_figure, **where) * factor)
