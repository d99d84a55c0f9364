"""Intervals hold, or there are none: synthetic studies shaped like those of key figures, thousands of each kind.

The whole, on real small studies, is `python scripts/measure_coverage.py`.
"""

import numpy as np
import pytest
from scipy import stats
from scipy.stats import binom

from tbkk_sim.sampling.streams import stream
from tbkk_sim.stats.control_variates import KnownMeans, controlled_mean
from tbkk_sim.stats.intervals import (
    LEAST_REPLICATIONS,
    interval_of_difference,
    interval_of_mean,
    interval_of_unpaired_difference,
    possible_difference,
)
from tbkk_sim.stats.paired import difference
from tests.rows import every_row

STUDIES, REPLICATIONS = 2000, 20
LIMIT = 0.93
"""Coverage over all laws of a kind."""
LOWEST = 0.90
"""Coverage of a single law: 200 small studies do not tell it from 0.95, corrected for the number of figures."""


def lognormal(rng, shape, sigma=0.7):
    return np.exp(sigma * rng.standard_normal(shape) - sigma**2 / 2)


RARELY = 0.004
"""Share of studies in which an interval of a sparse law may be shown and miss: one of 200 small ones."""
LAWS = {
    "normal": lambda rng, shape: (rng.standard_normal(shape), 0.0),
    "heavy tails": lambda rng, shape: (rng.standard_t(3, shape), 0.0),
    "skewed": lambda rng, shape: (lognormal(rng, shape), 1.0),
    "skewed to low": lambda rng, shape: (-lognormal(rng, shape), -1.0),
    "exponential": lambda rng, shape: (rng.exponential(1.0, shape), 1.0),
    "few cases": lambda rng, shape: (rng.poisson(1.0, shape) * 1.0, 1.0),
    "very few cases": lambda rng, shape: (rng.poisson(0.2, shape) * 1.0, 0.2),
    "some cases": lambda rng, shape: (rng.poisson(4.0, shape) * 1.0, 4.0),
    "share near 1": lambda rng, shape: (rng.beta(20, 1.0, shape), 20 / 21),
    **{
        f"in one future of {of}": lambda rng, shape, of=of: ((rng.random(shape) * of < 1) * 1.0, 1 / of)
        for of in (2, 3, 5, 20, 100)
    },
    **{
        f"skewed, in one future of {of}": lambda rng, shape, of=of: (
            (rng.random(shape) * of < 1) * lognormal(rng, shape),
            1 / of,
        )
        for of in (2, 3, 5, 20, 100)
    },
}


def hold_rate(ends, truth):
    """Share of studies that show an interval, and how many of these hold the truth."""
    low, high = ends
    shown = ~np.isnan(low)
    held = (low <= truth + 1e-12) & (truth - 1e-12 <= high)
    return int(shown.sum()), int((held & shown).sum())


def check(counts):
    """Pooled at least 93 %, and no law below what chance allows."""
    shown, held = np.array(list(counts.values())).T
    assert held.sum() >= LIMIT * shown.sum(), counts
    missed = [law for law, (n, k) in counts.items() if n - k > RARELY * STUDIES]
    too_low = {law: counts[law] for law in missed if binom.cdf(counts[law][1], counts[law][0], LOWEST) < 1e-3}
    assert too_low == {}


@pytest.mark.parametrize("level", [0.95, 0.995])
@pytest.mark.parametrize("replications", [LEAST_REPLICATIONS, pytest.param(12, marks=pytest.mark.slow), REPLICATIONS])
def test_intervals_of_means_hold(level, replications):
    counts = {}
    for law, draw in LAWS.items():
        values, truth = draw(np.random.default_rng(1), (replications, STUDIES))
        counts[law] = hold_rate(interval_of_mean(values, level), truth)
    check(counts)
    assert counts["in one future of 100"][0] == 0
    assert counts["normal"][0] == STUDIES


@pytest.mark.slow
@every_row("share", [1.0, 0.7, 0.4, 0.2, 0.05, 0.01])
@every_row("replications", [LEAST_REPLICATIONS, REPLICATIONS])
def test_intervals_of_paired_differences_hold_where_few_replications_differ(share, replications):
    """In a share of replications the two go apart, by as much as single replications differ, skewed or not."""
    counts = {}
    for law, draw in LAWS.items():
        rng = np.random.default_rng(2)
        a = rng.normal(50.0, 2.0, (replications, STUDIES))
        apart, mean = draw(rng, a.shape)
        counts[law] = hold_rate(
            interval_of_difference(a, a + (rng.random(a.shape) < share) * apart, 0.95), share * mean
        )
    check(counts)


@pytest.mark.parametrize("share", [0.1, 0.03, 0.01])
def test_intervals_hold_where_a_few_replications_go_far_apart_and_the_rest_hardly(share):
    """A small difference everywhere, and in a few replications one as large as between single replications."""
    rng = np.random.default_rng(3)
    a = rng.normal(100.0, 10.0, (REPLICATIONS, STUDIES))
    far = (rng.random(a.shape) < share) * 15.0
    b = a + rng.normal(1.0, 0.1, a.shape) + far
    shown, held = hold_rate(interval_of_difference(a, b, 0.95), 1.0 + 15.0 * share)
    assert shown == STUDIES
    assert held >= 0.95 * shown
    plain = stats.t.interval(0.95, REPLICATIONS - 1, (b - a).mean(axis=0), stats.sem(b - a, axis=0))
    assert hold_rate(plain, 1.0 + 15.0 * share)[1] < 0.9 * STUDIES  # what Student's t makes of it


def test_intervals_of_independent_runs_hold():
    counts = {}
    for law, draw in LAWS.items():
        rng = np.random.default_rng(4)
        (a, of_a), (b, of_b) = draw(rng, (REPLICATIONS, STUDIES)), draw(rng, (14, STUDIES))
        counts[law] = hold_rate(interval_of_unpaired_difference(a, 2 * b, 0.95), 2 * of_b - of_a)
    check(counts)


@pytest.mark.slow
def test_intervals_with_a_control_variate_hold():
    counts = {}
    for law in ("normal", "heavy tails", "skewed", "exponential", "few cases", "very few cases", "some cases"):
        rng, ends = np.random.default_rng(5), []
        for _ in range(400):
            cause = rng.normal(0.0, 1.0, REPLICATIONS)
            values, truth = LAWS[law](rng, REPLICATIONS)
            one = controlled_mean(values + 0.5 * (law != "very few cases") * cause, cause[:, None], KNOWN, 0.95)
            ends.append((one.mean - one.half_width, one.mean + one.half_width))
        counts[law] = hold_rate(np.array(ends).T, truth)
    check(counts)


KNOWN = KnownMeans(np.zeros(1), np.zeros((1, 1)))


def test_width_is_that_of_student_for_means_of_even_samples_and_little_more_for_normal_ones():
    even = np.r_[np.arange(1.0, 11.0), -np.arange(1.0, 11.0)][:, None]
    low, high = interval_of_mean(even, 0.95)
    assert (low[0], high[0]) == pytest.approx(stats.t.interval(0.95, 19, 0.0, stats.sem(even[:, 0])), rel=1e-4)
    values = np.random.default_rng(6).standard_normal((REPLICATIONS, STUDIES))
    low, high = interval_of_mean(values, 0.95)
    student = 2 * stats.t.ppf(0.975, REPLICATIONS - 1) * stats.sem(values)
    assert 1.0 <= np.median((high - low) / student) < 1.1


def test_a_paired_interval_is_no_wider_than_that_of_runs_that_share_nothing():
    rng = np.random.default_rng(7)
    a, b = rng.normal(size=(2, REPLICATIONS, 500))
    low, high = interval_of_difference(a, a + 0.01 * b, 0.95)
    apart = 2 * stats.t.ppf(0.975, REPLICATIONS - 1) * np.hypot(stats.sem(a), stats.sem(a + 0.01 * b))
    assert (high - low <= apart * (1 + 1e-9)).all()


def test_there_is_none_where_most_replications_say_the_same_or_there_are_few():
    values = np.arange(20.0)[:, None].repeat(4, axis=1)
    values[:11, 1] = 3.0
    values[:10, 2] = 3.0
    values[: 20 - LEAST_REPLICATIONS + 1, 3] = np.nan
    assert np.isnan(interval_of_mean(values, 0.95)[0]).tolist() == [False, True, False, True]


def test_rounding_is_no_difference():
    a = np.random.default_rng(8).normal(1000.0, 100.0, (REPLICATIONS, 1))
    b = a * (1 + 1e-15 * np.arange(REPLICATIONS)[:, None])
    assert np.isnan(interval_of_difference(a, b, 0.95)[0]).all()


def test_replications_without_a_value_are_left_out():
    values = np.random.default_rng(9).normal(size=(REPLICATIONS, 2))
    values[3, 0] = np.nan
    low, high = interval_of_mean(values, 0.95)
    alone = interval_of_mean(np.delete(values[:, :1], 3, axis=0), 0.95)
    assert (low[0], high[0]) == pytest.approx((alone[0][0], alone[1][0]))
    other = np.where(np.isnan(values), 0.0, values) + 1.0 + 0.1 * np.arange(REPLICATIONS)[:, None]
    low, high = interval_of_difference(values, other, 0.95)
    assert not np.isnan(low + high).any()


def test_a_difference_reaches_no_farther_than_what_is_possible():
    """Rare cases, which come in one future of the other run: the difference is at most all that the base has."""
    a = stream(3, 0, "possible").poisson(1.2, (20, 1)).astype(float)
    b = np.zeros_like(a)
    b[0] = 8.0  # one replication in which they come all the same
    high_a, (low, high) = interval_of_mean(a, 0.95)[1], interval_of_difference(a, b, 0.95)
    least, most = possible_difference(a, b, 0.95, 0.0, np.inf)
    assert low < -high_a == least < (b - a).mean() < high < most
    cut = difference(a, b, lowest=0.0)
    assert cut.interval_low == least
    assert cut.interval_high == high


def test_shares_differ_by_no_more_than_a_whole():
    a, b = np.full((20, 1), 0.95), np.full((20, 1), 0.97)
    a[::2], b[::3] = 0.99, 0.6
    least, most = possible_difference(a, b, 0.95, 0.0, 1.0)
    low_a, high_a = interval_of_mean(a, 0.95)
    assert most == 1 - low_a
    assert least == max(-high_a, interval_of_mean(b, 0.95)[0] - 1)
    free = possible_difference(a, b, 0.95, -np.inf, np.inf)
    assert np.isinf(free).all()
