"""Waiting and lead time: arrival to first work, to the end, to triage, and against the norm of the class.

A case whose class a further report raised waits, as of that class, from the arrival of that report.
"""

from dataclasses import dataclass, fields

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Floats, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.seen_classes import NOT_JUDGED, classes_at
from tbkk_sim.metrics.grid import Grid
from tbkk_sim.metrics.key_figures.ratio import mean, ratio
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, Seconds, days_of
from tbkk_sim.sampling.world import BY_HAND, BY_UNIT

FEW = 0.05
"""Share of the cases that may still wait at the end for there to be a mean: these count with their wait so far."""
NEARLY = 0.95
"""Part of its life after which a case is nearly let go: a wait that ends then is set by its expiry."""


@dataclass(frozen=True, slots=True)
class Waits:
    """One row per case whose wait counts: it has a norm that runs out within the run, or none and came within it."""

    month: Numbers
    """Month in which its norm runs out, or in which it came."""
    report: Codes
    unit: Numbers
    case_class: Numbers
    waited_seconds: Seconds
    """To first work; NEVER_SECONDS: not begun by the end of the run, or never."""
    so_far_seconds: Seconds
    """The same, but for those that still wait the age at the end of the run."""
    norm_seconds: Seconds
    """NEVER_SECONDS: none."""
    due_seconds: Seconds
    """Second at which its norm runs out."""
    let_go: Flags
    """Ended before any work: closed by choice, turned away or let go."""


def waiting(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of waiting and lead time."""
    grid, cases, waits = ledger.grid, ledger.cases, waits_of(ledger)
    cell = grid.cell(waits.month, waits.unit, waits.case_class)
    begun_waits = waits_to_first_work(ledger, waits)
    median, waiting_p90 = grid.quantiles(
        days_of(begun_waits.waited_seconds),
        begun_waits.month,
        begun_waits.unit,
        begun_waits.case_class,
        at=(0.5, 0.9),
        monthly=ledger.parameters.monthly,
    )
    done = np.flatnonzero(cases.ended & ~cases.undone)
    lead_days = days_of(cases.ended_seconds[done] - cases.arrived_seconds[done])
    finished = grid.month(cases.ended_seconds[done]), cases.unit[done], cases.last_class[done]
    (lead_p90,) = grid.quantiles(lead_days, *finished, at=(0.9,), monthly=False)
    normed = np.flatnonzero(waits.norm_seconds != NEVER_SECONDS)
    in_time = waits.waited_seconds[normed] <= waits.norm_seconds[normed]
    begun = waits.waited_seconds != NEVER_SECONDS
    return {
        "waiting_days_mean": _mean_days_of_all(
            grid,
            grid.cell(begun_waits.month, begun_waits.unit, begun_waits.case_class),
            begun_waits.waited_seconds == NEVER_SECONDS,
            begun_waits.so_far_seconds,
            begun_waits.let_go,
        ),
        "waiting_days_median": median,
        "waiting_days_p90": waiting_p90,
        "share_within_norm": mean(grid, in_time.astype(np.float64), cell[normed]),
        "due": grid.sums(grid.count_in(cell[normed])),
        **_late(ledger, waits, normed[np.flatnonzero(~in_time)]),
        "share_begun": mean(grid, begun.astype(np.float64), cell),
        "lead_days_mean": mean(grid, lead_days, grid.cell(*finished)),
        "lead_days_p90": lead_p90,
        "triage_waiting_days_mean": _triage_waiting(ledger),
    }


def _late(ledger: Ledger, waits: Waits, late: Codes) -> dict[str, Floats]:
    """Cases that were not begun in time, and what they were seen as when their norm ran out."""
    grid, priority, case_class = ledger.grid, ledger.parameters.classes.priority, waits.case_class[late]
    cell = grid.cell(waits.month[late], waits.unit[late], case_class)
    report, due_seconds, reports = waits.report[late], waits.due_seconds[late], ledger.world.reports
    seen_as = classes_at(ledger.world, ledger.log, report, due_seconds)
    assessed_seconds = np.zeros(len(reports.key), dtype=np.int64)
    assessed_seconds[ledger.assessments.report] = ledger.assessments.ended_seconds
    is_assessed = assessed_seconds[report] <= due_seconds
    is_judged = (seen_as != NOT_JUDGED) & (is_assessed | (reports.triaged_by[report] != BY_UNIT))
    seen_as_less = is_judged & (priority[seen_as] > priority[case_class])
    return {
        "late": grid.sums(grid.count_in(cell)),
        "late_unjudged": grid.sums(grid.count_in(cell[~seen_as_less & ~(is_judged & is_assessed)])),
        "late_seen_as_less": grid.sums(grid.count_in(cell[seen_as_less])),
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
    waits = ledger.waits_for_work
    began, norm = waits.began_seconds, ledger.parameters.norm_seconds[waits.unit, waits.case_class]
    due = waits.counts_from_seconds + np.where(norm == NEVER_SECONDS, 0, norm)
    counts = waits.due_within_run(due, horizon)
    waited = np.where(began == NEVER_SECONDS, NEVER_SECONDS, began - waits.counts_from_seconds)[counts]
    return Waits(
        month=ledger.grid.month(due[counts]),
        report=waits.report[counts],
        unit=waits.unit[counts],
        case_class=waits.case_class[counts],
        waited_seconds=waited,
        so_far_seconds=np.minimum(waited, horizon - waits.counts_from_seconds[counts]),
        norm_seconds=norm[counts],
        due_seconds=due[counts],
        let_go=(waits.undone & (began == NEVER_SECONDS))[counts],
    )


def waits_to_first_work(ledger: Ledger, waits: Waits) -> Waits:
    """Return the waits of which there is a mean and a quantile: of severe cases as they are, of others those begun.

    Nobody promises the portfolio that all of it is taken up, so a wait there is one that ended: of the cases that were
    taken up, in the month in which they were. What was taken up when it would nearly have been let go waited for as
    long as its expiry allows, which says nothing about the work: such waits count as without end.
    """
    grid, cases, is_severe = ledger.grid, ledger.cases, ledger.parameters.classes.severe
    severe = np.flatnonzero(is_severe[waits.case_class])
    began = cases.taken_up & ~cases.in_hand_at_start & ~is_severe[cases.taken_up_class]
    rows = np.flatnonzero(began)
    counts_from, taken_up = cases.counts_from_seconds[rows], cases.taken_up_seconds[rows]
    waited = taken_up - counts_from
    nearly = waited > NEARLY * (cases.expires_seconds[rows] - counts_from)
    of_portfolio = Waits(
        month=grid.month(taken_up),
        report=cases.report[rows],
        unit=cases.unit[rows],
        case_class=cases.taken_up_class[rows],
        waited_seconds=np.where(nearly, NEVER_SECONDS, waited),
        so_far_seconds=waited,
        norm_seconds=np.full(len(rows), NEVER_SECONDS),
        due_seconds=np.full(len(rows), NEVER_SECONDS),
        let_go=np.zeros(len(rows), dtype=np.bool_),
    )
    columns = (
        np.concatenate((getattr(waits, of.name)[severe], getattr(of_portfolio, of.name))) for of in fields(Waits)
    )
    return Waits(*columns)


def _mean_days_of_all(grid: Grid, cell: Numbers, not_begun: Flags, so_far_seconds: Seconds, let_go: Flags) -> Floats:
    """Mean wait of all; inf where somebody waits forever, or more than a few still wait at the end."""
    columns = (so_far_seconds, None, let_go.astype(np.float64), (not_begun & ~let_go).astype(np.float64))
    total, number, gone, still = grid.sums(np.stack([grid.count_in(cell, column) for column in columns]))
    return np.where((gone > 0) | (still > FEW * number), np.inf, ratio(total, number) / SECONDS_PER_DAY)


def _triage_waiting(ledger: Ledger) -> Floats:
    """Over the reports that came to be triaged by a person, but for those that the system judged instead."""
    grid, reports, intervals, tasks = ledger.grid, ledger.world.reports, ledger.service_intervals, ledger.tasks
    horizon = ledger.parameters.horizon_seconds
    of_triage = (intervals.task >= tasks.n_steps) & (intervals.task < tasks.first_assessment)
    begun = np.flatnonzero(of_triage & (intervals.event == Event.STARTED))
    began = np.full(len(reports.key), NEVER_SECONDS)
    began[intervals.report[begun]] = intervals.begin_seconds[begun]
    arrived = reports.arrived_seconds
    by_hand = (reports.triaged_by == BY_HAND) & ~ledger.taken_over
    came = np.flatnonzero(by_hand & (arrived < horizon))
    cell = grid.cell(ledger.arrival_month[came], reports.unit[came], reports.triaged_class[came])
    so_far = np.minimum(began[came], horizon) - arrived[came]
    return _mean_days_of_all(grid, cell, began[came] == NEVER_SECONDS, so_far, np.zeros(len(came), dtype=np.bool_))
