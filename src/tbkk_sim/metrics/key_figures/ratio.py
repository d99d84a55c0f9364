"""Ratios of sums, and means."""

import numpy as np

from tbkk_sim.arrays import Floats, Numbers
from tbkk_sim.metrics.grid import Grid


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part to whole; NaN where there is no whole."""
    part, whole = np.broadcast_arrays(part, whole)
    result = np.full(part.shape, np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def load_of(demanded: Floats, available: Floats) -> Floats:
    """Hours demanded to hours available; inf where nobody is there to do it, NaN where there is neither."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return demanded / available


def mean(grid: Grid, values: Floats, cell: Numbers) -> Floats:
    """Mean [period, team, class] of values in cells [month, team, class]; NaN where there are none."""
    total, number = grid.sums(np.stack((grid.count_in(cell, values), grid.count_in(cell))))
    return ratio(total, number)
