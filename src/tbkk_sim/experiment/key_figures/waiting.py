"""How long: arrival to first work, to the end, to judging, and against the norm of the class."""

import numpy as np

from tbkk_sim.domain.facts import Fact
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.experiment.cases import in_triage_at_end
from tbkk_sim.experiment.grid import Floats
from tbkk_sim.experiment.key_figures.ratio import mean
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.settings import Settings


def waiting(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of waiting and lead time."""
    grid, cases, started = ledger.grid, ledger.cases, ledger.states.started
    waited = started.time_days - cases.arrived_days[started.case]
    median, waiting_p90 = grid.quantiles(
        waited, started.month, started.unit, started.of_class, at=(0.5, 0.9), monthly=ledger.settings.run.monthly
    )
    done = np.flatnonzero(cases.ended & ~cases.not_met)
    lead = cases.ended_days[done] - cases.arrived_days[done]
    finished = grid.month(cases.ended_days[done]), cases.unit[done], cases.last_class[done]
    (lead_p90,) = grid.quantiles(lead, *finished, at=(0.9,), monthly=False)
    return {
        "waiting_days_mean": mean(grid, waited, started.cell),
        "waiting_days_median": median,
        "waiting_days_p90": waiting_p90,
        "share_within_norm": _share_within_norm(ledger),
        "lead_days_mean": mean(grid, lead, grid.cell(*finished)),
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
    norm = norms.ravel()[cases.unit * np.int32(norms.shape[1]) + cases.class_when_waiting_ended]
    needs_work = ~cases.in_hand_at_start & (cases.taken_up | ~cases.ended | cases.not_met)
    rows = np.flatnonzero(needs_work & np.isfinite(norm))
    unjudged = in_triage_at_end(ledger.world, ledger.log, ledger.rulebook.horizon_days)
    unjudged = unjudged[reports.judged_class[unjudged] > 0]
    unit = np.concatenate((cases.unit[rows], reports.unit[unjudged]))
    of_class = np.concatenate((cases.class_when_waiting_ended[rows], reports.judged_class[unjudged]))
    arrived = np.concatenate((cases.arrived_days[rows], reports.arrived_days[unjudged]))
    began = np.concatenate((cases.taken_up_days[rows], np.full(len(unjudged), np.inf)))
    due = arrived + norms[unit, of_class]
    counts = np.flatnonzero((due >= 0.0) & (due < ledger.rulebook.horizon_days))
    due, unit, of_class, began = due[counts], unit[counts], of_class[counts], began[counts]
    return mean(grid, (began <= due).astype(np.float64), grid.cell(grid.month(due), unit, of_class))


def _triage_waiting(ledger: Ledger) -> Floats:
    """Over reports that a person began to judge."""
    grid, reports, spells = ledger.grid, ledger.world.reports, ledger.spells
    rows = np.flatnonzero((spells.task >= ledger.tasks.n_steps) & (spells.fact == Fact.STARTED))
    report = spells.report[rows]
    waited = spells.begin_days[rows] - reports.arrived_days[report]
    return mean(grid, waited, grid.cell(ledger.parts.month[rows], reports.unit[report], spells.of_class[rows]))
