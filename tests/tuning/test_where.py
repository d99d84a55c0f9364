"""Where: the posts go where the work is, certified on other replications; frozen units stay as they are."""

import math

import pytest

from tbkk_sim.tuning.questions.where import answer_where
from tbkk_sim.tuning.search.plans import PostPlace
from tests.tuning.studies import study_of, tuning_for


def answer(settings, **where):
    tuning = tuning_for("where", where={"levels": 4, **where}, most_replications=30)
    study = study_of(settings, tuning)
    return study, answer_where(study)


@pytest.mark.slow
def test_posts_go_to_the_unit_that_is_short(short_of_people):
    study, found = answer(short_of_people, extra_fte=3)
    assert found.plan.by_place()[PostPlace("coast")] >= 2
    assert found.plan.extra_fte == 3
    assert {sum(plan.by_place().values()) for plan in found.plans} == {3}
    assert found.selection.mean[found.selection.best] < found.today.loss
    assert math.isnan(found.today.low)  # three replications are too few for an interval
    others = list(study.losses(found.plans, range(20, 26)).mean(axis=0))
    assert others[found.selection.best] <= 1.02 * min(others)


@pytest.mark.slow
def test_a_frozen_unit_stays_as_it_is(short_of_people):
    tuning = tuning_for("where", where={"extra_fte": 2, "levels": 3}, frozen=["coast"], most_replications=8)
    found = answer_where(study_of(short_of_people, tuning))
    assert found.plan.by_place() == {PostPlace("capital"): 2}


@pytest.mark.slow
def test_posts_may_move_from_where_they_help_least(short_of_people):
    _, found = answer(short_of_people, extra_fte=0, may_take=2)
    assert found.plan.by_place() == {PostPlace("capital"): -2, PostPlace("coast"): 2}


@pytest.mark.slow
def test_a_penalty_on_jumps_spreads_the_posts(short_of_people):
    _, heaped = answer(short_of_people, extra_fte=4)
    _, spread = answer(short_of_people, extra_fte=4, jump_penalty=1e6)
    assert max(spread.plan.by_place().values()) == 2
    assert max(heaped.plan.by_place().values()) > 2
