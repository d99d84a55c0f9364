"""Intervals and bands, against scipy and numpy."""

import numpy as np
import pytest
from scipy import stats

from tbkk_sim.experiment.control_variates import KnownMeans, controlled_mean
from tbkk_sim.experiment.statistics import paired_difference, summarise


@pytest.fixture
def values() -> np.ndarray:
    return np.random.default_rng(1).normal(10.0, 3.0, size=(12, 4))


def test_interval_is_students_t(values):
    summary = summarise(values)
    for column in range(values.shape[1]):
        low, high = stats.t.interval(0.95, 11, values[:, column].mean(), stats.sem(values[:, column]))
        assert summary.interval_low[column] == pytest.approx(low)
        assert summary.interval_high[column] == pytest.approx(high)


def test_band_holds_80_percent_of_single_futures(values):
    summary = summarise(values)
    np.testing.assert_allclose(summary.band_low, np.quantile(values, 0.1, axis=0))
    np.testing.assert_allclose(summary.band_high, np.quantile(values, 0.9, axis=0))


def test_futures_without_a_value_are_left_out(values):
    values[[2, 5], 0] = np.nan
    values[:, 3] = np.nan
    values[1:, 2] = np.nan
    summary, there = summarise(values), np.delete(values[:, 0], [2, 5])
    assert summary.n.tolist() == [10, 12, 1, 0]
    assert summary.mean[0] == pytest.approx(there.mean())
    assert summary.band_high[0] == pytest.approx(np.quantile(there, 0.9))
    assert summary.interval_low[0] == pytest.approx(stats.t.interval(0.95, 9, there.mean(), stats.sem(there))[0])
    assert summary.mean[2] == summary.band_low[2] == values[0, 2]
    assert np.isnan(summary.interval_low[2])
    assert np.isnan([summary.mean[3], summary.band_low[3], summary.interval_high[3]]).all()


def test_pairing_takes_out_what_futures_have_in_common(values):
    better = values + 1.0 + 0.01 * np.random.default_rng(2).normal(size=values.shape)
    difference = paired_difference(values, better)
    unpaired = summarise(better).interval_high - summarise(better).interval_low
    assert difference.mean == pytest.approx(1.0, abs=0.05)
    assert (difference.share_above == 1.0).all()
    assert (difference.interval_high - difference.interval_low < unpaired / 50).all()


def test_a_future_for_ever_makes_the_mean_so_and_leaves_the_band(values):
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
