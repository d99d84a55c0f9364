"""Invariants of single steps: no step is lost, none is done twice, and each takes exactly the work that was drawn."""

import numpy as np

from tbkk_sim.arrays import Codes, Numbers
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.service_intervals import worked_seconds
from tbkk_sim.metrics.events.working_seconds import working_time_for
from tbkk_sim.metrics.invariants.violation import Violation, says
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import Seconds


def violated(ledger: Ledger) -> list[Violation]:
    """The laws of steps that this path breaks."""
    log, tasks, spells, ends = ledger.log, ledger.tasks, ledger.spells, ledger.ends
    put_down, done = (np.flatnonzero(ends.event == event) for event in (Event.INTERRUPTED, Event.FINISHED))
    started, resumed = (
        times(spells.task[spells.event == event], len(tasks)) for event in (Event.STARTED, Event.RESUMED)
    )
    queued = times(tasks.rows(log.reports_of(Event.QUEUED), log.step[log.rows_of(Event.QUEUED)]), len(tasks))
    interrupted, finished = (times(ends.task[rows], len(tasks)) for rows in (put_down, done))
    begun = started + resumed
    in_hand, waiting = begun - interrupted - finished, queued - begun
    found = says(
        "a step is started once and finished once", np.flatnonzero((started > 1) | (finished > started)), "step"
    )
    found += says(
        "work on a step is in hand, put down or finished", np.flatnonzero((in_hand < 0) | (in_hand > 1)), "step"
    )
    found += says("a step waits before it is started", np.flatnonzero((waiting < 0) | (waiting > 1)), "step")
    found += says(
        "a step that is put down waits again", np.flatnonzero((queued > 0) & (queued != 1 + interrupted)), "step"
    )
    found += _work_as_drawn(ledger, put_down, done, finished)
    return found + _none_lost(ledger, done, queued, finished)


def _work_as_drawn(ledger: Ledger, put_down: Codes, done: Codes, finished: Numbers) -> list[Violation]:
    """Work done on a step that is finished is what was drawn; on one that was only put down it is less.

    Args:
        ledger: The replication.
        put_down: Rows of the ends that are INTERRUPTED.
        done: Rows of the ends that are FINISHED.
        finished: How many times each step was finished.
    """
    ends, drawn = ledger.ends, ledger.tasks.work_seconds
    put_down_of, which = np.unique(ends.task[put_down], return_inverse=True)
    before: Seconds = np.zeros(len(put_down_of), dtype=np.int64)
    np.add.at(before, which, ends.work_seconds[put_down])
    resumed = np.zeros(len(finished), dtype=np.bool_)
    resumed[put_down_of] = True
    task = ends.task[done]
    worked, later = ends.work_seconds[done], np.flatnonzero(resumed[task])
    worked[later] += before[np.searchsorted(put_down_of, task[later])]
    found = says("work done is work drawn", np.sort(task[worked != drawn[task]]), "step")
    found += _in_hand_to_the_end(ledger, put_down_of, before)
    too_much = (before >= drawn[put_down_of]) & (finished[put_down_of] == 0)
    return found + says("a step that is put down has work left", put_down_of[too_much], "step")


def _in_hand_to_the_end(ledger: Ledger, put_down_of: Codes, before: Seconds) -> list[Violation]:
    """Work still in hand at the horizon has not had more time than it needs.

    Args:
        ledger: The replication.
        put_down_of: Steps that were put down, in order.
        before: Work done on each of them until then.
    """
    spells = ledger.spells
    row = np.flatnonzero(spells.in_hand & ~spells.assists)
    task = spells.task[row]
    left, later = ledger.tasks.work_seconds[task], np.flatnonzero(np.isin(task, put_down_of))
    left[later] -= before[np.searchsorted(put_down_of, task[later])]
    worked = worked_seconds(spells, ledger.parameters.working, row)
    return says(
        "a step is finished when its work is done", task[worked > working_time_for(left, spells.pace[row])], "step"
    )


def _none_lost(ledger: Ledger, done: Codes, queued: Numbers, finished: Numbers) -> list[Violation]:
    """An open case whose next step is ready waits for it, has it in hand, or is still within its outside delay.

    The steps are those with work in them; one without is passed over.
    """
    tasks, ends, cases, horizon = ledger.tasks, ledger.ends, ledger.cases, ledger.parameters.horizon_seconds
    case_of = np.full(len(ledger.world.reports.key), -1, dtype=np.int32)
    case_of[cases.report] = np.arange(len(cases.report), dtype=np.int32)
    case, n_steps = case_of[tasks.report_of_step], tasks.n_steps
    of_no_case = tasks.report_of_step[(case < 0) & (queued[:n_steps] > 0)]
    found = says("only a case has steps", of_no_case, "report")
    row = np.flatnonzero((tasks.work_seconds[:n_steps] > 0) & (case >= 0))
    if len(row) == 0:
        return found
    case = case[row].astype(np.intp)
    first = np.concatenate(([True], case[1:] != case[:-1]))
    last = np.append(first[1:], True)
    is_done, still_open = finished[row] > 0, ~cases.ended
    undone = case[np.flatnonzero(~is_done)]
    undone = undone[(cases.ended & ~cases.not_met)[undone]]
    found += says("a finished case has finished all its steps", cases.report[undone], "report")
    over = case[np.flatnonzero(last & is_done)]
    found += says("a case ends when its last step is done", cases.report[over[still_open[over]]], "report")
    after_done = np.append(False, is_done[:-1])
    not_queued = np.flatnonzero((first | after_done) & (queued[row] == 0))
    end_of = np.empty(len(tasks), dtype=np.int32)
    end_of[ends.task[done]] = done
    came_after = cases.entered_seconds[case[not_queued]]
    later = np.flatnonzero(~first[not_queued])
    came_after[later] = ends.time_seconds[end_of[row[not_queued[later] - 1]]]
    ready = came_after + ledger.world.steps.delay_seconds[row[not_queued]]
    lost = (cases.ended_seconds[case[not_queued]] > ready) & (ready < horizon)
    law = "no case is lost: a step that is ready waits or is worked on"
    return found + says(law, cases.report[case[not_queued[lost]]], "report")


def times(numbers: Numbers, n: int) -> Numbers:
    """How many times each number below n is there."""
    found = np.zeros(n, dtype=np.int16)
    np.add.at(found, numbers, np.int16(1))
    return found
