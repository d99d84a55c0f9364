"""Waiting and lead time: arrival to first work, to the end, to triage, and against the norm of the class."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Flags, Floats, Numbers
from tbkk_sim.metrics.events.cases import waits_for_work
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.grid import Grid
from tbkk_sim.metrics.key_figures.ratio import mean, ratio
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, Seconds, days_of
from tbkk_sim.sampling.world import BY_HAND

FEW = 0.05
"""Share of the cases that may still wait at the end for there to be a mean: these count with their wait so far."""


@dataclass(frozen=True, slots=True)
class Waits:
    """One row a case whose wait counts: its norm runs out within the run, or it has no norm and came within the run."""

    month: Numbers
    """Month in which its norm runs out, or in which it came."""
    unit: Numbers
    of_class: Numbers
    waited_seconds: Seconds
    """Arrival to first work; NEVER_SECONDS: not begun by the end of the run, or never."""
    so_far_seconds: Seconds
    """The same, but for those that still wait the age at the end of the run."""
    norm_seconds: Seconds
    """NEVER_SECONDS: none."""
    let_go: Flags
    """Expired or declined before any work."""


def waiting(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of waiting and lead time."""
    grid, cases, waits = ledger.grid, ledger.cases, waits_of(ledger)
    cell = grid.cell(waits.month, waits.unit, waits.of_class)
    median, waiting_p90 = grid.quantiles(
        days_of(waits.waited_seconds),
        waits.month,
        waits.unit,
        waits.of_class,
        at=(0.5, 0.9),
        monthly=ledger.parameters.monthly,
    )
    done = np.flatnonzero(cases.ended & ~cases.not_met)
    lead_days = days_of(cases.ended_seconds[done] - cases.arrived_seconds[done])
    finished = grid.month(cases.ended_seconds[done]), cases.unit[done], cases.last_class[done]
    (lead_p90,) = grid.quantiles(lead_days, *finished, at=(0.9,), monthly=False)
    normed = np.flatnonzero(waits.norm_seconds != NEVER_SECONDS)
    in_time = waits.waited_seconds[normed] <= waits.norm_seconds[normed]
    begun = waits.waited_seconds != NEVER_SECONDS
    return {
        "waiting_days_mean": _mean_days_of_all(grid, waits.waited_seconds, waits.so_far_seconds, waits.let_go, cell),
        "waiting_days_median": median,
        "waiting_days_p90": waiting_p90,
        "share_within_norm": mean(grid, in_time.astype(np.float64), cell[normed]),
        "share_begun": mean(grid, begun.astype(np.float64), cell),
        "lead_days_mean": mean(grid, lead_days, grid.cell(*finished)),
        "lead_days_p90": lead_p90,
        "triage_waiting_days_mean": _triage_waiting(ledger),
    }


def has_norm(parameters: Parameters) -> Flags:
    """[team, class]: true if first work is due within a norm; of pools only their own work may be."""
    names = parameters.names
    there: Flags = parameters.norm_seconds != NEVER_SECONDS
    there[len(names.units) :, : names.own_work_class] = False
    return there


def waits_of(ledger: Ledger) -> Waits:
    """The waits of all cases that came, not only of those that were begun.

    A case belongs to the period in which its norm runs out: by then it is known whether it was in time, whatever came
    after.
    """
    horizon = ledger.parameters.horizon_seconds
    waits = waits_for_work(ledger.world, ledger.log, ledger.cases, horizon)
    began, norm = waits.began_seconds, ledger.parameters.norm_seconds[waits.unit, waits.of_class]
    due = waits.arrived_seconds + np.where(norm == NEVER_SECONDS, 0, norm)
    counts = waits.due_within_run(due, horizon)
    waited = np.where(began == NEVER_SECONDS, NEVER_SECONDS, began - waits.arrived_seconds)[counts]
    return Waits(
        month=ledger.grid.month(due[counts]),
        unit=waits.unit[counts],
        of_class=waits.of_class[counts],
        waited_seconds=waited,
        so_far_seconds=np.minimum(waited, horizon - waits.arrived_seconds[counts]),
        norm_seconds=norm[counts],
        let_go=(waits.not_met & (began == NEVER_SECONDS))[counts],
    )


def _mean_days_of_all(grid: Grid, waited: Seconds, so_far: Seconds, let_go: Flags, cell: Numbers) -> Floats:
    """Mean wait of all; inf where somebody waits for ever, or more than a few still wait at the end."""
    waits_on = ((waited == NEVER_SECONDS) & ~let_go).astype(np.float64)
    columns = (so_far, None, let_go.astype(np.float64), waits_on)
    total, number, gone, still = grid.sums(np.stack([grid.count_in(cell, column) for column in columns]))
    return np.where((gone > 0) | (still > FEW * number), np.inf, ratio(total, number) / SECONDS_PER_DAY)


def _triage_waiting(ledger: Ledger) -> Floats:
    """Over the reports that came to be triaged by a person."""
    grid, reports, intervals = ledger.grid, ledger.world.reports, ledger.service_intervals
    horizon = ledger.parameters.horizon_seconds
    begun = np.flatnonzero((intervals.task >= ledger.tasks.n_steps) & (intervals.event == Event.STARTED))
    began = np.full(len(reports.key), NEVER_SECONDS)
    began[intervals.report[begun]] = intervals.begin_seconds[begun]
    arrived = reports.arrived_seconds
    came = np.flatnonzero((reports.triaged_by == BY_HAND) & (arrived < horizon))
    waited = np.where(began[came] == NEVER_SECONDS, NEVER_SECONDS, began[came] - arrived[came])
    cell = grid.cell(ledger.arrival_month[came], reports.unit[came], reports.triaged_class[came])
    so_far = np.minimum(waited, horizon - arrived[came])
    return _mean_days_of_all(grid, waited, so_far, np.zeros(len(came), dtype=np.bool_), cell)
