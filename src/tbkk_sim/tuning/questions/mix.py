"""Own posts against borrowed hours: every combination is tried, and the best certified with the lender's losses."""

from dataclasses import dataclass
from itertools import product

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.model.calendar import working_time
from tbkk_sim.settings.numbers import DAYS_PER_YEAR
from tbkk_sim.tuning.search.path import make_path
from tbkk_sim.tuning.study import CertifiedChoice, TuningStudy


@dataclass(frozen=True)
class MixResult(CertifiedChoice):
    """Plans by extra posts and by factor on the shares that pools may lend."""

    pairs: list[tuple[int, float]]
    """Extra posts and factor of each plan."""
    borrowed_fte: Floats
    """Hours borrowed, as the number of posts with as many hours [plan]."""
    lender_waiting: Floats
    """Days a year that the own work of the pools waits [plan]."""


def answer_mix(study: TuningStudy) -> MixResult:
    """Try every combination, and certify the best."""
    settings, tuning = study.settings, study.tuning
    mix, pools = tuning.mix, settings.collaboration.pools
    most = max(mix.extra_fte)
    path = make_path(study, mix.spread, most)
    plans, pairs = [], []
    for posts, factor in product(mix.extra_fte, mix.share_factors):
        shares = {name: min(1.0, pool.max_share * factor) for name, pool in pools.items()}
        plan = path(posts)
        plans.append(plan if factor == 1 else plan.lending(shares))
        pairs.append((posts, factor))
    choice = study.certify(plans)
    replications = range(study.fresh, study.fresh + tuning.first_replications)
    found = study.evaluator.measures(plans, replications)
    n_units, years = len(settings.staffing.units), settings.run.length_years
    of_pools = [
        [(m.lent_hours[:, n_units:].sum(), m.waiting_days[:, n_units:].sum()) for m in of_replication]
        for of_replication in found
    ]
    lent, waits = np.array(of_pools).mean(axis=0).T
    return MixResult(
        **vars(choice), pairs=pairs, borrowed_fte=lent / years / hours_of_post(study), lender_waiting=waits / years
    )


def hours_of_post(study: TuningStudy) -> float:
    """Return the hours of case work of a filled post in a year, less leave and illness."""
    run, staffing = study.settings.run, study.settings.staffing
    absence, working = staffing.absence, working_time(study.settings.calendar, run.start, run.horizon_days)
    away = absence.leave_days_per_year + absence.short_illness_spells_per_year * absence.short_illness_mean_days
    away += absence.long_illness_per_year * absence.long_illness_mean_days
    hours = float(working.open_before[run.horizon_days]) * working.hours_per_day / run.length_years
    return hours * (1 - min(away / DAYS_PER_YEAR, 1.0)) * staffing.case_hours_share
