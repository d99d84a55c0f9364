"""The backlog of a class against what comes in within its norm: for how long it is more, and from when no longer."""

import numpy as np

from tbkk_sim.arrays import Flags, Floats, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.moves import CaseState
from tbkk_sim.metrics.grid import in_order
from tbkk_sim.metrics.key_figures.ratio import ratio
from tbkk_sim.model.seconds import NEVER_SECONDS, SECONDS_PER_DAY, Seconds

HALF_YEAR_DAYS = 182
"""A backlog that stays within the limit for so long has come to rest; what lasts shorter is chance."""


def backlog_against_norm(ledger: Ledger, backlog: CaseState) -> dict[str, Floats]:
    """Key figures of the backlog of each class against its norm, for all units together."""
    grid, horizon = ledger.grid, ledger.parameters.horizon_seconds
    norms = ledger.parameters.norm_seconds[0]
    above_seconds = np.zeros(grid.shape)
    settled = grid.nothing()
    has_norm = np.zeros(settled.shape, dtype=np.bool_)
    came = _came_by_year(ledger)
    for number in np.flatnonzero(norms != NEVER_SECONDS).tolist():
        times, levels = _levels(ledger, backlog, number)
        above = _are_above(ledger, times, levels, came[:, number], norms[number])
        until = np.append(times[1:], horizon)
        total = np.concatenate(([0], np.cumsum(np.where(above, until - times, 0))))
        above_seconds[:, 0, number] = np.diff(np.interp(grid.month_starts_seconds, np.append(times, horizon), total))
        has_norm[:, 0, number + 1] = True
        if horizon >= HALF_YEAR_DAYS * SECONDS_PER_DAY:
            settled[0, 0, number + 1] = _settled_days(times, until, above)
    share = ratio(grid.sums(above_seconds), grid.period_seconds)
    return {
        "backlog_above_norm_share": np.where(has_norm, share, np.nan),
        "backlog_settled_days": settled,
    }


def _levels(ledger: Ledger, backlog: CaseState, case_class: int) -> tuple[Seconds, Numbers]:
    """Number of cases of a class of the units that wait, and from when; with the starts of years, in order of time.

    Cases that come and go in one moment have not waited, so only the number after each moment counts.
    """
    times, steps = [_year_starts(ledger)], [np.zeros(len(_year_starts(ledger)), dtype=np.int64)]
    for moves, step in (*((m, 1) for m in backlog.enter), *((m, -1) for m in backlog.leave)):
        rows = np.flatnonzero(moves.case_class == case_class)
        times.append(moves.time_seconds[rows])
        steps.append(np.full(len(rows), step))
    time, step_ = np.concatenate(times), np.concatenate(steps)
    order = in_order(time)
    time, level = time[order], np.cumsum(step_[order])
    last = np.flatnonzero(np.append(time[1:] != time[:-1], True))
    return time[last], level[last]


def _came_by_year(ledger: Ledger) -> Numbers:
    """Reports that became a case [year, class]; by year, so that no later one affects the limit."""
    grid, cases = ledger.grid, ledger.cases
    new = np.flatnonzero(~cases.in_stock)
    came = grid.count(grid.month(cases.entered_seconds[new]), 0, cases.first_class[new])[:, 0]
    return np.add.reduceat(came, grid.first_months_of_years).astype(np.int64)


def _are_above(ledger: Ledger, times: Seconds, levels: Numbers, came: Numbers, norm_seconds: int) -> Flags:
    """True where more wait than come in within one norm, at least one; compared in whole case-seconds."""
    year = np.searchsorted(_year_starts(ledger), times, side="right") - 1
    seconds = ledger.grid.period_seconds.ravel()[1:].astype(np.int64)  # years come first
    return (levels * seconds[year] > came[year] * norm_seconds) & (levels > 1)


def _year_starts(ledger: Ledger) -> Seconds:
    return ledger.grid.month_starts_seconds[ledger.grid.first_months_of_years]


def _settled_days(begin: Seconds, end: Seconds, above: Flags) -> float:
    """The first moment, in days, from which the backlog is within the limit for half a year; inf: there is none."""
    changes = np.flatnonzero(np.diff(above, prepend=not above[0]))
    first, after = changes, np.append(changes[1:], len(above))
    within = ~above[first] & (end[after - 1] - begin[first] >= HALF_YEAR_DAYS * SECONDS_PER_DAY)
    return float(begin[first[np.argmax(within)]] / SECONDS_PER_DAY) if within.any() else np.inf
