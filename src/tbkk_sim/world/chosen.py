"""Cases that are chosen, not reported: so many in each year, begun evenly over it."""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from tbkk_sim.domain.names import Names
from tbkk_sim.settings import Settings
from tbkk_sim.world.arrivals import Arrivals, alike, numbered, spread_over_units
from tbkk_sim.world.chance import Chance
from tbkk_sim.world.demand import UnitShares
from tbkk_sim.world.world import Floats


def chosen_cases(settings: Settings, names: Names, shares: UnitShares, chance: Chance) -> Iterator[Arrivals]:
    """The chosen cases of each class; none of them goes through triage."""
    for case_class, work in settings.casework.chosen.items():
        moments = _evenly(settings, work.per_year)
        key = numbered(f"chosen/{case_class}", len(moments))
        yield alike(
            key,
            moments,
            stream=names.streams.index("chosen"),
            unit=spread_over_units(shares.of(case_class), chance.uniform("unit", key)),
            true_class=names.case_class(case_class),
        )


def _evenly(settings: Settings, per_year: float) -> Floats:
    """Moments in the middle of equal parts of each calendar year, within the run.

    Counted on from year to year, so that a broken number per year comes out right over the years.
    """
    run = settings.run
    moments: list[Floats] = []
    for year in range(run.start.year, run.end.year + 1):
        first_day = (dt.date(year, 1, 1) - run.start).days
        length = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
        before = per_year * year
        nth = np.arange(np.ceil(before - 0.5), np.ceil(before + per_year - 0.5)).astype(np.float64)
        if len(nth):
            moments.append(first_day + (nth + 0.5 - before) / per_year * length)
    in_years = np.concatenate([np.zeros(0), *moments])
    in_run: Floats = in_years[(in_years >= 0) & (in_years < run.horizon_days)]
    return in_run
