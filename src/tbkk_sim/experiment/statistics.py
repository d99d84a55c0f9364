"""What many futures say: the mean and how sure it is, the band of single futures, paired differences."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVEL = 0.95
"""Level of the interval of a mean."""
BAND = (0.1, 0.9)
"""The 80 % band of single futures."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Per column of values: the mean with its interval, and the band of single futures; NaN where there is none."""

    mean: Floats
    interval_low: Floats
    interval_high: Floats
    band_low: Floats
    band_high: Floats
    n: NDArray[np.intp]
    """Number of futures that have a value."""


def summarise(values: Floats, level: float = LEVEL) -> Summary:
    """Summarise values [replication, column]; NaN is no value.

    The interval is Student's t on the replications; it needs two. It shrinks with more replications, the band does not.
    A value may be infinite (a wait for ever): then the mean is so too, and has no interval.
    """
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    mean = _divide(np.where(there, values, 0.0).sum(axis=0), n)
    half = half_width(values, level)
    low, high = _quantiles(values, n)
    return Summary(mean, mean - half, mean + half, low, high, n)


def half_width(values: Floats, level: float = LEVEL) -> Floats:
    """Half the width of the t-interval of the mean of each column; NaN below two values."""
    from scipy.special import stdtrit

    there = ~np.isnan(values)
    n = there.sum(axis=0)
    mean = _divide(np.where(there, values, 0.0).sum(axis=0), n)
    with np.errstate(invalid="ignore"):  # no variance about an infinite mean
        squares = np.where(there, (values - mean) ** 2, 0.0).sum(axis=0)
    variance = _divide(squares, n - 1)
    half: Floats = stdtrit(np.maximum(n - 1, 1), 0.5 + level / 2) * np.sqrt(_divide(variance, n))
    return half


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """B less A over the same futures: per column the mean difference with its interval, and how many futures agree."""

    mean: Floats
    interval_low: Floats
    interval_high: Floats
    share_above: Floats
    """Share of futures in which B is above A."""
    n: NDArray[np.intp]


def paired_difference(a: Floats, b: Floats, level: float = LEVEL) -> PairedDifference:
    """Compare values [replication, column] of two settings, replication by replication."""
    with np.errstate(invalid="ignore"):  # of two waits for ever there is no difference
        difference = b - a
    there = ~np.isnan(difference)
    n = there.sum(axis=0)
    mean = _divide(np.where(there, difference, 0.0).sum(axis=0), n)
    half = half_width(difference, level)
    above = np.where(there, difference > 0.0, False).sum(axis=0)
    return PairedDifference(mean, mean - half, mean + half, _divide(above, n), n)


def _divide(part: NDArray[np.generic], whole: NDArray[np.intp]) -> Floats:
    result = np.full(len(whole), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def _quantiles(values: Floats, n: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Quantiles of the values that are there, linear between neighbours."""
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
