"""The clock and the work of the simulation in whole seconds; tables and pages show days and hours.

Drawn times are rounded once, when the world is drawn. From there on all is counted exactly: work adds up without a
remainder, two engines cannot differ in a last bit, and moments that coincide do so on every machine.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

SECONDS_PER_HOUR = 3_600
SECONDS_PER_DAY = 86_400
NEVER_SECONDS = 1 << 60
"""A moment that does not come: beyond every run, and small enough to add to."""
MOST_WORK_SECONDS = 1 << 42
"""More work than all of a run, and little enough to multiply by a million."""
PER_MILLION = 1_000_000
"""Rates of work are whole numbers: seconds of work done in a million seconds of working time."""

Seconds = NDArray[np.int64]


def seconds_of_days(days: Any) -> Seconds:
    """Round days to whole seconds; infinity and anything beyond all runs become NEVER_SECONDS, of either sign."""
    return _rounded(days, SECONDS_PER_DAY)


def seconds_of_hours(hours: Any) -> Seconds:
    """Round hours of work to whole seconds; no work has more than MOST_WORK_SECONDS."""
    return np.minimum(_rounded(hours, SECONDS_PER_HOUR), MOST_WORK_SECONDS)


def days_of(seconds: Any) -> NDArray[np.float64]:
    """Seconds as days; inf where the moment does not come."""
    seconds = np.asarray(seconds)
    days: NDArray[np.float64] = seconds / SECONDS_PER_DAY
    return np.where(np.abs(seconds) >= NEVER_SECONDS, np.copysign(np.inf, days), days)


def hours_of(seconds: Any) -> NDArray[np.float64]:
    """Seconds of work as hours."""
    return np.asarray(seconds) / SECONDS_PER_HOUR


def per_million(rate: Any) -> Seconds:
    """Round a rate of work to parts in a million; one above 0 stays above 0."""
    rate = np.asarray(rate, dtype=np.float64)
    return np.where(rate > 0.0, np.maximum(np.rint(rate * PER_MILLION), 1), 0).astype(np.int64)


def _rounded(amounts: Any, seconds_each: int) -> Seconds:
    seconds: Seconds = np.rint(np.clip(np.multiply(amounts, seconds_each), -NEVER_SECONDS, NEVER_SECONDS)).astype(
        np.int64
    )
    return seconds
