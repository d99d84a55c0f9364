"""The grid of a run: periods x teams x classes, and sums, ends and quantiles over it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain.names import Names
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import ALL

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Numbers = NDArray[Any]


@dataclass(frozen=True)
class Grid:
    """Cells [month, team, class] for what happened, and cells [period, team, class] with `all` in front for reading."""

    names: Names
    periods: tuple[str, ...]
    """`all`, the years, the months."""
    n_years: int
    month_starts_days: Floats
    """First days of the months of the run, and the horizon."""
    month_of_day: Codes
    """Month of each day."""
    first_months_of_years: Codes

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

    @property
    def month_days(self) -> Floats:
        """Days in each month of the run."""
        days: Floats = np.diff(self.month_starts_days)
        return days

    def month(self, time_days: Floats) -> Codes:
        """Month in which moments of the run fall."""
        return self.month_of_day.take(time_days.astype(np.intp), mode="clip")

    def cell(self, month: Codes, team: Numbers, of_class: Numbers) -> Codes:
        """Number of the cell [month, team, class]."""
        _, n_teams, n_classes = self.shape
        number = month * n_teams
        number += team
        number *= n_classes
        number += of_class
        return number

    def count(self, month: Codes, team: Numbers, of_class: Numbers, weights: Floats | None = None) -> Floats:
        """Number, or sum of weights, per cell [month, team, class]."""
        return self.count_in(self.cell(month, team, of_class), weights)

    def count_in(self, cell: Codes, weights: Floats | None = None) -> Floats:
        """Number, or sum of weights, per cell, from the numbers of cells."""
        n_months, n_teams, n_classes = self.shape
        counts = np.bincount(cell, weights, minlength=n_months * n_teams * n_classes)
        return counts.astype(np.float64, copy=False).reshape(self.shape)

    def together(self, cells: Floats) -> Floats:
        """[month, team, class] with `all` in front of the teams (the units only) and of the classes."""
        n_months, n_teams, n_classes = cells.shape
        wide = np.empty((n_months, n_teams + 1, n_classes + 1))
        wide[:, 1:, 1:] = cells
        wide[:, 1:, 0] = cells.sum(axis=2)
        wide[:, 0] = wide[:, 1 : len(self.names.units) + 1].sum(axis=1)
        return wide

    def sums(self, cells: Floats) -> Floats:
        """Sums over each period, of [month, team, class] or of months first."""
        wide = self.together(cells) if cells.ndim == 3 else cells
        return np.concatenate((wide.sum(axis=0)[None], np.add.reduceat(wide, self.first_months_of_years), wide))

    def ends(self, levels: Floats) -> Floats:
        """Levels at the end of each period, from those at the ends of months [month, team, class]."""
        wide = self.together(levels)
        last_of_years = np.append(self.first_months_of_years[1:], self.n_months) - 1
        return np.concatenate((wide[-1:], wide[last_of_years], wide))

    def starts(self, levels: Floats, at_start: Floats) -> Floats:
        """Levels at the start of each period, from those at the ends of months and at the start of the run."""
        wide = self.together(np.concatenate((at_start[None], levels[:-1])))
        return np.concatenate((wide[:1], wide[self.first_months_of_years], wide))

    def quantiles(
        self,
        values: Floats,
        month: Codes,
        team: Numbers,
        of_class: Numbers,
        at: tuple[float, ...],
        monthly: bool,
    ) -> Floats:
        """Quantiles [which, period, team, class], linear between neighbours; NaN where there is nothing.

        Of months only those that a table shows: for all units together by class, and for each team over all classes.
        """
        n_periods, n_teams, n_classes = len(self.periods), len(self.teams), len(self.classes)
        n_cells = n_periods * n_teams * n_classes
        small: Any = np.uint16 if n_cells < 2**16 else np.int64
        order = np.argsort(values, kind="stable")
        values, in_month = values[order], month[order].astype(small)
        in_team, in_class = (team[order] + 1).astype(small), (of_class[order] + 1).astype(small)
        in_year = (np.searchsorted(self.first_months_of_years, np.arange(self.n_months), side="right")).astype(small)
        in_unit = np.flatnonzero(in_team <= len(self.names.units))
        found = np.full((len(at), n_cells), np.nan)
        everything = small(0)
        whole_periods = (everything, in_year[in_month])
        months = (in_month + small(1 + self.n_years),) if monthly else ()
        for period in (*whole_periods, *months):
            for of_team in (everything, in_team):
                for of_class_ in (everything, in_class):
                    if months and period is months[0] and of_team is in_team and of_class_ is in_class:
                        continue
                    cell = np.zeros(len(values), dtype=small)
                    cell += (period * small(n_teams) + of_team) * small(n_classes) + of_class_
                    of = in_unit if of_team is everything else slice(None)
                    _quantiles_by_cell(values[of], cell[of], at, found)
        return found.reshape(len(at), n_periods, n_teams, n_classes)


def _quantiles_by_cell(values: Floats, cell: Numbers, at: tuple[float, ...], found: Floats) -> None:
    """Write the quantiles of values, which are in order, into the cells where there are any."""
    n_cells = found.shape[1]
    by_cell = values[np.argsort(cell, kind="stable")]
    n = np.bincount(cell, minlength=n_cells)
    first = np.cumsum(n) - n
    there = np.flatnonzero(n)
    for which, share in enumerate(at):
        place = share * (n[there] - 1)
        low = np.floor(place).astype(np.intp)
        high = np.minimum(low + 1, n[there] - 1)
        below, above = by_cell[first[there] + low], by_cell[first[there] + high]
        found[which, there] = below + (above - below) * (place - low)


def grid_of(rulebook: Rulebook, settings: Settings) -> Grid:
    """Lay out the months and years of a run."""
    start, days = settings.run.start, settings.run.horizon_days
    dates = np.datetime64(start) + np.arange(days)
    months = dates.astype("datetime64[M]")
    first_days = np.flatnonzero(np.concatenate(([True], months[1:] != months[:-1])))
    month_names = months[first_days].astype(str).tolist()
    years = [name[:4] for name in month_names]
    first_months = [m for m, year in enumerate(years) if m == 0 or year != years[m - 1]]
    return Grid(
        names=rulebook.names,
        periods=(ALL, *(years[m] for m in first_months), *month_names),
        n_years=len(first_months),
        month_starts_days=np.append(first_days, days).astype(np.float64),
        month_of_day=np.searchsorted(first_days, np.arange(days), side="right") - 1,
        first_months_of_years=np.array(first_months, dtype=np.intp),
    )
