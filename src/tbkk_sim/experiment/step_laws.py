"""Path laws of single steps: no step is lost, none is done twice, and each takes the hours that were drawn."""

import numpy as np

from tbkk_sim.domain.facts import Fact
from tbkk_sim.experiment.grid import Codes, Numbers
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.experiment.violation import Violation, says

TOLERANCE_HOURS = 1e-6


def violated(ledger: Ledger) -> list[Violation]:
    """The laws of steps that this path breaks."""
    log, tasks, spells, ends = ledger.log, ledger.tasks, ledger.spells, ledger.ends
    put_down, done = (np.flatnonzero(ends.fact == fact) for fact in (Fact.INTERRUPTED, Fact.FINISHED))
    started, resumed = (times(spells.task[spells.fact == fact], len(tasks)) for fact in (Fact.STARTED, Fact.RESUMED))
    queued = times(tasks.rows(log.reports_of(Fact.QUEUED), log.step[log.rows_of(Fact.QUEUED)]), len(tasks))
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
    found += _hours_as_drawn(ledger, put_down, done, finished)
    return found + _none_lost(ledger, done, queued, finished)


def _hours_as_drawn(ledger: Ledger, put_down: Codes, done: Codes, finished: Numbers) -> list[Violation]:
    """The hours worked on a step that is done are those that were drawn; on one that was only put down not more.

    Args:
        ledger: The replication.
        put_down: Rows of the ends that are INTERRUPTED.
        done: Rows of the ends that are FINISHED.
        finished: How many times each step was finished.
    """
    ends, hours = ledger.ends, ledger.tasks.hours
    interrupted, which = np.unique(ends.task[put_down], return_inverse=True)
    before = np.bincount(which, ends.hours[put_down])
    resumed = np.zeros(len(finished), dtype=np.bool_)
    resumed[interrupted] = True
    task = ends.task[done]
    drawn, excess, later = hours[task], ends.hours[done], np.flatnonzero(resumed[task])
    excess -= drawn
    excess[later] += before[np.searchsorted(interrupted, task[later])]
    off = ~(np.abs(excess) <= TOLERANCE_HOURS * np.maximum(1.0, drawn))  # what is not a number is off too
    found = says("hours worked are hours drawn", np.sort(task[off]), "step")
    drawn = hours[interrupted]
    too_many = (before > drawn + TOLERANCE_HOURS * np.maximum(1.0, drawn)) & (finished[interrupted] == 0)
    return found + says("no step takes more hours than drawn", interrupted[too_many], "step")


def _none_lost(ledger: Ledger, done: Codes, queued: Numbers, finished: Numbers) -> list[Violation]:
    """An open case whose next step is ready waits for it, has it in hand, or is still within its outside delay.

    The steps are those with work in them; one without is passed over.
    """
    tasks, ends, cases, horizon = ledger.tasks, ledger.ends, ledger.cases, ledger.rulebook.horizon_days
    case_of = np.full(len(ledger.world.reports.key), -1, dtype=np.int32)
    case_of[cases.report] = np.arange(len(cases.report), dtype=np.int32)
    case, n_steps = case_of[tasks.report_of_step], tasks.n_steps
    of_no_case = tasks.report_of_step[(case < 0) & (queued[:n_steps] > 0)]
    found = says("only a case has steps", of_no_case, "report")
    row = np.flatnonzero((tasks.hours[:n_steps] > 0.0) & (case >= 0))
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
    came_after = cases.entered_days[case[not_queued]]
    later = np.flatnonzero(~first[not_queued])
    came_after[later] = ends.time_days[end_of[row[not_queued[later] - 1]]]
    ready_days = came_after + ledger.world.steps.delay_days[row[not_queued]]
    ended_days = np.where(cases.ended, cases.ended_days, np.inf)[case[not_queued]]
    lost = (ended_days > ready_days) & (ready_days < horizon - 1e-9)
    law = "no case is lost: a step that is ready waits or is worked on"
    return found + says(law, cases.report[case[not_queued[lost]]], "report")


def times(numbers: Numbers, n: int) -> Numbers:
    """How many times each number below n is there."""
    found = np.zeros(n, dtype=np.int16)
    np.add.at(found, numbers, np.int16(1))
    return found
