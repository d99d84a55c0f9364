"""An answer as plain values, to be kept as JSON and read by whoever writes about it."""

import math
from typing import Any

import numpy as np

from tbkk_sim.stats.screening import RAREST
from tbkk_sim.stats.selection import Selection
from tbkk_sim.tune.questions.mix import MixAnswer
from tbkk_sim.tune.questions.robust import RobustAnswer
from tbkk_sim.tune.questions.where import WhereAnswer
from tbkk_sim.tune.search.plans import StaffingPlan
from tbkk_sim.tune.study import Today, TuningStudy

Record = dict[str, Any]


def plan_record(plan: StaffingPlan) -> Record:
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


def study_record(study: TuningStudy) -> Record:
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
            "runs_allowed": tuning.most_runs,
            "seconds": round(watch.seconds, 1),
            "minutes_allowed": tuning.budget_minutes,
            "ended": watch.ended,
            "search_was_cut": watch.search_was_cut,
        },
    }


def selection_record(plans: list[StaffingPlan], names: list[str], selection: Selection) -> Record:
    """Plans side by side, and which one was chosen."""
    return {
        "chosen": selection.best,
        "proven": selection.proven,
        "probability": selection.probability,
        "rarest_share": RAREST,
        "bad_futures": selection.bad_replications,
        "precision": selection.precision,
        "certificate_runs": selection.runs,
        "plans": [
            {
                "name": names[p],
                **plan_record(plan),
                "loss": selection.mean[selection.best] + selection.difference[p],
                "difference": selection.difference[p],
                "low": selection.low[p],
                "high": selection.high[p],
                "futures": selection.replications[p],
                "alike": selection.alike[p],
                "left": selection.left[p],
            }
            for p, plan in enumerate(plans)
        ],
    }


def where_record(study: TuningStudy, answer: WhereAnswer) -> Record:
    """The answer to `where`."""
    penalty = study.tuning.where.jump_penalty
    response = answer.response
    return {
        **study_record(study),
        **selection_record(answer.plans, answer.names, answer.selection),
        "extra_fte": study.tuning.where.extra_fte,
        **_today_record(answer.today),
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


def mix_record(study: TuningStudy, answer: MixAnswer) -> Record:
    """The answer to `mix`."""
    record = selection_record(answer.plans, ["mix"] * len(answer.plans), answer.selection)
    for plan, (posts, factor), borrowed, waits in zip(
        record["plans"], answer.pairs, answer.borrowed_fte, answer.lender_waiting, strict=True
    ):
        plan |= {"extra_fte": posts, "share_factor": factor, "borrowed_fte": borrowed, "lender_waiting_days": waits}
    return {**study_record(study), **record, **_today_record(answer.today)}


def robust_record(study: TuningStudy, answer: RobustAnswer) -> Record:
    """The answer to `robust`."""
    robust = study.tuning.robust
    assert robust is not None
    regret = answer.regret
    limits = answer.limits
    return {
        **study_record(study),
        "chosen": answer.chosen,
        "futures_asked": robust.replications,
        "futures": len(answer.losses),
        "fails_above": answer.fails_above,
        "fails": int(answer.fails.sum()),
        "plans": [
            {
                "name": "robust",
                **plan_record(plan),
                "loss": answer.losses[:, p].mean(),
                "regret_mean": regret[:, p].mean(),
                "regret_90": np.quantile(regret[:, p], 0.9),
                "regret_max": regret[:, p].max(),
                "best_in": float((regret[:, p] <= 0).mean()),
                "regrets": regret[:, p],
                "losses": answer.losses[:, p],
            }
            for p, plan in enumerate(answer.plans)
        ],
        "futures_drawn": answer.replications,
        "ranges": [
            {"key": r.key, "low": r.low, "high": r.high, "today": r.today, "rank_correlation": correlation}
            for r, correlation in zip(answer.ranges, answer.rank_correlations(), strict=True)
        ],
        "limits": None
        if limits is None
        else {
            "bounds": [
                {"key": answer.ranges[setting].key, "above": above, "value": value}
                for setting, above, value in limits.bounds
            ],
            "density": limits.density,
            "coverage": limits.coverage,
            "good": limits.good,
        },
    }


def _today_record(today: Today) -> Record:
    return {"today": today.loss, "gain_low": today.low, "gain_high": today.high}


def plain(value: Any) -> Any:
    """The same as JSON knows it: lists and numbers; a number that is none becomes null."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
