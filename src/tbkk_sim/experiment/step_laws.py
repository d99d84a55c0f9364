"""Path laws of single steps: no step is lost, none is done twice, and each takes the hours that were drawn."""

import numpy as np

from tbkk_sim.domain.facts import Fact
from tbkk_sim.experiment.grid import Floats, Numbers
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.experiment.spells import step_rows
from tbkk_sim.experiment.violation import Violation, says

TOLERANCE_HOURS = 1e-6


def violated(ledger: Ledger) -> list[Violation]:
    """The laws of steps that this path breaks."""
    log, world = ledger.log, ledger.world
    n_rows = len(world.steps.hours) + len(world.reports.key)
    kinds = (Fact.QUEUED, Fact.STARTED, Fact.RESUMED, Fact.INTERRUPTED, Fact.FINISHED)
    of_step = {kind: step_rows(world, log.reports_of(kind), log.step[log.rows_of(kind)]) for kind in kinds}
    queued, started, resumed, interrupted, finished = (times(of_step[kind], n_rows) for kind in kinds)
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
    found += _hours_as_drawn(ledger, of_step[Fact.INTERRUPTED], of_step[Fact.FINISHED], finished)
    return found + _none_lost(ledger, of_step[Fact.FINISHED], queued, finished)


def _hours_as_drawn(ledger: Ledger, put_down: Numbers, done: Numbers, finished: Numbers) -> list[Violation]:
    """The hours worked on a step that is done are those that were drawn; on one that was only put down not more.

    Args:
        ledger: The replication.
        put_down: Steps of the facts INTERRUPTED.
        done: Steps of the facts FINISHED.
        finished: How many times each step was finished.
    """
    log = ledger.log
    drawn = _drawn(ledger, Fact.FINISHED, done)
    excess = log.hours[log.rows_of(Fact.FINISHED)] - drawn
    interrupted, first, which = np.unique(put_down, return_index=True, return_inverse=True)
    before = np.bincount(which, log.hours[log.rows_of(Fact.INTERRUPTED)])
    resumed = np.zeros(len(finished), dtype=np.bool_)
    resumed[interrupted] = True
    later = np.flatnonzero(resumed[done])
    excess[later] += before[np.searchsorted(interrupted, done[later])]
    off = np.abs(excess) > TOLERANCE_HOURS * np.maximum(1.0, drawn)
    found = says("hours worked are hours drawn", np.sort(done[off]), "step")
    drawn = _drawn(ledger, Fact.INTERRUPTED, put_down)[first]
    too_many = (before > drawn + TOLERANCE_HOURS * np.maximum(1.0, drawn)) & (finished[interrupted] == 0)
    return found + says("no step takes more hours than drawn", interrupted[too_many], "step")


def _drawn(ledger: Ledger, kind: Fact, of_step: Numbers) -> Floats:
    """Hours drawn for the steps of the facts of a kind."""
    log = ledger.log
    drawn = ledger.world.reports.triage_hours[log.reports_of(kind)]
    of_a_case = np.flatnonzero(log.step[log.rows_of(kind)] >= 0)
    drawn[of_a_case] = ledger.needed_hours[of_step[of_a_case]]
    return drawn


def _none_lost(ledger: Ledger, done: Numbers, queued: Numbers, finished: Numbers) -> list[Violation]:
    """An open case whose next step is ready waits for it, has it in hand, or is still within its outside delay.

    The steps are those with work in them; one without is passed over.
    """
    log, steps, cases, horizon = ledger.log, ledger.world.steps, ledger.cases, ledger.rulebook.horizon_days
    case_of = np.full(len(ledger.world.reports.key), -1, dtype=np.int32)
    case_of[cases.report] = np.arange(len(cases.report))
    case = case_of[ledger.report_of_step]
    of_no_case = ledger.report_of_step[(case < 0) & (queued[: len(case)] > 0)]
    found = says("only a case has steps", of_no_case, "report")
    row = np.flatnonzero((ledger.needed_hours > 0.0) & (case >= 0))
    if len(row) == 0:
        return found
    case = case[row]
    first = np.concatenate(([True], case[1:] != case[:-1]))
    last = np.append(first[1:], True)
    is_done, still_open = finished[row] > 0, ~cases.ended[case]
    all_done = (cases.ended & ~cases.not_met)[case]
    found += says("a finished case has finished all its steps", cases.report[case[all_done & ~is_done]], "report")
    over = last & is_done & still_open
    found += says("a case ends when its last step is done", cases.report[case[over]], "report")
    after_done = np.append(False, is_done[:-1])
    not_queued = np.flatnonzero((first | after_done) & (queued[row] == 0))
    fact_of = np.zeros(len(finished), dtype=np.int32)
    fact_of[done] = np.arange(len(done), dtype=np.int32)
    came_after = cases.entered_days[case[not_queued]]
    later = np.flatnonzero(~first[not_queued])
    came_after[later] = log.time_days[log.rows_of(Fact.FINISHED)[fact_of[row[not_queued[later] - 1]]]]
    ready_days = came_after + steps.delay_days[row[not_queued]]
    ended_days = np.where(cases.ended, cases.ended_days, np.inf)[case[not_queued]]
    lost = (ended_days > ready_days) & (ready_days < horizon - 1e-9)
    law = "no case is lost: a step that is ready waits or is worked on"
    return found + says(law, cases.report[case[not_queued[lost]]], "report")


def times(numbers: Numbers, n: int) -> Numbers:
    """How many times each number below n is there."""
    found = np.zeros(n, dtype=np.int16)
    np.add.at(found, numbers, np.int16(1))
    return found
