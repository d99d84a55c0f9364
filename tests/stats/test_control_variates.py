"""Means with control variates, reckoned by the formulas of simple regression: the controls are at right angles."""

import math

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.stats.control_variates import KnownMeans, controlled_mean
from tbkk_sim.stats.intervals import reach

UP, APART = np.array([-3.0, -1.0, 1.0, 3.0] * 5) / 10, np.array([1.0, -1.0, -1.0, 1.0] * 5)
"""Two controls of twenty replications, each with a mean of 0 in them, at right angles."""
REST = np.array([1.0] * 3 + [-0.5] * 4 + [2.0] + [-1.5] * 2 + [0.1, 0.3, -0.2, 0.6, 0.4, -0.7, 0.2, -0.9, 0.8, -1.1])
VALUES = 50 + 8 * UP + 3 * APART + REST


def half_width(variance: float, rest: np.ndarray, freedom: int, level: float = 0.95) -> float:
    """The longer side of the interval of a mean with this variance."""
    skewness = stats.skew(rest, bias=False) / math.sqrt(len(rest))
    return float(np.max(reach(np.array([variance**0.5]), np.array([skewness]), np.array([float(freedom)]), level)))


def recounted(controls: list[np.ndarray], means: list[float], covariance: np.ndarray) -> tuple[float, float, float]:
    """Mean, half width and gain."""
    n, deviations = len(VALUES), np.array(means)
    slopes = np.array([VALUES @ x / (x @ x) for x in controls])
    rest = VALUES - VALUES.mean() - sum(slope * x for slope, x in zip(slopes, controls, strict=True))
    freedom = n - len(controls) - 1
    of_means = sum(m**2 / (x @ x) for m, x in zip(deviations, controls, strict=True))
    variance = rest @ rest / freedom * (1 / n + of_means) + slopes @ covariance @ slopes
    half = half_width(variance, rest, freedom)
    plain = half_width(VALUES.var(ddof=1) / n, VALUES, n - 1)
    return VALUES.mean() + slopes @ deviations, half, (plain / half) ** 2


@pytest.mark.parametrize(
    ("controls", "means", "covariance"),
    [
        pytest.param([UP], [0.05], [[0.002]], id="one control"),
        pytest.param([UP, APART], [0.05, -0.3], [[0.002, 0.003], [0.003, 0.02]], id="two controls"),
    ],
)
def test_a_mean_with_controls_is_that_of_a_regression_at_their_known_means(controls, means, covariance):
    known = KnownMeans(np.array(means), np.array(covariance))
    found = controlled_mean(VALUES, np.column_stack(controls), known, 0.95)
    assert (found.mean, found.half_width, found.gain) == pytest.approx(recounted(controls, means, known.covariance))


def test_a_control_that_is_always_the_same_is_left_out():
    known = KnownMeans(np.array([0.05, 9.0]), np.diag([0.0, 4.0]))
    found = controlled_mean(VALUES, np.column_stack((UP, np.full(20, 7.0))), known, 0.95)
    assert (found.mean, found.half_width, found.gain) == pytest.approx(recounted([UP], [0.05], np.zeros((1, 1))))


@pytest.mark.parametrize(
    ("values", "mean", "half"),
    [
        pytest.param(VALUES[:7], VALUES[:7].mean(), np.nan, id="too few futures for an interval"),
        pytest.param(np.full(20, 3.0), 3.0, 0.0, id="all the same"),
        pytest.param(np.full(20, np.nan), np.nan, np.nan, id="no value"),
        pytest.param(np.append(VALUES[:19], np.inf), np.inf, np.nan, id="a wait for ever"),
    ],
)
def test_where_there_is_no_interval_or_none_is_needed_controls_say_nothing(values, mean, half):
    found = controlled_mean(values, UP[: len(values), None], KnownMeans(np.array([0.05]), np.zeros((1, 1))), 0.95)
    assert (found.mean, found.half_width, found.gain) == pytest.approx((mean, half, 1.0), nan_ok=True)
    assert found.half_width == 0.0 or half != 0.0
