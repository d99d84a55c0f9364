"""Turns the result of a question into the answer that is stored."""

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np

from tbkk_sim.settings.tuning import Norm
from tbkk_sim.stats.chance import chance_interval
from tbkk_sim.stats.screening import RAREST
from tbkk_sim.stats.selection import Selection
from tbkk_sim.stats.spread import summarise
from tbkk_sim.tuning.answers.certified import MixAnswer, MixedPlan, PlacedPlan, PlaceResponse, WhereAnswer
from tbkk_sim.tuning.answers.norms import (
    AskedNorm,
    FrontierPoint,
    HowManyAnswer,
    PeriodService,
    PerUnitAnswer,
    ShareBand,
    UnitNeed,
    WhenAnswer,
)
from tbkk_sim.tuning.answers.robust import FailureLimits, LimitBound, RobustAnswer, RobustPlan, UncertainSetting
from tbkk_sim.tuning.answers.study import StoredPlan, StoredPosts, StudyBudget
from tbkk_sim.tuning.questions.how_many import HowManyResult, Trial
from tbkk_sim.tuning.questions.mix import MixResult
from tbkk_sim.tuning.questions.per_unit import PerUnitResult
from tbkk_sim.tuning.questions.robust import RobustResult
from tbkk_sim.tuning.questions.when import WhenResult
from tbkk_sim.tuning.questions.where import WhereResult
from tbkk_sim.tuning.search.limits import Limits
from tbkk_sim.tuning.search.plans import StaffingPlan
from tbkk_sim.tuning.study import CertifiedChoice, TuningStudy


def record_where(study: TuningStudy, result: WhereResult) -> WhereAnswer:
    """Return the answer to `where`."""
    response = result.response
    places = zip(
        response.places,
        response.lowest,
        response.levels,
        response.gains,
        response.errors,
        response.fitted(study.tuning.where.jump_penalty),
        strict=True,
    )
    return WhereAnswer(
        **_study(study),
        **_certificate(result),
        extra_fte=study.tuning.where.extra_fte,
        plans=tuple(
            PlacedPlan(found_by=found_by, **_plan(plan), **_beside_chosen(result.selection, p))
            for p, (plan, found_by) in enumerate(zip(result.plans, result.found_by, strict=True))
        ),
        greedy_is_exact=result.greedy_is_exact,
        response=tuple(
            PlaceResponse(
                unit=place.unit,
                role=place.role,
                posts=tuple(low + n for n in levels),
                gains=tuple(gains.tolist()),
                errors=tuple(errors.tolist()),
                fitted=tuple(fitted.tolist()),
            )
            for place, low, levels, gains, errors, fitted in places
        ),
    )


def record_mix(study: TuningStudy, result: MixResult) -> MixAnswer:
    """Return the answer to `mix`."""
    rows = zip(result.plans, result.pairs, result.borrowed_fte, result.lender_waiting, strict=True)
    return MixAnswer(
        **_study(study),
        **_certificate(result),
        plans=tuple(
            MixedPlan(
                **_plan(plan) | {"extra_fte": posts},
                **_beside_chosen(result.selection, p),
                share_factor=factor,
                borrowed_fte=float(borrowed),
                lender_waiting_days=float(waiting),
            )
            for p, (plan, (posts, factor), borrowed, waiting) in enumerate(rows)
        ),
    )


def record_robust(study: TuningStudy, result: RobustResult) -> RobustAnswer:
    """Return the answer to `robust`."""
    robust = study.tuning.robust
    assert robust is not None
    regret, regret_90 = result.regret, result.regret_90
    return RobustAnswer(
        **_study(study),
        chosen=result.chosen,
        replications_asked=robust.replications,
        replications=len(result.losses),
        fails_above=result.fails_above,
        fails=int(result.fails.sum()),
        plans=tuple(
            RobustPlan(
                **_plan(plan),
                loss=float(result.losses[:, p].mean()),
                regret_mean=float(regret[:, p].mean()),
                regret_90=float(regret_90[p]),
                regret_max=float(regret[:, p].max()),
                best_in=float((regret[:, p] <= 0).mean()),
                regrets=tuple(regret[:, p].tolist()),
                losses=tuple(result.losses[:, p].tolist()),
            )
            for p, plan in enumerate(result.plans)
        ),
        replications_drawn=tuple(map(tuple, result.replications.tolist())),
        ranges=tuple(
            UncertainSetting(**asdict(r), rank_correlation=_known(correlation))
            for r, correlation in zip(result.ranges, result.rank_correlations(), strict=True)
        ),
        limits=None if result.limits is None else _limits(result.limits, [r.key for r in result.ranges]),
    )


def record_how_many(study: TuningStudy, result: HowManyResult) -> HowManyAnswer:
    """Return the answer to `how_many` for all units together."""
    asked = study.tuning.how_many
    assert asked is not None
    chosen = None if result.chosen is None else result.trials[result.chosen]
    return HowManyAnswer(
        **_study(study),
        **_norms(study, asked.norms, asked.chance, result),
        extra_fte=result.chosen,
        posts_today=sum(unit.posts for unit in study.settings.staffing.units.values()),
        enough=result.enough,
        tests=result.tests,
        tested=chosen.tested if chosen else 0,
        tested_met=chosen.tested_met if chosen else 0,
        frontier=tuple(_frontier_point(posts, trial) for posts, trial in sorted(result.trials.items())),
    )


def record_per_unit(study: TuningStudy, result: PerUnitResult) -> PerUnitAnswer:
    """Return the answer to `how_many` for each unit by itself."""
    asked, units = study.tuning.how_many, study.settings.staffing.units
    assert asked is not None
    row_of = {unit: n for n, unit in enumerate(units)}
    return PerUnitAnswer(
        **_study(study),
        **_norms(study, asked.norms, asked.chance, result),
        extra_fte=sum(unit.posts for unit in result.units),
        posts_today=sum(unit.posts for unit in units.values()),
        units=tuple(
            UnitNeed(
                **asdict(of),
                posts_today=units[of.unit].posts,
                shares=_all_known(result.shares[row_of[of.unit]]),
            )
            for of in result.units
        ),
    )


def record_when(study: TuningStudy, result: WhenResult) -> WhenAnswer:
    """Return the answer to `when`."""
    asked = study.tuning.when
    assert asked is not None
    shares, met = result.fresh.mean_shares(), result.fresh.met()
    return WhenAnswer(
        **_study(study),
        **_norms(study, asked.norms, asked.chance, result),
        period=asked.period,
        quarters=tuple(result.periods.quarters),
        hires=result.hires,
        extra_fte=sum(result.hires),
        cost=result.cost,
        flat=result.flat,
        flat_cost=_known(result.flat_cost),
        periods=tuple(
            PeriodService(
                name=name,
                shares=_all_known(shares[p]),
                met=int(met[:, p].sum()),
                of=len(met),
                posts=float(result.staff[p, 0]),
                filled=float(result.staff[p, 1]),
                helped=result.reachable[p],
                enough=result.met[p],
            )
            for p, name in enumerate(result.periods.names)
        ),
    )


def _study(study: TuningStudy) -> dict[str, Any]:
    tuning, watch = study.tuning, study.evaluator.watch
    return {
        "scenario": study.settings.name,
        "objective": tuning.objectives[tuning.objective].label,
        "confidence": tuning.confidence,
        "engine": study.evaluator.engine,
        "budget": StudyBudget(
            runs=watch.runs,
            simulated=watch.simulated,
            runs_allowed=tuning.most_runs,
            seconds=round(watch.seconds, 1),
            minutes_allowed=tuning.budget_minutes,
            ended=watch.ended,
            search_was_cut=watch.search_was_cut,
        ),
    }


def _plan(plan: StaffingPlan) -> dict[str, Any]:
    posts = tuple(
        StoredPosts(unit=step.place.unit, role=step.place.role, date=step.date, posts=step.posts) for step in plan.posts
    )
    return {"extra_fte": plan.extra_fte, "posts": posts, "lends": dict(plan.lends)}


def _certificate(choice: CertifiedChoice) -> dict[str, Any]:
    selection, today = choice.selection, choice.today
    return {
        "chosen": selection.best,
        "proven": selection.proven,
        "probability": _known(selection.probability),
        "rarest_share": RAREST,
        "bad_replications": selection.bad_replications,
        "precision": selection.precision,
        "certificate_runs": selection.runs,
        "today": today.loss,
        "gain_low": _known(today.low),
        "gain_high": _known(today.high),
    }


def _beside_chosen(selection: Selection, p: int) -> dict[str, Any]:
    return {
        "loss": float(selection.mean[selection.best] + selection.difference[p]),
        "difference": float(selection.difference[p]),
        "low": _known(selection.low[p]),
        "high": _known(selection.high[p]),
        "replications": int(selection.replications[p]),
        "alike": bool(selection.alike[p]),
        "left": bool(selection.left[p]),
    }


def _norms(
    study: TuningStudy,
    norms: dict[str, Norm],
    chance: float | None,
    result: HowManyResult | PerUnitResult | WhenResult,
) -> dict[str, Any]:
    classes = study.settings.casework.classes  # one without a norm is refused before a study begins
    return {
        "norms": tuple(
            AskedNorm(case_class=name, share=norm.share, days=norm.within_days or classes[name].norm_days or math.nan)
            for name, norm in norms.items()
        ),
        "chance": chance,
        "plan": StoredPlan(**_plan(result.plan)),
        "proven": result.proven,
        "probability": _known(result.probability),
    }


def _frontier_point(posts: int, trial: Trial) -> FrontierPoint:
    shares = summarise(np.array(trial.shares))
    met, n = (trial.tested_met, trial.tested) if trial.tested else (sum(trial.met), len(trial.met))
    met_low, met_high = chance_interval(met, n)
    return FrontierPoint(
        extra_fte=posts,
        shares=tuple(
            None if math.isnan(mean) else ShareBand(mean=float(mean), low=float(low), high=float(high))
            for mean, low, high in zip(shares.mean, shares.band_low, shares.band_high, strict=True)
        ),
        replications=len(trial.met),
        met=met,
        of=n,
        met_low=met_low,
        met_high=met_high,
        fresh=bool(trial.tested),
        answer=trial.answer,
    )


def _limits(limits: Limits, keys: list[str]) -> FailureLimits:
    bounds = tuple(LimitBound(key=keys[setting], above=above, value=value) for setting, above, value in limits.bounds)
    return FailureLimits(bounds=bounds, density=limits.density, coverage=limits.coverage, good=limits.good)


def _known(value: float) -> float | None:
    """Return the number; None for NaN and infinity, which JSON does not have."""
    return float(value) if math.isfinite(value) else None


def _all_known(values: Iterable[float]) -> tuple[float | None, ...]:
    return tuple(_known(value) for value in values)
