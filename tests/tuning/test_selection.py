"""Selection: the promise holds in studies of each hard layout, and the budget is told honestly."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, sem, t

from tbkk_sim.sampling.streams import stream
from tbkk_sim.stats.chance import ChanceTest, chance_interval
from tbkk_sim.stats.screening import RAREST, Screening, least_replications
from tbkk_sim.stats.selection import select
from tests.rows import every_row
from tests.tuning.layouts import ALPHA, LAYOUTS, PRECISION, choices, is_good

FIRST_BEST = "standard deviations 1 and 8, best first"

STUDIES = 150
"""The whole, a thousand studies of every layout, is `python scripts/measure_coverage.py selection`."""
LIMIT = 0.914
"""0.95 less two standard errors of a share over these studies."""
TRIED = [
    "equal means", "standard deviations 1 and 8, best first", "the same, best last, negative losses", "correlation 0.9",
    "correlation of either sign", "some plans far behind, some near", "two plans", "heavy tails (t with 3 degrees)",
    "best skewed to high losses", "best skewed to low losses", "two plans, best skewed to low losses",
    "2 plans, 10% of futures worse by 20", "4 plans, 10% of futures worse by 20", "10 plans, 8% of futures worse by 20",
    "10 plans, 10% of futures worse by 20, graded", "2 plans, 5% of futures worse by 25",
    "2 plans, 5% of futures worse by 40, exponential", "2 plans, 10% of futures worse by 20, exponential",
    "2 plans, 15% of futures worse by 12, exponential", "3 plans, 5% of futures worse by 25, common",
]  # fmt: skip


@pytest.mark.slow
@every_row("layout", TRIED)
def test_a_good_plan_is_certified_as_often_as_promised(layout):
    chosen, _ = choices(layout, STUDIES)
    certified = chosen >= 0
    assert certified.mean() > 0.9
    assert is_good(layout, chosen)[certified].mean() >= LIMIT


@pytest.mark.slow
def test_common_numbers_save_runs():
    (_, correlated), (_, independent) = (choices(layout, 50) for layout in ("correlation 0.9", FIRST_BEST))
    assert correlated.mean() < 0.5 * independent.mean()


def test_the_sign_of_losses_does_not_matter():
    first = LAYOUTS[FIRST_BEST].draw(stream(3, 0, "sign"), 20, 10)
    moved = Screening(first - 1e6, PRECISION, ALPHA)
    there = Screening(first, PRECISION, ALPHA)
    assert (moved.left == there.left).all()
    assert moved.enough == pytest.approx(there.enough, rel=1e-6)


def test_margins_never_turn_negative():
    screening = Screening(np.zeros((1, 5, 3)), PRECISION, ALPHA)
    for _ in range(5):
        screening.add(np.zeros((1, 3)))
    assert screening.left.all()
    assert screening.decided[0]


def evaluator(losses: np.ndarray):
    asked = []

    def evaluate(plans, replications):
        asked.extend((plan, r) for r in replications for plan in plans)
        return losses[np.ix_(list(replications), list(plans))]

    return evaluate, asked


def test_dropped_plans_are_asked_for_no_more():
    losses = LAYOUTS["some plans far behind, some near"].draw(stream(5, 0, "driver"), 1, 4000)[0]
    losses[:, -1] += 100
    evaluate, asked = evaluator(losses)
    found = select(evaluate, 10, precision=1.0, most=4000)
    assert found.proven
    assert found.best == 0
    assert found.probability == 0.95
    assert sum(plan == 9 for plan, _ in asked) == least_replications(0.05) == 93
    assert found.runs == len(asked)
    assert not found.alike[9]


def test_a_budget_that_ends_is_told():
    losses = LAYOUTS[FIRST_BEST].draw(stream(6, 0, "driver"), 1, 50)[0]
    evaluate, asked = evaluator(losses)
    found = select(evaluate, 10, precision=0.2, most=24, first_replication=5)
    assert not found.proven
    assert math.isnan(found.probability)  # an estimate would be no promise, and may be above what was asked
    assert {r for _, r in asked} == set(range(5, 29))
    assert found.alike.sum() > 1


def test_nothing_is_dropped_or_proven_before_one_replication_of_twenty_is_seen_twice():
    clear = np.tile([10.0, 20.0], (100, 1)) + stream(7, 0, "driver").standard_normal((100, 2))
    least = least_replications(0.05)
    assert binom.cdf(1, least, RAREST) <= 0.05 < binom.cdf(1, least - 1, RAREST)
    short, _ = evaluator(clear)
    found = select(short, 2, precision=1.0, most=least - 1)
    assert (found.best, found.proven, found.left.all(), found.bad_replications) == (0, False, True, 0)
    enough, _ = evaluator(clear)
    assert select(enough, 2, precision=1.0, most=least).proven


def test_a_budget_that_ends_in_the_first_stage_stops_it():
    evaluate, asked = evaluator(np.tile([10.0, 20.0], (40, 1)))
    found = select(evaluate, 2, precision=1.0, n_first=6, may_go_on=lambda: len(asked) < 20)
    assert not found.proven
    assert found.runs == len(asked) == 20


def test_a_few_bad_replications_withhold_the_certificate_until_there_are_more():
    losses = np.array([0.0, -2.0]) + stream(10, 0, "few").standard_normal((120, 2))
    fine, _ = evaluator(losses)
    assert select(fine, 2, precision=1.0, most=120).proven
    losses[[5, 60], 1] += (30.0, 60.0)  # the second is still the best on average, but for how long?
    bad, _ = evaluator(losses)
    found = select(bad, 2, precision=1.0, most=120)
    assert (found.best, found.proven, found.bad_replications) == (1, False, 2)


def test_bad_replications_of_the_others_withhold_nothing():
    losses = np.array([0.0, -2.0]) + stream(10, 0, "few").standard_normal((120, 2))
    losses[[5, 60], 0] += (30.0, 60.0)
    evaluate, _ = evaluator(losses)
    found = select(evaluate, 2, precision=1.0, most=120)
    assert (found.best, found.bad_replications) == (1, 0)


def test_what_one_plan_has_shown_may_happen_to_the_others():
    first = np.array([0.0, 2.0, 2.0]) + stream(9, 0, "pooled").standard_normal((1, 40, 3))
    assert Screening(first, PRECISION, ALPHA).left.tolist() == [[True, False, False]]
    first[0, 3, 2] += 60.0
    assert Screening(first, PRECISION, ALPHA).left.tolist() == [[True, True, True]]


def test_the_precision_may_follow_from_the_first_losses():
    evaluate, _ = evaluator(np.tile([10.0, 20.0], (100, 1)))
    found = select(evaluate, 2, precision=lambda losses: 0.02 * losses[:, 0].mean())
    assert found.precision == pytest.approx(0.2)
    assert found.best == 0


@every_row(("chance", "says"), [(0.97, True), (0.8, False)])
def test_a_chance_is_judged_rightly(chance, says):
    rng = stream(8, 0, f"chance/{chance}")
    answers = []
    for _ in range(300):
        test = ChanceTest(0.9, 0.05, 0.05)
        while test.answer is None:
            test.add(bool(rng.random() < chance))
        answers.append(test.answer)
    assert np.mean(np.array(answers) == says) >= 0.95


def test_an_exact_interval_of_a_chance():
    low, high = chance_interval(18, 20)
    assert (low, high) == (pytest.approx(0.683, abs=1e-3), pytest.approx(0.9877, abs=1e-3))
    assert chance_interval(20, 20)[1] == 1.0
    assert chance_interval(0, 20)[0] == 0.0


def test_what_promises_nothing_is_refused():
    with pytest.raises(ValueError, match="precision above 0"):
        Screening(np.zeros((1, 5, 2)), 0.0, ALPHA)


@every_row(("n_plans", "others"), [(2, 1), (3, 2), (10, 9)])
def test_intervals_hold_together_for_all_plans_but_the_chosen_one(n_plans, others):
    """Differences from the chosen plan are symmetric, so that each interval is Student's, at 1 - 5 % / others."""
    replications, n = np.arange(30.0) - 14.5, 30
    losses = np.array([10 + 3 * k + k * replications / 9 for k in range(n_plans)]).T
    evaluate, _ = evaluator(losses)
    found = select(evaluate, n_plans, precision=1.0, most=n)
    assert found.best == 0
    for k in range(1, n_plans):
        apart = losses[:, k] - losses[:, 0]
        low, high = t.interval(1 - 0.05 / others, n - 1, apart.mean(), sem(apart))
        assert (found.low[k], found.high[k]) == pytest.approx((low, high), rel=1e-6)
    assert (found.low[0], found.high[0], found.difference[0]) == (0, 0, 0)


def test_what_is_told_of_a_selection_is_of_the_replications_that_each_plan_has():
    """The second plan is dropped at once; the third is tried as long as the first."""
    noise = stream(12, 0, "told").standard_normal((120, 2))
    losses = np.column_stack((10 + noise[:, 0], 20 + noise[:, 0], 10.1 + noise[:, 1]))
    evaluate, asked = evaluator(losses)
    found = select(evaluate, 3, precision=0.01, most=120)
    assert found.replications.tolist() == [sum(plan == k for plan, _ in asked) for k in range(3)] == [120, 93, 120]
    assert found.mean == pytest.approx([losses[: found.replications[k], k].mean() for k in range(3)])
    assert found.best == int(losses[:, [0, 2]].mean(axis=0).argmin()) * 2
    apart = losses - losses[:, [found.best]]
    assert found.difference == pytest.approx([apart[: found.replications[k], k].mean() for k in range(3)])
    assert found.left.tolist() == [True, False, True]


def test_plans_are_alike_unless_their_interval_is_all_above_zero():
    evaluate, _ = evaluator(np.tile([10.0, 20.0, 20.0, 20.0], (9, 1)))
    found = select(evaluate, 4, precision=1.0, most=9)
    assert replace(found, low=np.array([0.0, -1e-9, 1e-9, np.nan])).alike.tolist() == [True, True, False, True]


def test_replications_are_asked_for_four_at_a_time_and_no_more_than_the_most():
    asked = []

    def evaluate(plans, replications):
        asked.append(list(replications))
        return np.array([[0.1 * (r % 2) + plan * 0.001 * (-1) ** r for plan in plans] for r in replications])

    select(evaluate, 2, precision=1e-9, n_first=90, most=98, first_replication=7)
    assert [len(replications) for replications in asked] == [
        90,
        3,
        4,
        1,
    ]  # 93 replications before a plan may be dropped
    assert [r for replications in asked for r in replications] == list(range(7, 7 + 98))
