"""Devices wait for the laboratory, and the work on a case waits for them. Told by both engines.

All hours are hours of work; a device takes a day, and a step does so unless it says otherwise.
"""

from typing import Any

import numpy as np

from tbkk_sim.engine import simulate
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.settings import Settings
from tests.engine.hand_made import (
    ACUTE,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    SEARCH,
    SERIOUS,
    Happened,
    Member,
    Report,
    ends,
    first_starts,
    hand_made,
    what_happens,
)
from tests.engine.small_worlds import small_world

SENT, EXAMINED = Event.SENT_TO_EXAMINATION, Event.EXAMINED
MANY = [Member() for _ in range(9)]
"""Nobody waits for a member."""


def laboratory(**values: Any) -> Settings:
    """Settings with a laboratory that examines a device a day, before a search."""
    rule = {"enabled": True, "step": "search", "capacity_devices_per_year": 365.25, **values}
    return hand_made({"chain": {"examination": rule}, "assignment.preemption": False})


def seized(day: float, devices: int, case_class: int = SERIOUS, **more: Any) -> Report:
    """A case of which devices are seized within a day, and then searched."""
    return Report(day, [(ENRICH, DAY), (SEARCH, DAY)], case_class, devices=(0, devices), **more)


def at_laboratory(events: list[Happened]) -> list[tuple[float, Event, int]]:
    """What happens at the laboratory: when, what, and to which report."""
    return [(f.time_days, f.kind, f.report) for f in events if f.kind in (SENT, EXAMINED)]


def test_work_on_the_step_begins_when_all_devices_are_examined():
    events = what_happens(laboratory(), [seized(1.0, 3)], MANY)
    assert at_laboratory(events) == [(2.0, SENT, 0), (5.0, EXAMINED, 0)]
    assert [f.time_days for f in events if f.kind == Event.STARTED] == [1.0, 5.0]
    assert ends(events)[0][0] == 6.0


def test_the_examination_takes_the_place_of_the_outside_delay():
    events = what_happens(laboratory(), [seized(0.0, 2, delay_days=(0.0, 30.0))], MANY)
    assert at_laboratory(events) == [(1.0, SENT, 0), (3.0, EXAMINED, 0)]
    events = what_happens(laboratory(), [seized(0.0, 0, delay_days=(0.0, 7.0))], MANY)
    assert at_laboratory(events) == []
    assert [f.time_days for f in events if f.kind == Event.STARTED] == [0.0, 8.0]


def test_cases_go_one_after_the_other_and_what_is_begun_is_finished():
    cases = [seized(0.0, 4, LIGHT), seized(0.5, 2, LIGHT), seized(1.0, 1, ACUTE), seized(1.5, 1, SERIOUS)]
    assert at_laboratory(what_happens(laboratory(), cases, MANY)) == [
        (1.0, SENT, 0), (1.5, SENT, 1), (2.0, SENT, 2), (2.5, SENT, 3),
        (5.0, EXAMINED, 0), (6.0, EXAMINED, 2), (7.0, EXAMINED, 3), (9.0, EXAMINED, 1),
    ]  # fmt: skip


def test_first_come_is_first_examined_where_urgency_does_not_count():
    cases = [seized(0.0, 4, LIGHT), seized(0.5, 2, LIGHT), seized(1.0, 1, ACUTE)]
    examined = at_laboratory(what_happens(laboratory(urgent_first=False), cases, MANY))[3:]
    assert examined == [(5.0, EXAMINED, 0), (7.0, EXAMINED, 1), (8.0, EXAMINED, 2)]


def test_what_comes_when_another_is_done_waits_for_its_turn_too():
    cases = [seized(0.0, 2, LIGHT), seized(1.0, 2, LIGHT), seized(2.0, 1, SERIOUS)]
    assert at_laboratory(what_happens(laboratory(), cases, MANY)) == [
        (1.0, SENT, 0), (2.0, SENT, 1), (3.0, SENT, 2),
        (3.0, EXAMINED, 0), (4.0, EXAMINED, 2), (6.0, EXAMINED, 1),
    ]  # fmt: skip


def test_the_turn_is_that_of_the_class_that_the_work_has_shown():
    found = {"triaged_class": SERIOUS, "found_days": 3.5, "case_class": ACUTE}
    late = Report(1.0, [(ENRICH, DAY / 2), (SEARCH, DAY)], devices=(0, 1), **found)
    cases = [seized(0.0, 5, SERIOUS), seized(0.25, 1, SERIOUS), late]
    events = what_happens(laboratory(), cases, MANY)
    assert at_laboratory(events)[-2:] == [(7.0, EXAMINED, 2), (8.0, EXAMINED, 1)]


def test_of_a_case_that_nobody_has_taken_up_nothing_is_seized():
    first = Report(0.0, [(SEARCH, DAY), (DOSSIER, DAY)], SERIOUS, devices=(3, 0), delay_days=(1.0, 0.0))
    events = what_happens(laboratory(), [first], MANY)
    assert at_laboratory(events) == []
    assert first_starts(events) == {0: 1.0}


def test_the_laboratory_goes_on_when_nobody_is_free_and_the_step_then_waits():
    cases = [seized(0.0, 1), Report(1.0, [(DOSSIER, 9 * DAY)], ACUTE)]
    events = what_happens(laboratory(), cases, [Member()])
    assert at_laboratory(events) == [(1.0, SENT, 0), (2.0, EXAMINED, 0)]
    assert [(f.time_days, f.report) for f in events if f.kind == Event.STARTED] == [(0.0, 0), (1.0, 1), (10.0, 0)]


def test_what_is_not_examined_by_the_end_waits_there():
    events = what_happens(laboratory(), [seized(0.0, 400), seized(1.0, 1)], MANY)
    assert at_laboratory(events) == [(1.0, SENT, 0), (2.0, SENT, 1)]
    assert ends(events) == {}


def test_a_laboratory_that_is_off_changes_nothing_whatever_its_other_rules():
    without = small_world("everything", {})
    rule = {"enabled": False, "step": "search", "capacity_devices_per_year": 10.0, "devices_mean": 9.0}
    off = small_world("everything", {"chain": {"examination": rule}})
    logs = [simulate(draw_world(of, 0), compile_parameters(of), "compiled").rows for of in (without, off)]
    assert np.array_equal(*logs)


def test_a_smaller_laboratory_meets_the_same_devices():
    both = [
        draw_world(small_world("everything", {"chain": {"examination": {"enabled": True, "step": "search", **of}}}), 0)
        for of in ({"capacity_devices_per_year": 10.0}, {"capacity_devices_per_year": 1e6, "urgent_first": False})
    ]
    assert np.array_equal(*(world.steps.devices for world in both))
    assert both[0].steps.devices.any()
