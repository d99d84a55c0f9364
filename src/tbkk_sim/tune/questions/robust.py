"""Plans in many uncertain futures: regret, and the plain limits at which a plan fails."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.problem import Phrase, wrong
from tbkk_sim.settings import Settings
from tbkk_sim.settings.provenance import Entry
from tbkk_sim.tune.search.limits import Limits, limits_of
from tbkk_sim.tune.search.path import path_of
from tbkk_sim.tune.search.plans import Plan, changed
from tbkk_sim.tune.study import Study

Floats = NDArray[np.float64]
LEAST_FUTURES = 10
"""Futures that are tried whatever the budget: below it nothing can be said."""


@dataclass(frozen=True)
class Range:
    """An uncertain setting and its range."""

    key: str
    low: float
    high: float
    today: float


@dataclass(frozen=True)
class RobustAnswer:
    """Losses of plans over futures, and when the plan with the least regret fails."""

    plans: list[Plan]
    ranges: list[Range]
    futures: Floats
    """Value of each uncertain setting [future, setting]."""
    losses: Floats
    """Loss a year [future, plan]."""
    chosen: int
    """The plan with the smallest 90 % regret."""
    fails: NDArray[np.bool_]
    """Futures in which the chosen plan fails."""
    fails_above: float
    """The loss above which it fails."""
    limits: Limits | None
    """When it fails; None: no three limits say it well enough."""

    @property
    def regret(self) -> Floats:
        """Loss of a plan less the smallest of any in the same future."""
        regret: Floats = self.losses - self.losses.min(axis=1, keepdims=True)
        return regret

    def rank_correlations(self) -> Floats:
        """How closely the loss of the plan chosen goes with each setting (Spearman 1904)."""
        ranks = np.argsort(np.argsort(np.column_stack((self.futures, self.losses[:, self.chosen])), axis=0), axis=0)
        correlations: Floats = np.asarray(np.corrcoef(ranks, rowvar=False))[-1, :-1]
        return correlations


def ranges_of(settings: Settings, keys: Sequence[str], entries: Sequence[Entry]) -> list[Range]:
    """The ranges of these settings, from where their numbers come from.

    Raises:
        SettingsError: one of them is not in the run, or has no range.
    """
    found: list[Range] = []
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
        found.append(Range(key, entry.low, entry.high, float(value)))
    return found


def hypercube(ranges: Sequence[Range], futures: int, seed: int) -> Floats:
    """Values [future, setting]: each setting evenly over its range (Latin hypercube)."""
    from scipy.stats import qmc

    from tbkk_sim.sampling.streams import stream

    unit = qmc.LatinHypercube(len(ranges), rng=stream(seed, 0, "tuning/futures")).random(futures)
    low, high = (np.array([getattr(r, bound) for r in ranges]) for bound in ("low", "high"))
    values: Floats = low + unit * (high - low)
    return values


def answer_robust(study: Study) -> RobustAnswer:
    """Judge every plan in every future, each future with random numbers of its own that all plans share."""
    robust, watch = study.tuning.robust, study.evaluator.watch
    assert robust is not None
    ranges = ranges_of(study.settings, robust.over, study.sources)
    path = path_of(study, robust.spread, max(robust.extra_fte))
    plans = [path(n) for n in robust.extra_fte]
    futures = hypercube(ranges, robust.futures, study.settings.seed)
    watch.stage(Phrase("futures"), len(plans) * len(futures))
    losses = []
    for number, values in enumerate(futures):
        if not watch.may_go_on() and number >= LEAST_FUTURES:
            break
        settings = changed(study.settings, zip([r.key for r in ranges], values.tolist(), strict=True))
        (of_plans,) = study.evaluator.measures(plans, [study.fresh + number], settings)
        losses.append([study.judge.loss(m) for m in of_plans])
    table = np.array(losses)
    seen = futures[: len(table)]
    regret = table - table.min(axis=1, keepdims=True)
    chosen = int(np.quantile(regret, 0.9, axis=0).argmin())
    fails_above = float(robust.fails_above * np.median(table[:, chosen]))
    fails = table[:, chosen] > fails_above
    return RobustAnswer(
        plans=plans,
        ranges=ranges,
        futures=seen,
        losses=table,
        chosen=chosen,
        fails=fails,
        fails_above=fails_above,
        limits=limits_of(seen, table[:, chosen], fails_above),
    )
