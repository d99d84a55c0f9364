"""Selection of the best of a list of plans within a budget, with a guaranteed probability of a right choice."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Flags, Floats
from tbkk_sim.stats.intervals import interval_of_difference, level_of_each
from tbkk_sim.stats.screening import Screening, least_replications
from tbkk_sim.stats.spread import LEVEL

Evaluate = Callable[[Sequence[int], range], Floats]
"""Returns the losses [replication, plan] of these plans in these replications."""
REPLICATIONS_AT_ONCE = 4
"""Replications evaluated at one time; the same on every machine, as all of them count."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Result of a selection among plans."""

    best: int
    """The plan chosen."""
    proven: bool
    """The guarantee holds; otherwise the budget ended first."""
    probability: float
    """Guaranteed probability that the choice is within the precision of the best; NaN if it is not proven."""
    precision: float
    """Difference in loss that matters."""
    mean: Floats
    """Mean loss of each plan over its own replications."""
    difference: Floats
    """Mean loss of each plan less that of the chosen one, over the replications that both have."""
    low: Floats
    """Lower end of the simultaneous 95 % interval of that difference (Bonferroni); NaN where there is none."""
    high: Floats
    """Its upper end."""
    replications: NDArray[np.intp]
    """Replications that each plan has."""
    left: Flags
    """Plans that were not dropped."""
    bad_replications: int
    """Replications in which the plan chosen is far worse than another, too few to prove anything; 0 if it is proven."""

    @property
    def alike(self) -> Flags:
        """Plans that cannot be told apart from the chosen one: no interval of their difference is above zero."""
        return ~(self.low > 0)

    @property
    def runs(self) -> int:
        """Evaluations spent, over all plans."""
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
        evaluate: Returns losses.
        n_plans: Number of plans.
        precision: Difference in loss that matters, or a function that returns it from the losses of the first stage.
        alpha: Accepted probability of a choice that is worse by more than the precision.
        n_first: Replications of all plans before one is dropped; more if `least_replications` asks for more.
        most: Replications of one plan at most; nothing is proven with fewer than `least_replications`.
        first_replication: Number of the first replication, after those that the plans were found with.
        may_go_on: Returns True while the budget allows more.
    """
    plans = list(range(n_plans))
    least = least_replications(alpha)
    losses = evaluate(plans, range(first_replication, first_replication + min(n_first, most)))
    while len(losses) < min(least, most) and may_go_on():
        begin = first_replication + len(losses)
        more = evaluate(plans, range(begin, begin + min(REPLICATIONS_AT_ONCE, min(least, most) - len(losses))))
        losses = np.concatenate([losses, more])
    delta = precision(losses) if callable(precision) else precision
    if len(losses) < least:  # too few to drop a plan
        return _selection(losses, None, float(delta), alpha)
    screening = Screening(losses[None], delta, alpha)
    rows = list(losses)
    while not screening.decided[0] and len(rows) < most and may_go_on():
        left = np.flatnonzero(screening.left[0])
        begin = first_replication + len(rows)
        more = evaluate(left.tolist(), range(begin, begin + min(REPLICATIONS_AT_ONCE, most - len(rows))))
        for new in more:
            row = np.full(n_plans, np.nan)
            row[left] = new
            rows.append(row)
            if not screening.decided[0]:
                screening.add(np.where(screening.left, row, 0.0))
    return _selection(np.array(rows), screening, float(delta), alpha)


def _selection(losses: Floats, screening: Screening | None, precision: float, alpha: float) -> Selection:
    """Return the result; nothing is proven without screening."""
    bad_replications = 0
    if screening is None:
        proven, best, left = False, int(losses.mean(axis=0).argmin()), np.ones(losses.shape[1], dtype=np.bool_)
    else:
        proven, best, left = bool(screening.decided[0]), int(screening.best[0]), screening.left[0]
        bad_replications = 0 if proven else int(screening.bad_replications[0])
    of_best = np.repeat(losses[:, [best]], losses.shape[1], axis=1)
    low, high = interval_of_difference(of_best, losses, level_of_each(LEVEL, losses.shape[1] - 1))
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
        bad_replications=bad_replications,
    )
