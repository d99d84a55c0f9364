"""Workload that drives people away: the load of a replication decides who leaves, and who leaves decides the load."""

from dataclasses import replace

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.key_figures.hours import load_before_time_passes
from tbkk_sim.model.calendar import month_starts
from tbkk_sim.model.event_records import EVENT_DTYPE, EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tbkk_sim.sampling.world import World
from tbkk_sim.settings import Settings

NOTHING_YET = EventLog.from_rows(np.empty(0, dtype=EVENT_DTYPE))


def is_on(settings: Settings) -> bool:
    """Return True if workload makes people leave."""
    return settings.staffing.turnover.workload_leaving > 0


def settle(settings: Settings, parameters: Parameters, world: World) -> World:
    """Make those leave whom the load drives away, and again until nobody else leaves.

    The load is the work that comes in against the people who are there, so it is known before time passes. People have
    their thresholds from the start, so nothing new is drawn. Who leaves in a month depends on the months before it
    only; so each round settles at least one month more, and there are at most as many rounds as months.
    """
    for _ in month_starts(settings.run.start, settings.run.horizon_days):
        pressure = pressure_of(parameters, world)
        people, shifts, posts = draw_workforce(settings, world.replication, pressure)
        if np.array_equal(people.left_days, world.people.left_days):
            break
        world = replace(world, people=people, shifts=shifts, posts=posts)
    return world


def pressure_of(parameters: Parameters, world: World) -> Floats:
    """Load above 1 of [unit, month of the run], felt a month later; 0 where nobody was there to measure it by."""
    load = np.nan_to_num(load_before_time_passes(Ledger(world, parameters, NOTHING_YET)), nan=1.0)
    felt = np.zeros_like(load)
    felt[:, 1:] = np.maximum(load[:, :-1] - 1.0, 0.0)
    return felt
