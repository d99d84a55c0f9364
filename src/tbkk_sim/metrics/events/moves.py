"""Moves of cases into and out of a state (the backlog, the work in hand), and the number in it over time."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tbkk_sim.arrays import Codes, Floats, Numbers
from tbkk_sim.metrics.events.cases import Cases
from tbkk_sim.metrics.grid import Grid
from tbkk_sim.model.seconds import Seconds


class Moves:
    """Cases that make one and the same move, one a row: when, and in which unit and class."""

    def __init__(self, grid: Grid, cases: Cases, case: Codes, time_seconds: Seconds, case_class: Numbers) -> None:
        self.case, self.time_seconds, self.unit, self.case_class = case, time_seconds, cases.unit[case], case_class
        self._grid = grid
        self.month = grid.month(time_seconds)
        self.cell = grid.cell(self.month, self.unit, case_class)

    @cached_property
    def number(self) -> Floats:
        """Moves per cell [month, unit, class]."""
        return self._grid.count_in(self.cell)

    def sum(self, weights: Numbers) -> Floats:
        """Sum of weights per cell."""
        return self._grid.count_in(self.cell, weights)

    @cached_property
    def seconds_left(self) -> Floats:
        """Seconds from the moves to the ends of their months, summed per cell."""
        return self.sum(self._grid.month_starts_seconds[1:][self.month] - self.time_seconds)


@dataclass(frozen=True)
class CaseState:
    """A state that cases enter and leave."""

    grid: Grid
    enter: tuple[Moves, ...]
    leave: tuple[Moves, ...]

    @cached_property
    def month_ends(self) -> Floats:
        """Number of cases in it at each month's end [month, unit, class]."""
        return np.cumsum(self._net([m.number for m in self.enter], [m.number for m in self.leave]), axis=0)

    def month_ends_of(self, weights: Numbers) -> Floats:
        """The same, each case counted for its weight."""
        sums = ([moves.sum(weights[moves.case]) for moves in side] for side in (self.enter, self.leave))
        return np.cumsum(self._net(*sums), axis=0)

    @cached_property
    def case_seconds(self) -> Floats:
        """Seconds that cases were in it in each month: the integral of the number in it, which is a whole number."""
        at_start = np.concatenate((np.zeros_like(self.month_ends[:1]), self.month_ends[:-1]))
        within = self._net([m.seconds_left for m in self.enter], [m.seconds_left for m in self.leave])
        return at_start * np.diff(self.grid.month_starts_seconds)[:, None, None] + within

    def _net(self, entered: list[Floats], left: list[Floats]) -> Floats:
        net = np.zeros(self.grid.shape)
        for cells in entered:
            net += cells
        for cells in left:
            net -= cells
        return net


@dataclass(frozen=True)
class States:
    """The two states of an open case."""

    at_start: Moves
    """Cases that are in hand from the start."""
    started: Moves
    """Cases whose first work begins: from the backlog into work in hand."""
    backlog: CaseState
    in_hand: CaseState


def states_of(grid: Grid, cases: Cases) -> States:
    """Read from the cases which enter and leave the backlog, and the work in hand."""
    changes = cases.changes

    def moves(case: Codes, time_seconds: Seconds, case_class: Numbers) -> Moves:
        return Moves(grid, cases, case, time_seconds[case], case_class[case])

    def changed(in_hand: bool) -> tuple[Moves, Moves]:
        rows = np.flatnonzero(changes.in_hand == in_hand)
        case, time_seconds = changes.case[rows], changes.time_seconds[rows]
        return (
            Moves(grid, cases, case, time_seconds, changes.new_class[rows]),
            Moves(grid, cases, case, time_seconds, changes.old_class[rows]),
        )

    taken_up, ended = cases.taken_up, cases.ended
    came = moves(np.flatnonzero(~cases.in_hand_at_start), cases.entered_seconds, cases.first_class)
    at_start = moves(np.flatnonzero(cases.in_hand_at_start), cases.taken_up_seconds, cases.taken_up_class)
    started = moves(np.flatnonzero(taken_up & ~cases.in_hand_at_start), cases.taken_up_seconds, cases.taken_up_class)
    lapsed = moves(np.flatnonzero(ended & ~taken_up), cases.ended_seconds, cases.last_class)
    done = moves(np.flatnonzero(ended & taken_up), cases.ended_seconds, cases.last_class)
    into, out = changed(in_hand=False)
    into_in_hand, out_in_hand = changed(in_hand=True)
    return States(
        at_start=at_start,
        started=started,
        backlog=CaseState(grid, (came, into), (started, lapsed, out)),
        in_hand=CaseState(grid, (at_start, started, into_in_hand), (done, out_in_hand)),
    )
