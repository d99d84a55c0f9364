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
        at, row = rows[kind]
        hours += np.bincount(row, ledger.facts.hours[at], minlength=n_rows)
    drawn = _drawn_hours(ledger)
    off = (finished == 1) & (np.abs(hours - drawn) > TOLERANCE_HOURS * np.maximum(1.0, drawn))
    found += says("hours worked are hours drawn", np.flatnonzero(off), "step")
    too_many = (finished == 0) & (hours > drawn + TOLERANCE_HOURS * np.maximum(1.0, drawn))
    found += says("no step takes more hours than drawn", np.flatnonzero(too_many), "step")
    return found + _none_lost(ledger, queued, finished)


_KINDS = (Fact.QUEUED, Fact.STARTED, Fact.RESUMED, Fact.INTERRUPTED, Fact.FINISHED)


def _step_rows(ledger: Ledger, at: Codes) -> Codes:
    """Row of the step of facts; triage of a report comes after all steps."""
    facts, reports = ledger.facts, ledger.world.reports
    report, step = facts.report[at], facts.step[at]
    n_steps = len(ledger.world.steps.hours)
    row: Codes = np.where(step < 0, n_steps + report, reports.first_step[report] + np.maximum(step, 0)).astype(np.intp)
    return row


def _steps_of_cases(ledger: Ledger) -> tuple[Codes, Codes, Codes]:
    """Of each step that belongs to a case of the run: row of the case, position, row of the step."""
    cases, reports = ledger.cases, ledger.world.reports
    n_steps = reports.n_steps[cases.report].astype(np.intp)
    case = np.repeat(np.arange(len(cases.report)), n_steps)
    position = np.arange(len(case)) - np.repeat(np.cumsum(n_steps) - n_steps, n_steps)
    return case, position, reports.first_step[cases.report[case]] + position


def _drawn_hours(ledger: Ledger) -> Floats:
    """Hours drawn for each step and for triage, upgraded where the upgrade was discovered."""
    reports, steps, cases = ledger.world.reports, ledger.world.steps, ledger.cases
    drawn = np.concatenate((steps.hours, reports.triage_hours))
    case, position, row = _steps_of_cases(ledger)
    after = reports.upgrade_after[cases.report[case]]
    upgraded = (after >= 0) & (position > after)
    drawn[row[upgraded]] = steps.upgraded_hours[row[upgraded]]
    return drawn


def _none_lost(ledger: Ledger, queued: Codes, finished: Codes) -> list[Violation]:
    """An open case whose next step is ready waits for it, has it in hand, or is still within its outside delay."""
    reports, steps, cases, horizon = (
        ledger.world.reports,
        ledger.world.steps,
        ledger.cases,
        ledger.rulebook.horizon_days,
    )
    facts = ledger.facts
    case, position, row = _steps_of_cases(ledger)
    drawn = _drawn_hours(ledger)[row]
    counts = drawn > 0.0  # a step without work is passed over
    case, position, row = case[counts], position[counts], row[counts]
    done_days = np.full(len(steps.hours) + len(reports.key), np.nan)
    at = facts.rows_of(Fact.FINISHED)
    done_days[_step_rows(ledger, at)] = facts.time_days[at]
    first = np.concatenate(([True], case[1:] != case[:-1])) if len(case) else np.zeros(0, dtype=np.bool_)
    before = np.where(first, cases.entered_days[case], done_days[np.roll(row, 1)])
    ready_days = before + steps.delay_days[row]
    still_open = np.isnan(cases.ended_days[case]) | (cases.ended_days[case] > ready_days)
    lost = still_open & (ready_days < horizon - 1e-9) & (queued[row] == 0)
    all_done = (cases.end[case] >= 0) & ~np.isin(cases.end[case], NOT_MET)
    unfinished = all_done & (finished[row] == 0)
    found = says("a finished case has finished all its steps", cases.report[case][unfinished], "report")
    found += says("no case is lost: a step that is ready waits or is worked on", cases.report[case][lost], "report")
    last = np.append(first[1:], True) if len(case) else first
    over = last & (finished[row] == 1) & np.isnan(cases.ended_days[case])
    return found + says("a case ends when its last step is done", cases.report[case][over], "report")
