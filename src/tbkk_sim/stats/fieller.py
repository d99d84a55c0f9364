"""Ratio of two mean differences over the same replications, with an interval; or none where it would be wild.

Fieller (1954): a ratio r is in the interval if the mean of `top - r bottom` does not differ from zero beyond chance,
here by the interval that all differences have. It is one piece only where the bottom clearly differs; elsewhere no
ratio is given.
"""

from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.stats.intervals import interval_of_difference
from tbkk_sim.stats.paired import difference

FARTHEST = 1e6
"""Distance of an end from the ratio, in units of the ratio, beyond which there is none."""
STEPS = 40
"""Halvings by which an end is found."""


class PairedRatio(NamedTuple):
    """A ratio of two mean differences and its interval."""

    ratio: float
    low: float
    high: float


class _Sides(NamedTuple):
    """Values [replication, 1] of the base and of the other run, above and below the line."""

    top_base: Floats
    top: Floats
    bottom_base: Floats
    bottom: Floats


def ratio_of_differences(top: tuple[Floats, Floats], bottom: tuple[Floats, Floats], level: float) -> PairedRatio | None:
    """Return how much the top changes for each unit by which the bottom does.

    Args:
        top: Values [replication] of the base and of the other run.
        bottom: The same of what stands below the line.
        level: Of the interval, and of what counts as a clear difference.

    Returns:
        The ratio; None: one of the two differences is not clear, or the interval has no ends.
    """
    there = np.isfinite(top[0] + top[1] + bottom[0] + bottom[1])
    of = _Sides(*(values[there][:, None] for values in (*top, *bottom)))
    above, below = (difference(a, b, level) for a, b in ((of.top_base, of.top), (of.bottom_base, of.bottom)))
    if not (above.direction[0] and below.direction[0]):
        return None
    ratio = float(above.mean[0] / below.mean[0])
    low, high = (_end(of, ratio, side * abs(ratio), level) for side in (-1, 1))
    return None if low is None or high is None else PairedRatio(ratio, low, high)


def _end(of: _Sides, ratio: float, step: float, level: float) -> float | None:
    """Search outwards from the ratio for the last one that chance can explain; None: there is none."""
    inside, outside = ratio, ratio + step
    while _is_explained(of, outside, level):
        if abs(outside - ratio) > FARTHEST * abs(step):
            return None
        inside, outside = outside, ratio + 2 * (outside - ratio)
    for _ in range(STEPS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if _is_explained(of, middle, level) else (inside, middle)
    return inside


def _is_explained(of: _Sides, ratio: float, level: float) -> bool:
    """Return True if chance can explain that the differences do not have this ratio."""
    ends = interval_of_difference(of.top_base - ratio * of.bottom_base, of.top - ratio * of.bottom, level)
    return not (ends[0][0] > 0 or ends[1][0] < 0)
