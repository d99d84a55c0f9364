"""Own work of the pools for others: one-step cases that arrive at an even rate within each calendar year."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.model.calendar import working_time
from tbkk_sim.model.names import Names
from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.sampling.reports.arrivals import Arrivals, alike, numbered, poisson
from tbkk_sim.settings import Settings
from tbkk_sim.settings.collaboration import Pool
from tbkk_sim.settings.run import Calendar
from tbkk_sim.settings.schema import Spread
from tbkk_sim.settings.settings import OWN_WORK


class OwnWorkParameters(NamedTuple):
    """The own work of one pool, in pieces."""

    team: int
    first_key: int
    """Key of the first piece that comes in."""
    first_key_waiting: int
    """Key of the first piece that waits at the start."""
    waiting: int
    """Pieces that wait at the start."""
    backlog_days: float
    expected: Floats
    """Pieces expected from the start until each midnight, the last one included."""
    mean_hours: float
    spread: Spread


def compile_own_work(settings: Settings, names: Names) -> tuple[OwnWorkParameters, ...]:
    """Number the own work of the pools."""
    return tuple(
        OwnWorkParameters(
            team=names.team(name),
            first_key=key_of(f"own_work/{name}"),
            first_key_waiting=key_of(f"own_work/{name}/backlog"),
            waiting=pieces_waiting(settings, pool),
            backlog_days=pool.own_work.backlog_days,
            expected=expected_pieces(settings, pool),
            mean_hours=pool.own_work.mean_hours,
            spread=pool.own_work.spread,
        )
        for name, pool in settings.collaboration.pools.items()
    )


def draw_own_work(pools: tuple[OwnWorkParameters, ...], names: Names, chance: Chance) -> Iterator[Arrivals]:
    """Draw own work that waits at the start and that comes in, per pool.

    By time-change, as reports: piece i comes when as many are expected as its first i gaps add up to.
    """
    for pool in pools:
        waiting = numbered(pool.first_key_waiting, pool.waiting)
        stratum = np.array([pool.first_key], dtype=np.int64)
        coming, _, passed = poisson(chance, stratum, pool.expected[-1:])
        midnights = np.arange(len(pool.expected), dtype=np.float64)
        for key, arrived_days in (
            (waiting, -pool.backlog_days * chance.uniform("age", waiting)),
            (coming, np.interp(passed, pool.expected, midnights)),
        ):
            yield alike(
                key,
                arrived_days,
                stream=names.streams.index(OWN_WORK),
                unit=pool.team,
                true_class=names.own_work_class,
            )


def expected_pieces(settings: Settings, pool: Pool) -> Floats:
    """Pieces of work expected from the start until each midnight, the last one included.

    Offered in a calendar year is `load` times the hours that the members have in that year, the whole of it: so the
    days of a run do not depend on when it ends.
    """
    run, work = settings.run, pool.own_work
    per_day = np.empty(run.horizon_days)
    for year in range(run.start.year, run.end.year + 1):
        day = (dt.date(year, 1, 1) - run.start).days
        length = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
        per_day[max(day, 0) : day + length] = work.load * _pieces_per_day(settings.calendar, pool, year)
    return np.concatenate(([0.0], np.cumsum(per_day)))


def pieces_waiting(settings: Settings, pool: Pool) -> int:
    """Pieces of work that wait at the start, counted in calendar days of the year that the run starts in."""
    return round(_pieces_per_day(settings.calendar, pool, settings.run.start.year) * pool.own_work.backlog_days)


def _pieces_per_day(calendar: Calendar, pool: Pool, year: int) -> float:
    """Pieces of own work that the members can do per calendar day of this year."""
    return pool.members * pool.rate * _office_hours_per_day(calendar, year) / pool.own_work.mean_hours


@lru_cache(maxsize=256)
def _office_hours_per_day(calendar: Calendar, year: int) -> float:
    """Hours that the office is open per calendar day of this year."""
    days = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
    working = working_time(calendar, dt.date(year, 1, 1), days)
    return float(working.open_before[days]) * working.hours_per_day / days
