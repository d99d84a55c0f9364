"""Selection: the promise holds in a thousand studies of each hard layout, and the budget is told honestly."""

import numpy as np
import pytest

from tbkk_sim.tuning.selection import ChanceTest, Screening, chance_interval, select
from tbkk_sim.world.streams import stream

STUDIES, ALPHA, PRECISION, FIRST = 1000, 0.05, 1.0, 12
LIMIT = 0.936
"""0.95 less two standard errors of a share over 1,000 studies."""
ALTERNATING = np.tile([1.0, 8.0], 5)
LAYOUTS = {
    "equal means": (np.zeros(10), np.full(10, 4.0), 0.5),
    "best first": (np.r_[-1.0, np.zeros(9)], ALTERNATING, 0.0),
    "best last, negative": (np.r_[np.zeros(9), -1.0] - 50.0, ALTERNATING[::-1], 0.0),
    "correlated": (np.r_[np.zeros(9), -1.0], np.full(10, 5.0), 0.9),
    "far and near": (np.r_[-1.0, np.zeros(4), np.linspace(1, 5, 5)] - 3.0, ALTERNATING, 0.0),
    "two plans": (np.array([0.0, -1.0]), np.array([1.0, 8.0]), 0.0),
}


def draw(layout: str, rng: np.random.Generator, studies: int, n: int) -> np.ndarray:
    """Losses [study, replication, plan]: what is common, and what is of each plan."""
    means, sd, correlation = LAYOUTS[layout]
    common = rng.standard_normal((studies, n, 1)) * np.sqrt(correlation)
    own = rng.standard_normal((studies, n, len(means))) * np.sqrt(1 - correlation)
    return means + sd * (common + own)


def choices(layout: str, studies: int = STUDIES) -> tuple[np.ndarray, np.ndarray]:
    """The plan chosen in each study, and the runs that it took."""
    rng = stream(11, 0, f"selection/{layout}")
    screening = Screening(draw(layout, rng, studies, FIRST), PRECISION, ALPHA)
    number, chosen, runs = np.arange(studies), np.full(studies, -1), np.full(studies, 0)
    spent = np.full(studies, FIRST * screening.left.shape[1])
    while len(number):
        done = screening.decided
        chosen[number[done]], runs[number[done]] = screening.best[done], spent[done]
        if done.any():
            screening.keep(~done)
            number, spent = number[~done], spent[~done]
        if len(number):
            spent = spent + screening.left.sum(axis=1)
            screening.add(draw(layout, rng, len(number), 1)[:, 0])
    return chosen, runs


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_good_plan_is_chosen_as_often_as_promised(layout):
    means = LAYOUTS[layout][0]
    chosen, _ = choices(layout)
    good = means[chosen] < means.min() + PRECISION
    assert good.mean() >= LIMIT


def test_common_numbers_save_runs():
    correlated, independent = ("correlated", choices("correlated", 50)), ("best first", choices("best first", 50))
    assert correlated[1][1].mean() < 0.5 * independent[1][1].mean()


def test_the_sign_of_losses_does_not_matter():
    first = draw("best first", stream(3, 0, "sign"), 20, 10)
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
    losses = draw("far and near", stream(5, 0, "driver"), 1, 4000)[0]
    losses[:, -1] += 100
    evaluate, asked = evaluator(losses)
    found = select(evaluate, 10, precision=1.0, most=4000)
    assert found.proven
    assert found.best == 0
    assert found.probability == 0.95
    assert sum(plan == 9 for plan, _ in asked) == 10
    assert found.runs == len(asked)
    assert not found.alike[9]


def test_a_budget_that_ends_is_told():
    losses = draw("best first", stream(6, 0, "driver"), 1, 50)[0]
    evaluate, asked = evaluator(losses)
    found = select(evaluate, 10, precision=0.2, most=20, first_replication=5)
    assert not found.proven
    assert found.probability < 0.95
    assert {r for _, r in asked} == set(range(5, 25))
    assert found.alike.sum() > 1


def test_the_precision_may_follow_from_the_first_losses():
    evaluate, _ = evaluator(np.arange(40.0).reshape(20, 2) * 0 + [10.0, 20.0])
    found = select(evaluate, 2, precision=lambda losses: 0.02 * losses[:, 0].mean())
    assert found.precision == pytest.approx(0.2)
    assert found.best == 0


@pytest.mark.parametrize(("chance", "says"), [(0.97, True), (0.8, False)])
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
