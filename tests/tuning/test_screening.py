"""When a plan is dropped and a choice proven, at the numbers at which that turns; reckoned anew with other tools."""

import math

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.stats.intervals import reach
from tbkk_sim.stats.screening import Screening
from tests.rows import every_row

ALPHA = 0.05
HALF = np.round(stats.norm.ppf((np.arange(1000) + 0.5) / 2000) * 1024) / 1024
MANY = np.concatenate((HALF, -HALF))
"""Their mean is exactly 0, so that no plan is behind."""
SKEWED = stats.gamma(3).ppf((np.arange(100) + 0.5) / 100)
EVEN = stats.norm.ppf((np.arange(100) + 0.5) / 100)


def two_plans(apart: np.ndarray) -> np.ndarray:
    """One study of two plans, of which the second loses so much more in each replication."""
    first = 10 + np.cos(np.arange(len(apart)))
    return np.column_stack((first, first + apart))[None]


def room_of(apart: np.ndarray, middle: float | None = None) -> float:
    """How far below the mean of the sample the true difference of two plans may be."""
    n, deviation = len(apart), apart.std(ddof=1)
    least = 0.1 * two_plans(apart)[0].std(axis=0, ddof=1).max()
    skewness = stats.skew(apart, bias=False) / math.sqrt(n)
    below, _ = reach(np.array(deviation / math.sqrt(n)), np.array(skewness), np.array(n - 1.0), 1 - 2 * ALPHA)
    from_middle = apart - (np.median(apart) if middle is None else middle)
    bad = -from_middle[from_middle < -5 * max(stats.iqr(apart) / 1.349, least)]
    by_few = stats.gamma((len(bad) + 1) / 2)  # how many times as much as expected they may be
    too_little = bad.sum() * (by_few.mean() / by_few.ppf(ALPHA) - 1) / n
    unseen = (1 - ALPHA ** (1 / n)) * max(5 * max(deviation, least), np.abs(from_middle).max())
    return float(max(below, too_little) + unseen)


def drops(apart: np.ndarray, precision: float) -> bool:
    left = Screening(two_plans(apart), precision, ALPHA).left[0].tolist()
    assert left[0]
    return not left[1]


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(SKEWED, id="skewed to high"),
        pytest.param(-SKEWED, id="skewed to low"),
        pytest.param(EVEN, id="even"),
        pytest.param(EVEN / 50, id="much less apart than futures are"),
        pytest.param(np.append(EVEN, -7.0), id="one bad future"),
        pytest.param(np.append(EVEN, [-7.0, 12.0, -8.0]), id="two bad futures, and one that is bad for the other"),
    ],
)
def test_a_plan_is_dropped_once_the_interval_of_its_difference_leaves_less_than_the_precision(shape):
    room = room_of(shape)
    apart = shape - shape.mean() + 0.5 * room
    assert not drops(apart, 0.5 * room * (1 - 1e-6))
    assert drops(apart, 0.5 * room * (1 + 1e-6))


def test_a_plan_is_dropped_once_it_is_behind_by_more_than_the_margin_of_kim_and_nelson():
    """The margin is h^2 S^2 / (2 n d) - d / 2, with h^2 = (n0 - 1) ((2 alpha)^(-2 / (n0 - 1)) - 1); here n = n0."""
    n, mean = len(EVEN), 0.5
    apart = EVEN - EVEN.mean() + mean
    of_variance = (n - 1) * ((2 * ALPHA) ** (-2 / (n - 1)) - 1) * apart.var(ddof=1) / n
    turns = math.sqrt(mean**2 + of_variance) - mean
    assert of_variance / (2 * turns) - turns / 2 == pytest.approx(mean)
    assert not drops(apart, turns * (1 - 1e-6))
    assert drops(apart, turns * (1 + 1e-6))


@every_row("shape", [SKEWED, -SKEWED], ids=["skewed to high", "skewed to low"])
def test_a_replication_that_is_added_counts_as_those_of_the_first_stage(shape):
    """It is as the mean of those before it, so that the mean stays and the room shrinks a little."""
    shape = np.append(shape, shape.mean())
    room = room_of(shape, middle=float(np.median(shape[:-1])))
    losses = two_plans(shape - shape.mean() + 0.5 * room)
    for precision, drops_then in ((0.5 * room * (1 - 1e-6), False), (0.5 * room * (1 + 1e-6), True)):
        screening = Screening(losses[:, :-1], precision, ALPHA)
        assert screening.left[0].tolist() == [True, True]
        screening.add(losses[:, -1])
        assert screening.left[0].tolist() == [True, not drops_then]


def test_the_choice_is_proven_once_no_two_plans_that_are_left_need_more_replications():
    """The third plan is dropped at once; it varies most, so that it would need more by itself."""
    n, alpha_of_each = len(MANY), ALPHA / 2
    losses = np.column_stack((np.zeros(n), MANY, 1000 + 50 * MANY[::-1]))[None]
    turns = math.sqrt(((2 * alpha_of_each) ** (-2 / (n - 1)) - 1) * (n - 1) * MANY.var(ddof=1) / n)
    for precision, is_proven in ((turns * (1 - 1e-6), False), (turns * (1 + 1e-6), True)):
        screening = Screening(losses, precision, ALPHA)
        assert screening.left[0].tolist() == [True, True, False]
        assert screening.decided[0] == is_proven


def test_a_single_plan_is_chosen_at_once():
    screening = Screening(np.zeros((1, 2, 1)), 1.0, ALPHA)
    assert (screening.decided[0], screening.best[0]) == (True, 0)
