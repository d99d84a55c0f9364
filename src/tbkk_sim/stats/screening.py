"""Sequential screening: plans that are not the best are dropped, with a guaranteed probability of no error.

The procedure of Kim and Nelson (2001, "A fully sequential procedure for indifference-zone selection in simulation"),
with c = 1. It screens on variances of differences, so it benefits in full from common random numbers. Values are
losses: smaller is better, and their sign does not matter.

Its guarantee is for normal losses. Losses of plans are not: few replications decide, and a small sample without them
looks normal. So no plan is dropped before what happens in one replication of twenty has been seen twice (see
`least_replications`). From then on a plan is only dropped, and the choice only proven, where an interval of the paired
difference agrees that also allows for:

- *Skewness*: see `intervals`.
- *Replications not seen yet.* Plans are similar: such a replication may separate any two of them as far as the most
  extreme one seen has separated two others.
- *Few bad replications.* Replications in which the plan chosen is far worse than another may by chance have been fewer,
  or less bad, than in the long run: see `_carried_by_few`.

The variance is the largest seen so far. Where few replications decide, more of them are needed; if the budget does not
allow them there is no certificate.
"""

import math

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Flags, Floats
from tbkk_sim.stats.chance import unseen_chance
from tbkk_sim.stats.intervals import reach

RAREST = 0.05
"""Share of replications below which the guarantee does not hold: what happens in fewer may stay unseen."""
UNSEEN_PAIR_SPREADS = 5.0
"""Room for replications not seen yet, in standard deviations of a paired difference; more where a plan showed more."""
FAR_SPREADS = 5.0
"""Spreads from the median difference of two plans, beyond which a replication counts as a rare, extreme one."""
QUARTILES_APART = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""
LEAST_SPREAD = 0.1
"""Lower limit of the standard deviation of a paired difference, as a share of that of the losses."""


def least_replications(alpha: float) -> int:
    """Return the replications that all plans need before one is dropped or chosen.

    What happens in a share `RAREST` of the replications has then been seen twice, but for the accepted probability.

    Args:
        alpha: Accepted probability of a wrong choice.
    """
    n = 2
    while (1 - RAREST) ** (n - 1) * (1 + (n - 1) * RAREST) > alpha:  # at most one seen
        n += 1
    return n


class Screening:
    """Plans that may still be the best, in many studies at once: arrays [study, plan].

    Guarantee: in each study the best plan is chosen with probability 1 - alpha if it leads by `precision`, and else
    one within `precision` of it (correlation between plans only helps).
    """

    def __init__(self, first: Floats, precision: Floats | float, alpha: float) -> None:
        """Take the losses of the first stage, [study, replication, plan].

        Raises:
            ValueError: fewer than two replications, or an alpha or precision out of range.
        """
        studies, n_first, n_plans = first.shape
        if n_first < 2 or not 0 < alpha < 0.5 or np.any(np.asarray(precision) <= 0):
            raise ValueError("selection: needs two first replications, alpha in (0, 0.5) and a precision above 0")
        self._tail = alpha / max(n_plans - 1, 1)
        self._eta = 0.5 * ((2 * self._tail) ** (-2 / (n_first - 1)) - 1) * 2 * (n_first - 1)
        self.precision = np.broadcast_to(np.asarray(precision, dtype=np.float64), (studies,))[:, None, None]
        self.replications = n_first
        self.left: Flags = np.ones((studies, n_plans), dtype=np.bool_)
        self._offset = _of_pairs(first[:, 0])
        apart = _of_pairs(first) - self._offset[:, None]
        self._powers = np.array([(apart**power).sum(axis=1) for power in (1, 2, 3)])
        spread = LEAST_SPREAD * first.std(axis=1, ddof=1)
        self._least_spread = np.maximum(spread[:, :, None], spread[:, None, :]) * ~np.eye(n_plans, dtype=np.bool_)
        low, self._middle, high = np.quantile(apart, (0.25, 0.5, 0.75), axis=1)
        self._scale: Floats = np.maximum((high - low) / QUARTILES_APART, self._least_spread)
        """Robust spread of a paired difference, from its quartiles."""
        self._farthest: Floats = np.zeros((2, studies, 1, 1))
        """Largest distance of any pair from its median difference: in loss, and in spreads."""
        self._bad: Floats = np.zeros((2, *self._middle.shape))
        """Replications in which the second plan of a pair is far worse: their number, and their total excess loss."""
        for one in np.moveaxis(apart, 1, 0):
            self._look_for_far(one)
        self._variance = np.zeros_like(self._offset)
        self._screen()

    def add(self, losses: Floats) -> None:
        """Add one replication [study, plan]; values of plans that were dropped are ignored."""
        apart = _of_pairs(np.where(self.left, losses, 0.0)) - self._offset
        self._powers += np.array([apart, apart**2, apart**3])
        self._look_for_far(apart)
        self.replications += 1
        self._screen()

    @property
    def decided(self) -> Flags:
        """Studies in which one plan is left, or those left differ by less than the precision."""
        pairs = self.left[:, :, None] & self.left[:, None, :]
        most = np.where(pairs, self.enough, 0.0).max(axis=(1, 2))
        others = self.left.copy()
        studies, best = np.arange(len(others)), self.best
        others[studies, best] = False
        none_better = (self._agrees[studies, :, best] | ~others).all(axis=1)
        decided: Flags = ~others.any(axis=1) | ((self.replications > most) & none_better)
        return decided

    @property
    def best(self) -> NDArray[np.intp]:
        """The plan left with the smallest mean loss, per study."""
        above = np.where(self.left[:, None, :], self._mean, 0.0).sum(axis=2)
        best: NDArray[np.intp] = np.where(self.left, above, np.inf).argmin(axis=1)
        return best

    @property
    def bad_replications(self) -> NDArray[np.intp]:
        """Replications, per study, in which the best is far worse than another plan that it is not yet proven against.

        The most over these plans; 0 if only more replications are wanted.
        """
        studies, best = np.arange(len(self.left)), self.best
        seen = np.where(self.left & ~self._agrees[studies, :, best], self._bad[0][studies, :, best], 0.0)
        most: NDArray[np.intp] = seen.max(axis=1).astype(np.intp)
        return most

    def keep(self, studies: Flags) -> None:
        """Keep these studies only."""
        for name in ("_powers", "_farthest", "_bad"):
            setattr(self, name, getattr(self, name)[:, studies])
        for name in (
            "precision", "left", "enough", "_mean", "_variance", "_agrees", "_offset", "_least_spread",
            "_middle", "_scale",
        ):  # fmt: skip
            setattr(self, name, getattr(self, name)[studies])

    def _look_for_far(self, apart: Floats) -> None:
        """Update the largest distances and the bad replications with one replication [study, plan, plan]."""
        pairs = self.left[:, :, None] & self.left[:, None, :]
        from_middle = np.where(pairs, apart - self._middle, 0.0)
        far = np.abs(from_middle)
        with np.errstate(invalid="ignore", divide="ignore"):
            in_spreads = np.where(self._scale > 0, far / self._scale, 0.0)
        seen = np.array([far.max(axis=(1, 2)), in_spreads.max(axis=(1, 2))])
        self._farthest = np.maximum(self._farthest, seen[..., None, None])
        bad = from_middle < -FAR_SPREADS * self._scale
        self._bad += np.array([bad, far * bad])

    def _screen(self) -> None:
        """Drop each plan that is behind another by more than the margin of the two, if an interval agrees."""
        n = self.replications
        moved, squares, cubes = self._powers / n
        squares = np.maximum(squares - moved**2, 0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            skewness = (cubes - 3 * moved * squares - moved**3) / squares**1.5 * math.sqrt(n * (n - 1)) / (n - 2)
        skewness = np.where(np.isfinite(skewness), skewness, 0.0) / math.sqrt(n)
        self._mean: Floats = moved + self._offset
        self._variance = np.maximum(self._variance, squares * n / (n - 1))
        self.enough: Floats = self._eta * self._variance / self.precision**2
        """Replications [study, plan, plan] after which two plans need no more margin."""
        self._agrees: Flags = self._mean + self.precision >= self._room(np.sqrt(squares * n / (n - 1)), skewness)
        margin = np.maximum(0.0, self.precision / (2 * n) * (self.enough - n))
        behind = (self._mean > margin) & self._agrees
        self.left = self.left & ~(behind & self.left[:, None, :]).any(axis=2)

    def _room(self, deviation: Floats, skewness: Floats) -> Floats:
        """Return how far the true difference of each pair may be below the sample mean [study, plan, plan]."""
        n = self.replications
        spread = np.maximum(deviation, self._least_spread)
        below, _ = reach(deviation / math.sqrt(n), skewness, np.asarray(n - 1.0), 1 - 2 * self._tail)
        farthest, in_spreads = self._farthest
        as_others = np.minimum(in_spreads * self._scale, farthest)
        unseen = unseen_chance(n, self._tail) * np.maximum(UNSEEN_PAIR_SPREADS * spread, as_others)
        room: Floats = unseen + np.maximum(below, self._carried_by_few())
        return room

    def _carried_by_few(self) -> Floats:
        """Return how far the mean of each pair may be too high because bad replications were by chance few or mild.

        Number and size of bad replications follow a compound Poisson process with exponential sizes. The relative
        variance of their sum is then 2 / k if k are expected: that of a gamma distribution with shape k / 2. So the
        sum of k seen may be this many times too small; one is added to k, as otherwise a single one would carry no
        information.
        """
        from scipy.special import gammaincinv

        seen, in_all = self._bad[0].astype(np.intp), self._bad[1]
        shape = (np.arange(seen.max() + 1) + 1) / 2
        times = shape / gammaincinv(shape, self._tail)
        more: Floats = (times[seen] - 1) * in_all / self.replications
        return more


def _of_pairs(losses: Floats) -> Floats:
    """Return the loss of each plan less that of each other plan [..., plan, plan]."""
    return losses[..., :, None] - losses[..., None, :]
