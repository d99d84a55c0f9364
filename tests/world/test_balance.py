"""The day from which occupancy is not below the establishment for three days in a row."""

import numpy as np

from domain.truth import truth_table
from tbkk_sim.world.balance import QUARTER_DAYS, balance_days
from tbkk_sim.world.world import NEVER


@truth_table(
    "occupancy, right",
    {
        "from the first day": ([5, 5, 5, 4], 0),
        "over the whole of a run that lasts just as long": ([5, 5, 5], 0),
        "in a run that is a day too short": ([5, 5], NEVER),
        "after a day of shortage": ([4, 5, 5, 5], 1),
        "two days are not enough": ([5, 5, 4, 5, 5], NEVER),
        "the last three days": ([5, 5, 4, 5, 5, 5], 3),
        "more people than posts": ([6, 6, 6], 0),
        "a hair below, by rounding alone": ([5 - 1e-10, 5, 5], 0),
        "a hundredth below": ([4.99, 5, 5], NEVER),
        "the first time of two": ([5, 5, 5, 4, 5, 5, 5], 0),
    },
)
def test_balance_is_the_first_day_of_three_without_shortage(occupancy, right):
    both = np.column_stack((np.array(occupancy, dtype=float), np.zeros(len(occupancy))))
    posts = np.full(both.shape, 5.0)
    assert balance_days(both, posts, hold_days=3).tolist() == [right, NEVER]  # the second team has nobody


def test_balance_holds_for_a_quarter_of_a_year():
    days = np.ones((QUARTER_DAYS, 1))
    assert QUARTER_DAYS == 91
    assert balance_days(days, days).tolist() == [0]
    assert balance_days(days[1:], days[1:]).tolist() == [NEVER]
