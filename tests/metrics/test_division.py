"""Work divided as evenly as possible: by hand, against all sets of work, and what never changes."""

from itertools import combinations

import numpy as np
import pytest

from tbkk_sim.metrics.division import divide_evenly
from tests.rows import every_row

OWN, LENT = False, True


@every_row(
    ("work", "hours", "can", "lent", "asked"),
    [
        # One group that can do all: the mean load.
        ([30, 10], [50], [[1], [1]], [OWN], [40]),
        # Two crafts: the mean is 0.76, and the only looker is asked 1.5 hours an hour.
        ([15, 23], [10, 40], [[1, 0], [0, 1]], [OWN, OWN], [15, 23]),
        # Who can do both takes from the other craft as long as that is busier: 1.2 each, 24 of 20.
        ([6, 18], [10, 10], [[1, 0], [1, 1]], [OWN, OWN], [12, 12]),
        # A pool helps in step with the people of the unit as long as all fits.
        ([12], [10, 5], [[1, 1]], [OWN, LENT], [8, 4]),
        # And beyond, no more than it lends.
        ([24], [10, 5], [[1, 1]], [OWN, LENT], [19, 5]),
        # What it gives to the first craft it cannot give to the second: 20 asked of 10, 8 of 10.
        ([24, 8], [10, 10, 4], [[1, 0, 1], [0, 1, 1]], [OWN, OWN, LENT], [20, 8, 4]),
        # People who are not there do nothing.
        ([5, 5], [0, 10], [[1, 1], [1, 1]], [OWN, OWN], [0, 10]),
        # Nothing to do.
        ([0], [10], [[1]], [OWN], [0]),
    ],
)
def test_by_hand(work, hours, can, lent, asked):
    found = divide_evenly(np.array(work, float), np.array(hours, float), np.array(can, bool), np.array(lent))
    assert found.asked == pytest.approx(asked)
    assert found.by_nobody == pytest.approx(0)


def test_work_that_nobody_can_do_is_of_nobody():
    work, hours, can = np.array([3.0, 5.0]), np.array([10.0, 0.0]), np.array([[True, False], [False, True]])
    found = divide_evenly(work, hours, can, np.array([OWN, OWN]))
    assert (found.asked.tolist(), found.by_nobody.tolist()) == ([3.0, 0.0], [0.0, 5.0])


def test_work_that_a_pool_alone_can_do_is_of_nobody_beyond_what_it_lends():
    found = divide_evenly(np.array([8.0]), np.array([3.0]), np.array([[True]]), np.array([LENT]))
    assert (found.asked[0], found.by_nobody[0]) == pytest.approx((3, 5))


def loads_by_sets(work, hours, can):
    """Load of each group: of the set of work with the largest ratio, then of the largest in what is left, and so on."""
    loads, groups = np.zeros(len(hours)), set(range(len(hours)))
    kinds = {kind for kind in range(len(work)) if can[kind].any() and work[kind] > 0}
    while kinds:
        best = (-1.0, (), set())
        for size in range(1, len(kinds) + 1):
            for chosen in combinations(sorted(kinds), size):
                able = {group for group in groups if can[list(chosen), group].any()}
                ratio = sum(work[kind] for kind in chosen) / sum(hours[group] for group in able)
                if ratio > best[0] - 1e-12:  # of equal ones the largest set
                    best = (max(ratio, best[0]), chosen, able)
        loads[list(best[2])] = best[0]
        kinds, groups = kinds - set(best[1]), groups - best[2]
    return loads


def test_the_loads_are_those_of_the_sets_of_work_with_the_largest_ratios():
    random = np.random.default_rng(20210101)
    for _ in range(150):
        n_kinds, n_groups = random.integers(1, 7), random.integers(1, 6)
        work, hours = random.integers(0, 20, n_kinds).astype(float), random.integers(1, 20, n_groups).astype(float)
        can = random.random((n_kinds, n_groups)) < 0.45
        found = divide_evenly(work, hours, can, np.zeros(n_groups, bool))
        np.testing.assert_allclose(found.asked / hours, loads_by_sets(work, hours, can), atol=1e-9)


def test_all_work_is_somebodys_or_nobodys_and_nothing_is_lent_beyond_what_may_be():
    random = np.random.default_rng(20210102)
    for _ in range(150):
        n_kinds, n_groups = random.integers(1, 30), random.integers(1, 20)
        work, hours = random.exponential(9, n_kinds), random.exponential(9, n_groups) * (random.random(n_groups) < 0.9)
        can, lent = random.random((n_kinds, n_groups)) < 0.2, random.random(n_groups) < 0.3
        found = divide_evenly(work, hours, can, lent)
        assert found.asked.sum() + found.by_nobody.sum() == pytest.approx(work.sum())
        assert (found.asked[lent] <= hours[lent] * (1 + 1e-9)).all()
        assert (found.asked[hours == 0] == 0).all()
        able = (can & (hours > 0)).any(axis=1)
        assert (found.by_nobody[~able] == work[~able]).all()
