"""Costs: each part is had in some run, prices fall where they belong, and faults in adding up are caught."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from tbkk_sim.arrays import Floats
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.costs import find_violations, violations_in
from tbkk_sim.metrics.key_figures.costs import costs
from tbkk_sim.metrics.listed.costs import COSTS, PARTS
from tbkk_sim.model.parameters import compile_parameters
from tbkk_sim.runs.workload_leaving import NOTHING_YET
from tbkk_sim.sampling.draw import draw_world
from tests.builders import LAB, small_settings
from tests.metrics.edge_worlds import PRICES, WORLDS, told
from tests.rows import every_row

SUM = "what is spent is the sum of its parts"
UNITS = "units together spend what each spends"
YEARS = "the years together cost what each costs"
BELOW = "no cost is below zero"
THERE = "people cost their price while they are there"


def prices_of(**changes: Any) -> Any:
    settings = small_settings({"costs": PRICES, **changes})
    return compile_parameters(settings).costs


def test_each_cost_is_had_in_a_run_that_is_recounted():
    had = {row[0] for world in WORLDS for row, value in told(world).rows.items() if value > 0}
    assert [figure.name for figure in COSTS if figure.name not in had] == []


def test_without_a_year_of_prices_there_are_no_costs():
    settings = small_settings({"costs": {**PRICES, "price_year": None}, "casework.tools": {"search": 0.5}})
    ledger = Ledger(draw_world(settings, 0), compile_parameters(settings), NOTHING_YET)
    found = costs(ledger)
    assert set(found) == {figure.name for figure in COSTS}
    assert all(np.isnan(values).all() for values in found.values())
    assert find_violations(ledger) == []


@every_row(
    ("changes", "licences", "purchase"),
    [
        ({}, 0.0, 0.0),
        ({"casework.tools": {"search": 0.99}}, 300.0, 7.0),
        ({"casework.tools": {"search": 1.0}}, 0.0, 0.0),
        ({"casework.tools": {"dossier": 0.5}}, 0.0, 0.0),
        ({"triage.hours_factor": 0.5}, 60.0, 0.0),
        ({"triage.hours_factor": 0.5, "casework.tools": {"search": 0.5}}, 360.0, 7.0),
    ],
)
def test_a_tool_is_paid_where_it_saves_hours(changes, licences, purchase):
    tools = {"search": {"licence_eur_per_year": 300, "purchase_eur": 7}, "triage": {"licence_eur_per_year": 60}}
    found = prices_of(**{"costs": {**PRICES, "tools": tools}, **changes})
    assert found.licences_eur_per_day * 365.25 == pytest.approx(licences)
    assert found.purchase_eur == purchase
    assert found.tools_share.tolist() == pytest.approx([8 / 14, 6 / 14])


def test_a_role_costs_its_own_price_or_that_of_its_kind():
    roles = {
        "detective": {"label": "Detective", "skills": ["triage", "enrich", "search", "dossier"]},
        "civilian": {"label": "Civilian", "skills": ["enrich"], "civilian": True},
        "expert": {"label": "Expert", "skills": ["enrich"], "civilian": True},
    }
    priced = {**PRICES, "role_eur_per_year": {"expert": 150_000}}
    found = prices_of(**{"staffing.roles": roles, "costs": priced})
    assert found.role_eur_per_day * 365.25 == pytest.approx([100_000, 80_000, 150_000])
    assert found.civilian.tolist() == [False, True, True]


def test_a_pool_that_is_slower_takes_more_hours_unless_it_works_along():
    found = prices_of(**{"collaboration.pools": {"lab": {**LAB, "efficiency": 0.8}, "bench": {**LAB, "label": "B"}}})
    assert found.borrowed_hour_eur.tolist() == [0.0, 0.0, 125.0, 100.0]
    assert found.assisting_hour_eur.tolist() == [0.0, 0.0, 100.0, 100.0]


def test_who_fills_a_post_for_a_year_costs_the_price_of_a_year_and_a_vacant_post_costs_nothing():
    plan = {"p": {"unit": "coast", "role": "detective", "date": "2021-01-01", "posts": 5}}
    still = {"staffing.plan": plan, "staffing.hiring": {"fill_months_mean": 1_000, "fill_shape": 1_000}}
    settings = small_settings({"costs": PRICES, "staffing.vacancy_share_at_start": 0.0, **still})
    found = costs(Ledger(draw_world(settings, 0), compile_parameters(settings), NOTHING_YET))
    people = np.array([14, 8, 6])
    assert found["cost_posts_eur"][0, :, 0] == pytest.approx(people * 100_000 * 365 / 365.25)
    assert found["cost_eur"][0, 0, 0] == found["cost_posts_eur"][0, 0, 0]


def test_overtime_is_paid_by_contract():
    overtime = {"o": {"date": "2021-02-01", "months": 2, "extra_share": 0.2, "back_share": 0.5}}
    settings = small_settings({"costs": PRICES, "capacity.overtime": overtime, "run.end": "2021-04-30"})
    world, parameters = draw_world(settings, 0), compile_parameters(settings)
    half = replace(world, people=replace(world.people, fte=world.people.fte / 2))
    full, part = (costs(Ledger(of, parameters, NOTHING_YET))["cost_overtime_eur"][0, 0, 0] for of in (world, half))
    assert full > 0
    assert part == pytest.approx(full / 2)


@cache
def spent() -> tuple[Ledger, dict[str, Floats]]:
    of = told("laboratory, exposure and tools")
    ledger = Ledger(of.world, of.parameters, of.log)
    return ledger, costs(ledger)


def planted(name: str, where: tuple[Any, ...], euros: float) -> Callable[[dict[str, Floats]], None]:
    """Somewhere in one key figure, so many euros more."""

    def change(figures: dict[str, Floats]) -> None:
        figures[name] = figures[name].copy()
        figures[name][where] += euros

    return change


def left_out(*names: str) -> Callable[[dict[str, Floats]], None]:
    """These parts are forgotten."""

    def change(figures: dict[str, Floats]) -> None:
        figures.update({name: 0 * figures[name] for name in names})

    return change


@every_row("world", WORLDS)
def test_all_hold_where_nothing_is_wrong(world):
    of = told(world)
    assert find_violations(Ledger(of.world, of.parameters, of.log)) == []


@every_row(
    ("fault", "laws"),
    [
        # a euro too many, everywhere or in one year, unit or month
        (planted("cost_eur", (0, 0, 0), 1.0), {SUM, UNITS, YEARS}),
        (planted("cost_police_eur", (-1, 1, 0), 1.0), {SUM, UNITS}),
        (planted("cost_licences_eur", (1, 1, 0), -1.0), {SUM, UNITS, YEARS}),
        # a part is forgotten in the sum above it
        (left_out("cost_devices_eur"), {SUM}),
        (left_out("cost_purchase_eur"), {SUM}),
        # nobody who holds a post is paid
        (left_out("cost_posts_eur", "cost_structural_eur", "cost_eur", "cost_police_eur"), {SUM, THERE}),
        # what is taken back is paid back
        (planted("cost_overtime_eur", (-1, 1, 0), -1e7), {SUM, UNITS, BELOW}),
    ],
)
def test_each_fault_is_caught_by_its_own(fault, laws):
    ledger, figures = spent()
    figures = dict(figures)
    assert violations_in(ledger, figures) == []
    fault(figures)
    assert {of.invariant for of in violations_in(ledger, figures)} == laws


@every_row("name", [figure.name for figure in PARTS])
def test_each_part_is_in_the_sum(name):
    ledger, figures = spent()
    figures = dict(figures)
    planted(name, (1, 0, 0), 5.0)(figures)
    assert SUM in {of.invariant for of in violations_in(ledger, figures)}
