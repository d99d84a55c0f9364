"""From days and hours to whole seconds and back: rounded once, and what never comes."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tbkk_sim.model.seconds import (
    MOST_WORK_SECONDS,
    NEVER_SECONDS,
    PER_MILLION,
    SECONDS_PER_DAY,
    SECONDS_PER_HOUR,
    days_of,
    hours_of,
    per_million,
    seconds_of_days,
    seconds_of_hours,
)
from tests.model.truth import truth_table
from tests.rows import every_row

INF = float("inf")


@truth_table(
    "days, right",
    {
        "the first midnight": (0.0, 0),
        "a day": (1.0, 86_400),
        "before the start": (-1.5, -129_600),
        "just less than half a second is none": (0.499 / 86_400, 0),
        "just more is one": (0.501 / 86_400, 1),
        "half a second, and the even one is 0": (0.5 / 86_400, 0),
        "one and a half, and the even one is 2": (1.5 / 86_400, 2),
        "the other side of 0": (-0.501 / 86_400, -1),
        "a hundred years and a second": (36_525 + 1 / 86_400, 36_525 * 86_400 + 1),
        "never": (INF, NEVER_SECONDS),
        "never was": (-INF, -NEVER_SECONDS),
        "beyond what can be counted": (1e300, NEVER_SECONDS),
    },
)
def test_days_are_rounded_to_the_nearest_second(days, right):
    assert int(seconds_of_days(days)) == right
    assert seconds_of_days(np.array([days, 0.0])).tolist() == [right, 0]
    assert seconds_of_days(days).dtype == np.int64


@truth_table(
    "hours, right",
    {
        "no work": (0.0, 0),
        "an hour": (1.0, 3_600),
        "a second": (1 / 3_600, 1),
        "just less than half a second is none": (0.499 / 3_600, 0),
        "just more is one": (0.501 / 3_600, 1),
        "next to nothing is none": (1e-13, 0),
        "the most there is": (MOST_WORK_SECONDS / 3_600, MOST_WORK_SECONDS),
        "a second more is no more": ((MOST_WORK_SECONDS + 1) / 3_600, MOST_WORK_SECONDS),
        "a second less is less": ((MOST_WORK_SECONDS - 1) / 3_600, MOST_WORK_SECONDS - 1),
        "without end": (INF, MOST_WORK_SECONDS),
    },
)
def test_hours_of_work_are_rounded_and_have_a_most(hours, right):
    assert int(seconds_of_hours(hours)) == right


@truth_table(
    "rate, right",
    {
        "nobody": (0.0, 0),
        "all of the time": (1.0, 1_000_000),
        "a third": (1 / 3, 333_333),
        "two thirds": (2 / 3, 666_667),
        "three halves": (1.5, 1_500_000),
        "next to nothing is something": (1e-12, 1),
        "less than nothing, by rounding, is nothing": (-1e-12, 0),
    },
)
def test_rates_are_rounded_to_a_millionth_and_stay_above_0(rate, right):
    assert int(per_million(rate)) == right


def test_what_never_comes_is_beyond_every_run_and_can_be_added_to():
    assert days_of([NEVER_SECONDS, -NEVER_SECONDS]).tolist() == [INF, -INF]
    assert days_of(NEVER_SECONDS - (1 << 40)) < INF
    assert NEVER_SECONDS > 1_000 * 366 * SECONDS_PER_DAY
    assert 4 * NEVER_SECONDS < 1 << 63


@settings(derandomize=True, max_examples=80)
@given(st.integers(-(10**10), 10**10))
def test_whole_seconds_stay_what_they_are_as_days_and_hours_and_back(seconds):
    assert int(seconds_of_days(days_of(seconds))) == seconds
    assert int(seconds_of_hours(hours_of(seconds))) == min(seconds, MOST_WORK_SECONDS)


@settings(derandomize=True, max_examples=80)
@given(st.floats(-1e5, 1e5))
def test_rounding_moves_nothing_by_more_than_half_a_second(days):
    assert abs(float(days_of(seconds_of_days(days))) - days) * SECONDS_PER_DAY <= 0.5 + 1e-4


@every_row("convert", [seconds_of_days, seconds_of_hours, per_million])
def test_converting_is_in_order_and_leaves_what_it_is_given(convert):
    given_values = np.linspace(0.0, 2.0, 1_001)
    before = given_values.copy()
    assert (np.diff(convert(given_values)) >= 0).all()
    assert (given_values == before).all()


def test_the_units():
    assert (SECONDS_PER_DAY, SECONDS_PER_HOUR, PER_MILLION) == (24 * SECONDS_PER_HOUR, 3_600, 1_000_000)
