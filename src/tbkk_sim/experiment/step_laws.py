"""Path laws of single steps: no step is lost, none is done twice, and each takes the hours that were drawn."""

import numpy as np

from tbkk_sim.domain.facts import NOT_MET, Fact
from tbkk_sim.experiment.grid import Codes, Floats
from tbkk_sim.experiment.ledger import Ledger
from tbkk_sim.experiment.violation import Violation, says

TOLERANCE_HOURS = 1e-6


def violated(ledger: Ledger) -> list[Violation]:
    """The laws of steps that this path breaks."""
    n_rows = len(ledger.world.steps.hours) + len(ledger.world.reports.key)
    rows = {kind: (at := ledger.facts.rows_of(kind), _step_rows(ledger, at)) for kind in _KINDS}

    def times(kind: Fact) -> Codes:
        return np.bincount(rows[kind][1], minlength=n_rows)

    queued, started, resumed = times(Fact.QUEUED), times(Fact.STARTED), times(Fact.RESUMED)
    interrupted, finished = times(Fact.INTERRUPTED), times(Fact.FINISHED)
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
    hours = np.zeros(n_rows)
    for kind in (Fact.INTERRUPTED, Fact.FINISHED):
        at, of_step = rows[kind]
        hours += np.bincount(of_step, ledger.facts.hours[at], minlength=n_rows)
    case, position, row = _steps_of_cases(ledger)
    drawn = _drawn_hours(ledger, case, position, row)
    with_work = drawn[row] > 0.0
    off = (finished == 1) & (np.abs(hours - drawn) > TOLERANCE_HOURS * np.maximum(1.0, drawn))
    found += says("hours worked are hours drawn", np.flatnonzero(off), "step")
    too_many = (finished == 0) & (hours > drawn + TOLERANCE_HOURS * np.maximum(1.0, drawn))
    found += says("no step takes more hours than drawn", np.flatnonzero(too_many), "step")
    done_days = np.full(n_rows, np.nan)
    at, done = rows[Fact.FINISHED]
    done_days[done] = ledger.facts.time_days[at]
    return found + _none_lost(ledger, case[with_work], row[with_work], queued, done_days)


_KINDS = (Fact.QUEUED, Fact.STARTED, Fact.RESUMED, Fact.INTERRUPTED, Fact.FINISHED)


def _step_rows(ledger: Ledger, at: Codes) -> Codes:
    """Row of the step of facts; triage of a report comes after all steps."""
    facts, reports = ledger.facts, ledger.world.reports
    report, step = facts.report[at], facts.step[at]
    n_steps = np.int32(len(ledger.world.steps.hours))
    row: Codes = np.where(step < 0, n_steps + report, reports.first_step[report] + step).astype(np.intp)
    return row


def _steps_of_cases(ledger: Ledger) -> tuple[Codes, Codes, Codes]:
    """Of each step that belongs to a case of the run: row of the case, position, row of the step."""
    cases, reports = ledger.cases, ledger.world.reports
    n_steps = reports.n_steps[cases.report].astype(np.intp)
    case = np.repeat(np.arange(len(cases.report)), n_steps)
    position = np.arange(len(case)) - np.repeat(np.cumsum(n_steps) - n_steps, n_steps)
    return case, position, reports.first_step[cases.report[case]] + position


def _drawn_hours(ledger: Ledger, case: Codes, position: Codes, row: Codes) -> Floats:
    """Hours drawn for each step and for triage, upgraded where the upgrade was discovered."""
    reports, steps = ledger.world.reports, ledger.world.steps
    drawn = np.concatenate((steps.hours, reports.triage_hours))
    after = reports.upgrade_after[ledger.cases.report]
    may_change = np.flatnonzero((after >= 0)[case])
    upgraded = row[may_change[position[may_change] > after[case[may_change]]]]
    drawn[upgraded] = steps.upgraded_hours[upgraded]
    return drawn


def _none_lost(ledger: Ledger, case: Codes, row: Codes, queued: Codes, done_days: Floats) -> list[Violation]:
    """An open case whose next step is ready waits for it, has it in hand, or is still within its outside delay.

    The steps are those with work in them; one without is passed over.
    """
    steps, cases, horizon = ledger.world.steps, ledger.cases, ledger.rulebook.horizon_days
    if len(case) == 0:
        return []
    first = np.concatenate(([True], case[1:] != case[:-1]))
    last = np.append(first[1:], True)
    undone = np.isnan(done_days[row])
    ended_days = cases.ended_days[case]
    still_open = np.isnan(ended_days)
    all_done = (cases.ended & ~np.isin(cases.end, NOT_MET))[case]
    found = says("a finished case has finished all its steps", cases.report[case[all_done & undone]], "report")
    over = last & ~undone & still_open
    found += says("a case ends when its last step is done", cases.report[case[over]], "report")
    never_queued = np.flatnonzero(queued[row] == 0)
    came_after = np.where(first[never_queued], cases.entered_days[case[never_queued]], done_days[row[never_queued - 1]])
    ready_days = came_after + steps.delay_days[row[never_queued]]
    ended = np.where(still_open, np.inf, ended_days)[never_queued]
    lost = (ended > ready_days) & (ready_days < horizon - 1e-9)
    law = "no case is lost: a step that is ready waits or is worked on"
    return found + says(law, cases.report[case[never_queued[lost]]], "report")
