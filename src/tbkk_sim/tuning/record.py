"""An answer as plain values, to be kept as JSON and read by whoever writes about it."""

import math
from typing import Any

import numpy as np

from tbkk_sim.tuning.plans import Plan
from tbkk_sim.tuning.selection import Selection
from tbkk_sim.tuning.study import Study
from tbkk_sim.tuning.where import WhereAnswer

Record = dict[str, Any]


def plan_record(plan: Plan) -> Record:
    """A plan."""
    return {
        "extra_fte": plan.extra_fte,
        "posts": [
            {
                "unit": step.place.unit,
                "role": step.place.role,
                "date": None if step.date is None else str(step.date),
                "posts": step.posts,
            }
            for step in plan.posts
        ],
        "lends": dict(plan.lends),
    }


def study_record(study: Study) -> Record:
    """What every answer says of its question and its cost."""
    tuning, watch = study.tuning, study.evaluator.watch
    return {
        "question": tuning.question,
        "scenario": study.settings.name,
        "objective": tuning.objectives[tuning.objective].label,
        "confidence": tuning.confidence,
        "engine": study.evaluator.engine,
        "budget": {
            "runs": watch.runs,
            "simulated": watch.simulated,
            "seconds": round(watch.seconds, 1),
            "minutes_allowed": tuning.budget_minutes,
        },
    }


def selection_record(plans: list[Plan], names: list[str], selection: Selection) -> Record:
    """Plans side by side, and which one was chosen."""
    low, high = (selection.difference + sign * selection.half_width for sign in (-1, 1))
    return {
        "chosen": selection.best,
        "proven": selection.proven,
        "probability": selection.probability,
        "precision": selection.precision,
        "certificate_runs": selection.runs,
        "plans": [
            {
                "name": names[p],
                **plan_record(plan),
                "loss": selection.mean[p],
                "difference": selection.difference[p],
                "low": low[p],
                "high": high[p],
                "futures": selection.replications[p],
                "alike": selection.alike[p],
                "left": selection.left[p],
            }
            for p, plan in enumerate(plans)
        ],
    }


def where_record(study: Study, answer: WhereAnswer) -> Record:
    """The answer to `where`."""
    penalty = study.tuning.where.jump_penalty
    response = answer.response
    return {
        **study_record(study),
        **selection_record(answer.plans, answer.names, answer.selection),
        "extra_fte": study.tuning.where.extra_fte,
        "today": answer.today.mean(),
        "greedy_is_exact": answer.greedy_is_exact,
        "response": [
            {
                "unit": place.unit,
                "role": place.role,
                "posts": [low + n for n in levels],
                "gains": gains,
                "errors": errors,
                "fitted": fitted,
            }
            for place, low, levels, gains, errors, fitted in zip(
                response.places,
                response.lowest,
                response.levels,
                response.gains,
                response.errors,
                response.fitted(penalty),
                strict=True,
            )
        ],
    }


def plain(value: Any) -> Any:
    """The same as JSON knows it: lists and numbers; a number that is none becomes null."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
