"""Nested plans: each with one post more than the one before."""

from collections.abc import Callable, Sequence

import numpy as np

from tbkk_sim.settings.tuning import Objective, SpreadRule, Tuning
from tbkk_sim.tuning.search.allocation import allocate_greedily
from tbkk_sim.tuning.search.objective import LossFunction
from tbkk_sim.tuning.search.plans import StaffingPlan
from tbkk_sim.tuning.search.response import simulate_response
from tbkk_sim.tuning.search.spread import expected_load, spread
from tbkk_sim.tuning.study import TuningStudy

PlanByPosts = Callable[[int], StaffingPlan]
"""Returns the plan with so many posts more (or fewer, if negative)."""


def make_path(study: TuningStudy, rule: SpreadRule, most: int, asked_classes: Sequence[str] = ()) -> PlanByPosts:
    """Return the function that divides posts by need, by load or by posts.

    By need: each next post goes where it lowers the loss most, by a response table; with `asked_classes` the loss is
    the number of their cases that are too late.
    """
    tuning, settings = study.tuning, study.settings
    if rule != "by_need":
        load = expected_load(settings) if rule == "by_load" else {}
        return lambda posts: spread(settings, posts, rule, tuning.frozen, load)
    need = _tuning_by_need(study, most, asked_classes)
    response = simulate_response(study.evaluator, LossFunction(settings, need), need, range(tuning.search_replications))
    gains = response.fitted()
    least = 1e-6 * max(1.0, *(float(of[-1]) for of in gains))
    # Where nothing helps any more, posts go by the posts that are there.
    even = [
        of + least * np.log1p(np.arange(len(of)) / (settings.staffing.units[place.unit].posts + 0.5))
        for of, place in zip(gains, response.places, strict=True)
    ]

    def plan(posts: int) -> StaffingPlan:
        if posts < 0:
            return spread(settings, posts, "by_posts", tuning.frozen, {})
        return StaffingPlan.with_posts(dict(zip(response.places, allocate_greedily(even, posts), strict=True)))

    return plan


def _tuning_by_need(study: TuningStudy, most: int, asked_classes: Sequence[str]) -> Tuning:
    where = study.tuning.where.model_copy(
        update={"extra_fte": max(most, 1), "may_take": 0, "by_role": False, "most_per_place": None, "date": None}
    )
    if not asked_classes:  # what a post costs says nothing about where it should be
        objectives = {name: each.model_copy(update={"fte": 0.0}) for name, each in study.tuning.objectives.items()}
        return study.tuning.model_copy(update={"where": where, "objectives": objectives})
    weights = {name: float(name in asked_classes) for name in study.settings.casework.classes}
    late = Objective(label="cases of the asked classes too late", norm_missed=1)
    need = {"objective": "need", "objectives": {"need": late}, "weights": weights}
    return study.tuning.model_copy(update={"where": where, **need})
