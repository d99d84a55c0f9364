"""The history of each case, read from the events: when it became one, was taken up, changed class, ended.

A report that its unit is to assess is a case from then on; one that is joined to another is none.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Codes, Flags, Integers
from tbkk_sim.metrics.events.assessments import Assessments, are_joined
from tbkk_sim.metrics.events.persons import PassedOn
from tbkk_sim.metrics.events.treatments import Treatments
from tbkk_sim.model.event_records import UNDONE, End, Event, EventLog
from tbkk_sim.model.names import CLOSED_CLASS
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.seconds import NEVER_SECONDS, Seconds
from tbkk_sim.sampling.world import BY_HAND, BY_NOBODY, World


@dataclass(frozen=True, slots=True)
class ClassChanges:
    """One row per change of class, in order of report and time."""

    case: Codes
    """Row of Cases."""
    event: Codes
    """Row of the log."""
    time_seconds: Seconds
    old_class: Integers
    new_class: Integers
    in_hand: Flags
    """True if the case was taken up by then."""


@dataclass(frozen=True)
class Cases:
    """One row per case of which the run has seen the beginning, in the order of reports."""

    report: Codes
    unit: Integers
    arrived_seconds: Seconds
    counts_from_seconds: Seconds
    """Second from which the norm counts of the class that it had when its wait ended, and that wait: its arrival, or
    that of a further report that raised its class."""
    entered_seconds: Seconds
    """Second at which it became a case; 0 for work in stock."""
    first_class: Integers
    """Class that it had then."""
    in_stock: Flags
    """True if it was there at the start."""
    in_hand_at_start: Flags
    taken_up_seconds: Seconds
    """Second at which its first work began; 0 for work in hand at the start; NEVER_SECONDS: not within the run."""
    taken_up_class: Integers
    """Class that it had then."""
    ended_seconds: Seconds
    """NEVER_SECONDS: open at the horizon."""
    end: Integers
    """End of the case (event_records.End); -1: open."""
    last_class: Integers
    """Class at the end, or at the horizon."""
    treatment: Integers
    """Treatment at the end, or at the horizon (model.treatment.Treatment)."""
    expires_seconds: Seconds
    """Second at which it expires if not taken up, as put off by reports that joined it; or NEVER_SECONDS."""
    changes: ClassChanges

    @cached_property
    def taken_up(self) -> Flags:
        """Taken up within the run or before."""
        taken_up: Flags = self.taken_up_seconds != NEVER_SECONDS
        return taken_up

    @cached_property
    def ended(self) -> Flags:
        """Ended within the run."""
        return self.end >= 0

    @cached_property
    def undone(self) -> Flags:
        """Ended without having been taken up: closed by choice, turned away or let go."""
        return np.isin(np.arange(-1, len(End)), UNDONE)[self.end + 1]

    @cached_property
    def class_when_waiting_ended(self) -> Integers:
        """Class when it was taken up, or else at its end or the horizon."""
        return np.where(self.taken_up, self.taken_up_class, self.last_class)


def read_cases(
    world: World,
    log: EventLog,
    arrived_seconds: Seconds,
    treatments: Treatments,
    passed_on: PassedOn,
    parameters: Parameters,
) -> Cases:
    """Follow each case through the events.

    Args:
        world: The drawn world.
        log: Its events.
        arrived_seconds: When each report arrives (arrivals_of).
        treatments: How each is treated.
        passed_on: The reports that triage passed on, some of which join a case.
        parameters: The compiled settings.
    """
    reports = world.reports
    n = len(reports.key)
    judged_row = _rows_of_judgement(world, log)
    judged = log.report[judged_row].astype(np.intp)

    is_case = (reports.triaged_by == BY_NOBODY) & (reports.triaged_class != CLOSED_CLASS)
    is_case &= arrived_seconds < parameters.horizon_seconds
    is_case[judged] = True
    report = np.flatnonzero(is_case)
    row_of: Integers = np.full(n, -1, dtype=np.int32)
    row_of[report] = np.arange(len(report), dtype=np.int32)
    arrived = arrived_seconds[report]
    entered = np.maximum(arrived, 0)
    entered[row_of[judged]] = log.time_seconds[judged_row]
    entered_row: Codes = np.full(len(report), -1)
    entered_row[row_of[judged]] = judged_row

    first_class = reports.triaged_class[report]
    first_class[row_of[judged]] = log.detail[judged_row]

    in_hand_at_start = reports.taken_up[report]
    taken_up_at = np.where(in_hand_at_start, entered, NEVER_SECONDS)
    taken_up_class = first_class.copy()
    taken_up_row = np.where(in_hand_at_start, -1, len(log))
    taken_up = log.rows_of(Event.TAKEN_UP)
    of_case = row_of[log.reports_of(Event.TAKEN_UP)].astype(np.intp)
    taken_up_at[of_case] = log.time_seconds[taken_up]
    taken_up_class[of_case] = log.detail[taken_up]
    taken_up_row[of_case] = taken_up

    changes = _read_changes(log, row_of, first_class, entered_row, taken_up_row)
    last_class = first_class.copy()
    last_class[changes.case] = changes.new_class  # of several changes the last one counts

    ended_at, end = _read_ends(log, row_of, len(report))
    return Cases(
        report=report,
        unit=reports.unit[report].astype(np.int32),
        arrived_seconds=arrived,
        counts_from_seconds=_counts_from(world, log, arrived_seconds, report, changes, parameters),
        entered_seconds=entered,
        first_class=first_class,
        in_stock=arrived < 0,
        in_hand_at_start=in_hand_at_start,
        taken_up_seconds=taken_up_at,
        taken_up_class=taken_up_class,
        ended_seconds=ended_at,
        end=end,
        last_class=last_class,
        treatment=treatments.last[report],
        expires_seconds=np.where(
            _is_never_let_go(first_class, changes, parameters),
            NEVER_SECONDS,
            _read_expiry(world, passed_on, report, row_of, arrived, taken_up_row),
        ),
        changes=changes,
    )


def _rows_of_judgement(world: World, log: EventLog) -> Codes:
    """The events by which reports became cases: the assessment, or of those without one triage."""
    triaged, assessed = log.rows_of(Event.TRIAGED), log.rows_of(Event.ASSESSED)
    of_triage = log.reports_of(Event.TRIAGED)
    at_once = (world.reports.assessment_seconds == 0) & ~are_joined(log, len(world.reports.key))
    triaged = triaged[np.flatnonzero((log.detail[triaged] != CLOSED_CLASS) & at_once[of_triage])]
    assessed = assessed[np.flatnonzero(log.detail[assessed] != CLOSED_CLASS)]
    return np.concatenate((triaged, assessed))


def _read_changes(
    log: EventLog, row_of: NDArray[np.int32], first_class: Integers, entered_row: Codes, taken_up_row: Codes
) -> ClassChanges:
    """Read the changes of class, but for those before the assessment, which settles the class anew."""
    changed = log.rows_of(Event.RECLASSIFIED)
    case = row_of[log.reports_of(Event.RECLASSIFIED)].astype(np.intp)
    of_cases = np.flatnonzero((case >= 0) & (changed > np.append(entered_row, -1)[case]))
    changed, case = changed[of_cases], case[of_cases]
    order = np.argsort(case, kind="stable")
    changed, case = changed[order], case[order]
    new_class = log.detail[changed].astype(first_class.dtype)
    old_class = first_class[case]
    again = np.flatnonzero(case[1:] == case[:-1]) + 1
    old_class[again] = new_class[again - 1]
    return ClassChanges(case, changed, log.time_seconds[changed], old_class, new_class, changed > taken_up_row[case])


def _counts_from(
    world: World, log: EventLog, arrived_seconds: Seconds, report: Codes, changes: ClassChanges, parameters: Parameters
) -> Seconds:
    """Return the second from which the norm of each case counts, by the last change of its class while it waited.

    If a further report raised it, that has just been joined to the case: its end stands right before the change, and
    its class is the new one, and more urgent than the old. A case that gets its class in another way was what it is
    from the start.
    """
    reports, priority = world.reports, parameters.classes.priority
    seen_as = reports.triaged_class.copy()
    seen_as[log.reports_of(Event.TRIAGED)] = log.detail[log.rows_of(Event.TRIAGED)]
    waiting = np.flatnonzero(~changes.in_hand)
    case, before = changes.case[waiting], changes.event[waiting] - 1
    old_class, new_class, gives_class = changes.old_class[waiting], changes.new_class[waiting], report[case]
    joined = np.flatnonzero(are_joinings(log, before))
    joining = log.report[before[joined]].astype(np.intp)
    raises = (reports.person[joining] == reports.person[gives_class[joined]]) & (seen_as[joining] == new_class[joined])
    raises &= priority[new_class[joined]] < priority[old_class[joined]]
    gives_class[joined[raises]] = joining[raises]
    counts_from = arrived_seconds[report]
    counts_from[case] = arrived_seconds[gives_class]  # of several changes the last one counts
    return counts_from


def are_joinings(log: EventLog, rows: Codes) -> Flags:
    """True for each event by which a report ends since it is joined to the case of its person."""
    joinings: Flags = (log.kind[rows] == Event.ENDED) & (log.detail[rows] == End.JOINED)
    return joinings


def _read_ends(log: EventLog, row_of: NDArray[np.int32], n_cases: int) -> tuple[Seconds, Integers]:
    """Read when and how each case ended."""
    ended, of_case = log.rows_of(Event.ENDED), row_of[log.reports_of(Event.ENDED)]
    of_a_case = np.flatnonzero(of_case >= 0)
    ended, case = ended[of_a_case], of_case[of_a_case].astype(np.intp)
    ended_at, end = np.full(n_cases, NEVER_SECONDS), np.full(n_cases, -1, dtype=np.int8)
    ended_at[case], end[case] = log.time_seconds[ended], log.detail[ended]
    return ended_at, end


def _is_never_let_go(first_class: Integers, changes: ClassChanges, parameters: Parameters) -> Flags:
    """True for cases that, while they waited, were seen as of a class that does not expire."""
    class_expires = parameters.classes.expires
    never: Flags = ~class_expires[first_class]
    never[changes.case[~changes.in_hand & ~class_expires[changes.new_class]]] = True
    return never


def _read_expiry(
    world: World,
    passed_on: PassedOn,
    report: Codes,
    row_of: NDArray[np.int32],
    arrived_seconds: Seconds,
    taken_up_row: Codes,
) -> Seconds:
    """Read when each case expires: what joined it before it was taken up puts that off."""
    reports = world.reports
    after_arrival = reports.arrived_seconds[report] == NEVER_SECONDS  # a return: its life is drawn, not its last moment
    expires = reports.expires_seconds[report]
    expires = np.where(after_arrival & (expires != NEVER_SECONDS), arrived_seconds + expires, expires)
    joining = passed_on.joins_open_case
    case = row_of[passed_on.case_before[joining]]
    put_off = np.flatnonzero((case >= 0) & (np.append(taken_up_row, -1)[case] > passed_on.row[joining]))
    joining = passed_on.report[joining[put_off]]
    np.maximum.at(expires, case[put_off].astype(np.intp), reports.expires_seconds[joining])
    return expires


@dataclass(frozen=True, slots=True)
class WaitsForWork:
    """One row per case that came to wait for its first work, or a report still in triage or assessment at the horizon.

    Reports in triage count by the class that they will get, those in assessment by the class that they are seen as.
    Cases in hand at the start wait for nothing, nor do reports that lead to no person.
    """

    report: Codes
    unit: Integers
    case_class: Integers
    """Class when the wait ended."""
    counts_from_seconds: Seconds
    """Second from which the wait counts, and the norm of that class: arrival, or that of a further report that raised
    it."""
    began_seconds: Seconds
    """Second of the first work; NEVER_SECONDS: not within the run."""
    ended_seconds: Seconds
    """Second at which the case ended; NEVER_SECONDS: open at the horizon."""
    undone: Flags
    """Ended before any work: closed by choice, turned away or let go."""

    def due_within_run(self, due_seconds: Seconds, horizon_seconds: int) -> Codes:
        """Return the rows that are due within the run; a case that ended without needing work is not."""
        waited = self.undone | (self.began_seconds != NEVER_SECONDS) | (self.ended_seconds == NEVER_SECONDS)
        return np.flatnonzero((due_seconds >= 0) & (due_seconds < horizon_seconds) & waited)


def waits_for_work(
    world: World, log: EventLog, cases: Cases, assessments: Assessments, horizon_seconds: int
) -> WaitsForWork:
    """Return all waits for first work."""
    reports, rows = world.reports, np.flatnonzero(~cases.in_hand_at_start)
    untriaged = in_triage_at_end(world, log, horizon_seconds)
    untriaged = untriaged[reports.triaged_class[untriaged] != CLOSED_CLASS]
    in_assessment = assessments.still_open
    unjudged = np.concatenate((untriaged, assessments.report[in_assessment]))
    seen_as = np.concatenate((reports.triaged_class[untriaged], assessments.last_class[in_assessment]))
    never = np.full(len(unjudged), NEVER_SECONDS)
    return WaitsForWork(
        report=np.concatenate((cases.report[rows], unjudged)),
        unit=np.concatenate((cases.unit[rows], reports.unit[unjudged])),
        case_class=np.concatenate((cases.class_when_waiting_ended[rows], seen_as)),
        counts_from_seconds=np.concatenate(
            (
                cases.counts_from_seconds[rows],
                reports.arrived_seconds[untriaged],
                assessments.counts_from_seconds[in_assessment],
            )
        ),
        began_seconds=np.concatenate((cases.taken_up_seconds[rows], never)),
        ended_seconds=np.concatenate((cases.ended_seconds[rows], never)),
        undone=np.concatenate((cases.undone[rows], np.zeros(len(unjudged), dtype=np.bool_))),
    )


def in_triage_at_end(world: World, log: EventLog, horizon_seconds: int) -> Codes:
    """Reports that arrived and whose triage by a person was not done at the horizon."""
    reports = world.reports
    waits = (reports.triaged_by == BY_HAND) & (reports.arrived_seconds < horizon_seconds)
    waits[log.reports_of(Event.TRIAGED)] = False
    return np.flatnonzero(waits)
