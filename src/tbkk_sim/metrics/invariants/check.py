"""Invariants: equalities that hold exactly in every replication, whatever the settings; all are checked on each."""

from collections.abc import Callable

import numpy as np

from tbkk_sim.arrays import Floats, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.service_intervals import worked_seconds
from tbkk_sim.metrics.events.working_seconds import work_done, working_time_for
from tbkk_sim.metrics.invariants import (
    capacity,
    chain,
    costs,
    examination,
    held_steps,
    of_classes,
    of_steps,
    selection,
    triage,
)
from tbkk_sim.metrics.invariants.violation import InvariantError, Violation, violations_of
from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.seconds import Seconds

__all__ = ["InvariantError", "Violation", "check", "find_violations"]


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the invariants that this replication violates, each with how often and an example; empty when all hold."""
    invariants: tuple[Callable[[Ledger], list[Violation]], ...] = (
        _in_order,
        _reports_conserved,
        _cases_conserved,
        _little,
        _work_within_presence,
        _work_from_time,
        of_steps.find_violations,
        held_steps.find_violations,
        of_classes.find_violations,
        selection.find_violations,
        triage.find_violations,
        examination.find_violations,
        capacity.find_violations,
        chain.find_violations,
        costs.find_violations,
    )
    return [violation for invariant in invariants for violation in invariant(ledger)]


def check(ledger: Ledger) -> None:
    """Check all invariants.

    Raises:
        InvariantError: an invariant is violated, which is a fault of the program, not of the settings.
    """
    found = find_violations(ledger)
    if found:
        raise InvariantError(ledger.world.replication, tuple(found))


def _in_order(ledger: Ledger) -> list[Violation]:
    times, horizon = ledger.log.time_seconds, ledger.parameters.horizon_seconds
    found = violations_of("events are in order of time", np.flatnonzero(times[1:] < times[:-1]), "event")
    if found or (len(times) and not (times[0] >= 0 and times[-1] < horizon)):
        found += violations_of("events fall within the run", np.flatnonzero((times < 0) | (times >= horizon)), "event")
    return found


def _reports_conserved(ledger: Ledger) -> list[Violation]:
    """Each report arrives once, is triaged and ends at most once."""
    log = ledger.log
    due = ledger.arrived_seconds < ledger.parameters.horizon_seconds

    def times(kind: Event) -> Numbers:
        return of_steps.times(log.reports_of(kind), len(due))

    arrived, triaged = times(Event.ARRIVED), times(Event.TRIAGED)
    found = violations_of("each report arrives exactly once", np.flatnonzero(arrived != due), "report")
    for happened, invariant in (
        (triaged, "a report is triaged at most once"),
        (times(Event.TAKEN_UP), "a case is taken up at most once"),
        (times(Event.ENDED), "a report ends at most once"),
    ):
        found += violations_of(invariant, np.flatnonzero(happened > arrived), "report")
    closed = log.report[log.rows_of_end(End.CLOSED_IN_TRIAGE)]
    untriaged = closed[triaged[closed] == 0]
    return found + violations_of("a report is closed when it has been triaged", untriaged, "report")


def _cases_conserved(ledger: Ledger) -> list[Violation]:
    """Per unit and class: came in + became it = ended + became another + open."""
    cases, changes = ledger.cases, ledger.cases.changes
    n_classes = len(ledger.parameters.names.classes)
    cells = len(ledger.parameters.names.teams) * n_classes

    def count(unit: Numbers, case_class: Numbers) -> Numbers:
        return np.bincount(unit * n_classes + case_class, minlength=cells)

    changed_unit, ended, still_open = cases.unit[changes.case], cases.ended, ~cases.ended
    came = count(cases.unit, cases.first_class) + count(changed_unit, changes.new_class)
    went = count(cases.unit[ended], cases.last_class[ended]) + count(changed_unit, changes.old_class)
    left = count(cases.unit[still_open], cases.last_class[still_open])
    invariant = "per unit and class: cases in + reclassified in = ended + reclassified out + open"
    found = violations_of(invariant, np.flatnonzero(came != went + left), "unit x class")
    early = cases.taken_up & (
        (cases.taken_up_seconds < cases.entered_seconds) | (cases.ended_seconds < cases.taken_up_seconds)
    )
    early |= cases.ended_seconds < cases.entered_seconds
    found += violations_of("a case is not ended or taken up before it is one", cases.report[early], "report")
    class_then = cases.first_class.copy()
    class_then[changes.case[~changes.in_hand]] = changes.new_class[~changes.in_hand]
    other = cases.taken_up & (cases.taken_up_class != class_then)
    return found + violations_of("a case is taken up in the class that it has", cases.report[other], "report")


def _little(ledger: Ledger) -> list[Violation]:
    """Per unit and class: the integral of the number in a state is the sum of the times spent in it.

    The number is never negative, since each case leaves a state after it entered, in the class that it has then.
    """
    cases, states, horizon = ledger.cases, ledger.states, ledger.parameters.horizon_seconds
    until = np.minimum(cases.ended_seconds, horizon)
    left_backlog = np.minimum(cases.taken_up_seconds, until)
    found = []
    for what, state, in_hand, since, to, case_class in (
        ("backlog", states.backlog, False, cases.entered_seconds, left_backlog, cases.class_when_waiting_ended),
        ("work in hand", states.in_hand, True, left_backlog, until, cases.last_class),
    ):
        spent = _time_spent(ledger, in_hand, since, to, case_class)
        integral = state.case_seconds.sum(axis=0).ravel()
        found += violations_of(f"Little's law of the {what}", np.flatnonzero(integral != spent), "unit x class")
        below = np.flatnonzero((state.month_ends < 0).any(axis=0))
        found += violations_of(f"the {what} is never negative", below, "unit x class")
    return found


def _time_spent(ledger: Ledger, in_hand: bool, since: Seconds, to: Seconds, case_class: Numbers) -> Floats:
    """Seconds that single cases spent in a state, added up per unit and class: whole numbers below 2^53, so exact."""
    cases, changes = ledger.cases, ledger.cases.changes
    n_classes = len(ledger.parameters.names.classes)
    cells = len(ledger.parameters.names.teams) * n_classes
    first_cell = cases.unit * n_classes
    spent = np.bincount(first_cell + case_class, to - since, minlength=cells).astype(np.float64, copy=False)
    rows = np.flatnonzero(changes.in_hand == in_hand)
    case, at = changes.case[rows], changes.time_seconds[rows]
    again = np.concatenate(([False], case[1:] == case[:-1])) if len(rows) else np.zeros(0, dtype=np.bool_)
    before = at - np.where(again, np.roll(at, 1), since[case])
    spent += np.bincount(first_cell[case] + changes.old_class[rows], before, minlength=cells)
    spent -= np.bincount(first_cell[case] + case_class[case], before, minlength=cells)
    return spent


def _work_within_presence(ledger: Ledger) -> list[Violation]:
    """Members work on one step at a time, within one shift, and only on steps that they are able to do."""
    intervals, shifts, people = ledger.service_intervals, ledger.world.shifts, ledger.world.people
    ends = len(ledger.ends.task)
    found = []
    if ends != len(intervals.in_hand) - int(intervals.in_hand.sum()):
        found += violations_of("every end of work has a beginning", np.array([ends]), "number of ends")
    if len(intervals.member) == 0:
        return found
    member, begin, end = (
        column[intervals.by_member] for column in (intervals.member, intervals.begin_seconds, intervals.end_seconds)
    )
    overlap = (member[1:] == member[:-1]) & (begin[1:] < end[:-1])
    found += violations_of("a member does one step at a time", member[1:][overlap], "member")
    found += violations_of(
        "work ends after it begins", intervals.member[intervals.end_seconds < intervals.begin_seconds], "member"
    )
    absent = shifts.member[intervals.shift] != intervals.member
    absent |= intervals.begin_seconds < shifts.begin_seconds[intervals.shift]
    absent |= intervals.end_seconds > shifts.end_seconds[intervals.shift]
    found += violations_of("nobody works while absent: busy time is available time", intervals.member[absent], "member")
    of_pools = intervals.assists & ~ledger.parameters.in_pairs[intervals.skill]
    unable = ((people.skills[intervals.member] >> intervals.skill) & 1 == 0) & ~of_pools
    return found + violations_of("members do what they are able to", intervals.member[unable], "member")


def _work_from_time(ledger: Ledger) -> list[Violation]:
    """Check that work follows from working time and pace, by the rule that the engines call.

    An interrupted step has had the work that fits in the time; a finished one took just the time that it needs.
    """
    intervals = ledger.service_intervals
    finished = intervals.ended == Event.FINISHED
    rows = np.flatnonzero(finished | (intervals.ended == Event.INTERRUPTED))
    worked = worked_seconds(intervals, ledger.parameters.working, rows)
    work, pace = intervals.work_seconds[rows], intervals.pace[rows]
    off = np.where(finished[rows], worked != working_time_for(work, pace), work != work_done(worked, pace))
    return violations_of("work follows from working time and pace", intervals.report[rows[off]], "report")
