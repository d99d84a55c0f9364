"""Whether the backlog of a class is more than what comes in within its norm: for how long, and from when no longer."""

import numpy as np

from tbkk_sim.experiment.grid import Codes, Floats, in_order
from tbkk_sim.experiment.key_figures.ratio import ratio
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.experiment.moves import State

HALF_YEAR_DAYS = 182
"""A backlog that stays within the limit for so long has come to rest; what lasts shorter is chance."""


def backlog_against_norm(ledger: Ledger, backlog: State) -> dict[str, Floats]:
    """Key figures of the backlog of each class against its norm, for all units together."""
    grid, norms = ledger.grid, ledger.rulebook.classes.norm_days
    horizon = ledger.rulebook.horizon_days
    above_days = np.zeros(grid.shape)
    shape = len(grid.periods), len(grid.teams), len(grid.classes)
    has_norm, settled = np.zeros(shape, dtype=np.bool_), np.full(shape, np.nan)
    limits = _limits(ledger)
    for number in np.flatnonzero(np.isfinite(norms)).tolist():
        times, levels = _levels(ledger, backlog, number)
        above = levels > limits[_year_of(ledger, times), number] + 1e-9
        until = np.append(times[1:], horizon)
        total = np.concatenate(([0.0], np.cumsum(np.where(above, until - times, 0.0))))
        above_days[:, 0, number] = np.diff(np.interp(grid.month_starts_days, np.append(times, horizon), total))
        has_norm[:, 0, number + 1] = True
        if horizon >= HALF_YEAR_DAYS:
            settled[0, 0, number + 1] = _settled(times, until, above)
    share = ratio(grid.sums(above_days), grid.period_days)
    return {
        "backlog_above_norm_share": np.where(has_norm, share, np.nan),
        "backlog_settled_days": settled,
    }


def _levels(ledger: Ledger, backlog: State, of_class: int) -> tuple[Floats, Floats]:
    """How many of a class wait in all units, and from when; the starts of years included, in order of time.

    What comes and goes in one moment has not waited, so of each moment only the number after it counts.
    """
    n_units = len(ledger.grid.names.units)
    times, steps = [_year_starts(ledger)], [np.zeros(len(_year_starts(ledger)))]
    for moves, step in (*((m, 1.0) for m in backlog.enter), *((m, -1.0) for m in backlog.leave)):
        rows = np.flatnonzero((moves.of_class == of_class) & (moves.unit < n_units))
        times.append(moves.time_days[rows])
        steps.append(np.full(len(rows), step))
    time, step_ = np.concatenate(times), np.concatenate(steps)
    order = in_order(time)
    time, level = time[order], np.cumsum(step_[order])
    last = np.flatnonzero(np.append(time[1:] != time[:-1], True))
    return time[last], level[last]


def _limits(ledger: Ledger) -> Floats:
    """Cases that come in within one norm, at least one [year, class]; by year, so that no later one has a say."""
    grid, cases, norms = ledger.grid, ledger.cases, ledger.rulebook.classes.norm_days
    new = np.flatnonzero(~cases.in_stock & (cases.unit < len(grid.names.units)))
    came = grid.count(grid.month(cases.entered_days[new]), 0, cases.first_class[new])[:, 0]
    came_in_year = np.add.reduceat(came, grid.first_months_of_years)
    days = grid.period_days[1 : grid.n_years + 1, 0]
    return np.maximum(came_in_year / days * np.where(np.isfinite(norms), norms, 0.0), 1.0)


def _year_starts(ledger: Ledger) -> Floats:
    starts: Floats = ledger.grid.month_starts_days[ledger.grid.first_months_of_years]
    return starts


def _year_of(ledger: Ledger, times: Floats) -> Codes:
    return np.searchsorted(_year_starts(ledger), times, side="right") - 1


def _settled(begin: Floats, end: Floats, above: np.ndarray) -> float:
    """The first moment from which the backlog is within the limit for half a year; inf: there is none."""
    changes = np.flatnonzero(np.diff(above, prepend=not above[0]))
    first, after = changes, np.append(changes[1:], len(above))
    within = ~above[first] & (end[after - 1] - begin[first] >= HALF_YEAR_DAYS)
    return float(begin[first[np.argmax(within)]]) if within.any() else np.inf
