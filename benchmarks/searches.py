"""Other ways of placing posts, each with the evaluations that it is given (see tune.py)."""

import math
from collections.abc import Callable
from itertools import permutations

import numpy as np

from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan
from tbkk_sim.tuning.study import TuningStudy

REPLICATIONS_A_TRIAL = 8
"""Replications that every plan is tried in: the same for all, so that the search follows the plans and not luck."""
FINALISTS, REPLICATIONS_OF_FINAL = 10, 16
FIRST_OF_FINAL = 5_000
"""The best plans of a search meet again in replications from here, so that a lucky one does not win."""

Search = Callable[[TuningStudy, StaffingPlan, int], StaffingPlan]
"""The best plan that is found with so many evaluations, of as many posts as the plan given (that of the swaps)."""


SPREAD = 6.0
"""Weights run from 1 to exp(6), so that all posts in one unit are as near as an even division."""


def with_optuna(sampler: str) -> Search:
    """A sampler of Optuna over the logarithms of the weights by which posts are divided."""

    def search(study: TuningStudy, ours: StaffingPlan, evaluations: int) -> StaffingPlan:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        samplers = {"TPE": optuna.samplers.TPESampler, "GP": optuna.samplers.GPSampler}
        units, seen = list(study.settings.staffing.units), dict[StaffingPlan, float]()

        def loss(trial: optuna.Trial) -> float:
            weights = [math.exp(SPREAD * trial.suggest_float(unit, 0, 1)) for unit in units]
            plan = divided(units, weights, ours.extra_fte)
            if plan not in seen:
                seen[plan] = mean_loss(study, plan)
            return seen[plan]

        def stop(of_optuna: optuna.Study, _: object) -> None:
            if len(seen) >= trials_of(evaluations):
                of_optuna.stop()

        of_optuna = optuna.create_study(sampler=samplers[sampler](seed=1))
        of_optuna.optimize(loss, n_trials=2 * trials_of(evaluations), callbacks=[stop])  # plans seen before are free
        return best_again(study, seen)

    return search


def single_swaps(study: TuningStudy, ours: StaffingPlan, evaluations: int) -> StaffingPlan:
    """Every plan that differs by one post moved from a unit to another, posts of today included."""
    units, posts = list(study.settings.staffing.units), ours.by_place()
    seen = {}
    for giver, taker in list(permutations(map(PostPlace, units), 2))[: trials_of(evaluations)]:
        plan = StaffingPlan.with_posts({**posts, giver: posts.get(giver, 0) - 1, taker: posts.get(taker, 0) + 1})
        seen[plan] = mean_loss(study, plan)
    return best_again(study, seen)


SEARCHES: dict[str, Search] = {"TPE": with_optuna("TPE"), "GP": with_optuna("GP"), "swaps": single_swaps}


def trials_of(evaluations: int) -> int:
    """Plans that can be tried, the final taken off."""
    return max((evaluations - FINALISTS * REPLICATIONS_OF_FINAL) // REPLICATIONS_A_TRIAL, 1)


def mean_loss(study: TuningStudy, plan: StaffingPlan) -> float:
    """Mean loss in the replications of a trial."""
    return float(study.losses([plan], range(REPLICATIONS_A_TRIAL)).mean())


def best_again(study: TuningStudy, seen: dict[StaffingPlan, float]) -> StaffingPlan:
    """The best of the finalists, in replications that they were not found with."""
    finalists = sorted(seen, key=seen.__getitem__)[:FINALISTS]
    losses = study.losses(finalists, range(FIRST_OF_FINAL, FIRST_OF_FINAL + REPLICATIONS_OF_FINAL))
    return finalists[int(losses.mean(axis=0).argmin())]


def divided(units: list[str], weights: list[float], posts: int) -> StaffingPlan:
    """Posts in proportion to weights, by largest remainders."""
    shares = np.array(weights) / max(sum(weights), 1e-9) * posts
    whole = np.floor(shares).astype(int)
    for unit in np.argsort(whole - shares)[: posts - whole.sum()]:
        whole[unit] += 1
    return StaffingPlan.with_posts({PostPlace(unit): int(n) for unit, n in zip(units, whole, strict=True)})
