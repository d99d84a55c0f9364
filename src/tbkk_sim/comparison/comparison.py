"""Runs compared: the first is the base; differences in settings beside differences in results."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.comparison import pairing
from tbkk_sim.comparison.settings_groups import changes, group_of
from tbkk_sim.comparison.values import RunValues
from tbkk_sim.metrics.cell import (
    PARTS_UNDONE,
    Cell,
    better,
    cells_of_capacity,
    cells_of_laboratory,
    figures_of,
    headlines,
    is_signed,
)
from tbkk_sim.metrics.listed.costs import SUMS
from tbkk_sim.stats.intervals import level_of_each, mean_of
from tbkk_sim.stats.paired import AgainstBest, Difference, Verdict, against_margin, against_the_best, difference
from tbkk_sim.stats.spread import LEVEL, Summary, possible, summarise

if TYPE_CHECKING:
    import pandas as pd


class Family(Enum):
    """Sets of intervals that hold all at once with the level."""

    EACH = "each"
    """Each interval by itself."""
    COMPARISONS = "comparisons"
    """The intervals of all runs against the base, for one key figure."""
    ALL = "all"
    """The intervals of all key figures that are shown, of all runs against the base."""


class Against(NamedTuple):
    """One key figure of one run against the base."""

    run: str
    cell: Cell
    base_mean: float
    mean: float
    difference: float
    interval_low: float
    interval_high: float
    differ: int
    """Replications that differ; 0 if not paired."""
    agree: int
    """Replications that agree in sign; 0 if not paired."""
    alike: bool
    """True if all replications have the same difference."""
    n: int
    direction: int
    """1: the run is higher, -1: it is lower, beyond the chance of these replications; 0: no clear difference."""

    @property
    def is_clear(self) -> bool:
        """True if the difference is beyond the chance of these replications."""
        return self.direction != 0

    @property
    def is_same(self) -> bool:
        """The run changes nothing in the mean."""
        return self.difference == 0 and not self.is_clear

    @property
    def has_interval(self) -> bool:
        """True if there is an interval that holds."""
        return not math.isnan(self.interval_low)


class MarginVerdict(NamedTuple):
    """Result of the test that a run is not worse than the base by a margin."""

    run: str
    cell: Cell
    margin: float
    difference: float
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """Two or more runs, the first of which is the base."""

    runs: tuple[RunValues, ...]
    cells: tuple[Cell, ...] = ()
    """Key figures that are shown; none given: the headlines."""
    margins: dict[Cell, float] = field(default_factory=dict)
    paired: bool = True
    level: float = LEVEL
    family: Family = Family.COMPARISONS
    _best: dict[Cell, AgainstBest | None] = field(default_factory=dict, init=False, repr=False)
    _between: dict[tuple[str, str, Cell], Against] = field(default_factory=dict, init=False, repr=False)

    @property
    def base(self) -> RunValues:
        """The run that the others are compared with."""
        return self.runs[0]

    @property
    def others(self) -> tuple[RunValues, ...]:
        """The runs that are compared with the base."""
        return self.runs[1:]

    @cached_property
    def pairing(self) -> pairing.Pairing:
        """The replications that the runs share.

        Raises:
            PairingError: they do not.
        """
        runs = list(self.runs)
        return pairing.pair(runs) if self.paired else pairing.side_by_side(runs)

    @cached_property
    def shown(self) -> tuple[Cell, ...]:
        """The key figures that are shown: those asked for, else the headlines that any run has."""
        settings = [run.settings for run in self.runs]
        wanted = self.cells or [*headlines(*settings), *cells_of_capacity(settings), *cells_of_laboratory(settings)]
        return tuple(cell for cell in wanted if any(not np.isnan(self.read(run, cell)).all() for run in self.runs))

    @property
    def level_of_each(self) -> float:
        """Level of a single interval, so that the family holds (Bonferroni)."""
        in_family = {Family.EACH: 1, Family.COMPARISONS: len(self.others)}
        number = in_family.get(self.family, len(self.others) * max(len(self.shown), 1))
        return level_of_each(self.level, number)

    def read(self, run: RunValues, cell: Cell) -> Floats:
        """The values of a run, one a replication: if paired, only of the replications that all have."""
        return run.read(cell, self.pairing.replications if self.paired else None)

    def summary(self, cell: Cell) -> dict[str, Summary]:
        """Mean, interval and band of a cell, by run."""
        return {run.label: summarise(self.read(run, cell)[:, None], self.level) for run in self.runs}

    @cached_property
    def against_base(self) -> list[Against]:
        """The differences that are shown: each run against the base, key figure by key figure."""
        return [self.between(self.base, run, cell) for cell in self.shown for run in self.others]

    def against(self, label: str, cell: Cell) -> Against:
        """One run against the base."""
        (run,) = (run for run in self.others if run.label == label)
        return self.between(self.base, run, cell)

    def between(self, a: RunValues, b: RunValues, cell: Cell) -> Against:
        """B against A."""
        known = a.label, b.label, cell
        if known not in self._between:
            self._between[known] = self._one(a, b, cell)
        return self._between[known]

    def _one(self, a: RunValues, b: RunValues, cell: Cell) -> Against:
        steady = self.steady(a, b, cell)
        of_a, of_b = self._common((self.read(a, cell) - steady)[:, None], (self.read(b, cell) - steady)[:, None])
        lowest, highest = possible(self._units.get(cell.key_figure), is_signed(cell.key_figure))
        apart = self._apart(of_a, of_b, self.level_of_each, lowest, highest)
        return Against(
            run=b.label,
            cell=cell,
            base_mean=float(mean_of(of_a + steady[:, None])[0]),
            mean=float(mean_of(of_b + steady[:, None])[0]),
            difference=float(apart.mean[0]),
            interval_low=float(apart.interval_low[0]),
            interval_high=float(apart.interval_high[0]),
            differ=int(apart.differ[0]),
            agree=int(apart.agree[0]),
            alike=bool(apart.alike[0]),
            n=int(apart.n[0]),
            direction=int(apart.direction[0]),
        )

    def steady(self, a: RunValues, b: RunValues, cell: Cell) -> Floats:
        """Return what runs share of the parts of a cost that differ by the same in all replications; else 0.

        Taken off both, it leaves their difference as it is. The room of its interval for replications not seen yet
        follows from the spread of each run; without this, a sum would get room for parts that are known for certain.
        """
        return self._steady(a, b, cell.key_figure, [cell])[:, 0]

    def _steady(self, a: RunValues, b: RunValues, name: str, cells: Sequence[Cell]) -> Floats:
        """Return `steady` of the key figure of this name in the places of these cells [replication, cell]."""
        found = np.zeros((len(self.read(a, cells[0])) if self.paired else 1, len(cells)))
        for part in SUMS.get(name, ()) if self.paired else ():
            of_parts = [cell._replace(key_figure=part) for cell in cells]
            of_a, of_b = (np.column_stack([self.read(run, each) for each in of_parts]) for run in (a, b))
            alike, shared = difference(of_a, of_b).alike, np.minimum(of_a, of_b)
            found += shared if alike.all() else np.where(alike, shared, self._steady(a, b, part, cells))
        return found

    @cached_property
    def verdicts(self) -> list[MarginVerdict]:
        """For each margin, whether a run is not worse by it; over the comparisons together with the level."""
        level = level_of_each(self.level, len(self.others))
        found = []
        for cell, margin in self.margins.items():
            for run in self.others:
                a, b = self._common(self.read(self.base, cell)[:, None], self.read(run, cell)[:, None])
                verdict = against_margin(a, b, margin, better(cell.key_figure), level, paired=self.paired)
                apart = self.between(self.base, run, cell).difference
                found.append(MarginVerdict(run.label, cell, margin, apart, verdict))
        return found

    def best(self, cell: Cell) -> AgainstBest | None:
        """Each run against the best of the others; above zero is better.

        None: no way is better, or there are no numbers. No run is best in a part of what is left undone, since what is
        missing there may be in another part.
        """
        if cell not in self._best:
            self._best[cell] = self._against_the_best(cell)
        return self._best[cell]

    def may_be_best(self, cell: Cell) -> tuple[RunValues, ...]:
        """Runs that cannot be told apart from the best, by its test or by their difference; none: see `best`.

        The test of the best is sharper than an interval of a difference; a run whose difference from another is shown
        as not clear is not called better than that one.
        """
        if (best := self.best(cell)) is None:
            return ()
        may = [run for run, may in zip(self.runs, best.may_be_best, strict=True) if may]
        return tuple(
            run for run in self.runs if run in may or any(not self.between(run, of, cell).is_clear for of in may)
        )

    def _against_the_best(self, cell: Cell) -> AgainstBest | None:
        sign = 0 if cell.key_figure in PARTS_UNDONE else better(cell.key_figure)
        columns = [self.read(run, cell) for run in self.runs]
        shortest = min(map(len, columns))
        values = np.column_stack([column[:shortest] for column in columns])
        values = values[~np.isnan(values).any(axis=1)]
        if sign == 0 or len(values) < 2 or np.isinf(values).any():
            return None
        return against_the_best(sign * values, self.level, paired=self.paired)

    def table(self) -> "pd.DataFrame":
        """All that can be compared, one row per run and cell: means, difference, interval, replications that agree."""
        import pandas as pd

        parts = []
        for run in self.others:
            rows = self.base.rows.intersection(run.rows, sort=False)
            steady = self._steady_columns(run, rows)
            a, b = self._common(*(self._columns(of, rows) - steady for of in (self.base, run)))
            part = rows.to_frame(index=False)
            ends = (
                np.array([possible(self._units.get(name), is_signed(name)) for name in part["key_figure"]])
                .reshape(-1, 2)
                .T
            )
            apart = self._apart(a, b, self.level_of_each, *ends)
            part.insert(0, "run", run.label)
            part["unit"] = part["key_figure"].map(self._units)
            part["base_mean"], part["mean"], part["difference"] = (
                mean_of(a + steady), mean_of(b + steady), apart.mean
            )  # fmt: skip
            for column in ("interval_low", "interval_high", "differ", "agree", "n"):
                part[column] = getattr(apart, column)
            parts.append(part[part["n"] > 0])
        return pd.concat(parts, ignore_index=True)

    @cached_property
    def settings_table(self) -> "pd.DataFrame":
        """The settings that are not the same in all runs: group, key, and one column per run."""
        import pandas as pd

        rows = changes([run.settings for run in self.runs])
        table = pd.DataFrame.from_dict(rows, orient="index", columns=[run.label for run in self.runs], dtype=object)
        table.insert(0, "group", [str(group_of(key)) for key in rows])
        table.insert(1, "key", list(rows))
        return table.reset_index(drop=True)

    def _columns(self, run: RunValues, rows: "pd.MultiIndex") -> Floats:
        columns = run.rows.get_indexer(rows)
        at = run.at(self.pairing.replications) if self.paired else np.arange(len(run.replications))
        found: Floats = run.values[np.ix_(at, columns)]
        return found

    def _steady_columns(self, run: RunValues, rows: "pd.MultiIndex") -> Floats:
        """Return `steady` of each of these rows [replication, row]; of runs that are not paired 0 in one line."""
        if not self.paired:
            return np.zeros((1, len(rows)))
        found = np.zeros((len(self.pairing.replications), len(rows)))
        names = rows.get_level_values("key_figure")
        for name in SUMS:
            columns = np.flatnonzero(names == name)
            if len(columns):
                cells = [Cell(*map(str, rows[column])) for column in columns.tolist()]
                found[:, columns] = self._steady(self.base, run, name, cells)
        return found

    def _common(self, a: Floats, b: Floats) -> tuple[Floats, Floats]:
        """Keep, if paired, only the values that both have: then the means differ by the mean difference."""
        if not self.paired:
            return a, b
        both = ~np.isnan(a + b)
        return np.where(both, a, np.nan), np.where(both, b, np.nan)

    def _apart(self, a: Floats, b: Floats, level: float, lowest: Floats | float, highest: Floats | float) -> Difference:
        return difference(a, b, level, paired=self.paired, lowest=lowest, highest=highest)

    @cached_property
    def _units(self) -> dict[str, str]:
        """The unit of each key figure."""
        return {name: figure.unit for run in self.runs for name, figure in figures_of(run.settings).items()}
