"""Proactive cases: a fixed number a year, chosen evenly over the working time of the years."""

import datetime as dt
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Floats, Longs
from tbkk_sim.model.calendar import moments_within, seconds_open_until, working_time
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import SECONDS_PER_DAY, days_of
from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.sampling.reports.arrivals import Arrivals, alike, unit_of_each
from tbkk_sim.sampling.reports.demand import UnitShares
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import CHOSEN


class ProactiveParameters(NamedTuple):
    """The proactive cases of one class."""

    case_class: int
    key: Longs
    begin_days: Floats


def compile_proactive(settings: Settings, names: Names) -> tuple[ProactiveParameters, ...]:
    """Number the proactive cases of each class within the run: nothing about when they begin is random."""
    found = []
    for name, work in settings.casework.proactive.items():
        number, begin_days = _evenly(settings, work.per_year)
        key = key_of(f"chosen/{names.random_name(name)}") + number
        found.append(ProactiveParameters(names.case_class(name), key, begin_days))
    return tuple(found)


def draw_proactive(
    proactive: tuple[ProactiveParameters, ...], names: Names, shares: UnitShares, chance: Chance
) -> Iterator[Arrivals]:
    """Draw the units of the proactive cases of each class; none of them goes through triage."""
    for case_class, key, begin_days in proactive:
        yield alike(
            key,
            begin_days,
            stream=names.streams.index(CHOSEN),
            unit=unit_of_each(names, shares.of_class[case_class], chance, key),
            true_class=case_class,
        )


def _evenly(settings: Settings, per_year: float) -> tuple[Longs, Floats]:
    """Number and moment of each proactive case within the run: people choose it, at their work.

    One is in the middle of each equal part of working time, counted on from 1 January of the first year without a
    break: with more a year the same case begins no later, and a broken number per year comes out right over the years.
    """
    run = settings.run
    first = dt.date(run.start.year, 1, 1)
    new_years = [(dt.date(year, 1, 1) - first).days for year in range(run.start.year, run.end.year + 2)]
    years = np.arange(len(new_years), dtype=np.float64)
    number = np.arange(max(math.ceil(per_year * years[-1] - 0.5), 0), dtype=np.int64)
    parts = (number + 0.5) / per_year if per_year else np.zeros(0)
    working = working_time(settings.calendar, first, new_years[-1])
    if working.always_open:
        moments = np.interp(parts, years, new_years)
    else:
        open_until = [seconds_open_until(working, day * SECONDS_PER_DAY) for day in new_years]
        moments = days_of(moments_within(working, np.rint(np.interp(parts, years, open_until)).astype(np.int64)))
    moments -= (run.start - first).days
    in_run = (moments >= 0) & (moments < run.horizon_days)
    return number[in_run], moments[in_run]
