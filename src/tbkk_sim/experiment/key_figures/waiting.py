"""How long: arrival to first work, to the end, to judging, and against the norm of the class."""

import numpy as np

from tbkk_sim.domain.facts import NOT_MET, Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.experiment.cases import in_triage_at_end
from tbkk_sim.experiment.grid import Floats
from tbkk_sim.experiment.key_figures.ratio import ratio
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.settings import Settings


def waiting(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of waiting and lead time."""
    grid, cases = ledger.grid, ledger.cases
    starts = np.flatnonzero(cases.taken_up & ~cases.in_hand_at_start)
    waited = cases.taken_up_days[starts] - cases.arrived_days[starts]
    began = grid.month(cases.taken_up_days[starts]), cases.unit[starts], cases.taken_up_class[starts]
    median, waiting_p90 = grid.quantiles(waited, *began, at=(0.5, 0.9), monthly=ledger.settings.run.monthly)

    done = np.flatnonzero(cases.ended & ~np.isin(cases.end, NOT_MET))
    lead = cases.ended_days[done] - cases.arrived_days[done]
    finished = grid.month(cases.ended_days[done]), cases.unit[done], cases.last_class[done]
    (lead_p90,) = grid.quantiles(lead, *finished, at=(0.9,), monthly=False)
    return {
        "waiting_days_mean": ratio(grid.sums(grid.count(*began, waited)), grid.sums(grid.count(*began))),
        "waiting_days_median": median,
        "waiting_days_p90": waiting_p90,
        "share_within_norm": _share_within_norm(ledger),
        "lead_days_mean": ratio(grid.sums(grid.count(*finished, lead)), grid.sums(grid.count(*finished))),
        "lead_days_p90": lead_p90,
        "triage_waiting_days_mean": _triage_waiting(ledger),
    }


def norm_days(settings: Settings, rulebook: Rulebook) -> Floats:
    """Promised days to first work [team, class]; inf: none."""
    names = rulebook.names
    norms = np.tile(rulebook.classes.norm_days, (len(names.teams), 1))
    for name, pool in settings.collaboration.pools.items():
        norms[names.team(name)] = np.inf
        if pool.own_work.norm_days is not None:
            norms[names.team(name), names.own_work_class] = pool.own_work.norm_days
    return norms


def _share_within_norm(ledger: Ledger) -> Floats:
    """Over cases whose norm ran out, by that moment; reports still in triage count by the class they will get."""
    grid, cases, reports = ledger.grid, ledger.cases, ledger.world.reports
    norms = norm_days(ledger.settings, ledger.rulebook)
    needs_work = ~cases.in_hand_at_start & (cases.taken_up | ~cases.ended | np.isin(cases.end, NOT_MET))
    rows = np.flatnonzero(needs_work)
    unjudged = in_triage_at_end(ledger.world, ledger.facts, ledger.rulebook.horizon_days)
    unjudged = unjudged[reports.judged_class[unjudged] > 0]
    unit = np.concatenate((cases.unit[rows], reports.unit[unjudged]))
    of_class = np.concatenate(
        (np.where(cases.taken_up, cases.taken_up_class, cases.last_class)[rows], reports.judged_class[unjudged])
    )
    arrived = np.concatenate((cases.arrived_days[rows], reports.arrived_days[unjudged]))
    began = np.concatenate((cases.taken_up_days[rows], np.full(len(unjudged), np.inf)))
    due = arrived + norms[unit, of_class]
    counts = np.flatnonzero((due >= 0.0) & (due < ledger.rulebook.horizon_days))
    cell = grid.month(due[counts]), unit[counts], of_class[counts]
    in_time = (began[counts] <= due[counts]).astype(np.float64)
    return ratio(grid.sums(grid.count(*cell, in_time)), grid.sums(grid.count(*cell)))


def _triage_waiting(ledger: Ledger) -> Floats:
    """Over reports that a person began to judge."""
    grid, facts, reports = ledger.grid, ledger.facts, ledger.world.reports
    started = facts.rows_of(Fact.STARTED)
    started = started[facts.step[started] < 0]
    report, began = facts.report[started], facts.time_days[started]
    cell = grid.month(began), reports.unit[report], reports.judged_class[report]
    waited = began - reports.arrived_days[report]
    return ratio(grid.sums(grid.count(*cell, waited)), grid.sums(grid.count(*cell)))
