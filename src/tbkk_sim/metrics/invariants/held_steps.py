"""Invariants of steps that a member holds until somebody joins: a specialist of a pool, or a colleague of the team."""

import numpy as np

from tbkk_sim.arrays import Flags
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.model.event_records import Event

WORKING = (Event.STARTED, Event.RESUMED, Event.HELD, Event.ASSISTED, Event.INTERRUPTED, Event.FINISHED)
"""Events of work on a step, but for the end of working along."""


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the invariants of held steps that this replication violates."""
    return _ends_of_holding(ledger) + _worked_on_by_two(ledger) + _one_held_for_a_colleague(ledger)


def _ends_of_holding(ledger: Ledger) -> list[Violation]:
    """Check that a held step is next joined or put down, or still held at the end."""
    log = ledger.log
    was_held = np.zeros(len(ledger.world.reports.key), dtype=np.bool_)
    was_held[log.reports_of(Event.HELD)] = True
    rows = log.rows_of(*WORKING)
    rows = rows[was_held[log.report[rows]]]
    rows = rows[np.argsort(log.report[rows], kind="stable")]
    report, kind = log.report[rows], log.kind[rows]
    goes_on = (kind[:-1] == Event.HELD) & (report[:-1] == report[1:])
    wrong = goes_on & (kind[1:] != Event.ASSISTED) & (kind[1:] != Event.INTERRUPTED)
    return violations_of("a held step is joined or put down", report[:-1][wrong], "report")


def _worked_on_by_two(ledger: Ledger) -> list[Violation]:
    """Check who works along: somebody else for the same hours, and of the same team if the step is one for two."""
    intervals, in_pairs = ledger.service_intervals, ledger.parameters.in_pairs
    along, joined = np.flatnonzero(intervals.assists), intervals.joined
    report = intervals.report[along]
    alone = intervals.member[along] == intervals.member[joined]
    found = violations_of("two work on a held step", report[alone], "report")
    longer = intervals.end_seconds[along] != intervals.end_seconds[joined]
    longer |= intervals.work_seconds[along] != intervals.work_seconds[joined]
    found += violations_of("who works along does so to the end of the work", report[longer], "report")
    apart: Flags = in_pairs[intervals.skill[along]] & (intervals.team[along] != intervals.team[joined])
    return found + violations_of("a step for two is done by two of one team", report[apart], "report")


def _one_held_for_a_colleague(ledger: Ledger) -> list[Violation]:
    """Check that a team holds one step at a time for a colleague: else two members would wait for each other."""
    intervals = ledger.service_intervals
    rows = np.flatnonzero(ledger.parameters.in_pairs[intervals.skill] & ~intervals.assists)
    rows = rows[intervals.work_begin_seconds[rows] > intervals.begin_seconds[rows]]
    rows = rows[np.lexsort((intervals.begin_seconds[rows], intervals.team[rows]))]
    team = intervals.team[rows]
    early = intervals.begin_seconds[rows][1:] < intervals.work_begin_seconds[rows][:-1]
    both = (team[1:] == team[:-1]) & early
    return violations_of("a team holds one step at a time for a colleague", team[1:][both], "team")
