"""Differences between runs with their intervals: paired or not, against a margin, and against the best.

Paired: both runs have the same replications, so the difference is taken replication by replication. Several
comparisons hold at once by Bonferroni's bound, which needs no independence; methods that assume independent runs
(Dunnett, Tukey) do not apply under common random numbers. Where runs are equal in most replications there is no
interval (see `intervals`) and no verdict.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Floats
from tbkk_sim.stats.intervals import (
    ALIKE,
    LEAST_REPLICATIONS,
    interval_of_difference,
    interval_of_unpaired_difference,
    largest,
    level_of_each,
    mean_of,
    possible_difference,
)
from tbkk_sim.stats.spread import LEVEL


@dataclass(frozen=True, slots=True)
class Difference:
    """B less A, per column: the mean difference, its interval, and the replications that agree in sign."""

    mean: Floats
    interval_low: Floats
    """NaN: there is no interval."""
    interval_high: Floats
    differ: NDArray[np.intp]
    """Replications that differ; 0 if the runs are not paired."""
    agree: NDArray[np.intp]
    """Replications that agree in sign with the mean; 0 if the runs are not paired."""
    alike: NDArray[np.bool_]
    """The difference is the same in all replications."""
    n: NDArray[np.intp]
    """Replications that both have; unpaired: the smaller number."""

    @property
    def direction(self) -> NDArray[np.intp]:
        """1: B is higher, -1: B is lower, beyond the chance of these replications; 0: no clear difference.

        Clear: the interval excludes zero, or enough replications all have the same difference.
        """
        by_interval = (self.interval_low > 0).astype(np.intp) - (self.interval_high < 0)
        by_mean = np.sign(np.nan_to_num(self.mean)).astype(np.intp)
        return np.where(self.alike & (self.n >= LEAST_REPLICATIONS), by_mean, by_interval)


def difference(
    a: Floats,
    b: Floats,
    level: float = LEVEL,
    *,
    paired: bool = True,
    lowest: Floats | float = -np.inf,
    highest: Floats | float = np.inf,
) -> Difference:
    """Compare values [replication, column]; NaN is no value.

    A column with an infinite value (a case that waits forever) has no difference: that of the other replications
    would be biased.

    Args:
        a: Values of the base.
        b: Values of the other run.
        level: Of the intervals.
        paired: Both have the same replications.
        lowest: The lowest possible value, per column: no interval reaches beyond what is possible.
        highest: The highest possible value.
    """
    for_ever = np.isinf(a).any(axis=0) | np.isinf(b).any(axis=0)
    a, b = (np.where(for_ever, np.nan, of) for of in (a, b))
    if not paired:
        ends = _cut(interval_of_unpaired_difference(a, b, level), possible_difference(a, b, level, lowest, highest))
        n = np.minimum((~np.isnan(a)).sum(axis=0), (~np.isnan(b)).sum(axis=0))
        none = np.zeros(n.shape, dtype=np.intp)
        return Difference(mean_of(b) - mean_of(a), *ends, none, none, none > 0, n)
    apart = b - a
    there, mean = ~np.isnan(apart), mean_of(apart)
    in_both = np.where(there, a, np.nan), np.where(there, b, np.nan)
    size = np.maximum(*map(largest, in_both))
    differs = np.abs(apart) > ALIKE * size  # what is not there does not
    agree = differs & (np.sign(apart) == np.sign(mean))
    uneven = np.abs(apart - mean) > ALIKE * size
    alike = np.asarray(~uneven.any(axis=0) & there.any(axis=0))
    ends = _cut(interval_of_difference(a, b, level), possible_difference(*in_both, level, lowest, highest))
    return Difference(mean, *ends, differs.sum(axis=0), agree.sum(axis=0), alike, there.sum(axis=0))


def _cut(ends: tuple[Floats, Floats], farthest: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Cut an interval to the possible differences; NaN where there is none."""
    return np.maximum(ends[0], farthest[0]), np.minimum(ends[1], farthest[1])


class Verdict(Enum):
    """Verdict on a difference against a margin."""

    EQUIVALENT = "equivalent"
    """The difference is within the margin on both sides."""
    NOT_WORSE = "not worse"
    """B is not worse by the margin or more; it may be better by more."""
    WORSE = "worse"
    """B is worse by more than the margin."""
    OPEN = "open"
    """Not settled by these replications."""


def against_margin(
    a: Floats, b: Floats, margin: float, better: int, level: float = LEVEL, *, paired: bool = True
) -> Verdict:
    """Two one-sided tests (Schuirmann 1987) of the first column of b - a against -margin and margin, each at 1 - level.

    Args:
        a: Values of the base [replication, column].
        b: Values of the other run.
        margin: A difference that does not matter, in the unit of the values.
        better: 1: higher is better; -1: lower is.
        level: Level of each one-sided statement.
        paired: Both have the same replications.

    Returns:
        What holds; OPEN where there is no interval.
    """
    apart = difference(a, b, 2 * level - 1, paired=paired)
    least, most = sorted(better * float(end[0]) for end in (apart.interval_low, apart.interval_high))
    if least > -margin:
        return Verdict.EQUIVALENT if most < margin else Verdict.NOT_WORSE
    return Verdict.WORSE if most < -margin else Verdict.OPEN


@dataclass(frozen=True, slots=True)
class AgainstBest:
    """Difference of each run from the best of the others; above zero for the best itself."""

    mean: Floats
    low: Floats
    high: Floats

    @property
    def may_be_best(self) -> NDArray[np.bool_]:
        """Runs that cannot be told apart from the best."""
        return self.high > 0


def against_the_best(values: Floats, level: float = LEVEL, *, paired: bool = True) -> AgainstBest:
    """Multiple comparison with the best of values [replication, run], larger is better.

    Hsu's constrained intervals with one-sided bounds on each pair at 1 - (1 - level) / (k - 1) (Bonferroni; Clark and
    Yang 1986): all k hold at once with the level, under any dependence between runs. With b the best run, they rest
    only on the k - 1 lower bounds of the differences of b from each other run.
    """
    k = values.shape[1]
    gap, lowest, highest = np.zeros((k, k)), np.full((k, k), -np.inf), np.full((k, k), np.inf)
    one_sided = level_of_each(level, k - 1)
    for i in range(k):
        apart = difference(values, np.repeat(values[:, [i]], k, axis=1), 2 * one_sided - 1, paired=paired)
        gap[i] = apart.mean
        there = ~np.isnan(apart.interval_low)  # runs that are equal in most replications cannot be told apart
        lowest[i, there], highest[i, there] = apart.interval_low[there], apart.interval_high[there]
    others = ~np.eye(k, dtype=np.bool_)

    def least(of: Floats, among: NDArray[np.bool_]) -> Floats:
        smallest: Floats = np.where(among, of, np.inf).min(axis=1)
        return smallest

    high = np.maximum(0.0, least(highest, others))
    low = np.minimum(0.0, least(lowest, others & (high > 0)))
    return AgainstBest(least(gap, others), low, high)
