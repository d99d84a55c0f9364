"""The grid of a run: periods x teams x classes, and sums, ends and quantiles over it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Codes, Floats, Numbers
from tbkk_sim.model.names import Names
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import SECONDS_PER_DAY, Seconds, seconds_of_days
from tbkk_sim.settings.settings import ALL

ROUNDING = 1e-9
"""Most that rounding changes a product of a share and a number."""


@dataclass(frozen=True)
class Grid:
    """Cells [month, team, class] for events, and cells [period, team, class] with `all` in front for reading."""

    names: Names
    periods: tuple[str, ...]
    """`all`, the years, the months."""
    n_years: int
    month_starts_days: Floats
    """First days of the months of the run, and the horizon."""
    month_of_day: NDArray[np.int16]
    """Month of each day."""
    first_months_of_years: Codes

    def __repr__(self) -> str:
        return f"Grid({self.n_months} months, {len(self.names.teams)} teams, {len(self.names.classes)} classes)"

    @property
    def teams(self) -> tuple[str, ...]:
        """`all` (the units together), the units, the pools."""
        return (ALL, *self.names.teams)

    @property
    def classes(self) -> tuple[str, ...]:
        """`all`, `closed`, the classes of cases, own work."""
        return (ALL, *self.names.classes)

    @property
    def n_months(self) -> int:
        """Calendar months that the run touches."""
        return len(self.month_starts_days) - 1

    @property
    def shape(self) -> tuple[int, int, int]:
        """Months, teams, classes."""
        return self.n_months, len(self.names.teams), len(self.names.classes)

    def nothing(self) -> Floats:
        """NaN in every cell [period, team, class]: nothing was measured."""
        return np.full((len(self.periods), len(self.teams), len(self.classes)), np.nan)

    @property
    def month_days(self) -> Floats:
        """Days in each month of the run."""
        return np.diff(self.month_starts_days)

    @cached_property
    def month_starts_seconds(self) -> Seconds:
        """First midnights of the months of the run, and the horizon."""
        return seconds_of_days(self.month_starts_days)

    @cached_property
    def period_days(self) -> Floats:
        """Days in each period [period, 1, 1]."""
        years = np.add.reduceat(self.month_days, self.first_months_of_years)
        return np.concatenate(([years.sum()], years, self.month_days))[:, None, None]

    @property
    def period_seconds(self) -> Floats:
        """Seconds in each period [period, 1, 1]."""
        return self.period_days * SECONDS_PER_DAY

    @cached_property
    def period_ends_seconds(self) -> Seconds:
        """The end of each period [period, 1, 1]."""
        ends = self.month_starts_seconds[1:]
        return np.concatenate((ends[-1:], ends[self._last_months_of_years], ends))[:, None, None]

    @property
    def _last_months_of_years(self) -> Codes:
        return np.append(self.first_months_of_years[1:], self.n_months) - 1

    def month(self, time_seconds: Seconds) -> Numbers:
        """Month in which moments fall; before the run the first, beyond it the last."""
        return self.month_of_day.take(time_seconds // SECONDS_PER_DAY, mode="clip")

    def cell(self, month: Numbers, team: Numbers | int, case_class: Numbers | int) -> Numbers:
        """Number of the cell [month, team, class]."""
        _, n_teams, n_classes = self.shape
        number = month.astype(np.int32)
        number *= n_teams
        number += team
        number *= n_classes
        number += case_class
        return number

    def count(
        self, month: Numbers, team: Numbers | int, case_class: Numbers | int, weights: Numbers | None = None
    ) -> Floats:
        """Number, or sum of weights, per cell [month, team, class]."""
        return self.count_in(self.cell(month, team, case_class), weights)

    def count_in(self, cell: Numbers, weights: Numbers | None = None) -> Floats:
        """Number, or sum of weights, per cell, from the numbers of cells."""
        n_months, n_teams, n_classes = self.shape
        counts = np.bincount(cell, weights, minlength=n_months * n_teams * n_classes)
        return counts.astype(np.float64, copy=False).reshape(self.shape)

    def over_days(self, per_day: Floats) -> Floats:
        """Sum over the days of each month [month, team, class 0], of [day, team]."""
        cells = np.zeros(self.shape)
        cells[:, :, 0] = np.add.reduceat(per_day, self.month_starts_days[:-1].astype(np.intp), axis=0)
        return cells

    def together(self, cells: Floats) -> Floats:
        """[..., month, team, class] with `all` in front of the teams (the units only) and of the classes."""
        *stack, n_teams, n_classes = cells.shape
        wide = np.empty((*stack, n_teams + 1, n_classes + 1))
        wide[..., 1:, 1:] = cells
        cells.sum(axis=-1, out=wide[..., 1:, 0])
        wide[..., 1 : len(self.names.units) + 1, :].sum(axis=-2, out=wide[..., 0, :])
        return wide

    def sums(self, cells: Floats) -> Floats:
        """Sums over each period [..., period, team, class], of [..., month, team, class]."""
        wide = self.together(cells)
        first_of_years = self.n_years + 1
        sums = np.empty((*wide.shape[:-3], len(self.periods), *wide.shape[-2:]))
        sums[..., first_of_years:, :, :] = wide
        years = np.add.reduceat(wide, self.first_months_of_years, axis=-3, out=sums[..., 1:first_of_years, :, :])
        years.sum(axis=-3, out=sums[..., 0, :, :])
        return sums

    def ends(self, levels: Floats) -> Floats:
        """Levels at the end of each period, from those at the ends of months [month, team, class]."""
        wide = self.together(levels)
        return np.concatenate((wide[-1:], wide[self._last_months_of_years], wide))

    def starts(self, levels: Floats, at_start: Floats) -> Floats:
        """Levels at the start of each period, from those at the ends of months and at the start of the run."""
        wide = self.together(np.concatenate((at_start[None], levels[:-1])))
        return np.concatenate((wide[:1], wide[self.first_months_of_years], wide))

    def quantiles(
        self,
        values: Floats,
        month: Codes,
        team: Numbers,
        case_class: Numbers,
        at: tuple[float, ...],
        monthly: bool,
        crossed: bool = True,
    ) -> Floats:
        """Quantiles [which, period, team, class]: the least value that so large a share does not exceed.

        So a quantile is a value that occurs, and is at most a norm exactly when that share is within the norm. It is
        infinite where too few values are finite, and NaN where there are none. Of months only those that a table shows:
        for all units together by class, and for each team over all classes; not `crossed`: so of all periods.
        """
        n_periods, n_teams, n_classes = len(self.periods), len(self.teams), len(self.classes)
        found = np.full((len(at), n_periods * n_teams * n_classes), np.nan)
        small: Any = np.uint16 if found.shape[1] < 2**16 else np.int64  # 16 bits are sorted by counting
        order = in_order(values)
        values, in_month = values[order], month[order].astype(small)
        in_team, in_class = (team[order] + 1).astype(small), (case_class[order] + 1).astype(small)
        in_year = np.searchsorted(self.first_months_of_years, np.arange(self.n_months), side="right").astype(small)
        in_unit = np.flatnonzero(in_team <= len(self.names.units))
        everything = np.zeros(len(values), dtype=small)
        whole_periods = (everything, in_year[in_month])
        months = (in_month + small(1 + self.n_years),) if monthly else ()
        for period in (*whole_periods, *months):
            for of_team in (everything, in_team):
                for of_class_ in (everything, in_class):
                    both = of_team is in_team and of_class_ is in_class
                    if both and (not crossed or (months and period is months[0])):
                        continue
                    cell = (period * small(n_teams) + of_team) * small(n_classes) + of_class_
                    of = in_unit if of_team is everything else slice(None)
                    _quantiles_by_cell(values[of], cell[of], at, found)
        return found.reshape(len(at), n_periods, n_teams, n_classes)


def in_order(values: Floats | Seconds) -> Codes:
    """The order of values from low to high, equal ones as they stand; counting digits of 16 bits (radix sort)."""
    if values.dtype == np.float64:
        bits = values.view(np.int64)
        bits = np.where(bits < 0, ~bits, bits ^ np.int64(-(2**63))).view(np.uint64)  # whole numbers in the same order
    else:
        bits = (values - values.min(initial=0)).view(np.uint64)
    order = np.argsort(bits.astype(np.uint16), kind="stable")
    for shift in range(16, int(bits.max(initial=0)).bit_length(), 16):
        digit = (bits >> np.uint64(shift)).astype(np.uint16)
        order = order[np.argsort(digit[order], kind="stable")]
    return order


def _quantiles_by_cell(values: Floats, cell: Numbers, at: tuple[float, ...], found: Floats) -> None:
    """Write the quantiles of values, which are in order, into the cells where there are any."""
    order = np.argsort(cell, kind="stable")
    n = np.bincount(cell, minlength=found.shape[1])
    there = np.flatnonzero(n)
    n = n[there]
    first = np.cumsum(n) - n
    for which, share in enumerate(at):
        nth = np.maximum(np.ceil(share * n - ROUNDING).astype(np.intp), 1)
        found[which, there] = values[order[first + nth - 1]]


def grid_of(parameters: Parameters) -> Grid:
    """Lay out the months and years of a run."""
    start, days = parameters.start, int(parameters.horizon_days)
    dates = np.datetime64(start) + np.arange(days)
    months = dates.astype("datetime64[M]")
    first_days = np.flatnonzero(np.concatenate(([True], months[1:] != months[:-1])))
    month_names = months[first_days].astype(str).tolist()
    years = [name[:4] for name in month_names]
    first_months = [m for m, year in enumerate(years) if m == 0 or year != years[m - 1]]
    return Grid(
        names=parameters.names,
        periods=(ALL, *(years[m] for m in first_months), *month_names),
        n_years=len(first_months),
        month_starts_days=np.append(first_days, days).astype(np.float64),
        month_of_day=(np.searchsorted(first_days, np.arange(days), side="right") - 1).astype(np.int16),
        first_months_of_years=np.array(first_months, dtype=np.intp),
    )


def finite_or_nan(values: Floats) -> Floats:
    """Values as a table has them: infinity becomes NaN."""
    return np.where(np.isinf(values), np.nan, values)


def infinite_where_nan(values: Floats) -> Floats:
    """Values for calculation, from those of a table: a row without a number becomes infinite."""
    return np.where(np.isnan(values), np.inf, values)
