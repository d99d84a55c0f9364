"""Invariants of what is taken up, how it is treated and who returns: each fault that is planted is caught."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.model.event_records import End, Event, EventLog
from tbkk_sim.model.seconds import SECONDS_PER_DAY
from tbkk_sim.model.selection.treatment import Treatment
from tests.metrics.test_invariants import Rows, changed, in_turn, twice, without
from tests.metrics.test_what_is_chosen import told
from tests.rows import every_row

CHOSEN_ONCE = "a treatment is chosen once for each case of the portfolio, and anew only for a full investigation"
BY_SHARES = "a treatment is chosen by the shares and the pressure"
AT_ONCE = "a case without treatment ends at once: closed by choice, or turned away under pressure"
RETURNS_ONCE = "a person returns once, when that follows from how the case before ended"
NOTHING_VANISHES = "per unit: reports in = taken up + closed, joined, lost or let go before + waiting or not judged"
ITS_STEPS = "only the steps of its treatment are done for a case"
SHORT_CASE, VISITED, CLOSED, RETURNED = 1, 2, 3, 6


def broken(fault: Callable[[Rows], Rows], policy: str = "fixed") -> list[str]:
    of = told(policy=policy)
    log = EventLog.from_rows(fault(of.log.rows))
    return [of.invariant for of in check.find_violations(Ledger(of.world, of.parameters, log))]


def another_step(rows: Rows) -> Rows:
    """The short case waits for the first step of a full investigation too."""
    (queued,) = np.flatnonzero((rows["kind"] == Event.QUEUED) & (rows["report"] == SHORT_CASE))
    again = rows[queued].copy()
    again["step"] = 1
    return np.insert(rows, queued + 1, again)


@every_row(
    ("fault", "law"),
    [
        (twice(Event.ENDED, CLOSED), NOTHING_VANISHES),
        (without(Event.WEIGHED, 0), CHOSEN_ONCE),
        (twice(Event.WEIGHED, 0), CHOSEN_ONCE),
        (twice(Event.WEIGHED, CLOSED), CHOSEN_ONCE),
        (twice(Event.WEIGHED, SHORT_CASE), CHOSEN_ONCE),
        (changed(Event.WEIGHED, 0, time_seconds=1), "a treatment is chosen when a report becomes a case"),
        (changed(Event.WEIGHED, 0, detail=Treatment.SHORT), BY_SHARES),
        (changed(Event.WEIGHED, VISITED, detail=Treatment.SHORT), BY_SHARES),
        (changed(Event.ENDED, SHORT_CASE, detail=End.FILE_TO_OM), "a case ends as its treatment does"),
        (changed(Event.ENDED, VISITED, detail=End.LETTER_OR_VISIT), "a case ends as its treatment does"),
        (changed(Event.ENDED, CLOSED, detail=End.DECLINED), AT_ONCE),
        (changed(Event.ENDED, CLOSED, detail=End.EXPIRED), AT_ONCE),
        (changed(Event.ENDED, CLOSED, time_seconds=4 * SECONDS_PER_DAY + 1), AT_ONCE),
        (changed(Event.ENDED, SHORT_CASE, detail=End.CLOSED_BY_CHOICE), AT_ONCE),
        (without(Event.ARRIVED, RETURNED), RETURNS_ONCE),
        (twice(Event.ARRIVED, RETURNED), RETURNS_ONCE),
        (changed(Event.ARRIVED, RETURNED, time_seconds=14 * SECONDS_PER_DAY + 1), RETURNS_ONCE),
        (another_step, ITS_STEPS),
    ],
)
def test_faults_in_the_log_are_caught(fault, law):
    assert law in broken(fault)


@every_row(
    ("pressure", "draw", "is_broken"),
    [(0, 249_999, False), (0, 250_000, True), (500_000, 124_999, False), (500_000, 125_000, True)],
)
def test_a_treatment_that_the_pressure_of_then_does_not_give_is_caught(pressure, draw, is_broken):
    """Report 0 is investigated in full, as a quarter of the cases is when nothing presses, and none at the highest."""
    of = told(policy="by_backlog")
    upto = of.parameters.classes.share_upto.copy()
    upto[1, :, 0] = 0
    draws = of.world.reports.treatment_draw.copy()
    draws[0] = draw
    world = replace(of.world, reports=replace(of.world.reports, treatment_draw=draws))
    parameters = replace(of.parameters, classes=replace(of.parameters.classes, share_upto=upto))
    meeting = np.zeros(1, of.log.rows.dtype)
    meeting["kind"], meeting["work_seconds"] = Event.STEERED, pressure
    ledger = Ledger(world, parameters, EventLog.from_rows(np.concatenate((meeting, of.log.rows))))
    assert (BY_SHARES in [violation.invariant for violation in check.find_violations(ledger)]) == is_broken


def test_a_return_after_another_treatment_is_caught():
    of = told()
    reports = replace(of.world.reports, returns_after=np.where(of.world.reports.returns_after, 1, 0).astype(np.int8))
    ledger = Ledger(replace(of.world, reports=reports), of.parameters, of.log)
    assert RETURNS_ONCE in [violation.invariant for violation in check.find_violations(ledger)]


def test_the_run_as_it_is_keeps_all_laws():
    assert broken(in_turn()) == []
