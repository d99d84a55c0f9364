"""What the pools do for others: one-step cases that arrive at an even rate."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from tbkk_sim.domain.calendar import working_time
from tbkk_sim.domain.names import Names
from tbkk_sim.settings import Settings
from tbkk_sim.settings.run import Calendar
from tbkk_sim.settings.settings import OWN_WORK
from tbkk_sim.world.arrivals import Arrivals, alike, numbered, poisson
from tbkk_sim.world.chance import Chance, key_of


def own_work(settings: Settings, names: Names, chance: Chance) -> Iterator[Arrivals]:
    """What waits at the start and what comes in, per pool.

    Offered is `load` times the hours that the members have over the run. What waits is counted in (calendar)
    days of those hours, and no older than that.
    """
    run = settings.run
    office_hours = _office_hours(settings.calendar, run.start, run.horizon_days)
    for name, pool in settings.collaboration.pools.items():
        work = pool.own_work
        pieces_per_day = pool.members * pool.rate * office_hours / run.horizon_days / work.mean_hours
        per_day = work.load * pieces_per_day
        backlog = numbered(f"own_work/{name}/backlog", round(pieces_per_day * work.backlog_days))
        stratum = np.array([key_of(f"own_work/{name}")], dtype=np.int64)
        coming, _, passed = poisson(chance, stratum, np.array([per_day * run.horizon_days]))
        for key, arrived_days in (
            (backlog, -work.backlog_days * chance.uniform("age", backlog)),
            (coming, passed / max(per_day, 1e-300)),
        ):
            yield alike(
                key,
                arrived_days,
                stream=names.streams.index(OWN_WORK),
                unit=names.team(name),
                true_class=names.own_work_class,
            )


@lru_cache(maxsize=16)
def _office_hours(calendar: Calendar, start: dt.date, horizon_days: int) -> float:
    working = working_time(calendar, start, horizon_days)
    return float(working.open_before[horizon_days]) * working.hours_per_day
