"""Summary of replications: the mean with its interval, and the band of single replications."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Floats
from tbkk_sim.stats.intervals import interval_of_mean, mean_of

LEVEL = 0.95
"""Level of the interval of a mean."""
BAND = (0.1, 0.9)
"""The 80 % band of single replications."""
LEAST_FOR_A_BAND = 5
"""Replications below which pages show neither band nor odds."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Per column: the mean with its interval, and the band of single replications; NaN where there is none."""

    mean: Floats
    interval_low: Floats
    interval_high: Floats
    band_low: Floats
    band_high: Floats
    n: NDArray[np.intp]
    """Replications that have a value."""


def summarise(
    values: Floats, level: float = LEVEL, lowest: Floats | float = -np.inf, highest: Floats | float = np.inf
) -> Summary:
    """Summarise values [replication, column]; NaN is no value.

    Args:
        values: The values; with an infinite one (a case that waits forever) the mean is infinite, without interval.
        level: Level of the interval of the mean, which shrinks with more replications; the band does not.
        lowest: The lowest possible value, per column: the interval does not go below it.
        highest: The highest possible value.
    """
    n, mean = (~np.isnan(values)).sum(axis=0), mean_of(values)
    interval_low, interval_high = interval_of_mean(values, level)
    interval_low = np.where(interval_low < lowest, np.minimum(lowest, mean), interval_low)
    interval_high = np.where(interval_high > highest, np.maximum(highest, mean), interval_high)
    return Summary(mean, interval_low, interval_high, *band_of(values), n)


def possible(unit: str | None, signed: bool = False) -> tuple[float, float]:
    """Return the lowest and the highest possible value of a key figure in this unit; `signed`: it may be below 0."""
    return -np.inf if signed else 0.0, 1.0 if unit == "share" else np.inf


def band_of(values: Floats) -> tuple[Floats, Floats]:
    """Return the ends of the band of values [replication, column], linear between neighbouring values."""
    n = (~np.isnan(values)).sum(axis=0)
    if not len(values):
        return np.full(n.shape, np.nan), np.full(n.shape, np.nan)
    in_order = np.sort(values, axis=0)  # NaN comes last
    columns = np.arange(values.shape[1])

    def at(share: float) -> Floats:
        place = share * np.maximum(n - 1, 0)
        low = place.astype(np.intp)
        high = np.minimum(low + 1, np.maximum(n - 1, 0))
        below, above = in_order[low, columns], in_order[high, columns]
        with np.errstate(invalid="ignore"):
            quantile: Floats = np.where(
                (place == low) | (below == above), below, below + (above - below) * (place - low)
            )
        return quantile

    return at(BAND[0]), at(BAND[1])
