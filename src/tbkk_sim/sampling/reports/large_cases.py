"""Cases with very many victims: each victim is a case at one of the units of a project team."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.model.names import Names
from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.sampling.reports.arrivals import Arrivals, alike, numbered, poisson, unit_of_each
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import DAYS_PER_YEAR


class LargeCaseParameters(NamedTuple):
    """Large cases of one kind."""

    case_class: int
    stream: int
    first_key: int
    """Key of the first victim."""
    moments_key: int
    """Key of the first of those that come at random."""
    victims: int
    """Victims of one large case."""
    begin_days: float
    """Day on which the one that is dated comes to light, from the start of the run; NaN: they come at random."""
    expected: float
    """Number that is expected at random, from as long before the run as victims come to light."""
    per_day: float
    """Rate at which they come at random."""
    days: float
    """Days over which the victims of one come to light."""
    weights: Floats
    """Per unit: 1 if it takes part in the project team."""
    horizon_days: int


def compile_large_cases(settings: Settings, names: Names) -> tuple[LargeCaseParameters, ...]:
    """Number the large cases of each kind."""
    run, found = settings.run, []
    for name, large in settings.demand.large_cases.items():
        per_day = (large.per_year or 0.0) / DAYS_PER_YEAR
        found.append(
            LargeCaseParameters(
                case_class=names.case_class(large.case_class),
                stream=names.streams.index(large.stream),
                first_key=key_of(f"large_case/{name}"),
                moments_key=key_of(f"large_case/{name}/moments"),
                victims=large.victims,
                begin_days=np.nan if large.date is None else float((large.date - run.start).days),
                expected=per_day * (run.horizon_days + large.days),
                per_day=per_day,
                days=large.days,
                weights=np.array([float(unit in (large.units or names.units)) for unit in names.units]),
                horizon_days=run.horizon_days,
            )
        )
    return tuple(found)


def draw_large_cases(large_cases: tuple[LargeCaseParameters, ...], names: Names, chance: Chance) -> Iterator[Arrivals]:
    """Draw the victims that come to light within the run; none of them goes through triage.

    Args:
        large_cases: The kinds of large cases.
        names: Numbers of units.
        chance: The random numbers of the replication.
    """
    for large in large_cases:
        begin_days = np.repeat(_begin_days(large, chance), large.victims)
        key = numbered(large.first_key, len(begin_days))
        moments = begin_days + large.days * chance.uniform("large_case/comes_to_light", key)
        in_run = np.flatnonzero((moments >= 0) & (moments < large.horizon_days))
        yield alike(
            key[in_run],
            moments[in_run],
            stream=large.stream,
            unit=unit_of_each(names, large.weights, chance, key[in_run]),
            true_class=large.case_class,
        )


def expected_victims(large: LargeCaseParameters) -> float:
    """Mean number of victims that come to light within the run.

    Args:
        large: The large cases of one kind.
    """
    if np.isnan(large.begin_days):
        return large.victims * large.per_day * large.horizon_days
    within = np.clip([0, large.horizon_days], large.begin_days, large.begin_days + large.days)
    return large.victims * float(np.diff(within)[0]) / large.days


def _begin_days(large: LargeCaseParameters, chance: Chance) -> Floats:
    """Moments at which large cases come to light, from the start of the run."""
    if not np.isnan(large.begin_days):
        return np.array([large.begin_days])
    _, _, passed = poisson(chance, np.array([large.moments_key]), np.array([large.expected]))
    return passed / large.per_day - large.days if len(passed) else passed
