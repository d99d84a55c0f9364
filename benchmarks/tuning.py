"""Tuning against other ways of searching: `python benchmarks/tuning.py place --extra 8`, or `hiring`.

place: where to put extra posts. Ours (response table, certificate) against the Tree-structured Parzen Estimator of
Optuna (if it is installed), all single swaps of our plan, and rules of thumb; every plan is judged on the same fresh
futures, that none of them was found with.
hiring: three years of steady growth at one desk: does the chance to wait stay near its target, and what does that cost
against hiring at once?
"""

import argparse
import json
from itertools import permutations
from pathlib import Path
from time import perf_counter

import numpy as np
import yaml

from tbkk_sim.cli.compose import load_settings
from tbkk_sim.settings import Settings
from tbkk_sim.settings.tuning import Tuning
from tbkk_sim.tuning.evaluation import Evaluator
from tbkk_sim.tuning.plans import Place, Plan, with_parts
from tbkk_sim.tuning.spread import expected_load, spread
from tbkk_sim.tuning.study import Study
from tbkk_sim.tuning.watch import Watch
from tbkk_sim.tuning.when import answer_when
from tbkk_sim.tuning.where import answer_where

CONF = Path(__file__).parents[1] / "conf" / "tune"
FRESH = 10_000
"""First of the futures that every plan is judged on."""


def tuning_of(question: str, **given: object) -> Tuning:
    read = {name: yaml.safe_load((CONF / f"{name}.yaml").read_text()) for name in ("objectives", question)}
    whole = {**read["objectives"], **read[question], **given}
    whole.pop("defaults")
    return Tuning.model_validate(whole)


def study_of(settings: Settings, tuning: Tuning, cache: str) -> Study:
    return Study(settings, tuning, Evaluator(settings, Watch(1e6, 10**9), Path(cache) if cache else None))


def place(scenario: str, extra: int, trials: int, fresh: int, swaps: int, cache: str) -> dict[str, object]:
    settings = load_settings([f"+scenario={scenario}"])
    conf = tuning_of("where")
    tuning = conf.model_copy(update={"where": conf.where.model_copy(update={"extra_fte": extra}), "most_runs": 10**9})
    study = study_of(settings, tuning, cache)
    begin = perf_counter()
    found = answer_where(study)
    seconds, runs = perf_counter() - begin, study.evaluator.watch.runs
    plans = {"ours": found.chosen, "none": Plan()}
    load = expected_load(settings)
    for rule in ("by_posts", "by_load"):
        plans[rule] = spread(settings, extra, rule, (), load)
    if trials:
        plans["optuna TPE"] = with_optuna(study, extra, trials)
    units = list(settings.staffing.units)
    ours = found.chosen.by_place()
    for n, (giver, taker) in enumerate(permutations(units, 2)):
        if n % max(1, 110 // max(swaps, 1)) == 0 and swaps and ours.get(Place(giver), 0) > 0:
            moved = {**ours, Place(giver): ours[Place(giver)] - 1, Place(taker): ours.get(Place(taker), 0) + 1}
            plans[f"swap {giver} {taker}"] = Plan.of(moved)
    losses = study.losses(list(plans.values()), range(FRESH, FRESH + fresh))
    difference = losses - losses[:, :1]
    return {
        "extra": extra,
        "runs": runs,
        "certificate_runs": found.selection.runs,
        "seconds": round(seconds, 1),
        "proven": found.selection.proven,
        "alike": int(found.selection.alike.sum()),
        "of": len(found.plans),
        "plans": {
            name: {
                "posts": {place.unit: n for place, n in plan.by_place().items()},
                "loss": round(float(losses[:, p].mean()), 2),
                "against_ours": round(float(difference[:, p].mean()), 2),
                "error": round(float(difference[:, p].std(ddof=1) / np.sqrt(fresh)), 2),
            }
            for p, (name, plan) in enumerate(plans.items())
        },
    }


def with_optuna(study: Study, extra: int, trials: int) -> Plan:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    units = list(study.settings.staffing.units)
    futures = range(study.tuning.search_replications)

    def plan_of(weights: list[float]) -> Plan:
        shares = np.array(weights) / max(sum(weights), 1e-9) * extra
        posts = np.floor(shares).astype(int)
        for unit in np.argsort(posts - shares)[: extra - posts.sum()]:
            posts[unit] += 1
        return Plan.of({Place(unit): int(n) for unit, n in zip(units, posts, strict=True)})

    def loss(trial: optuna.Trial) -> float:
        return float(study.losses([plan_of([trial.suggest_float(unit, 0, 1) for unit in units])], futures).mean())

    search = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
    search.optimize(loss, n_trials=trials)
    return plan_of([search.best_params[unit] for unit in units])


def growing() -> Settings:
    settings = load_settings(
        ["+scenario=textbook", "demand.streams.door.reports_per_year.2021=8760",
         "+demand.streams.door.growth_per_year=0.25", "staffing.units.desk.posts=27",
         "+staffing.turnover.transfer_per_year=0.05", "+staffing.hiring.fill_months_mean=3",
         "staffing.vacancy_share_at_start=null", "+staffing.training.ramp=[{until_months: 2, share: 0.5}]",
         "+casework.classes.customer.norm_days=0.001"]
    )  # fmt: skip
    months = {month: 1.25 ** ((month - 6.5) / 12) for month in range(1, 13)}
    return with_parts(settings, demand={**settings.demand.model_dump(), "month_factors": months})


def hiring(target: float, futures: int, cache: str) -> dict[str, object]:
    when = {
        "norms": {"customer": {"share": 1 - target}}, "period": "quarter", "chance": None, "tolerance": 0.08,
        "spread": "by_posts", "from_date": "2021-07-01", "most_per_quarter": 8,
    }  # fmt: skip
    tuning = tuning_of("when", when=when, search_replications=futures)
    study = study_of(growing(), tuning, cache)
    begin = perf_counter()
    found = answer_when(study)
    waits = 1 - found.fresh.mean_shares()[:, 0]
    return {
        "hires": found.hires,
        "cost": round(found.cost, 1),
        "flat_posts": found.flat,
        "flat_cost": round(found.flat_cost, 1),
        "chance_to_wait": dict(zip(found.periods.names, waits.round(3).tolist(), strict=True)),
        "furthest_from_target": round(float(np.abs(waits - target).max()), 3),
        "runs": study.evaluator.watch.runs,
        "seconds": round(perf_counter() - begin, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["place", "hiring"])
    parser.add_argument("--scenario", default="growth")
    parser.add_argument("--extra", type=int, default=8)
    parser.add_argument("--trials", type=int, default=300, help="of Optuna, each of six futures; 0: without")
    parser.add_argument("--fresh", type=int, default=40, help="futures that plans are judged on")
    parser.add_argument("--swaps", type=int, default=110, help="single swaps that are judged, at most")
    parser.add_argument("--target", type=float, default=0.3, help="chance to wait")
    parser.add_argument("--futures", type=int, default=24, help="of the search for a hiring plan")
    parser.add_argument("--cache", default="outputs/evaluations")
    given = parser.parse_args()
    if given.what == "hiring":
        print(json.dumps(hiring(given.target, given.futures, given.cache), indent=1))
    else:
        said = place(given.scenario, given.extra, given.trials, given.fresh, given.swaps, given.cache)
        print(json.dumps(said, indent=1))


if __name__ == "__main__":
    main()
