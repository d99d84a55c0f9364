"""What comes in, is taken up, ends, and what is left: by unit and class of that moment."""

import numpy as np

from tbkk_sim.domain.facts import NOT_MET, End, Fact
from tbkk_sim.experiment.cases import CLOSED_CLASS
from tbkk_sim.experiment.grid import Codes, Floats, Grid
from tbkk_sim.experiment.key_figures.ratio import ratio
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.settings.casework import OUTCOMES
from tbkk_sim.world.world import BY_HAND


class Moves:
    """Cases that enter (+1) and leave (-1) a state, one move a row."""

    def __init__(self, grid: Grid, time_days: Floats, unit: Codes, of_class: Codes, sign: Floats, case: Codes) -> None:
        self.time_days, self.unit, self.of_class, self.sign, self.case = time_days, unit, of_class, sign, case
        self._grid = grid
        self._month = grid.month(time_days)
        self._cell = grid.cell(self._month, unit, of_class)

    def month_ends(self, weights: Floats | None = None) -> Floats:
        """Sum of the signs (times weights) of all who are in the state at each month's end."""
        signs = self.sign if weights is None else self.sign * weights
        levels: Floats = np.cumsum(self._grid.count_in(self._cell, signs), axis=0)
        return levels

    def integral(self, levels: Floats) -> Floats:
        """Days that cases were in the state in each month; `levels` are those at the months' ends."""
        left = self._grid.month_starts_days[self._month + 1] - self.time_days
        at_start = np.concatenate((np.zeros_like(levels[:1]), levels[:-1]))
        return at_start * self._grid.month_days[:, None, None] + self._grid.count_in(self._cell, self.sign * left)


def backlog_moves(ledger: Ledger) -> Moves:
    """Into and out of the backlog: cases that nobody has taken up yet."""
    cases, changes = ledger.cases, ledger.cases.changes
    enters = np.flatnonzero(~cases.in_hand_at_start)
    starts = np.flatnonzero(cases.taken_up & ~cases.in_hand_at_start)
    lapses = np.flatnonzero(cases.ended & ~cases.taken_up)
    changed = np.flatnonzero(~changes.in_hand)
    return _moves(
        ledger,
        (enters, cases.entered_days[enters], cases.first_class[enters], 1.0),
        (starts, cases.taken_up_days[starts], cases.taken_up_class[starts], -1.0),
        (lapses, cases.ended_days[lapses], cases.last_class[lapses], -1.0),
        (changes.case[changed], changes.time_days[changed], changes.old_class[changed], -1.0),
        (changes.case[changed], changes.time_days[changed], changes.new_class[changed], 1.0),
    )


def in_hand_moves(ledger: Ledger) -> Moves:
    """Into and out of the work in hand: cases taken up and not ended."""
    cases, changes = ledger.cases, ledger.cases.changes
    enters = np.flatnonzero(cases.taken_up)
    leaves = np.flatnonzero(cases.ended & cases.taken_up)
    changed = np.flatnonzero(changes.in_hand)
    return _moves(
        ledger,
        (enters, cases.taken_up_days[enters], cases.taken_up_class[enters], 1.0),
        (leaves, cases.ended_days[leaves], cases.last_class[leaves], -1.0),
        (changes.case[changed], changes.time_days[changed], changes.old_class[changed], -1.0),
        (changes.case[changed], changes.time_days[changed], changes.new_class[changed], 1.0),
    )


def _moves(ledger: Ledger, *groups: tuple[Codes, Floats, Codes, float]) -> Moves:
    case = np.concatenate([g[0] for g in groups])
    return Moves(
        ledger.grid,
        time_days=np.concatenate([g[1] for g in groups]),
        unit=ledger.cases.unit[case],
        of_class=np.concatenate([g[2] for g in groups]),
        sign=np.concatenate([np.full(len(g[0]), g[3]) for g in groups]),
        case=case,
    )


def flows(ledger: Ledger) -> dict[str, Floats]:
    """Key figures of inflow, outflow and what is left."""
    grid, cases = ledger.grid, ledger.cases
    new = np.flatnonzero(~cases.in_stock)
    starts = np.flatnonzero(cases.taken_up & ~cases.in_hand_at_start)
    taken_up = grid.count(grid.month(cases.taken_up_days[starts]), cases.unit[starts], cases.taken_up_class[starts])
    by_end = _by_end(ledger)
    finished = sum((by_end[end] for end in by_end if end not in NOT_MET), np.zeros(grid.shape))
    waiting, in_hand = backlog_moves(ledger), in_hand_moves(ledger)
    backlog, hand = waiting.month_ends(), in_hand.month_ends()
    arrived_sum = waiting.month_ends(cases.arrived_days[waiting.case])
    at_start = np.zeros(grid.shape[1:])
    np.add.at(
        at_start,
        (cases.unit[cases.in_hand_at_start], cases.first_class[cases.in_hand_at_start]),
        1.0,
    )
    backlog_end = grid.ends(backlog)
    period_end = np.concatenate(
        (
            grid.month_starts_days[-1:],
            np.append(grid.month_starts_days[grid.first_months_of_years[1:]], grid.month_starts_days[-1]),
            grid.month_starts_days[1:],
        )
    )
    period_days = grid.sums(grid.month_days)[:, None, None]
    expired, declined = grid.sums(by_end[End.EXPIRED]), grid.sums(by_end[End.DECLINED])
    figures = {
        "reports_in": grid.sums(_reports_in(ledger)),
        "cases_in": grid.sums(grid.count(grid.month(cases.entered_days[new]), cases.unit[new], cases.first_class[new])),
        "closed_in_triage": grid.sums(_closed_in_triage(ledger)),
        "taken_up": grid.sums(taken_up),
        "taken_up_and_running": grid.sums(taken_up) + grid.starts(hand, at_start),
        "finished": grid.sums(finished),
        "expired": expired,
        "declined": declined,
        "demand_not_met": expired + declined,
        "backlog_end": backlog_end,
        "backlog_mean": grid.sums(waiting.integral(backlog)) / period_days,
        "backlog_age_days_mean": ratio(
            period_end[:, None, None] * backlog_end - grid.ends(arrived_sum), np.round(backlog_end)
        ),
        "in_hand_end": grid.ends(hand),
        "in_hand_mean": grid.sums(in_hand.integral(hand)) / period_days,
        "open_end": grid.ends(backlog + hand),
        "triage_backlog_end": grid.ends(_triage_backlog(ledger)),
        "backlog_clears_days": _backlog_clears_days(ledger, waiting),
    }
    figures |= {f"ended_{outcome}": grid.sums(by_end[End[outcome.upper()]]) for outcome in OUTCOMES}
    return figures | {"ended_own_work_done": grid.sums(by_end[End.OWN_WORK_DONE])}


def _by_end(ledger: Ledger) -> dict[End, Floats]:
    """Cases that ended, by how."""
    grid, cases = ledger.grid, ledger.cases
    ended = np.flatnonzero(cases.ended)
    cell = grid.cell(grid.month(cases.ended_days[ended]), cases.unit[ended], cases.last_class[ended])
    n_cells = int(np.prod(grid.shape))
    counts = np.bincount(cases.end[ended] * n_cells + cell, minlength=len(End) * n_cells)
    by_end = counts.astype(np.float64).reshape(len(End), *grid.shape)
    return {end: by_end[end] for end in End if end != End.CLOSED_IN_TRIAGE}


def _reports_in(ledger: Ledger) -> Floats:
    """Arrivals of the streams of reports; stock, chosen cases and pools' own work are no reports."""
    reports, names = ledger.world.reports, ledger.rulebook.names
    n_streams = len(names.streams) - 2
    first, after = np.searchsorted(reports.arrived_days, (0.0, ledger.rulebook.horizon_days))
    rows = slice(int(first), int(after))
    of_stream = np.flatnonzero(reports.stream[rows] < n_streams)
    return ledger.grid.count(
        ledger.grid.month(reports.arrived_days[rows][of_stream]),
        reports.unit[rows][of_stream],
        reports.true_class[rows][of_stream],
    )


def _closed_in_triage(ledger: Ledger) -> Floats:
    facts, reports, grid = ledger.facts, ledger.world.reports, ledger.grid
    ended = facts.rows_of(Fact.ENDED)
    closed = ended[facts.detail[ended] == End.CLOSED_IN_TRIAGE]
    unit = reports.unit[facts.report[closed]]
    return grid.count(grid.month(facts.time_days[closed]), unit, np.full(len(closed), CLOSED_CLASS))


def _triage_backlog(ledger: Ledger) -> Floats:
    """Reports that wait for a person's judgement, or are being judged, at the months' ends, by what they truly are."""
    facts, reports, grid = ledger.facts, ledger.world.reports, ledger.grid
    by_hand = reports.judged_by == BY_HAND
    came = np.flatnonzero(by_hand & (reports.arrived_days < ledger.rulebook.horizon_days))
    triaged = facts.rows_of(Fact.TRIAGED)
    triaged = triaged[by_hand[facts.report[triaged]]]
    judged = facts.report[triaged]
    into = grid.count(
        grid.month(np.maximum(reports.arrived_days[came], 0.0)), reports.unit[came], reports.true_class[came]
    )
    out = grid.count(grid.month(facts.time_days[triaged]), reports.unit[judged], reports.true_class[judged])
    levels: Floats = np.cumsum(into - out, axis=0)
    return levels


def _backlog_clears_days(ledger: Ledger, waiting: Moves) -> Floats:
    """From when the backlog stays within what comes in during one norm; NaN: not by the horizon."""
    grid, cases, norms = ledger.grid, ledger.cases, ledger.rulebook.classes.norm_days
    figure = np.full((len(grid.periods), len(grid.teams), len(grid.classes)), np.nan)
    in_unit = np.flatnonzero(waiting.unit < len(grid.names.units))
    order = in_unit[np.argsort(waiting.time_days[in_unit], kind="stable")]
    n_in = np.bincount(cases.first_class[~cases.in_stock], minlength=len(norms))
    for of_class in np.flatnonzero(np.isfinite(norms)).tolist():
        moves = order[waiting.of_class[order] == of_class]
        limit = max(1.0, n_in[of_class] / ledger.rulebook.horizon_days * norms[of_class])
        above = np.flatnonzero(np.cumsum(waiting.sign[moves]) > limit)
        if not len(above):
            figure[0, 0, of_class + 1] = 0.0
        elif above[-1] + 1 < len(moves):
            figure[0, 0, of_class + 1] = waiting.time_days[moves[above[-1] + 1]]
    return figure
