"""Invariants of costs: what is spent is the sum of its parts, and each part is its price times what was had."""

from collections.abc import Iterator, Mapping

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.violation import Violation, violations_of
from tbkk_sim.metrics.key_figures.costs import costs
from tbkk_sim.metrics.listed.costs import OF_OTHERS, ONE_OFF, STRUCTURAL
from tbkk_sim.sampling.workforce.headcount import present_on
from tbkk_sim.sampling.workforce.people import CameBy

CLOSE = 1e-9
"""Largest part of an amount by which two ways of adding up may differ."""


def find_violations(ledger: Ledger) -> list[Violation]:
    """Find the violations of what holds for costs; none where nothing has a price."""
    return violations_in(ledger, costs(ledger)) if ledger.parameters.costs.counted else []


def violations_in(ledger: Ledger, spent: Mapping[str, Floats]) -> list[Violation]:
    """Find them in the key figures of costs [period, team, class].

    Args:
        ledger: The replication.
        spent: Its key figures of costs, by name.
    """
    return [*_sum_of_parts(spent), *_over_years_and_units(ledger, spent), *_as_people_were_there(ledger, spent)]


def _sum_of_parts(spent: Mapping[str, Floats]) -> Iterator[Violation]:
    own = [*STRUCTURAL, *ONE_OFF]
    for total, parts in (
        ("cost_structural_eur", STRUCTURAL),
        ("cost_one_off_eur", ONE_OFF),
        ("cost_eur", own),
        ("cost_others_eur", OF_OTHERS),
        ("cost_police_eur", [*own, *OF_OTHERS]),
    ):
        summed = np.sum([spent[part.name] for part in parts], axis=0)
        yield from violations_of("what is spent is the sum of its parts", _off(spent[total], summed), total)


def _over_years_and_units(ledger: Ledger, spent: Mapping[str, Floats]) -> Iterator[Violation]:
    grid = ledger.grid
    for name, values in spent.items():
        of_units = values[:, 1 : 1 + len(grid.names.units)].sum(axis=1)
        yield from violations_of("units together spend what each spends", _off(values[:, 0], of_units), name)
        of_years = values[1 : 1 + grid.n_years].sum(axis=0)
        yield from violations_of("the years together cost what each costs", _off(values[0], of_years), name)
    below = [name for name, values in spent.items() if (values < 0).any()]
    yield from violations_of("no cost is below zero", np.array(below, dtype=np.str_), "key figure")


def _as_people_were_there(ledger: Ledger, spent: Mapping[str, Floats]) -> Iterator[Violation]:
    """Check that people cost their price on each day that they are there, and at no other time."""
    people, prices = ledger.world.people, ledger.parameters.costs
    days = np.arange(ledger.parameters.horizon_days)
    per_day = np.where(people.post >= 0, prices.role_eur_per_day[np.maximum(people.role, 0)] * people.fte, 0.0)
    per_day[people.came_by == CameBy.TEMPORARY] = prices.temporary_eur_per_day
    per_day[people.came_by == CameBy.REALLOCATED] = prices.reallocated_eur_per_day
    teams = len(ledger.grid.names.teams)
    paid = present_on(days, people.team, people.joined_days, people.left_days, per_day, teams).sum(axis=0)
    names = ("cost_posts_eur", "cost_civilians_eur", "cost_temporary_eur", "cost_reallocated_eur")
    counted = np.sum([spent[name][0, 1:, 0] for name in names], axis=0)
    yield from violations_of("people cost their price while they are there", _off(counted, paid), "team")


def _off(one: Floats, other: Floats) -> np.ndarray:
    """Places at which two amounts are not the same."""
    return np.flatnonzero(np.abs(one - other) > CLOSE * np.maximum(np.abs(one), 1.0))
