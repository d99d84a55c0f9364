"""Choosing the best of a list of plans, and judging a chance, with a proven probability.

The procedure of Kim and Nelson (2001, "A fully sequential procedure for indifference-zone selection in simulation"),
with c = 1. It screens on variances of differences, so it gains all that common random numbers give. Values are losses:
smaller is better, and their sign does not matter.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Evaluate = Callable[[Sequence[int], range], Floats]
"""Losses [replication, plan] of these plans in these replications."""


class Screening:
    """Plans that may still be the best, in many studies at once: arrays [study, plan].

    Promise: in each study the best plan is chosen with probability 1 - alpha if it leads by `precision`, and else
    one within `precision` of it (for normal losses; correlation between plans only helps).
    """

    def __init__(self, first: Floats, precision: Floats | float, alpha: float) -> None:
        """Take the losses of the first stage, [study, replication, plan].

        Raises:
            ValueError: fewer than two replications, or an error or precision that promises nothing.
        """
        _, n_first, n_plans = first.shape
        if n_first < 2 or not 0 < alpha < 0.5 or np.any(np.asarray(precision) <= 0):
            raise ValueError("selection: needs two first replications, alpha in (0, 0.5) and a precision above 0")
        rivals = max(n_plans - 1, 1)
        eta = 0.5 * ((2 * alpha / rivals) ** (-2 / (n_first - 1)) - 1)
        self.precision = np.broadcast_to(np.asarray(precision, dtype=np.float64), first.shape[:1])[:, None, None]
        enough = 2 * eta * (n_first - 1) * _variances_of_differences(first) / self.precision**2
        self.enough = enough
        """Replications [study, plan, plan] after which two plans need no more margin."""
        self.replications = n_first
        self.sums = first.sum(axis=1)
        self.left: Flags = np.ones(self.sums.shape, dtype=np.bool_)
        self._screen()

    def add(self, losses: Floats) -> None:
        """Add one replication [study, plan]; what it says of a plan that is out does not matter."""
        self.sums = self.sums + np.where(self.left, losses, 0.0)
        self.replications += 1
        self._screen()

    @property
    def decided(self) -> Flags:
        """Studies in which one plan is left, or those left are alike as far as was asked."""
        pairs = self.left[:, :, None] & self.left[:, None, :]
        most = np.where(pairs, self.enough, 0.0).max(axis=(1, 2))
        decided: Flags = (self.left.sum(axis=1) == 1) | (self.replications > most)
        return decided

    @property
    def best(self) -> NDArray[np.intp]:
        """The plan left with the smallest mean loss, per study."""
        best: NDArray[np.intp] = np.where(self.left, self.sums, np.inf).argmin(axis=1)
        return best

    def keep(self, studies: Flags) -> None:
        """Go on with these studies only."""
        self.precision, self.enough = self.precision[studies], self.enough[studies]
        self.sums, self.left = self.sums[studies], self.left[studies]

    def _screen(self) -> None:
        """Drop each plan whose mean loss exceeds that of another plan left by more than the margin of the two."""
        n = self.replications
        margin = np.maximum(0.0, self.precision / (2 * n) * (self.enough - n))
        mean = self.sums / n
        behind = mean[:, :, None] - mean[:, None, :] > margin
        self.left = self.left & ~(behind & self.left[:, None, :]).any(axis=2)


def _variances_of_differences(first: Floats) -> Floats:
    """Sample variance of the difference of each pair of plans [study, plan, plan]."""
    centred = first - first.mean(axis=1, keepdims=True)
    covariance = np.einsum("sri,srl->sil", centred, centred) / (first.shape[1] - 1)
    own = np.einsum("sii->si", covariance)
    variances: Floats = np.maximum(own[:, :, None] + own[:, None, :] - 2 * covariance, 0.0)
    return variances


@dataclass(frozen=True, slots=True)
class Selection:
    """What a selection among plans says."""

    best: int
    """The plan chosen."""
    proven: bool
    """The promise holds; else the budget ended first."""
    probability: float
    """That the choice is within the precision of the best: promised if proven, else estimated (Bonferroni, from
    t-distributions of the paired differences, which is no promise)."""
    precision: float
    """Difference in loss that matters."""
    mean: Floats
    """Mean loss of each plan over its own replications."""
    difference: Floats
    """Mean loss of each plan less that of the chosen one, over the replications that both have."""
    half_width: Floats
    """Half of the simultaneous 95 % interval of that difference (Bonferroni)."""
    replications: NDArray[np.intp]
    """Replications that each plan has."""
    left: Flags
    """Plans that were not dropped."""

    @property
    def alike(self) -> Flags:
        """Plans that cannot be told apart from the chosen one: the interval of their difference holds zero."""
        return self.difference - self.half_width <= 0

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
    n_first: int = 10,
    most: int = 1000,
    at_once: int = 4,
    first_replication: int = 0,
    may_go_on: Callable[[], bool] = lambda: True,
) -> Selection:
    """Choose the plan with the smallest mean loss.

    Args:
        evaluate: Gives losses.
        n_plans: Number of plans.
        precision: Difference in loss that matters; or how it follows from the losses of the first stage.
        alpha: Accepted probability of a choice that is worse by more than the precision.
        n_first: Replications of all plans before the first one is dropped.
        most: Replications of one plan at most.
        at_once: Replications asked for at one time.
        first_replication: Number of the first replication: others than those that the plans were found with.
        may_go_on: Whether the budget allows more.
    """
    plans = list(range(n_plans))
    losses = evaluate(plans, range(first_replication, first_replication + n_first))
    delta = precision(losses) if callable(precision) else precision
    screening = Screening(losses[None], delta, alpha)
    rows = list(losses)
    while not screening.decided[0] and len(rows) < most and may_go_on():
        left = np.flatnonzero(screening.left[0])
        begin = first_replication + len(rows)
        more = evaluate(left.tolist(), range(begin, begin + min(at_once, most - len(rows))))
        for new in more:
            row = np.full(n_plans, np.nan)
            row[left] = new
            rows.append(row)
            if not screening.decided[0]:
                screening.add(np.where(screening.left, row, 0.0))
    return _selection(np.array(rows), screening, float(delta), alpha)


def _selection(losses: Floats, screening: Screening, precision: float, alpha: float) -> Selection:
    from scipy.special import stdtr, stdtrit

    proven, best = bool(screening.decided[0]), int(screening.best[0])
    there = ~np.isnan(losses)
    difference = losses - losses[:, [best]]
    n = there.sum(axis=0)
    rivals = max(losses.shape[1] - 1, 1)
    centre = np.nanmean(difference, axis=0)
    error = np.sqrt(np.nanvar(difference, axis=0, ddof=1) / n)
    with np.errstate(divide="ignore", invalid="ignore"):
        behind = np.where(error > 0, (centre + precision) / error, np.inf)
    others = np.arange(losses.shape[1]) != best
    doubt = float(stdtr(n - 1, -behind)[others].sum())
    return Selection(
        best=best,
        proven=proven,
        probability=1 - alpha if proven else max(0.0, 1 - doubt),
        precision=precision,
        mean=np.nanmean(losses, axis=0),
        difference=centre,
        half_width=np.where(others, stdtrit(n - 1, 1 - 0.05 / (2 * rivals)) * error, 0.0),
        replications=n,
        left=screening.left[0],
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


def half_width_of(sample: Floats, level: float = 0.95) -> float:
    """Half of the interval of a mean (Student's t)."""
    from scipy.special import stdtrit

    error = float(sample.std(ddof=1)) / math.sqrt(len(sample))
    return float(stdtrit(len(sample) - 1, (1 + level) / 2)) * error


def chance_interval(met: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Exact interval of a chance (Clopper and Pearson 1934)."""
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(met, n - met + 1, tail)) if met > 0 else 0.0
    high = float(betaincinv(met + 1, n - met, 1 - tail)) if met < n else 1.0
    return low, high
