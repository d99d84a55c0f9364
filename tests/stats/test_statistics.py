"""Intervals and bands, against scipy and numpy."""

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.stats.control_variates import KnownMeans, controlled_mean
from tbkk_sim.stats.spread import possible, summarise


@pytest.fixture
def values() -> np.ndarray:
    return np.random.default_rng(1).normal(10.0, 3.0, size=(12, 4))


def test_interval_is_no_narrower_than_students_t(values):
    summary = summarise(values)
    for column in range(values.shape[1]):
        low, high = stats.t.interval(0.95, 11, values[:, column].mean(), stats.sem(values[:, column]))
        assert summary.interval_low[column] <= low + 1e-9
        assert summary.interval_high[column] >= high - 1e-9


def test_intervals_stay_within_what_is_possible():
    """Shares near 1 and small counts, whose intervals would go beyond."""
    rng = np.random.default_rng(3)
    values = np.column_stack((1 - 0.1 * rng.exponential(0.05, 12), rng.exponential(2.0, 12), rng.exponential(1, 12)))
    values[-1, :2] = 0.7, 30.0
    free = summarise(values)
    lowest, highest = np.array([possible("share"), possible("cases"), possible("days")]).T
    kept = summarise(values, lowest=lowest, highest=highest)
    assert free.interval_high[0] > 1.0
    assert (kept.interval_high[0], kept.interval_low[0]) == (1.0, free.interval_low[0])
    assert free.interval_low[1] < 0
    assert kept.interval_low[1] == 0.0
    assert (kept.interval_low >= 0).all()


def test_band_holds_80_percent_of_single_replications(values):
    summary = summarise(values)
    np.testing.assert_allclose(summary.band_low, np.quantile(values, 0.1, axis=0))
    np.testing.assert_allclose(summary.band_high, np.quantile(values, 0.9, axis=0))


def test_replications_without_a_value_are_left_out(values):
    values[[2, 5], 0] = np.nan
    values[:, 3] = np.nan
    values[1:, 2] = np.nan
    summary, there = summarise(values), np.delete(values[:, 0], [2, 5])
    assert summary.n.tolist() == [10, 12, 1, 0]
    assert summary.mean[0] == pytest.approx(there.mean())
    assert summary.band_high[0] == pytest.approx(np.quantile(there, 0.9))
    assert summary.interval_low[0] == pytest.approx(summarise(there[:, None]).interval_low[0])
    assert summary.mean[2] == summary.band_low[2] == values[0, 2]
    assert np.isnan(summary.interval_low[2])
    assert np.isnan([summary.mean[3], summary.band_low[3], summary.interval_high[3]]).all()


def test_a_replication_for_ever_makes_the_mean_so_and_leaves_the_band(values):
    values[:3, 0] = np.inf
    values[:, 1] = np.inf
    summary = summarise(values)
    assert np.isinf(summary.mean[:2]).all()
    assert np.isnan([*summary.interval_low[:2], *summary.interval_high[:2]]).all()
    assert summary.band_low[0] == pytest.approx(np.quantile(values[3:, 0], 1.1 / 8))
    assert np.isinf([summary.band_high[0], summary.band_low[1]]).all()
    assert summary.n.tolist() == [12] * 4
    assert np.isfinite(summary.mean[2:]).all()
    none = controlled_mean(values[:, 0], np.ones((12, 1)), KnownMeans(np.ones(1), np.zeros((1, 1))), 0.95)
    assert np.isinf(none.mean)
    assert np.isnan(none.half_width)
