"""Balance: the date at which occupancy has reached the establishment and stays there."""

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.sampling.world import NEVER

QUARTER_DAYS = 91


def balance_days(occupancy_fte: Floats, establishment_fte: Floats, hold_days: int = QUARTER_DAYS) -> Floats:
    """First day from which occupancy is not below the establishment for `hold_days` in a row, per team; or NEVER.

    Args:
        occupancy_fte: [day, team], every day of the run; the sum over the units for the date of all together.
        establishment_fte: [day, team], of the same days.
        hold_days: How long the balance must last, within the run.
    """
    below = occupancy_fte < establishment_fte - 1e-9
    days = len(below)
    if days < hold_days:
        return np.full(below.shape[1], NEVER)
    n_below = np.concatenate((np.zeros((1, below.shape[1])), np.cumsum(below, axis=0)))
    holds = n_below[hold_days:] == n_below[: days - hold_days + 1]
    return np.where(holds.any(axis=0), holds.argmax(axis=0).astype(float), NEVER)
