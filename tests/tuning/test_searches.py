"""The search for the fewest posts on prescribed replications: what it tests, how often, and when it stops."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from tbkk_sim.settings.tuning import Norm
from tbkk_sim.stats.chance import ChanceTest
from tbkk_sim.tuning.questions.how_many import HowManyResult, answer_how_many
from tbkk_sim.tuning.questions.per_unit import PerUnitResult, UnitResult, answer_per_unit
from tbkk_sim.tuning.record import record_how_many
from tbkk_sim.tuning.search.measures import Measures
from tbkk_sim.tuning.search.plans import PostPlace, StaffingPlan
from tbkk_sim.tuning.study import TuningStudy
from tbkk_sim.tuning.watch import Watch
from tests.builders import small_settings
from tests.rows import every_row
from tests.tuning.studies import TWO_ROLES, tuning_for

ALPHA, FRESH, LIGHT = 0.05, 4, 3
UNITS = ("capital", "coast")
Meets = Callable[[str, int, int], bool]
"""Whether a unit with so many posts more meets what is asked in a replication."""


class Written:
    """Replications in which it is written down who meets what is asked."""

    engine = "simpy"

    def __init__(self, meets: Meets, most_runs: int) -> None:
        self.meets, self.watch, self.asked = meets, Watch(5, most_runs), list[tuple[int, int]]()
        self.posts: dict[PostPlace, int] = {}
        """Posts more of every unit in the plan that is looked at."""

    def measures(self, plans: list[StaffingPlan], replications: range) -> list[list[Measures]]:
        return [[self._measure(plan, replication) for plan in plans] for replication in replications]

    def _measure(self, plan: StaffingPlan, replication: int) -> Measures:
        self.watch.tick(simulated=True)
        self.asked.append((plan.extra_fte, replication))
        due, in_time = np.zeros((2, 1, 2, 5))
        self.posts = plan.by_place()
        for n, unit in enumerate(UNITS):
            due[0, n, LIGHT], in_time[0, n, LIGHT] = (
                1,
                self.meets(unit, self.posts.get(PostPlace(unit), 0), replication),
            )
        no_part = ("lent_hours", "posts", "occupancy", "hires", "hidden_days", "hidden_closed")
        others = {name: np.zeros((1, 2)) for name in no_part}
        return Measures.from_arrays({"waiting_days": due, "left_undone": due, "due": due, "in_time": in_time, **others})


def study(
    meets: Meets,
    *,
    settings: dict | None = None,
    frozen: tuple[str, ...] = (),
    runs: int = 9999,
    most_replications: int = 400,
    **asked,
) -> TuningStudy:
    """The capital has 8 posts, the coast 6; all cases must be in time in nine of ten replications."""
    how_many = {"norms": {"light": Norm(share=0.999)}, "fewest_fte": -9, "most_fte": 12, "spread": "by_posts", **asked}
    tuning = tuning_for(
        "how_many",
        how_many=how_many,
        search_replications=FRESH,
        most_runs=runs,
        most_replications=most_replications,
        frozen=frozen,
    )
    return TuningStudy(small_settings({"triage.enabled": False, **(settings or {})}), tuning, Written(meets, runs))


def of_the_capital(meets: Callable[[int, int], bool], **given) -> tuple[HowManyResult, TuningStudy]:
    """Posts may come to the capital only, and what is asked hangs on them alone."""
    asked = study(
        lambda unit, posts, replication: unit == "coast" or meets(posts, replication), frozen=("coast",), **given
    )
    return answer_how_many(asked), asked


def clear_answer(is_met: bool, error: float) -> int:
    """Replications of one kind after which a test with this accepted error has its answer."""
    test = ChanceTest(0.9, 0.05, error)
    step = math.log(test.high / test.low) if is_met else -math.log((1 - test.high) / (1 - test.low))
    return math.ceil(math.log((1 - error) / error) / step)


# For all units together


def test_no_fewer_posts_are_tried_than_all_work_takes():
    """Enough is enough down to the last post; the capital alone writes dossiers, which takes three posts there."""
    found, asked = of_the_capital(lambda _posts, _replication: True, settings=TWO_ROLES)
    assert (found.chosen, found.proven) == (-5, True)
    assert min(posts for posts, _ in asked.evaluator.asked) == -5
    per_unit = answer_per_unit(study(lambda *_: True, settings=TWO_ROLES, scope="per_unit"))
    assert {unit.unit: (unit.posts, unit.least) for unit in per_unit.units} == {
        "capital": (-5, True),
        "coast": (-5, True),
    }


def test_a_unit_that_may_get_only_fewer_posts_keeps_those_that_it_needs():
    asked = study(lambda *_: True, settings={"staffing.units.coast.posts": 1}, scope="per_unit", most_fte=-3)
    assert {unit.unit: unit.posts for unit in answer_per_unit(asked).units} == {"capital": -7, "coast": 0}


def test_the_accepted_error_is_divided_among_the_six_tests_that_may_be_made():
    found, _ = of_the_capital(lambda posts, _replication: posts >= 3)
    assert (found.chosen, found.enough, found.proven, found.tests) == (3, True, True, 2)
    tested = {posts: trial.tested for posts, trial in found.trials.items() if trial.tested}
    assert tested == {3: clear_answer(True, ALPHA / 6), 2: clear_answer(False, ALPHA / 6)}
    assert (found.trials[3].tested_met, found.trials[2].tested_met) == (tested[3], 0)
    assert found.probability == pytest.approx(1 - 2 * ALPHA / 6)


def test_plans_are_sought_in_the_first_replications_and_tested_in_those_after_them():
    _, asked = of_the_capital(lambda posts, _replication: posts >= 3)
    replications = {
        posts: {replication for of, replication in asked.evaluator.asked if of == posts} for posts in (12, 3)
    }
    assert replications[12] == set(range(FRESH))
    assert replications[3] == set(range(FRESH + 8 * math.ceil(clear_answer(True, ALPHA / 6) / 8)))


@pytest.mark.parametrize(
    ("needed", "chosen", "tested", "proven"),
    [
        pytest.param(5, 5, [0, 1, 3, 7, 5, 4], True, id="six tests suffice"),
        pytest.param(9, 9, [0, 1, 3, 7, 12, 9], False, id="a seventh would be needed and is not made"),
        pytest.param(13, None, [0, 1, 3, 7, 12], True, id="the most is too few"),
    ],
)
def test_where_the_search_saw_too_few_the_steps_up_double(needed, chosen, tested, proven):
    found, _ = of_the_capital(lambda posts, replication: posts >= (0 if replication < FRESH else needed))
    assert {posts for posts, trial in found.trials.items() if trial.tested} == set(tested)
    assert (found.chosen, found.proven, found.tests) == (chosen, proven, len(tested))
    promised = 1 - len(tested) * ALPHA / 6 if proven else math.nan
    assert found.probability == pytest.approx(promised, nan_ok=True)


@pytest.mark.parametrize(
    ("needed", "runs", "chosen", "tried"),
    [
        pytest.param(9, 9999, 9, {12, 2, -3, -1, 0, 1, 3, 7, 9}, id="the next test is one too many"),
        pytest.param(5, 40, 7, {12, 2, -3, -1, 0, 1, 3, 7}, id="the budget of 5 x 4 + 3 x 8 ends"),
    ],
)
def test_an_answer_that_no_test_was_left_for_is_tried_and_kept(needed, runs, chosen, tried):
    found, asked = of_the_capital(lambda posts, replication: posts >= (0 if replication < FRESH else needed), runs=runs)
    assert (found.chosen, found.proven) == (chosen, False)
    assert {posts for posts, trial in found.trials.items()} == tried
    assert all(len(trial.shares) == len(trial.met) > 0 for trial in found.trials.values())
    kept = record_how_many(asked, found)
    assert {point.extra_fte: point.replications for point in kept.frontier} == {
        posts: len(trial.met) for posts, trial in found.trials.items()
    }


def test_where_the_search_saw_too_many_the_steps_down_double():
    found, _ = of_the_capital(lambda posts, replication: posts >= (5 if replication < FRESH else 0))
    tested = {posts: trial.answer for posts, trial in found.trials.items() if trial.tested}
    assert tested == {5: True, 4: True, 2: True, -2: False, 0: True, -1: False}
    assert (found.chosen, found.proven, found.tests) == (0, True, 6)


def test_one_post_stays_in_all_and_the_fewest_that_may_be_tried_needs_no_test_of_one_less():
    found, _ = of_the_capital(lambda _posts, _replication: True)
    assert (found.chosen, found.proven, found.tests) == (-7, True, 1)
    found, _ = of_the_capital(lambda _posts, _replication: True, fewest_fte=-2)
    assert (found.chosen, found.proven, found.tests) == (-2, True, 1)


@every_row(("chance", "first_tested"), [(0.75, -7), (0.76, 2)])
def test_a_plan_seems_enough_in_exactly_the_share_of_replications_that_is_asked(chance, first_tested):
    """In one of the four replications of the search two posts are needed."""
    _, asked = of_the_capital(lambda posts, replication: posts >= 2 or replication != 1, chance=chance)
    assert next(posts for posts, replication in asked.evaluator.asked if replication >= FRESH) == first_tested


def test_halving_ends_at_half_of_the_budget_and_what_is_not_settled_is_not_proven():
    found, asked = of_the_capital(lambda posts, _replication: posts >= 3, runs=16)
    assert list(found.trials) == [12, 2]  # 4 replications each: with 8 of 16 runs spent the search ends
    assert asked.evaluator.watch.search_was_cut
    assert (found.chosen, found.proven, found.enough) == (12, False, False)
    assert (found.trials[12].tested, found.trials[12].answer, math.isnan(found.probability)) == (8, None, True)


def test_what_is_asked_nationally_is_asked_of_the_cases_of_all_units_together():
    """Half of all cases: those of the coast, from three posts on; those of the capital are always too late."""
    half = {"light": Norm(share=0.5)}
    found = answer_how_many(
        study(lambda unit, posts, _: unit == "coast" and posts >= 3, frozen=("capital",), norms=half)
    )
    assert (found.chosen, found.proven) == (3, True)
    assert np.mean(found.trials[3].shares) == 0.5
    assert np.mean(found.trials[2].shares) == 0.0


def test_a_test_ends_with_the_most_replications_in_which_a_plan_may_be_tried():
    """Met in nine of ten replications, which speaks for neither answer."""
    found, _ = of_the_capital(
        lambda posts, replication: posts >= 3 and replication % 10 != 9, chance=0.9, most_replications=24
    )
    assert (found.trials[3].tested, found.trials[3].answer, found.proven) == (24, None, False)


# For each unit by itself


def by_unit(asked: TuningStudy) -> tuple[PerUnitResult, dict[str, UnitResult]]:
    found = answer_per_unit(asked)
    return found, {unit.unit: unit for unit in found.units}


def test_the_accepted_error_of_a_unit_is_divided_among_four_rounds_and_all_units():
    need = {"capital": 2, "coast": -1}
    asked = study(lambda unit, posts, _replication: posts >= need[unit])
    found, units = by_unit(asked)
    assert {name: unit.posts for name, unit in units.items()} == need
    assert {unit.tested for unit in units.values()} == {clear_answer(True, ALPHA / (4 * 2))}
    assert all(unit.enough and unit.least for unit in units.values())
    assert found.probability == pytest.approx(1 - 4 * ALPHA / (4 * 2))  # two tests of each
    last = FRESH + 8 * math.ceil(clear_answer(True, ALPHA / (4 * 2)) / 8) - 1
    assert (
        max(replication for _, replication in asked.evaluator.asked) == last
    )  # tested in replications after those of the search


@every_row(("needed", "proven"), [(5, True), (6, False)])
def test_units_together_are_proven_by_as_many_tests_as_were_planned_and_no_more(needed, proven):
    """The capital is tested from 0 to what it needs, the coast once as it is and once with one post less."""

    def meets(unit: str, posts: int, replication: int) -> bool:
        return posts >= (0 if unit == "coast" or replication < FRESH else needed)

    found, units = by_unit(study(meets))
    assert (units["capital"].posts, units["capital"].least, units["coast"].least) == (needed, True, True)
    assert units["capital"].tested == clear_answer(True, ALPHA / (4 * 2))  # though it is the only one in that round
    assert found.proven is proven
    assert found.probability == pytest.approx(1 - ALPHA) if proven else math.isnan(found.probability)


@pytest.mark.parametrize(
    ("posts", "most_fte", "most"),
    [
        pytest.param(6, 99, 12, id="twice the posts"),
        pytest.param(4, 99, 10, id="at least ten"),
        pytest.param(6, 11, 11, id="at most what may be tried"),
    ],
)
def test_the_most_posts_of_a_unit_that_are_tried(posts, most_fte, most):
    settings = {"staffing.units.coast.posts": posts}
    found, units = by_unit(study(lambda unit, *_: unit == "capital", settings=settings, most_fte=most_fte))
    assert (units["coast"].posts, units["coast"].beyond, units["coast"].enough) == (most, True, False)
    assert found.proven  # the capital is within reach


@every_row(("fewest_fte", "least"), [(-9, -5), (-3, -3)])
def test_the_fewest_posts_of_a_unit_that_are_tried_leave_one(fewest_fte, least):
    _, units = by_unit(study(lambda *_: True, fewest_fte=fewest_fte))
    assert (units["coast"].posts, units["coast"].least, units["coast"].enough) == (least, True, True)


@every_row(("missed", "beyond"), [((0, 1), True), ((0,), False)])
def test_a_unit_is_given_up_that_meets_what_is_asked_in_half_of_the_replications_of_the_search(missed, beyond):
    _, units = by_unit(study(lambda unit, _posts, replication: unit == "capital" or replication not in missed))
    assert (units["coast"].beyond, units["coast"].tested == FRESH) == (beyond, beyond)
    assert units["coast"].tested_met == 2 if beyond else units["coast"].tested_met > FRESH


def test_units_that_work_for_all_come_first_and_are_judged_by_all_cases_while_the_others_have_the_most():
    """Cases of the capital, which does the triage, are always in time; those of the coast need 6 posts in all."""

    def meets(unit: str, posts: int, _replication: int) -> bool:
        return unit == "capital" or posts + asked.evaluator.posts.get(PostPlace("capital"), 0) >= 6

    asked = study(meets, settings={"triage.enabled": True, "triage.automatic_share": 0.5, "triage.team": "capital"})
    found, units = by_unit(asked)
    assert {name: unit.posts for name, unit in units.items()} == {"capital": -6, "coast": 12}
    assert found.proven


@every_row(("chance", "seems_enough"), [(0.62, True), (0.63, False)])
def test_a_unit_seems_to_have_enough_in_the_rounded_number_of_replications_that_is_asked(chance, seems_enough):
    """Two of four replications are 2.48 rounded and not 2.52; below five posts the coast misses two."""
    asked = study(
        lambda unit, posts, replication: unit == "capital" or posts >= 5 or replication not in (0, 1), chance=chance
    )
    answer_per_unit(asked)
    posts, _ = next(asked for asked in asked.evaluator.asked if asked[1] >= FRESH)
    assert posts == -7 + (-5 if seems_enough else 5)


def test_mean_shares_are_told_of_each_unit_and_all_together():
    need = {"capital": 2, "coast": -1}
    found, _ = by_unit(
        study(lambda unit, posts, replication: posts >= need[unit] and (unit, replication) != ("coast", 2))
    )
    assert found.shares.tolist() == [[1.0], [0.75], [0.875]]
