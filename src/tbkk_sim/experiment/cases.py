"""What became of each case, read from the facts: when it became one, was taken up, changed class, ended."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain.facts import Fact
from tbkk_sim.experiment.facts_by_kind import FactsByKind
from tbkk_sim.world.world import BY_HAND, BY_NOBODY, World

CLOSED_CLASS = 0
Floats = NDArray[np.float64]
Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Changes:
    """One row a change of class, in order of report and time."""

    case: Codes
    """Row of Cases."""
    time_days: Floats
    old_class: Codes
    new_class: Codes
    in_hand: Flags
    """The case was taken up by then."""


@dataclass(frozen=True, slots=True)
class Cases:
    """One row a case of which the run has seen the beginning, in the order of reports."""

    report: Codes
    unit: Codes
    arrived_days: Floats
    entered_days: Floats
    """When it became a case; 0 for work in stock."""
    first_class: Codes
    """Class that it had then."""
    in_stock: Flags
    """It was there at the start."""
    in_hand_at_start: Flags
    taken_up_days: Floats
    """When its first work began; 0 for work in hand at the start; NaN: never."""
    taken_up_class: Codes
    """Class that it had then."""
    ended_days: Floats
    """NaN: open at the horizon."""
    end: Codes
    """How it ended (facts.End); -1: open."""
    last_class: Codes
    """Class at the end, or at the horizon."""
    changes: Changes

    @property
    def taken_up(self) -> Flags:
        """Taken up within the run or before."""
        return ~np.isnan(self.taken_up_days)

    @property
    def ended(self) -> Flags:
        """Ended within the run."""
        return self.end >= 0


def read_cases(world: World, facts: FactsByKind, horizon_days: float) -> Cases:
    """Follow each case through the facts."""
    reports = world.reports
    n = len(reports.key)
    arrived = reports.arrived_days < horizon_days
    unjudged = arrived & (reports.judged_by == BY_NOBODY) & (reports.judged_class != CLOSED_CLASS)

    triaged = facts.rows_of(Fact.TRIAGED)
    triaged = triaged[facts.detail[triaged] != CLOSED_CLASS]
    is_case = unjudged.copy()
    is_case[facts.report[triaged]] = True
    report = np.flatnonzero(is_case)
    row_of = np.full(n, -1, dtype=np.int32)
    row_of[report] = np.arange(len(report))
    entered_days = np.maximum(reports.arrived_days[report], 0.0)
    entered_days[row_of[facts.report[triaged]]] = facts.time_days[triaged]

    first_class = reports.judged_class[report].astype(np.intp)
    first_class[row_of[facts.report[triaged]]] = facts.detail[triaged]

    in_hand_at_start = reports.taken_up[report]
    taken_up_days = np.where(in_hand_at_start, entered_days, np.nan)
    taken_up_class = first_class.copy()
    taken_up_row = np.where(in_hand_at_start, -1, facts.n)
    taken_up = facts.rows_of(Fact.TAKEN_UP)
    of_case = row_of[facts.report[taken_up]]
    taken_up_days[of_case] = facts.time_days[taken_up]
    taken_up_class[of_case] = facts.detail[taken_up]
    taken_up_row[of_case] = taken_up

    changes = _read_changes(facts, row_of, first_class, taken_up_row)
    last_class = first_class.copy()
    last_class[changes.case] = changes.new_class  # of several changes the last one counts

    ended = facts.rows_of(Fact.ENDED)
    of_case = row_of[facts.report[ended]]
    ended, of_case = ended[of_case >= 0], of_case[of_case >= 0]
    ended_days = np.full(len(report), np.nan)
    ended_days[of_case] = facts.time_days[ended]
    end = np.full(len(report), -1, dtype=np.intp)
    end[of_case] = facts.detail[ended]

    return Cases(
        report=report,
        unit=reports.unit[report].astype(np.intp),
        arrived_days=reports.arrived_days[report],
        entered_days=entered_days,
        first_class=first_class,
        in_stock=reports.arrived_days[report] < 0.0,
        in_hand_at_start=in_hand_at_start,
        taken_up_days=taken_up_days,
        taken_up_class=taken_up_class,
        ended_days=ended_days,
        end=end,
        last_class=last_class,
        changes=changes,
    )


def _read_changes(facts: FactsByKind, row_of: NDArray[np.int32], first_class: Codes, taken_up_row: Codes) -> Changes:
    changed = facts.rows_of(Fact.RECLASSIFIED)
    case = row_of[facts.report[changed]].astype(np.intp)
    order = np.argsort(case, kind="stable")
    changed, case = changed[order], case[order]
    new_class = facts.detail[changed].astype(np.intp)
    old_class = first_class[case]
    again = np.flatnonzero(case[1:] == case[:-1]) + 1
    old_class[again] = new_class[again - 1]
    return Changes(case, facts.time_days[changed], old_class, new_class, changed > taken_up_row[case])


def in_triage_at_end(world: World, facts: FactsByKind, horizon_days: float) -> Codes:
    """Reports that arrived and whose judging by a person was not done at the horizon."""
    reports = world.reports
    waits = (reports.judged_by == BY_HAND) & (reports.arrived_days < horizon_days)
    waits[facts.report[facts.rows_of(Fact.TRIAGED)]] = False
    return np.flatnonzero(waits)
