"""Choosing the best of a list of plans, and judging a chance, with a probability that is promised.

The procedure of Kim and Nelson (2001, "A fully sequential procedure for indifference-zone selection in simulation"),
with c = 1. It screens on variances of differences, so it gains all that common random numbers give. Values are losses:
smaller is better, and their sign does not matter.

Its promise is for normal losses. Losses of plans are not: few futures decide, and a small sample without them looks
normal. So no plan is dropped before what happens in one future of ten has been seen (see `least_futures`). From then on
a plan is only dropped, and the choice only proven, where an interval of the paired difference agrees that allows for
skewness (see `experiment.intervals`) and for futures not seen yet. Plans are alike in kind: such a future may set any
two of them as far apart as the farthest one seen has set two others. The variance is the largest seen so far. Where
differences are skewed this takes more futures; where the budget does not give them there is no certificate.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.experiment.intervals import interval_of_difference, reach

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Evaluate = Callable[[Sequence[int], range], Floats]
"""Losses [replication, plan] of these plans in these replications."""
FUTURES_AT_ONCE = 4
"""Futures asked for at one time; the same on every machine, as all that is asked for has a say."""
RAREST = 0.1
"""Share of futures that the promise holds for: what happens in fewer of them may stay unseen."""
UNSEEN_SPREADS = 5.0
"""Room for futures not seen yet, in standard deviations of a paired difference; more where any plan has shown more."""
QUARTILES_APART = 1.349
"""Distance of the quartiles of a normal distribution, in standard deviations."""
LEAST_SPREAD = 0.1
"""The least standard deviation that is believed of a paired difference, as a share of that of the losses."""


def least_futures(n_plans: int, alpha: float) -> int:
    """Return the futures that all plans need before one is dropped or chosen.

    What happens to a plan in a share `RAREST` of the futures is then unseen, for any of the plans, with a probability
    of half the accepted error at most.

    Args:
        n_plans: Number of plans.
        alpha: Accepted probability of a choice that is not good.
    """
    return math.ceil(math.log(alpha / 2 / max(n_plans - 1, 1)) / math.log(1 - RAREST))


class Screening:
    """Plans that may still be the best, in many studies at once: arrays [study, plan].

    Promise: in each study the best plan is chosen with probability 1 - alpha if it leads by `precision`, and else
    one within `precision` of it (correlation between plans only helps).
    """

    def __init__(self, first: Floats, precision: Floats | float, alpha: float) -> None:
        """Take the losses of the first stage, [study, replication, plan].

        Raises:
            ValueError: fewer than two replications, or an error or precision that promises nothing.
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
        """Spread of a paired difference that a few odd futures do not change."""
        self._farthest: Floats = np.zeros((2, studies, 1, 1))
        """How far any two plans were from their middle difference: as it is, and in such spreads."""
        for one in np.moveaxis(apart, 1, 0):
            self._look_for_farther(one)
        self._variance = np.zeros_like(self._offset)
        self._screen()

    def add(self, losses: Floats) -> None:
        """Add one replication [study, plan]; what it says of a plan that is out does not matter."""
        apart = _of_pairs(np.where(self.left, losses, 0.0)) - self._offset
        self._powers += np.array([apart, apart**2, apart**3])
        self._look_for_farther(apart)
        self.replications += 1
        self._screen()

    @property
    def decided(self) -> Flags:
        """Studies in which one plan is left, or those left are alike as far as was asked."""
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

    def keep(self, studies: Flags) -> None:
        """Go on with these studies only."""
        self._powers, self._farthest = self._powers[:, studies], self._farthest[:, studies]
        for name in (
            "precision", "left", "enough", "_mean", "_variance", "_agrees", "_offset", "_least_spread",
            "_middle", "_scale",
        ):  # fmt: skip
            setattr(self, name, getattr(self, name)[studies])

    def _look_for_farther(self, apart: Floats) -> None:
        """Keep how far one future set any two plans apart that are left, [study, plan, plan]."""
        pairs = self.left[:, :, None] & self.left[:, None, :]
        far = np.where(pairs, np.abs(apart - self._middle), 0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            in_spreads = np.where(self._scale > 0, far / self._scale, 0.0)
        seen = np.array([far.max(axis=(1, 2)), in_spreads.max(axis=(1, 2))])
        self._farthest = np.maximum(self._farthest, seen[..., None, None])

    def _screen(self) -> None:
        """Drop each plan that is behind another plan left by more than the margin of the two, if an interval agrees."""
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
        """How far the true difference of each pair may be below the mean of the sample [study, plan, plan]."""
        n = self.replications
        spread = np.maximum(deviation, self._least_spread)
        below, _ = reach(deviation / math.sqrt(n), skewness, np.asarray(n - 1.0), 1 - 2 * self._tail)
        farthest, in_spreads = self._farthest
        as_others = np.minimum(in_spreads * self._scale, farthest)
        room: Floats = below + (1 - self._tail ** (1 / n)) * np.maximum(UNSEEN_SPREADS * spread, as_others)
        return room


def _of_pairs(losses: Floats) -> Floats:
    """The loss of each plan less that of each other plan [..., plan, plan]."""
    apart: Floats = losses[..., :, None] - losses[..., None, :]
    return apart


@dataclass(frozen=True, slots=True)
class Selection:
    """What a selection among plans says."""

    best: int
    """The plan chosen."""
    proven: bool
    """The promise holds; else the budget ended first."""
    probability: float
    """That the choice is within the precision of the best, as promised; NaN if it is not proven."""
    precision: float
    """Difference in loss that matters."""
    mean: Floats
    """Mean loss of each plan over its own replications."""
    difference: Floats
    """Mean loss of each plan less that of the chosen one, over the replications that both have."""
    low: Floats
    """Lower end of the simultaneous 95 % interval of that difference (Bonferroni); NaN where none holds."""
    high: Floats
    """Its upper end."""
    replications: NDArray[np.intp]
    """Replications that each plan has."""
    left: Flags
    """Plans that were not dropped."""

    @property
    def alike(self) -> Flags:
        """Plans that cannot be told apart from the chosen one: no interval of their difference is above zero."""
        return ~(self.low > 0)

    @property
    def runs(self) -> int:
        """Replications spent, over all plans."""
        return int(self.replications.sum())


def select(
    evaluate: Evaluate,
    n_plans: int,
    *,
    precision: float | Callable[[Floats], float],
    alpha: float = 0.05,
    n_first: int = 20,
    most: int = 1000,
    first_replication: int = 0,
    may_go_on: Callable[[], bool] = lambda: True,
) -> Selection:
    """Choose the plan with the smallest mean loss.

    Args:
        evaluate: Gives losses.
        n_plans: Number of plans.
        precision: Difference in loss that matters; or how it follows from the losses of the first stage.
        alpha: Accepted probability of a choice that is worse by more than the precision.
        n_first: Replications of all plans before the first one is dropped, if `least_futures` does not ask for more.
        most: Replications of one plan at most; nothing is proven with fewer than `least_futures`.
        first_replication: Number of the first replication: others than those that the plans were found with.
        may_go_on: Whether the budget allows more.
    """
    plans = list(range(n_plans))
    least = least_futures(n_plans, alpha)
    losses = evaluate(plans, range(first_replication, first_replication + min(n_first, most)))
    while len(losses) < min(least, most) and may_go_on():
        begin = first_replication + len(losses)
        more = evaluate(plans, range(begin, begin + min(FUTURES_AT_ONCE, min(least, most) - len(losses))))
        losses = np.concatenate([losses, more])
    delta = precision(losses) if callable(precision) else precision
    if len(losses) < least:  # too few to drop a plan
        return _selection(losses, None, float(delta), alpha)
    screening = Screening(losses[None], delta, alpha)
    rows = list(losses)
    while not screening.decided[0] and len(rows) < most and may_go_on():
        left = np.flatnonzero(screening.left[0])
        begin = first_replication + len(rows)
        more = evaluate(left.tolist(), range(begin, begin + min(FUTURES_AT_ONCE, most - len(rows))))
        for new in more:
            row = np.full(n_plans, np.nan)
            row[left] = new
            rows.append(row)
            if not screening.decided[0]:
                screening.add(np.where(screening.left, row, 0.0))
    return _selection(np.array(rows), screening, float(delta), alpha)


def _selection(losses: Floats, screening: Screening | None, precision: float, alpha: float) -> Selection:
    """Say what was found; nothing is proven where there was no screening."""
    if screening is None:
        proven, best, left = False, int(losses.mean(axis=0).argmin()), np.ones(losses.shape[1], dtype=np.bool_)
    else:
        proven, best, left = bool(screening.decided[0]), int(screening.best[0]), screening.left[0]
    of_best = np.repeat(losses[:, [best]], losses.shape[1], axis=1)
    low, high = interval_of_difference(of_best, losses, 1 - 0.05 / max(losses.shape[1] - 1, 1))
    low[best] = high[best] = 0.0
    return Selection(
        best=best,
        proven=proven,
        probability=1 - alpha if proven else math.nan,
        precision=precision,
        mean=np.nanmean(losses, axis=0),
        difference=np.nanmean(losses - of_best, axis=0),
        low=low,
        high=high,
        replications=(~np.isnan(losses)).sum(axis=0),
        left=left,
    )


@dataclass(slots=True)
class ChanceTest:
    """Is a chance at least as large as asked? A sequential test (Wald 1945), one future after another.

    Says yes for a chance above `high` and no for one below `low`, each time with probability 1 - alpha; between the
    two either answer is right. `low` is `asked` - `tolerance`; `high` lies as far above in evidence, so that a share
    of exactly `asked` speaks for neither.
    """

    asked: float
    tolerance: float
    alpha: float
    n: int = 0
    met: int = 0
    low: float = field(init=False)
    high: float = field(init=False)
    _evidence: float = 0.0
    """Logarithm of the likelihood ratio."""

    def __post_init__(self) -> None:
        self.low = max(self.asked - self.tolerance, 1e-6)
        self.high = _as_far_above(self.asked, self.low)

    def add(self, is_met: bool) -> None:
        """Add one future, unless the answer is there."""
        if self.answer is not None:
            return
        low, high = self.low, self.high
        self.n += 1
        self.met += is_met
        self._evidence += math.log(high / low) if is_met else math.log((1 - high) / (1 - low))

    @property
    def answer(self) -> bool | None:
        """Yes, no, or None: not known yet."""
        bound = math.log((1 - self.alpha) / self.alpha)
        return None if abs(self._evidence) < bound else self._evidence > 0

    @property
    def share(self) -> float:
        """Share of the futures seen in which it was met."""
        return self.met / self.n if self.n else math.nan


def _divergence(chance: float, other: float) -> float:
    """Evidence a future against `other` if the chance is `chance` (Kullback and Leibler 1951)."""
    return chance * math.log(chance / other) + (1 - chance) * math.log((1 - chance) / (1 - other))


def _as_far_above(asked: float, low: float) -> float:
    """The chance above `asked` against which it speaks as it does against `low`."""
    from scipy.optimize import brentq

    far = _divergence(asked, low)
    return float(brentq(lambda high: _divergence(asked, high) - far, asked, 1 - 1e-12))


def chance_interval(met: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Exact interval of a chance (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(met, n - met + 1, tail)) if met > 0 else 0.0
    high = float(betaincinv(met + 1, n - met, 1 - tail)) if met < n else 1.0
    return low, high
