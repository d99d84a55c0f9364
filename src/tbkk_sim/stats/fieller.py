"""Ratio of two mean differences over the same replications, with Fieller's interval; or none where it would be wild.

Fieller (1954): a ratio r is in the interval if the mean of `top - r bottom` is not beyond chance. The interval is one
piece only where the bottom is clearly not zero; elsewhere no ratio is given.
"""

from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.stats.intervals import t_quantile
from tbkk_sim.stats.paired import difference


class PairedRatio(NamedTuple):
    """A ratio of two mean differences and its interval."""

    ratio: float
    low: float
    high: float


def ratio_of_differences(top: tuple[Floats, Floats], bottom: tuple[Floats, Floats], level: float) -> PairedRatio | None:
    """Return how much the top changes for each unit by which the bottom does.

    Args:
        top: Values [replication] of the base and of the other run.
        bottom: The same of what stands below the line.
        level: Of the interval, and of what counts as a clear difference.

    Returns:
        The ratio; None: one of the two differences is not clear, or the interval has no ends.
    """
    both = ~np.isnan(top[0] + top[1] + bottom[0] + bottom[1])
    (a, b), (c, d) = ([of[both][:, None] for of in pair] for pair in (top, bottom))
    if not (len(a) and difference(a, b, level).direction[0] and difference(c, d, level).direction[0]):
        return None
    up, down = (b - a)[:, 0], (d - c)[:, 0]
    n, t = len(up), float(t_quantile(0.5 + level / 2, len(up)))
    of_up, of_down = float(up.mean()), float(down.mean())
    covariance = np.cov(up, down) / n
    scatter = t * t * covariance
    square = of_down**2 - scatter[1, 1]
    if square <= 0:
        return None
    middle = of_up * of_down - scatter[0, 1]
    under_root = middle**2 - square * (of_up**2 - scatter[0, 0])
    half = np.sqrt(max(under_root, 0.0))
    return PairedRatio(of_up / of_down, float(middle - half) / square, float(middle + half) / square)
