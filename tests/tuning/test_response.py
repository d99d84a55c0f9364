"""The response table, of losses that are known beforehand."""

import datetime as dt
import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tbkk_sim.settings import Settings
from tbkk_sim.tune.search.plans import PostPlace, StaffingPlan
from tbkk_sim.tune.search.response import Response, simulate_response, works_for_all
from tests.builders import SMALL, small_settings
from tests.tuning.studies import tuning_for

UNITS = ["capital", "coast", "north", "south", "east", "west"]
"""The capital does triage for all, the coast a step; the others work for themselves, with 5 posts each."""


def six_units(changes: dict[str, Any] | None = None) -> Settings:
    more = {unit: {"label": unit, "posts": 5} for unit in UNITS[2:]}
    of_all = {
        "staffing.units": {**SMALL["staffing"]["units"], **more},
        "casework.steps.search.national_team": "coast",
    }
    return small_settings({**of_all, **(changes or {})})


def table(settings: Settings, replications: int = 3, **where: Any) -> tuple[Response, list[StaffingPlan], list[Any]]:
    """The table, the plans that were simulated and what was announced.

    A post gains 10 in all and 1, 2, 3 and so on of what the first, second and third unit lose themselves; in each next
    replication 1 more.
    """
    asked: list[StaffingPlan] = []
    announced: list[Any] = []

    def measures(plans: list[StaffingPlan], replications: range) -> list[list[tuple[StaffingPlan, int]]]:
        asked.extend(plans)
        return [[(plan, replication) for plan in plans] for replication in replications]

    def by_unit(measured: tuple[StaffingPlan, int]) -> np.ndarray:
        posts = dict.fromkeys(UNITS, 0)
        for place, n in measured[0].by_place().items():
            posts[place.unit] += n
        return np.array([100.0 - (k + measured[1]) * posts[unit] for k, unit in enumerate(UNITS, start=1)])

    evaluator = SimpleNamespace(
        watch=SimpleNamespace(stage=lambda _, simulated: announced.append(simulated)), measures=measures
    )
    judge = SimpleNamespace(settings=settings, loss=lambda m: 1000.0 - (10 + m[1]) * m[0].extra_fte, by_unit=by_unit)
    tuning = tuning_for("where", where={"levels": 3, **where})
    return simulate_response(evaluator, judge, tuning, range(replications)), asked, announced


def test_what_each_place_gains_is_against_its_lowest_level():
    """A unit that works for all is told by the loss of all, the others by their own."""
    found, asked, announced = table(six_units(), extra_fte=6, may_take=1)
    assert found.places == [PostPlace(unit) for unit in UNITS]
    assert found.lowest == [-1] * 6
    assert found.levels == [[0, 3, 8]] * 2 + [[0, 2, 5]] * 4  # seven posts in one place, or a quarter and two more
    in_all, of_own = [0, 33, 88], [[0, 2 * gain, 5 * gain] for gain in (4, 5, 6, 7)]
    assert [of.tolist() for of in found.gains] == [in_all, in_all, *of_own]
    for levels, errors in zip(found.levels, found.errors, strict=True):
        assert errors == pytest.approx([level / math.sqrt(3) for level in levels])
    assert announced == [7 * 3]  # the lowest level of all is simulated once
    raised = [{place.unit: n for place, n in plan.by_place().items()} for plan in asked]
    assert raised == [
        *(dict.fromkeys(UNITS[2:], n) for n in (-1, 1, 4)),
        *({unit: n} for unit in UNITS[:2] for n in (-1, 2, 7)),
    ]


@pytest.mark.parametrize(
    ("where", "alone", "together"),
    [
        pytest.param({"extra_fte": 6}, [0, 2, 6], [0, 1, 4], id="from today on"),
        pytest.param({"extra_fte": 5}, [0, 2, 5], [0, 1, 4], id="a quarter is rounded up"),
        pytest.param({"extra_fte": 6, "most_per_place": 2}, [0, 1, 2], [0, 1, 2], id="two at most in one place"),
        pytest.param({"extra_fte": 2, "most_per_place": 9}, [0, 1, 2], [0, 1, 2], id="no more than there are"),
        pytest.param({"extra_fte": 0}, [0, 1], [0, 1], id="none to place"),
    ],
)
def test_how_far_the_table_goes(where, alone, together):
    found, asked, _ = table(six_units(), **where)
    assert (found.levels[0], found.levels[2]) == (alone, together)
    assert asked[0] == StaffingPlan()


def test_places_are_raised_by_role_and_from_their_date_on():
    roles = {
        "digger": {"label": "Digger", "skills": ["enrich"]},
        "writer": {"label": "Writer", "skills": ["triage", "search", "dossier"]},
    }
    shares = {"staffing.roles": roles, "staffing.role_share": {"digger": 0.4, "writer": 0.6}}
    found, asked, _ = table(six_units(shares), extra_fte=1, by_role=True, date="2021-03-01")
    assert found.places == [PostPlace(unit, role) for unit in UNITS for role in ("digger", "writer")]
    of_roles = [[(step.place.unit, step.place.role) for step in plan.posts] for plan in asked if plan.posts]
    assert of_roles == [
        *([(unit, role) for unit in UNITS[2:]] for role in roles),
        *([(unit, role)] for unit in UNITS[:2] for role in roles),
    ]
    assert {step.date for plan in asked for step in plan.posts} == {dt.date(2021, 3, 1)}


def test_in_one_queue_every_unit_is_raised_alone():
    found, asked, _ = table(six_units({"collaboration.one_queue": True}), extra_fte=1)
    assert {len(plan.posts) for plan in asked} == {0, 1}
    assert {tuple(of.tolist()) for of in found.gains} == {(0.0, 11.0)}


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        pytest.param({}, {"capital", "coast"}, id="triage by hand, and a step"),
        pytest.param({"triage.automatic_share": 0.99}, {"capital", "coast"}, id="some triage by hand"),
        pytest.param({"triage.automatic_share": 1.0}, {"coast"}, id="none by hand"),
        pytest.param({"triage.enabled": False}, {"coast"}, id="no triage"),
        pytest.param({"casework.steps.search.national_team": None}, {"capital"}, id="no step"),
    ],
)
def test_who_works_for_all_does_triage_or_a_step(changes, right):
    assert works_for_all(six_units(changes)) == right


def test_a_penalty_is_on_each_pair_of_posts_that_come_to_a_place():
    """Of levels 0 to 5 the first two are posts taken back: 1, 2 and 3 posts come, 0, 1 and 3 pairs."""
    gains = np.array([0.0, 6.0, 10.0, 12.0])
    found = Response([PostPlace("capital")], [-2], [[0, 1, 3, 5]], [gains], [np.zeros(4)])
    (without,), (measured,) = found.measured(), found.measured(0.5)
    assert without == pytest.approx([0, 6, 8, 10, 11, 12])
    assert without - measured == pytest.approx([0, 0, 0, 0, 0.5, 1.5])
    (without,), (fitted,) = found.fitted(), found.fitted(0.5)
    assert without == pytest.approx([0, 6, 8, 10, 11, 12])
    assert without - fitted == pytest.approx([0, 0, 0, 0, 0.5, 1.5])
