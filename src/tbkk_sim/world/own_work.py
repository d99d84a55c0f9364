"""What the pools do for others: one-step cases that arrive at an even rate in each year."""

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
from tbkk_sim.world.world import Floats


def own_work(settings: Settings, names: Names, chance: Chance) -> Iterator[Arrivals]:
    """What waits at the start and what comes in, per pool.

    Offered in a day is `load` times the hours that the members have in a mean day of that calendar year, so that the
    work of a year does not depend on when the run ends. What waits is counted in (calendar) days of the hours of the
    first year, and no older than that.
    """
    run = settings.run
    office_hours = _office_hours_a_day(settings.calendar, run.start, run.horizon_days)
    midnights = np.arange(len(office_hours) + 1, dtype=np.float64)
    for name, pool in settings.collaboration.pools.items():
        work = pool.own_work
        pieces_per_day = pool.members * pool.rate * office_hours / work.mean_hours
        expected = np.concatenate(([0.0], np.cumsum(work.load * pieces_per_day)))
        backlog = numbered(f"own_work/{name}/backlog", round(pieces_per_day[0] * work.backlog_days))
        stratum = np.array([key_of(f"own_work/{name}")], dtype=np.int64)
        coming, _, passed = poisson(chance, stratum, expected[-1:])
        for key, arrived_days in (
            (backlog, -work.backlog_days * chance.uniform("age", backlog)),
            (coming, np.interp(passed, expected, midnights)),
        ):
            yield alike(
                key,
                arrived_days,
                stream=names.streams.index(OWN_WORK),
                unit=names.team(name),
                true_class=names.own_work_class,
            )


@lru_cache(maxsize=16)
def _office_hours_a_day(calendar: Calendar, start: dt.date, horizon_days: int) -> Floats:
    """Office hours in a mean day of the calendar year of each day of the run."""
    end = start + dt.timedelta(days=horizon_days)
    hours = np.empty(horizon_days)
    for year in range(start.year, end.year + 1):
        first, after = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
        days = (after - first).days
        working = working_time(calendar, first, days)
        a_day = float(working.open_before[days]) * working.hours_per_day / days
        hours[max((first - start).days, 0) : max((after - start).days, 0)] = a_day
    return hours
