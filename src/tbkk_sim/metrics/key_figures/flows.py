"""What comes in, is taken up, ends, and what is left: by unit and class of that moment."""

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.events.cases import CLOSED_CLASS
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.backlog import backlog_against_norm
from tbkk_sim.metrics.key_figures.ratio import ratio
from tbkk_sim.model.event_records import NOT_MET, End, Event
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.sampling.world import BY_HAND
from tbkk_sim.settings.casework import OUTCOMES


def flows(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of inflow, outflow and what is left."""
    grid, cases, states = ledger.grid, ledger.cases, ledger.states
    backlog, in_hand = states.backlog, states.in_hand
    taken_up, backlog_end = grid.sums(states.started.number), grid.ends(backlog.month_ends)
    age_seconds = grid.period_ends_seconds * backlog_end - grid.ends(backlog.month_ends_of(cases.arrived_seconds))
    by_end = dict(zip(End, grid.sums(_by_end(ledger)), strict=True))
    outcomes = (*OUTCOMES, End.OWN_WORK_DONE.name.lower())
    new = (~cases.in_stock).astype(np.float64)
    return {
        "reports_in": grid.sums(_reports_in(ledger)),
        "cases_in": grid.sums(states.came.sum(new[states.came.case])),
        "closed_in_triage": grid.sums(_closed_in_triage(ledger)),
        "taken_up": taken_up,
        "taken_up_and_running": taken_up + grid.starts(in_hand.month_ends, states.at_start.number[0]),
        "finished": sum((by_end[end] for end in End if end not in NOT_MET), np.zeros_like(taken_up)),
        "expired": by_end[End.EXPIRED],
        "declined": by_end[End.DECLINED],
        "demand_not_met": by_end[End.EXPIRED] + by_end[End.DECLINED],
        "backlog_end": backlog_end,
        "backlog_mean": grid.sums(backlog.case_seconds) / grid.period_seconds,
        "backlog_age_days_mean": ratio(age_seconds, backlog_end) / SECONDS_PER_DAY,
        "in_hand_end": grid.ends(in_hand.month_ends),
        "in_hand_mean": grid.sums(in_hand.case_seconds) / grid.period_seconds,
        "open_end": grid.ends(backlog.month_ends + in_hand.month_ends),
        "triage_backlog_end": grid.ends(_triage_backlog(ledger)),
        **backlog_against_norm(ledger, backlog),
        **{f"ended_{outcome}": by_end[End[outcome.upper()]] for outcome in outcomes},
    }


def _by_end(ledger: Ledger) -> Floats:
    """Cases that ended [end, month, unit, class]."""
    grid, cases = ledger.grid, ledger.cases
    ended = np.flatnonzero(cases.ended)
    cell = grid.cell(grid.month(cases.ended_seconds[ended]), cases.unit[ended], cases.last_class[ended])
    n_cells = int(np.prod(grid.shape))
    cell += cases.end[ended] * np.int32(n_cells)
    return np.bincount(cell, minlength=len(End) * n_cells).astype(np.float64).reshape(len(End), *grid.shape)


def _reports_in(ledger: Ledger) -> Floats:
    """Arrivals of the streams of reports; stock, chosen cases and pools' own work are no reports."""
    reports, names = ledger.world.reports, ledger.parameters.names
    n_streams = len(names.streams) - 2
    first, after = np.searchsorted(reports.arrived_seconds, (0, ledger.parameters.horizon_seconds))
    of_stream = int(first) + np.flatnonzero(reports.stream[first:after] < n_streams)
    return ledger.grid.count_in(ledger.arrival_cell[of_stream])


def _closed_in_triage(ledger: Ledger) -> Floats:
    log, reports = ledger.log, ledger.world.reports
    ended = log.rows_of(Event.ENDED)
    closed = np.flatnonzero(log.detail[ended] == End.CLOSED_IN_TRIAGE)
    unit = reports.unit[log.reports_of(Event.ENDED)[closed]]
    return ledger.grid.count(ledger.month_of(ended[closed]), unit, CLOSED_CLASS)


def _triage_backlog(ledger: Ledger) -> Floats:
    """Reports that wait for a person's judgement, or are being triaged, at the months' ends, by what they truly are."""
    log, reports, grid = ledger.log, ledger.world.reports, ledger.grid
    by_hand = reports.triaged_by == BY_HAND
    came = np.flatnonzero(by_hand & (reports.arrived_seconds < ledger.parameters.horizon_seconds))
    triaged = log.reports_of(Event.TRIAGED)
    of_a_person = np.flatnonzero(by_hand[triaged])
    triaged, month = triaged[of_a_person], ledger.month_of(log.rows_of(Event.TRIAGED)[of_a_person])
    into = grid.count_in(ledger.arrival_cell[came])
    out = grid.count(month, reports.unit[triaged], reports.true_class[triaged])
    levels: Floats = np.cumsum(into - out, axis=0)
    return levels
