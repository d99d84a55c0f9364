"""Why B differs from A: the difference split over groups of settings, in parts that add up to it.

A part is the Shapley value of its group (Shapley 1953; for model outputs Owen 2014): what changing that group from A to
B brings, averaged over all orders in which the groups can be changed. All mixtures see the same replications, so that
each part is a difference within a replication and has a paired interval; the parts of each replication add up to its
difference.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.compare.settings_groups import GROUPS, groups_that_differ, mixed
from tbkk_sim.metrics.cell import Cell
from tbkk_sim.settings import Settings
from tbkk_sim.stats.intervals import level_of_each
from tbkk_sim.stats.paired import Difference, difference
from tbkk_sim.stats.spread import LEVEL

SettingsMix = frozenset[str]
"""Groups that are as in B; the others are as in A."""
Simulate = Callable[[SettingsMix, Settings], Floats]
"""Values [replication, cell] of the settings of a mix."""


@dataclass(frozen=True)
class Explanation:
    """The difference of two runs in parts."""

    cells: tuple[Cell, ...]
    groups: tuple[str, ...]
    """Groups of settings in which the two differ."""
    parts: Floats
    """[group, replication, cell]."""
    before: Floats
    """A [replication, cell]."""
    total: Floats
    """B less A [replication, cell]."""
    level: float = LEVEL
    """Level at which the intervals of all parts of a cell hold at once (Bonferroni)."""
    level_of_whole: float = LEVEL
    """Level of the interval of the whole difference: that of the comparison, so that it has one interval."""

    def part(self, group: str) -> Difference:
        """Mean of a part with its interval, per cell."""
        values = self.parts[self.groups.index(group)]
        return difference(self.before, self.before + values, level_of_each(self.level, len(self.groups)))

    @property
    def whole(self) -> Difference:
        """The difference as a whole, per cell."""
        return difference(self.before, self.before + self.total, self.level_of_whole)


def subsets(groups: tuple[str, ...]) -> Iterator[SettingsMix]:
    """All mixtures, from A (nothing of B) to B (everything)."""
    for size in range(len(groups) + 1):
        for chosen in combinations(groups, size):
            yield frozenset(chosen)


def explain(
    a: Settings,
    b: Settings,
    cells: tuple[Cell, ...],
    simulate: Simulate,
    level: float = LEVEL,
    level_of_whole: float | None = None,
) -> Explanation:
    """Split the difference of two runs over the groups of settings in which they differ: 2^groups mixtures.

    All mixtures are checked before the first one is simulated.

    Raises:
        MixError: a mixture is no settings that can run.
    """
    groups = tuple(groups_that_differ(a, b))
    settings = {mix: mixed(a, b, mix) for mix in subsets(groups)}
    values = {mix: simulate(mix, of) for mix, of in settings.items()}
    for_ever = np.any([np.isinf(value).any(axis=0) for value in values.values()], axis=0)
    values = {mix: np.where(for_ever, np.nan, value) for mix, value in values.items()}
    total = values[frozenset(groups)] - values[frozenset()]
    complete = ~np.any([np.isnan(value) for value in values.values()], axis=0)
    values = {mix: np.where(complete, value, np.nan) for mix, value in values.items()}
    parts = np.array([shapley(group, groups, values) for group in groups]).reshape(len(groups), *total.shape)
    before, total = (np.where(complete, of, np.nan) for of in (values[frozenset()], total))
    return Explanation(cells, groups, parts, before, total, level, level if level_of_whole is None else level_of_whole)


def shapley(group: str, groups: tuple[str, ...], values: dict[SettingsMix, Floats]) -> Floats:
    """What a group brings, averaged over all orders of the groups."""
    k = len(groups)
    part = np.zeros_like(values[frozenset()])
    for mix in subsets(tuple(g for g in groups if g != group)):
        weight = 1 / (k * comb(k - 1, len(mix)))
        part += weight * (values[mix | {group}] - values[mix])
    return part


def in_order(mix: SettingsMix) -> list[str]:
    """The groups of a mix in their usual order."""
    return [group for group in GROUPS if group in mix]
