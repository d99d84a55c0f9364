"""Invariants of the laboratory: each fault that is planted is caught."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np

from tbkk_sim.engine import simulate
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants import check
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.parameters import compile_parameters
from tests.engine.hand_made import LIGHT, SERIOUS, Member, made_world
from tests.engine.test_laboratory import laboratory, seized
from tests.metrics.test_invariants import Rows, changed, twice, without
from tests.rows import every_row

ONCE = "devices that come to the laboratory are examined, or wait there, once"
IN_TURN = "the laboratory examines in turn, one case after the other"
WORK_WAITS = "a step waits for work when its devices are examined"
MUST = "a step for which there are devices waits until they are examined"
ADD_UP = "per unit and class: devices that came = examined + waiting"
WHOSE = "devices come of cases that are taken up, and for which some were drawn"


@cache
def told() -> Ledger:
    """Three cases at a laboratory, of which the last is not examined by the end."""
    settings = laboratory()
    reports = [seized(0.0, 2, LIGHT), seized(0.5, 1, LIGHT), seized(1.0, 90, LIGHT)]
    world, parameters = made_world(reports, [Member()] * 3), compile_parameters(settings)
    return Ledger(world, parameters, simulate(world, parameters, "simpy"))


def broken(fault: Callable[[Rows], Rows], devices: tuple[int, ...] | None = None, *, active: bool = True) -> list[str]:
    of = told()
    world, parameters = of.world, of.parameters
    if devices is not None:
        world = replace(world, steps=replace(world.steps, devices=np.array(devices, dtype=np.int16)))
    parameters = replace(parameters, examination=replace(parameters.examination, active=active))
    ledger = Ledger(world, parameters, EventLog.from_rows(fault(of.log.rows)))
    return [found.invariant for found in check.find_violations(ledger)]


def as_it_is(rows: Rows) -> Rows:
    return rows


def test_the_story_keeps_all_invariants():
    assert broken(as_it_is) == []
    assert told().examinations.is_done.tolist() == [True, True, False]


@every_row(
    ("fault", "law"),
    [
        (twice(Event.SENT_TO_EXAMINATION, 0), ONCE),
        (twice(Event.EXAMINED, 0), ONCE),
        (without(Event.SENT_TO_EXAMINATION, 0), ONCE),
        (without(Event.SENT_TO_EXAMINATION, 2), "no case is lost: a step that is ready waits or is worked on"),
        (without(Event.EXAMINED, 0), IN_TURN),
        (changed(Event.EXAMINED, 0, time_seconds=3 * 86_400 - 1), IN_TURN),
        (changed(Event.SENT_TO_EXAMINATION, 2, detail=SERIOUS), IN_TURN),
        (without(Event.EXAMINED, 1), ADD_UP),
        (without(Event.EXAMINED, 1), WORK_WAITS),
    ],
)
def test_faults_in_the_log_are_caught(fault, law):
    assert law in broken(fault)


@every_row(
    ("devices", "law"),
    [((0, 3, 0, 1, 0, 90), IN_TURN), ((0, 0, 0, 1, 0, 90), WHOSE), ((1, 2, 0, 1, 0, 90), None)],
)
def test_devices_that_do_not_fit_the_log_are_caught(devices, law):
    """A first step needs no examination: nobody has taken the case up."""
    found = broken(as_it_is, devices)
    assert law in found if law else found == []


def test_nothing_is_examined_without_a_laboratory():
    assert "nothing is examined where there is no laboratory" in broken(as_it_is, active=False)
