"""Ratios of sums."""

import numpy as np

from tbkk_sim.experiment.grid import Floats


def ratio(part: Floats, whole: Floats) -> Floats:
    """Part to whole; NaN where there is no whole."""
    part, whole = np.broadcast_arrays(part, whole)
    result = np.full(part.shape, np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result
