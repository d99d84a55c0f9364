"""Dividing posts: by turns and exactly, smoothed tables, single swaps."""

from itertools import product

import numpy as np
import pytest

from tbkk_sim.sampling.streams import stream
from tbkk_sim.tuning.search.allocation import (
    allocate_exactly,
    allocate_greedily,
    fit_convex_gains,
    list_swaps,
    total_gain,
)
from tbkk_sim.tuning.search.plans import PostPlace
from tbkk_sim.tuning.search.response import Response
from tests.rows import every_row


def tables(number: int, convex: bool) -> list[np.ndarray]:
    rng = stream(number, 0, "tables")
    steps = rng.random((4, 5))
    if convex:
        steps = -np.sort(-steps, axis=1)
    return [np.r_[0.0, np.cumsum(row)] for row in steps]


@every_row("number", range(5))
@every_row("posts", [0, 1, 6, 20])
def test_the_exact_division_is_the_best_of_all(number, posts):
    gains = tables(number, convex=False)
    best = max(total_gain(gains, level) for level in product(range(6), repeat=4) if sum(level) == posts)
    assert total_gain(gains, allocate_exactly(gains, posts)) == pytest.approx(best)
    assert sum(allocate_exactly(gains, posts)) == posts


@every_row("number", range(5))
def test_turns_are_exact_when_each_post_helps_less_than_the_one_before(number):
    gains = tables(number, convex=True)
    assert total_gain(gains, allocate_greedily(gains, 9)) == pytest.approx(
        total_gain(gains, allocate_exactly(gains, 9))
    )


def test_turns_are_not_exact_when_two_posts_help_more_than_twice_one():
    gains = [np.array([0.0, 0.0, 10.0]), np.array([0.0, 1.0, 2.0])]
    assert allocate_greedily(gains, 2) == [0, 2]
    assert allocate_exactly(gains, 2) == [2, 0]


def test_no_room_is_told():
    with pytest.raises(ValueError, match="room for 4"):
        allocate_exactly([np.arange(3.0), np.arange(3.0)], 5)


def test_smoothing_keeps_what_is_concave_and_takes_steps_away():
    concave = np.array([0.0, 5.0, 8.0, 9.0])
    assert fit_convex_gains([0, 1, 2, 4], concave) == pytest.approx([0, 5, 8, 8.5, 9])
    fitted = fit_convex_gains([0, 1, 2, 3], np.array([0.0, 1.0, 0.5, 4.0]))
    assert (np.diff(fitted) >= -1e-9).all()
    assert (np.diff(fitted, n=2) <= 1e-9).all()
    assert fit_convex_gains([0, 1, 2], np.array([0.0, -1.0, -2.0])) == pytest.approx([0, 0, 0])


def test_between_levels_the_table_is_linear():
    gains = [np.array([0.0, 4.0, 5.0])]
    (measured,) = Response([PostPlace("capital")], [0], [[0, 2, 3]], gains, gains).measured()
    assert measured == pytest.approx([0, 2, 4, 5])


def test_swaps_move_one_post_best_first():
    gains = [np.array([0.0, 3.0]), np.array([0.0, 1.0]), np.array([0.0, 2.0])]
    moved = list_swaps(gains, [1, 0, 0])
    assert [level for level, _ in moved] == [[0, 0, 1], [0, 1, 0]]
