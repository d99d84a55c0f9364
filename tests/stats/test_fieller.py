"""The ratio of two differences: right where it is certain, wide where it is not, and none where it would be wild."""

import numpy as np
import pytest

from tbkk_sim.stats.fieller import ratio_of_differences
from tbkk_sim.stats.intervals import interval_of_difference
from tests.rows import every_row

N = 20
LEVEL = 0.95


def draw(seed: int, top: float, bottom: float, noise: float) -> tuple[tuple[np.ndarray, ...], tuple[np.ndarray, ...]]:
    """A base that hardly moves, and differences of these means with this scatter."""
    random = np.random.default_rng(seed)
    base = random.normal(0, 0.01, (2, N))
    up, down = top + random.normal(0, noise, N), bottom + random.normal(0, noise, N)
    return (base[0], base[0] + up), (base[1], base[1] + down)


def test_it_is_the_ratio_of_the_means():
    top, bottom = draw(1, 30.0, 10.0, 0.5)
    found = ratio_of_differences(top, bottom, LEVEL)
    assert found.ratio == pytest.approx((top[1] - top[0]).mean() / (bottom[1] - bottom[0]).mean())
    assert found.low < found.ratio < found.high


def test_its_ends_are_those_of_fieller_where_a_difference_has_room_for_no_more_than_t():
    """By the quadratic equation of Fieller, within the correction for skewness."""
    top, bottom = draw(2, 30.0, 10.0, 1.0)
    found = ratio_of_differences(top, bottom, LEVEL)
    up, down = top[1] - top[0], bottom[1] - bottom[0]
    s = 2.093**2 * np.cov(up, down) / N
    square, middle, last = (
        down.mean() ** 2 - s[1, 1],
        up.mean() * down.mean() - s[0, 1],
        up.mean() ** 2 - s[0, 0],
    )
    half = np.sqrt(middle**2 - square * last)
    ends = (middle - half) / square, (middle + half) / square
    assert (found.low, found.high) == pytest.approx(ends, rel=0.02)


def test_a_fixed_price_leaves_the_interval_of_the_effect():
    top, _ = draw(3, 30.0, 10.0, 2.0)
    whole = ratio_of_differences(top, (np.zeros(N), np.full(N, 10.0)), LEVEL)
    half = ratio_of_differences(top, (np.zeros(N), np.full(N, 5.0)), LEVEL)
    assert np.array(half) == pytest.approx(2 * np.array(whole), rel=1e-6)


def test_the_sign_is_that_of_the_two_differences():
    for signs in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        top, bottom = draw(4, 30.0, 10.0, 0.5)
        (a, b), (c, d) = (
            (of[0], of[0] + sign * (of[1] - of[0])) for of, sign in zip((top, bottom), signs, strict=True)
        )
        found = ratio_of_differences((a, b), (c, d), LEVEL)
        assert np.sign(found) == pytest.approx(np.prod(signs))
        assert found.low <= found.ratio <= found.high


@every_row(("top", "bottom"), [(30.0, 0.0), (0.0, 10.0), (0.0, 0.0), (30.0, 0.3)])
def test_there_is_none_where_a_difference_is_not_clear(top, bottom):
    assert ratio_of_differences(*draw(5, top, bottom, 2.0), LEVEL) is None


def test_there_is_none_of_too_few_or_of_no_values():
    top, bottom = draw(6, 30.0, 10.0, 0.5)
    assert ratio_of_differences((top[0][:7], top[1][:7]), (bottom[0][:7], bottom[1][:7]), LEVEL) is None
    nothing = np.full(N, np.nan)
    assert ratio_of_differences((nothing, nothing), bottom, LEVEL) is None


def test_a_replication_without_one_of_the_four_values_is_left_out():
    whole = [values for pair in draw(7, 30.0, 10.0, 0.5) for values in pair]
    expected = ratio_of_differences((whole[0][1:], whole[1][1:]), (whole[2][1:], whole[3][1:]), LEVEL)
    for lacking in range(4):
        values = [of.copy() for of in whole]
        values[lacking][0] = np.nan
        assert ratio_of_differences((values[0], values[1]), (values[2], values[3]), LEVEL) == expected


@pytest.mark.slow
def test_the_interval_holds_the_ratio_as_often_as_its_level_says():
    """A ratio is in the interval if chance can explain that top - ratio x bottom differs; asked of all at once."""
    drawn = [draw(seed, 30.0, 10.0, 3.0) for seed in range(100, 1100)]
    without, with_more = (np.column_stack([top[side] - 3.0 * bottom[side] for top, bottom in drawn]) for side in (0, 1))
    low, high = interval_of_difference(without, with_more, LEVEL)
    explained = (low <= 0) & (high >= 0)
    some = [*range(10), *np.flatnonzero(~explained)[:10].tolist()]
    found = [ratio_of_differences(*drawn[number], LEVEL) for number in some]
    assert [of is not None and of.low <= 3.0 <= of.high for of in found] == explained[some].tolist()
    assert 0.93 <= np.mean(explained) <= 0.975
