"""Tuning against other ways of searching: `python benchmarks/tuning.py place --extra 8`, or `hiring`.

place: where to put extra posts. Ours (response table, certificate; 200 evaluations of a plan in a replication) against
ten times as many for each rival: Optuna's Tree-structured Parzen Estimator, its Gaussian process (needs torch), and all
110 single swaps of our plan; and against rules of thumb. Every plan is judged on the same fresh replications, that
none of them was found with. Evaluations and the plans of rivals are kept: the same command goes on where it stopped.
What was found is kept in `benchmarks/results`.
hiring: three years of steady growth at one desk: does the chance to wait stay near its target, and what does that cost
against hiring at once?
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

import numpy as np
import yaml

sys.path.insert(0, str(Path(__file__).parent))

from searches import REPLICATIONS_A_TRIAL, SEARCHES
from tbkk_sim.config.compose import load_settings
from tbkk_sim.settings import Settings
from tbkk_sim.settings.tuning import Tuning, When
from tbkk_sim.system.fingerprint import fingerprint
from tbkk_sim.tuning.evaluation import Evaluator
from tbkk_sim.tuning.questions.when import answer_when
from tbkk_sim.tuning.questions.where import answer_where
from tbkk_sim.tuning.search.periods import Periods
from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan, with_parts
from tbkk_sim.tuning.search.spread import expected_load, spread
from tbkk_sim.tuning.study import TuningStudy
from tbkk_sim.tuning.watch import Watch

CONF = Path(__file__).parents[1] / "conf" / "tune"
FRESH = 10_000
"""First of the replications that every plan is judged on."""


def tuning_of(question: str, **given: object) -> Tuning:
    read = {name: yaml.safe_load((CONF / f"{name}.yaml").read_text()) for name in ("objectives", question)}
    whole = {**read["objectives"], **read[question], **given}
    whole.pop("defaults")
    return Tuning.model_validate(whole)


def study_of(settings: Settings, tuning: Tuning, cache: str) -> TuningStudy:
    watch = Watch(1e6, tuning.most_runs)
    return TuningStudy(
        settings, tuning, Evaluator(settings, watch, Path(cache) if cache else None, REPLICATIONS_A_TRIAL)
    )


def place(given: argparse.Namespace) -> dict[str, object]:
    settings = load_settings([f"+scenario={given.scenario}"])
    conf = tuning_of("where", most_runs=given.runs)
    tuning = conf.model_copy(update={"where": conf.where.model_copy(update={"extra_fte": given.extra})})
    study = study_of(settings, tuning, given.cache)
    begin = process_time()
    found = answer_where(study)
    said = {"scenario": given.scenario, "extra": given.extra, "runs": study.evaluator.watch.runs}
    said |= {"proven": found.selection.proven, "probability": found.selection.probability}
    print(json.dumps(said | {"seconds": round(process_time() - begin)}), flush=True)
    plans = {"ours": found.chosen, "today": StaffingPlan()}
    load = expected_load(settings)
    for rule in ("by_posts", "by_load"):
        plans[rule] = spread(settings, given.extra, rule, (), load)
    rivals = study_of(settings, tuning_of("where"), given.cache)
    for name in given.rivals:
        plans[name] = kept_plan(given, name, lambda n=name: SEARCHES[n](rivals, found.chosen, given.evaluations))
        print(name, posts_of(plans[name]), flush=True)
    return said | {"fresh": given.fresh, "plans": triaged(rivals, plans, given.fresh)}


def triaged(study: TuningStudy, plans: dict[str, StaffingPlan], fresh: int) -> dict[str, object]:
    """Losses of plans on the same fresh replications, and what they gain of what ours gains."""
    losses = study.losses(list(plans.values()), range(FRESH, FRESH + fresh))
    mean, difference = losses.mean(axis=0), losses - losses[:, :1]
    return {
        name: {
            "posts": posts_of(plan),
            "loss": round(float(mean[p]), 2),
            "against_ours": round(float(difference[:, p].mean()), 2),
            "error": round(float(difference[:, p].std(ddof=1) / np.sqrt(fresh)), 2),
            "ours_above_it": round(float(mean[0] / mean[p] - 1), 4),
            "gain": round(float(mean[list(plans).index("today")] - mean[p]), 2),
        }
        for p, (name, plan) in enumerate(plans.items())
    }


def kept_plan(given: argparse.Namespace, rival: str, search: Callable[[], StaffingPlan]) -> StaffingPlan:
    """The plan of a rival; what it found for this version of the model is kept, as a search takes long."""
    name = f"{given.scenario}-{given.extra}-{rival}-{given.evaluations}-{fingerprint()[:12]}.json"
    kept = Path(given.cache or "outputs/evaluations") / "rivals" / name
    if kept.exists():
        return StaffingPlan.with_posts({PostPlace(unit): n for unit, n in json.loads(kept.read_text()).items()})
    plan = search()
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(posts_of(plan)))
    return plan


def posts_of(plan: StaffingPlan) -> dict[str, int]:
    return {place.unit: n for place, n in plan.by_place().items()}


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


def hiring(target: float, replications: int, cache: str) -> dict[str, object]:
    when = {
        "norms": {"customer": {"share": 1 - target}}, "period": "quarter", "chance": None, "tolerance": 0.08,
        "spread": "by_posts", "from_date": "2021-07-01", "most_per_quarter": 8,
    }  # fmt: skip
    tuning = tuning_of("when", when=when, search_replications=replications)
    study = study_of(growing(), tuning, cache)
    begin = process_time()
    found = answer_when(study)
    waits = 1 - found.fresh.mean_shares()[:, 0]
    whole = Periods(study.settings, When.model_validate({**when, "from_date": None}))
    seen = study.evaluator.measures([found.plan], range(study.fresh, study.fresh + len(found.fresh.shares)))
    in_all = 1 - whole.service([of_plan for (of_plan,) in seen]).mean_shares()[:, 0]
    return {
        "hires": found.hires,
        "cost": round(found.cost, 1),
        "flat_posts": found.flat,
        "flat_cost": round(found.flat_cost, 1),
        "chance_to_wait": dict(zip(whole.names, in_all.round(3).tolist(), strict=True)),
        "judged": found.periods.names,
        "furthest_from_target": round(float(np.abs(waits - target).max()), 3),
        "runs": study.evaluator.watch.runs,
        "seconds": round(process_time() - begin, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["place", "hiring"])
    parser.add_argument("--scenario", default="growth")
    parser.add_argument("--extra", type=int, default=8, help="posts to place")
    parser.add_argument("--runs", type=int, default=200, help="evaluations of a plan in a future that ours may use")
    parser.add_argument("--evaluations", type=int, default=2000, help="evaluations of each rival")
    parser.add_argument("--rivals", nargs="*", default=list(SEARCHES), choices=list(SEARCHES))
    parser.add_argument("--fresh", type=int, default=40, help="futures that plans are judged on")
    parser.add_argument("--target", type=float, default=0.3, help="chance to wait")
    parser.add_argument("--futures", type=int, default=16, help="of the search for a hiring plan")
    parser.add_argument("--cache", default="outputs/evaluations")
    given = parser.parse_args()
    said = hiring(given.target, given.replications, given.cache) if given.what == "hiring" else place(given)
    print(json.dumps(said, indent=1))
    name = "hiring" if given.what == "hiring" else f"place_{given.scenario}_{given.extra}"
    (Path(__file__).parent / "results" / f"{name}.json").write_text(json.dumps(said, indent=1) + "\n")


if __name__ == "__main__":
    main()
