"""Named streams: which bits they give, that they are independent, and that the order in which they are drawn is no
matter."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.sampling.chance import Chance, key_of
from tbkk_sim.sampling.draw import draw_world
from tbkk_sim.sampling.streams import stream
from tbkk_sim.sampling.workforce import people
from tbkk_sim.sampling.workforce.absence import draws_per_person
from tbkk_sim.sampling.workforce.people import Lives
from tbkk_sim.sampling.workforce.workforce import draw_workforce
from tests.builders import LAB, drawn_reports, small_settings
from tests.laws import LEVEL

KEYS = key_of("reports/image/light/coast") + np.arange(40_000)
DECISIONS = (
    "gap",
    "upgrade",
    "expires",
    "outcome",
    "hours/search",
    "needed/search",
    "delay/search",
    "triage/by_hand",
    "triage/by_system",
    "triage/assessment",
    "triage/by_hand/closed",
    "triage/read_as_case",
    "triage/read_class",
    "persons/further",
    "treatment",
    "treatment/finds",
    "returns/happens",
    "returns/after",
)


def same(one: object, other: object) -> None:
    """All columns of two tables, and of the tables in them, have the same bits."""
    for column in type(one).__dataclass_fields__:  # type: ignore[attr-defined]
        a, b = getattr(one, column), getattr(other, column)
        if isinstance(a, np.ndarray):
            assert a.tobytes() == b.tobytes(), column
        elif hasattr(a, "__dataclass_fields__"):
            same(a, b)


def test_a_stream_gives_these_bits():
    """Another version of Python or numpy must not change a replication."""
    found = stream(7, 3, "staffing/capital/detective/0/0").random(3)
    assert found.tolist() == [0.10667836747145709, 0.8104524546190964, 0.8827814458078354]


def test_seed_replication_and_name_each_make_another_stream():
    first = {(s, r, n): stream(s, r, n).random() for s in (1, 2) for r in (1, 2) for n in ("a", "b")}
    assert len(set(first.values())) == 8


def test_decisions_on_the_same_reports_are_independent():
    numbers = {name: Chance(1, 0).uniform(name, KEYS) for name in DECISIONS}
    for one, other in combinations(DECISIONS, 2):
        table = np.histogram2d(numbers[one], numbers[other], bins=6, range=[[0, 1], [0, 1]])[0]
        assert stats.chisquare(table.ravel()).pvalue > LEVEL, (one, other)


def test_a_decision_is_the_same_whatever_was_decided_before():
    forward = {name: Chance(1, 0).uniform(name, KEYS[:500]) for name in DECISIONS}
    for name in reversed(DECISIONS):
        np.testing.assert_array_equal(Chance(1, 0).uniform(name, KEYS[:500][::-1])[::-1], forward[name])


def test_the_numbers_of_a_person_are_even_and_independent_of_each_other_and_of_the_next_person():
    lives = Lives(small_settings(), 0)
    draws = np.array([lives.draws(f"capital/detective/{n}", 0)[: people.LIFE_DRAWS] for n in range(2_500)])
    after = np.array([lives.draws(f"capital/detective/{n}", 1)[: people.LIFE_DRAWS] for n in range(2_500)])
    for column in range(people.LIFE_DRAWS):
        assert stats.kstest(draws[:, column], "uniform").pvalue > LEVEL
        assert abs(np.corrcoef(draws[1:, column], draws[:-1, column])[0, 1]) < 4 / np.sqrt(2_500)
        assert abs(np.corrcoef(draws[:, column], after[:, column])[0, 1]) < 4 / np.sqrt(2_500)
    matrix = np.corrcoef(draws.T)
    assert np.abs(matrix - np.eye(people.LIFE_DRAWS)).max() < 4.5 / np.sqrt(2_500)  # of 66 pairs


def test_a_person_has_numbers_for_life_and_for_absence():
    settings = small_settings({"staffing.absence.long_illness_per_year": 0.3})
    size = people.LIFE_DRAWS + draws_per_person(settings.staffing.absence, settings.run.horizon_days)
    assert len(Lives(settings, 0).draws("coast/detective/0", 0)) == size
    names = ("VACANT", "FILL", "LEFT_TO_FILL", "AGE", "OVERAGE", "CONTRACT", "TENURE", "RESIGN", "TRANSFER", "WORKLOAD")
    assert {getattr(people, name) for name in (*names, "RPU", "EXPERIENCE")} == set(range(people.LIFE_DRAWS))


LIVELY = {
    "demand.week_cv": 0.2,
    "demand.stock.serious": {"waiting": 20, "in_hand": 20},
    "casework.proactive.serious.per_year": 6,
    "collaboration.pools": {"lab": LAB},
    "staffing.turnover.transfer_per_year": 0.3,
    "staffing.absence.long_illness_per_year": 0.3,
}


def test_a_world_has_the_same_bits_in_whatever_order_its_parts_and_replications_are_drawn():
    settings = small_settings(LIVELY)
    worlds = [draw_world(settings, replication) for replication in (0, 1)]
    people_1, shifts_1, posts_1 = draw_workforce(settings, 1)
    drawn_1 = drawn_reports(settings, 1)
    again = draw_world(settings, 0, drawn=drawn_reports(settings, 0))
    for table, other in (
        (worlds[1].people, people_1),
        (worlds[1].shifts, shifts_1),
        (worlds[1].posts, posts_1),
        (worlds[1].reports, drawn_1[0]),
        (worlds[1].steps, drawn_1[1]),
        (worlds[0].people, again.people),
        (worlds[0].reports, again.reports),
        (worlds[0].steps, again.steps),
    ):
        same(table, other)


@pytest.mark.parametrize("posts", [1, 100])
def test_a_unit_has_the_same_people_whatever_other_units_there_are_and_in_which_order(posts: int):
    units = {
        "capital": {"label": "Capital", "posts": posts},
        "coast": {"label": "Coast", "posts": 6},
        "island": {"label": "Island", "posts": 3},
    }

    def of_capital(names: tuple[str, ...]) -> list[bytes]:
        chosen = {name: units[name] for name in names}
        settings = small_settings(
            {**LIVELY, "staffing.units": chosen, "demand.unit_share": {"capital": 1.0}, "casework.proactive": {}}
        )
        found, _, _ = draw_workforce(settings, 0)
        rows = found.team == names.index("capital")
        return [column[rows].tobytes() for column in (found.born_days, found.joined_days, found.left_days, found.fte)]

    alone = of_capital(("capital",))
    assert len(alone[0]) >= 8 * posts * 0.5
    assert of_capital(("capital", "coast", "island")) == of_capital(("island", "coast", "capital")) == alone
