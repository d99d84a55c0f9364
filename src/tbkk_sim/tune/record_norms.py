"""Answers about norms as plain values: `how_many` and `when`."""

import numpy as np

from tbkk_sim.settings.tuning import Norm
from tbkk_sim.stats.chance import chance_interval
from tbkk_sim.tune.questions.how_many import HowManyAnswer, Trial
from tbkk_sim.tune.questions.per_unit import PerUnitAnswer
from tbkk_sim.tune.questions.when import WhenAnswer
from tbkk_sim.tune.record import Record, plan_record, study_record
from tbkk_sim.tune.study import TuningStudy


def how_many_record(study: TuningStudy, answer: HowManyAnswer) -> Record:
    """The answer to `how_many` for all units together."""
    asked = study.tuning.how_many
    assert asked is not None
    chosen = None if answer.chosen is None else answer.trials[answer.chosen]
    return {
        **study_record(study),
        **_asked_record(study, asked.norms, asked.chance),
        "scope": "nationally",
        "extra_fte": answer.chosen,
        "posts_today": sum(unit.posts for unit in study.settings.staffing.units.values()),
        "plan": plan_record(answer.plan),
        "enough": answer.enough,
        "tests": answer.tests,
        "proven": answer.proven,
        "probability": answer.probability,
        "tested": chosen.tested if chosen else 0,
        "tested_met": chosen.tested_met if chosen else 0,
        "frontier": [_trial_record(posts, trial) for posts, trial in sorted(answer.trials.items())],
    }


def per_unit_record(study: TuningStudy, answer: PerUnitAnswer) -> Record:
    """The answer to `how_many` for each unit by itself."""
    asked = study.tuning.how_many
    assert asked is not None
    rows = {unit: n for n, unit in enumerate(study.settings.staffing.units)}
    return {
        **study_record(study),
        **_asked_record(study, asked.norms, asked.chance),
        "scope": "per_unit",
        "extra_fte": sum(unit.posts for unit in answer.units),
        "posts_today": sum(unit.posts for unit in study.settings.staffing.units.values()),
        "plan": plan_record(answer.plan),
        "proven": answer.proven,
        "probability": answer.probability,
        "units": [
            {
                "unit": unit.unit,
                "posts_today": study.settings.staffing.units[unit.unit].posts,
                "posts": unit.posts,
                "enough": unit.enough,
                "beyond": unit.beyond,
                "least": unit.least,
                "tested": unit.tested,
                "tested_met": unit.tested_met,
                "shares": answer.shares[rows[unit.unit]],
            }
            for unit in answer.units
        ],
    }


def when_record(study: TuningStudy, answer: WhenAnswer) -> Record:
    """The answer to `when`."""
    asked = study.tuning.when
    assert asked is not None
    shares = answer.fresh.mean_shares()
    met = answer.fresh.met()
    return {
        **study_record(study),
        **_asked_record(study, asked.norms, asked.chance),
        "period": asked.period,
        "quarters": [str(day) for day in answer.periods.quarters],
        "hires": list(answer.hires),
        "extra_fte": sum(answer.hires),
        "plan": plan_record(answer.plan),
        "cost": answer.cost,
        "flat": answer.flat,
        "flat_cost": answer.flat_cost,
        "proven": answer.proven,
        "probability": answer.probability,
        "periods": [
            {
                "name": name,
                "shares": shares[p],
                "met": int(met[:, p].sum()),
                "of": len(met),
                "posts": answer.staff[p, 0],
                "filled": answer.staff[p, 1],
                "helped": answer.reachable[p],
                "enough": answer.met[p],
            }
            for p, name in enumerate(answer.periods.names)
        ],
    }


def _asked_record(study: TuningStudy, norms: dict[str, Norm], chance: float | None) -> Record:
    classes = study.settings.casework.classes
    return {
        "norms": [
            {"class": name, "share": norm.share, "days": norm.within_days or classes[name].norm_days}
            for name, norm in norms.items()
        ],
        "chance": chance,
    }


def _trial_record(posts: int, trial: Trial) -> Record:
    shares = np.array(trial.shares)
    met, n = (trial.tested_met, trial.tested) if trial.tested else (int(np.sum(trial.met)), len(trial.met))
    low, high = chance_interval(met, n)
    return {
        "extra_fte": posts,
        "mean": np.nanmean(shares, axis=0),
        "low": np.nanquantile(shares, 0.1, axis=0),
        "high": np.nanquantile(shares, 0.9, axis=0),
        "futures": len(trial.met),
        "met": met,
        "of": n,
        "met_low": low,
        "met_high": high,
        "fresh": bool(trial.tested),
        "answer": trial.answer,
    }
