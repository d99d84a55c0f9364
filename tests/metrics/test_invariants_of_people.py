"""Invariants of people hold on honest worlds, and each fault that is planted is caught by its own."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.invariants.capacity import find_violations
from tbkk_sim.model.parameters import Parameters, compile_parameters
from tbkk_sim.runs.workload_leaving import NOTHING_YET
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.workforce.people import CameBy, Cause
from tbkk_sim.sampling.world import World
from tests.builders import LAB, small_settings
from tests.rows import every_row

HOLDER = "a post has one holder at a time"
ADDS_UP = "holders at the start + newcomers = leavers + holders"
GOES_ON = "who is retrained goes on in another role"
LENT = "who is lent by a pool is away from it, and then back"
SAVED = "time off is for overtime worked before"
SETTINGS: dict[str, Any] = {
    "collaboration.pools": {"lab": LAB},
    "staffing.roles.clerk": {"label": "Clerk", "skills": ["dossier"]},
    "staffing.turnover": {"resignation_per_year": {0: 0.4}},
    "staffing.hiring": {"fill_months_mean": 2},
    "staffing.plan": {"p": {"unit": "coast", "role": "detective", "date": "2021-09-01", "posts": 1}},
    "capacity": {
        "reallocation": {
            "a": {"from_pool": "lab", "unit": "coast", "role": "clerk", "people": 2, "date": "2021-03-01", "months": 3}
        },
        "retraining": {
            "b": {"unit": "capital", "from_role": "detective", "to_role": "clerk", "people": 2, "date": "2021-04-01"}
        },
        "cohorts": {"c": {"people": 1, "date": "2021-09-01"}},
        "overtime": {"d": {"date": "2021-05-01", "months": 2, "extra_share": 0.1, "back_share": 0.5}},
    },
}


@cache
def drawn() -> tuple[World, Parameters]:
    settings = small_settings(SETTINGS)
    return draw_world(settings, 0), compile_parameters(settings)


def broken(change: Callable[[World], World]) -> list[str]:
    world, parameters = drawn()
    return [of.invariant for of in find_violations(Ledger(change(world), parameters, NOTHING_YET))]


def of_people(**columns: Callable[[World], tuple[np.ndarray, Any]]) -> Callable[[World], World]:
    """Change some of the columns of people: the rows, and what stands there then."""

    def change(world: World) -> World:
        found = {}
        for name, rows_and_value in columns.items():
            rows, value = rows_and_value(world)
            found[name] = getattr(world.people, name).copy()
            found[name][rows] = value
        return replace(world, people=replace(world.people, **found))

    return change


def came(how: CameBy, nth: int = 0) -> Callable[[World], int]:
    return lambda world: int(np.flatnonzero(world.people.came_by == how)[nth])


def newcomer(world: World) -> int:
    """The first who follows somebody in a post."""
    people = world.people
    follows = np.append(False, people.post[1:] == people.post[:-1]) & (people.post >= 0)
    return int(np.flatnonzero(follows & (people.came_by == CameBy.RECRUITED))[0])


def test_the_world_keeps_all_and_holds_what_they_are_about():
    world, _ = drawn()
    assert broken(lambda world: world) == []
    assert set(world.people.came_by.tolist()) == {0, 1, 2, 3}
    assert set(np.sign(world.shifts.overtime_per_million).tolist()) == {-1, 0, 1}


@every_row(
    ("fault", "laws"),
    [
        # somebody comes a day before the holder before them leaves
        (of_people(joined_days=lambda w: (newcomer(w), w.people.left_days[newcomer(w) - 1] - 1)), {HOLDER}),
        # a newcomer is counted as one who is lent, and so not counted
        (of_people(came_by=lambda w: (newcomer(w), CameBy.TEMPORARY)), {ADDS_UP}),
        # a leaver is counted as one whose time is over
        (
            of_people(left_cause=lambda w: (np.flatnonzero(w.people.left_cause == Cause.RESIGNED)[0], Cause.TERM_OVER)),
            {ADDS_UP},
        ),
        # who is retrained is a newcomer as well, or comes a day late, to another post, in the same role, for less
        (of_people(came_by=lambda w: (came(CameBy.RETRAINED)(w), CameBy.RECRUITED)), {ADDS_UP, GOES_ON}),
        (of_people(joined_days=lambda w: (came(CameBy.RETRAINED)(w), 91.0)), {GOES_ON}),
        (of_people(role=lambda w: (came(CameBy.RETRAINED)(w), 0)), {GOES_ON}),
        (of_people(fte=lambda w: (came(CameBy.RETRAINED)(w), 0.5)), {GOES_ON}),
        # who is lent stays a day longer than the pool is without them, or comes from nowhere
        (of_people(left_days=lambda w: (came(CameBy.REALLOCATED)(w), 151.0)), {LENT}),
        (of_people(lender=lambda w: (came(CameBy.REALLOCATED)(w), -1)), {LENT}),
    ],
)
def test_each_fault_is_caught_by_its_own(fault, laws):
    assert set(broken(fault)) == laws


def test_a_member_of_a_pool_who_works_there_while_lent_is_caught():
    def at_home(world: World) -> World:
        shifts = world.shifts
        of_pool = np.flatnonzero(world.people.in_pool[shifts.member])
        end = shifts.end_seconds.copy()
        end[of_pool[np.argmin(end[of_pool])]] += 86_400
        return replace(world, shifts=replace(shifts, end_seconds=end))

    assert broken(at_home) == [LENT]


@every_row(("factor", "laws"), [(1, []), (3, [SAVED])])
def test_more_time_off_than_was_worked_is_caught(factor, laws):
    def changed(world: World) -> World:
        overtime = world.shifts.overtime_per_million
        longer = np.where(overtime < 0, factor * overtime, overtime)
        return replace(world, shifts=replace(world.shifts, overtime_per_million=longer))

    assert broken(changed) == laws
