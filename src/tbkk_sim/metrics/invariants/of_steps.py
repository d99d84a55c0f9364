"""Invariants of single steps: no step is lost, none is done twice, and each takes exactly the work that was drawn."""

import numpy as np

from tbkk_sim.arrays import Codes, Flags, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.service_intervals import worked_seconds
from tbkk_sim.metrics.events.treatments import steps_of_treatment
from tbkk_sim.metrics.events.working_seconds import working_time_for
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import Seconds
from tbkk_sim.model.selection.treatment import FULL


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the invariants of steps that this replication violates."""
    log, tasks, intervals, ends = ledger.log, ledger.tasks, ledger.service_intervals, ledger.ends
    interruptions, done = (np.flatnonzero(ends.event == event) for event in (Event.INTERRUPTED, Event.FINISHED))
    started, resumed = (
        times(intervals.task[intervals.event == event], len(tasks)) for event in (Event.STARTED, Event.RESUMED)
    )
    waits = _rows_of_waiting(ledger)
    queued = times(tasks.rows(log.report[waits].astype(np.intp), log.step[waits]), len(tasks))
    interrupted, finished = (times(ends.task[rows], len(tasks)) for rows in (interruptions, done))
    begun = started + resumed
    in_hand, waiting = begun - interrupted - finished, queued - begun
    found = violations_of(
        "a step is started once and finished once", np.flatnonzero((started > 1) | (finished > started)), "step"
    )
    found += violations_of(
        "work on a step is in hand, interrupted or finished", np.flatnonzero((in_hand < 0) | (in_hand > 1)), "step"
    )
    found += violations_of("a step waits before it is started", np.flatnonzero((waiting < 0) | (waiting > 1)), "step")
    found += violations_of(
        "a step that is interrupted waits again", np.flatnonzero((queued > 0) & (queued != 1 + interrupted)), "step"
    )
    found += _work_as_drawn(ledger, interruptions, done, finished)
    return found + _none_lost(ledger, done, queued, finished)


def _rows_of_waiting(ledger: Ledger) -> Codes:
    """Events by which a step begins to wait, but for the steps that are left when a campaign changes the treatment."""
    log, treatments = ledger.log, ledger.treatments
    row = log.rows_of(Event.QUEUED)
    changed = treatments.begun != treatments.first
    if not changed.any():
        return row
    report = log.report[row]
    is_left = changed[report] & (log.step[row] >= 0) & (row < treatments.campaign_row[report])
    waits: Codes = row[~is_left]
    return waits


def _work_as_drawn(ledger: Ledger, interruptions: Codes, done: Codes, finished: Numbers) -> list[Violation]:
    """Work done on a step that is finished is the work drawn; on one that was only interrupted it is less.

    Args:
        ledger: The replication.
        interruptions: Rows of the ends that are INTERRUPTED.
        done: Rows of the ends that are FINISHED.
        finished: How many times each step was finished.
    """
    ends, drawn = ledger.ends, ledger.tasks.work_seconds
    interrupted_steps, which = np.unique(ends.task[interruptions], return_inverse=True)
    before: Seconds = np.zeros(len(interrupted_steps), dtype=np.int64)
    np.add.at(before, which, ends.work_seconds[interruptions])
    resumed = np.zeros(len(finished), dtype=np.bool_)
    resumed[interrupted_steps] = True
    task = ends.task[done]
    worked, later = ends.work_seconds[done], np.flatnonzero(resumed[task])
    worked[later] += before[np.searchsorted(interrupted_steps, task[later])]
    found = violations_of("work done is work drawn", np.sort(task[worked != drawn[task]]), "step")
    found += _in_hand_to_the_end(ledger, interrupted_steps, before)
    too_much = (before >= drawn[interrupted_steps]) & (finished[interrupted_steps] == 0)
    return found + violations_of("a step that is interrupted has work left", interrupted_steps[too_much], "step")


def _in_hand_to_the_end(ledger: Ledger, interrupted_steps: Codes, before: Seconds) -> list[Violation]:
    """Work still in hand at the horizon has not had more time than it needs.

    Args:
        ledger: The replication.
        interrupted_steps: Steps that were interrupted, in order.
        before: Work done on each of them until then.
    """
    intervals = ledger.service_intervals
    row = np.flatnonzero(intervals.in_hand & ~intervals.assists)
    task = intervals.task[row]
    left, later = ledger.tasks.work_seconds[task], np.flatnonzero(np.isin(task, interrupted_steps))
    left[later] -= before[np.searchsorted(interrupted_steps, task[later])]
    worked = worked_seconds(intervals, ledger.parameters.working, row)
    return violations_of(
        "a step is finished when its work is done", task[worked > working_time_for(left, intervals.pace[row])], "step"
    )


def _none_lost(ledger: Ledger, done: Codes, queued: Numbers, finished: Numbers) -> list[Violation]:
    """An open case whose next step is ready waits for it, has it in hand, or is still within its outside delay.

    The steps are those of its treatment with work in them; one without is passed over.
    """
    tasks, ends, cases, horizon = ledger.tasks, ledger.ends, ledger.cases, ledger.parameters.horizon_seconds
    case_of = np.full(len(ledger.world.reports.key), -1, dtype=np.int32)
    case_of[cases.report] = np.arange(len(cases.report), dtype=np.int32)
    case, n_steps = case_of[tasks.report_of_step], tasks.n_steps
    of_no_case = tasks.report_of_step[(case < 0) & (queued[:n_steps] > 0)]
    found = violations_of("only a case has steps", of_no_case, "report")
    in_treatment = steps_to_do(ledger, finished[:n_steps] > 0)
    others = tasks.report_of_step[~in_treatment & (queued[:n_steps] > 0)]
    found += violations_of("only the steps of its treatment are done for a case", others, "report")
    row = np.flatnonzero((tasks.work_seconds[:n_steps] > 0) & (case >= 0) & in_treatment)
    if len(row) == 0:
        return found
    case = case[row].astype(np.intp)
    first = np.concatenate(([True], case[1:] != case[:-1]))
    last = np.append(first[1:], True)
    is_done, still_open = finished[row] > 0, ~cases.ended
    undone = case[np.flatnonzero(~is_done)]
    undone = undone[(cases.ended & ~cases.undone)[undone]]
    found += violations_of("a finished case has finished all its steps", cases.report[undone], "report")
    over = case[np.flatnonzero(last & is_done)]
    found += violations_of("a case ends when its last step is done", cases.report[over[still_open[over]]], "report")
    after_done = np.append(False, is_done[:-1])
    not_queued = np.flatnonzero((first | after_done) & (queued[row] == 0))
    end_of = np.empty(len(tasks), dtype=np.int32)
    end_of[ends.task[done]] = done
    came_after = cases.entered_seconds[case[not_queued]]
    later = np.flatnonzero(~first[not_queued])
    came_after[later] = ends.time_seconds[end_of[row[not_queued[later] - 1]]]
    on_campaign = ledger.treatments.on_campaign & (ledger.treatments.begun == ledger.treatments.last)
    no_delay = on_campaign[tasks.report_of_step[row[not_queued]]]
    # The whole delay: which part of it a case waits depends on the class that it had by then.
    ready = came_after + np.where(no_delay, 0, ledger.world.steps.delay_seconds[row[not_queued]])
    when_examined = np.zeros(n_steps, dtype=np.int64)
    when_examined[ledger.examinations.task] = ledger.examinations.examined_seconds
    ready = np.where(when_examined[row[not_queued]] > 0, when_examined[row[not_queued]], ready)
    lost = (cases.ended_seconds[case[not_queued]] > ready) & (ready < horizon)
    invariant = "no case is lost: a step that is ready waits or is worked on"
    return found + violations_of(invariant, cases.report[case[not_queued[lost]]], "report")


def steps_to_do(ledger: Ledger, is_done: Flags) -> Flags:
    """True for each step that belongs to the treatment of its case.

    Of a lighter treatment that became a full investigation, the steps up to the last that is done of it belong too.
    """
    tasks, reports, treatments = ledger.tasks, ledger.world.reports, ledger.treatments
    report, position = tasks.report_of_step, tasks.position
    first, after = steps_of_treatment(treatments.last, reports)
    to_do: Flags = (position >= first[report]) & (position < after[report])
    anew = np.flatnonzero(((treatments.begun != FULL) & (treatments.last == FULL))[report])
    if len(anew):
        lighter = anew[is_done[anew] & (position[anew] < reports.full_from[report[anew]])]
        last_done = np.full(len(reports.key), -1)
        np.maximum.at(last_done, report[lighter], position[lighter])
        first, _ = steps_of_treatment(treatments.begun, reports)
        to_do[anew] |= (position[anew] >= first[report[anew]]) & (position[anew] <= last_done[report[anew]])
    return to_do


def times(numbers: Numbers, n: int) -> Numbers:
    """Number of times that each number below n occurs."""
    found = np.zeros(n, dtype=np.int16)
    np.add.at(found, numbers, np.int16(1))
    return found
