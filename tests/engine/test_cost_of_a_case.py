"""A case costs the SimPy engine no more among many units than among few, and leaves the garbage collector nothing."""

import gc
import inspect
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tbkk_sim.engine.reference.clock import Clock
from tbkk_sim.engine.reference.run import run_simpy, set_up
from tbkk_sim.model.parameters import Parameters, compile_parameters
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tests.builders import small_settings
from tests.engine.small_worlds import CASELOAD, ONE_QUEUE, TWO_ROLES
from tests.engine.test_twin import QUICK, configuration

ENGINE = str(Path(inspect.getfile(Clock)).parent)
RULES: dict[str, dict[str, Any]] = {
    "each unit has a queue": {},
    "one queue": ONE_QUEUE,
    "one queue, limit of open cases": {**ONE_QUEUE, **CASELOAD},
    "one queue, two roles": {**ONE_QUEUE, **TWO_ROLES},
}


def country(n_units: int, changes: dict[str, Any], reserve: int = 0) -> Settings:
    """The small settings for so many units alike, with a little more work than they can do."""
    units = ["capital", *(f"unit{n}" for n in range(1, n_units))]
    alike: dict[str, Any] = {
        "staffing.units": {unit: {"label": unit, "posts": 6} for unit in units},
        "demand.unit_share": dict.fromkeys(units, 1 / n_units),
        "demand.streams.image.reports_per_year": {2021: 1800 * n_units},
        "assignment.reserve_members": dict.fromkeys(units, reserve),
        "triage.enabled": False,
        "run.end": "2021-01-21",
    }
    return small_settings({**alike, **changes})


def lines_per_case(settings: Settings) -> float:
    """Lines of the engine that are carried out, divided by the number of reports: the same on any machine."""
    world, parameters, n_lines = draw_world(settings, 0), compile_parameters(settings), 0

    def count(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal n_lines
        if not frame.f_code.co_filename.startswith(ENGINE):
            return None
        n_lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        run_simpy(world, parameters)
    finally:
        sys.settrace(before)
    return n_lines / len(world.reports.key)


@pytest.mark.slow
@pytest.mark.parametrize("reserve", [0, 1])
@pytest.mark.parametrize("rules", RULES)
def test_a_case_costs_no_more_among_ten_times_the_units(rules, reserve):
    few, many = (lines_per_case(country(n_units, RULES[rules], reserve)) for n_units in (3, 30))
    assert many < 1.1 * few


@pytest.mark.slow
@pytest.mark.parametrize("number", QUICK)
def test_nothing_is_left_that_only_the_garbage_collector_would_find(number):
    assert garbage_of_a_run(*configuration(number)) == []


def garbage_of_a_run(world: World, parameters: Parameters) -> list[Any]:
    """Objects of the engine that keep each other in memory, and that nothing else refers to, at the end of a run."""
    gc.disable()
    try:
        simulation = set_up(world, parameters)
        gc.collect()
        simulation.env.run(until=parameters.horizon_seconds)
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        return [found for found in gc.garbage if type(found).__module__.startswith(("simpy", "tbkk_sim"))]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def test_the_garbage_collector_goes_on_after_a_run_if_it_went_before():
    run_simpy(*configuration(QUICK[0]))
    assert gc.isenabled()
    gc.disable()
    try:
        run_simpy(*configuration(QUICK[0]))
        assert not gc.isenabled()
    finally:
        gc.enable()
