"""What is taken up and who returns, against theory: parts of the hours, and a queue with repeat visits."""

from typing import Any

import numpy as np
import pytest

from tbkk_sim.engine.simulate import COMPILED, SIMPY, simulate
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings
from tests.builders import changed
from tests.theory.textbook import Customers, textbook


def run(settings: Settings, changes: dict[str, Any], engine: str) -> tuple[World, EventLog]:
    settings = Settings.model_validate(changed(settings.model_dump(mode="json"), changes))
    world = draw_world(settings, 0)
    return world, simulate(world, compile_parameters(settings), engine)


@pytest.mark.parametrize("engine", [pytest.param(SIMPY, marks=pytest.mark.slow), COMPILED])
@pytest.mark.parametrize("part", [0.5, 0.7, 0.9])
def test_classes_that_always_wait_get_their_parts_of_the_hours_within_one_per_cent(part, engine):
    """Two classes bring twice what one server can do, so that cases of both wait at every moment (but the first)."""
    changes = {
        "casework.classes.c1.severe": False,
        "casework.classes.c2.severe": False,
        "assignment.order": "shares",
        "assignment.parts_of_hours": {"c1": part, "c2": 1 - part},
    }
    world, log = run(textbook(Customers(1.0), Customers(1.0, mean_hours=2.0), hours=12_000), changes, engine)
    done = log.rows_of(Event.FINISHED)
    of_class = world.reports.true_class[log.report[done]]
    hours = np.bincount(of_class, log.hours[done], minlength=3)
    assert hours[1] / (hours[1] + hours[2]) == pytest.approx(part, abs=0.01)
    assert hours.sum() > 0.98 * 12_000  # the server is never without work


@pytest.mark.parametrize("engine", [pytest.param(SIMPY, marks=pytest.mark.slow), COMPILED])
@pytest.mark.parametrize("chance", [0.2, 0.6])
def test_with_repeat_visits_a_server_is_busy_as_if_so_many_more_came(chance, engine):
    """Each visit is followed by another one with the same chance: load = arrivals x hours / (1 - chance)."""
    per_hour, days = 0.25, 3_000
    changes = {
        "casework.classes.c1.severe": False,
        "casework.classes.c1.outcomes": {"file_to_om": 1.0},
        "casework.classes.c1.recurrence_share": chance,
        "casework.classes.c1.recurrence_mean_days": 0.5,
    }
    world, log = run(textbook(Customers(per_hour), hours=24 * days), changes, engine)
    ended = log.reports_of(Event.ENDED)
    is_return = world.reports.stream == world.reports.stream.max()
    came = int(np.isin(log.reports_of(Event.ARRIVED), np.flatnonzero(is_return)).sum())
    margin = 4.5 * np.sqrt(len(ended) * chance * (1 - chance)) + 20  # some of the last return after the end
    assert came == pytest.approx(len(ended) * chance, abs=margin)
    busy = log.hours[log.rows_of(Event.FINISHED)].sum() / (24 * days)
    visits = per_hour * 24 * days / (1 - chance)
    assert busy == pytest.approx(per_hour / (1 - chance), rel=4.5 * np.sqrt(2 * (1 + chance) / visits))
