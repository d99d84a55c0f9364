"""Plans under uncertain settings: regret, and the limits beyond which a plan fails."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Floats
from tbkk_sim.problem import Phrase, wrong
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.tuning.search.limits import Limits, find_limits
from tbkk_sim.tuning.search.path import make_path
from tbkk_sim.tuning.search.plans import StaffingPlan, with_values
from tbkk_sim.tuning.study import TuningStudy

LEAST_REPLICATIONS = 10
"""Least number of replications, whatever the budget: fewer allow no conclusion."""


@dataclass(frozen=True)
class UncertainRange:
    """An uncertain setting and its range."""

    key: str
    low: float
    high: float
    today: float


@dataclass(frozen=True)
class RobustResult:
    """Losses of plans over replications, and the failures of the plan with the least regret."""

    plans: list[StaffingPlan]
    ranges: list[UncertainRange]
    replications: Floats
    """Value of each uncertain setting [replication, setting]."""
    losses: Floats
    """Loss a year [replication, plan]."""
    chosen: int
    """The plan with the smallest 90 % regret."""
    fails: NDArray[np.bool_]
    """Replications in which the chosen plan fails."""
    fails_above: float
    """The loss above which it fails."""
    limits: Limits | None
    """Limits beyond which it fails; None: no three limits describe that well enough."""

    @property
    def plan(self) -> StaffingPlan:
        """The plan chosen."""
        return self.plans[self.chosen]

    @property
    def regret(self) -> Floats:
        """Loss of a plan less the smallest of any in the same replication."""
        return regret_of(self.losses)

    @property
    def regret_90(self) -> Floats:
        """Regret of each plan that one replication in ten exceeds."""
        return regret_90(self.losses)

    def rank_correlations(self) -> Floats:
        """Return the rank correlation of the loss of the plan chosen with each setting (Spearman 1904)."""
        ranks = np.argsort(
            np.argsort(np.column_stack((self.replications, self.losses[:, self.chosen])), axis=0), axis=0
        )
        return np.asarray(np.corrcoef(ranks, rowvar=False))[-1, :-1]


def regret_of(losses: Floats) -> Floats:
    """Return losses [replication, plan] less the smallest of any plan in the same replication."""
    regret: Floats = losses - losses.min(axis=1, keepdims=True)
    return regret


def regret_90(losses: Floats) -> Floats:
    """Return the regret of each plan that one replication in ten exceeds."""
    return np.quantile(regret_of(losses), 0.9, axis=0)


def ranges_of(settings: Settings, keys: Sequence[str], entries: Sequence[Entry]) -> list[UncertainRange]:
    """Return the ranges of these settings, from the sources of their numbers.

    Raises:
        SettingsError: one of them is not in the run, or has no range.
    """
    found: list[UncertainRange] = []
    whole = settings.model_dump(mode="json")
    last = {entry.key: entry for entry in entries if entry.low is not None and not isinstance(entry.value, str)}
    for key in keys:
        value: object = whole
        for step in key.split("."):
            value = value.get(step) if isinstance(value, dict) else None
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise wrong("tune.robust.over", "'{key}' is not a number of this run", key=key)
        entry = last.get(key)
        if entry is None or entry.low is None or entry.high is None:
            raise wrong("tune.robust.over", "'{key}' has no range in conf/; choose an assumption or a proxy", key=key)
        found.append(UncertainRange(key, entry.low, entry.high, float(value)))
    return found


def draw_hypercube(ranges: Sequence[UncertainRange], replications: int, seed: int) -> Floats:
    """Draw values [replication, setting], each setting evenly over its range (Latin hypercube)."""
    from scipy.stats import qmc

    from tbkk_sim.sampling.streams import stream

    unit = qmc.LatinHypercube(len(ranges), rng=stream(seed, 0, "tuning/futures")).random(replications)
    low, high = (np.array([getattr(r, bound) for r in ranges]) for bound in ("low", "high"))
    values: Floats = low + unit * (high - low)
    return values


def answer_robust(study: TuningStudy) -> RobustResult:
    """Evaluate every plan in every replication; each has random numbers of its own that all plans share."""
    robust, watch = study.tuning.robust, study.evaluator.watch
    assert robust is not None
    ranges = ranges_of(study.settings, robust.over, study.sources)
    path = make_path(study, robust.spread, max(robust.extra_fte))
    plans = [path(n) for n in robust.extra_fte]
    replications = draw_hypercube(ranges, robust.replications, study.settings.seed)
    watch.stage(Phrase("futures"), len(plans) * len(replications))
    losses = []
    for number, values in enumerate(replications):
        if not watch.may_go_on() and number >= LEAST_REPLICATIONS:
            break
        settings = with_values(study.settings, zip([r.key for r in ranges], values.tolist(), strict=True))
        (of_plans,) = study.evaluator.measures(plans, [study.fresh + number], settings)
        losses.append([study.loss_function.loss(m) for m in of_plans])
    table = np.array(losses)
    seen = replications[: len(table)]
    chosen = int(regret_90(table).argmin())
    median = float(np.median(table[:, chosen]))
    fails_above = median + (robust.fails_above - 1) * abs(median)  # below 0: more is taken up than comes in
    fails = table[:, chosen] > fails_above
    return RobustResult(
        plans=plans,
        ranges=ranges,
        replications=seen,
        losses=table,
        chosen=chosen,
        fails=fails,
        fails_above=fails_above,
        limits=find_limits(seen, table[:, chosen], fails_above),
    )
