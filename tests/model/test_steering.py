"""What the steering group reckons with, and how the pressure on treatments rises and falls."""

import pytest

from tbkk_sim.model import rules
from tbkk_sim.model.selection import treatment
from tests.model.truth import truth_table
from tests.rows import every_row


@truth_table(
    "hours, hours_per_week, right",
    {
        "72 hours at 36 a week": (72.0, 36.0, 2.0),
        "half a week": (18.0, 36.0, 0.5),
        "half an hour a week": (36.0, 0.5, 72.0),
        "no work": (0.0, 36.0, 0.0),
        "no work and nobody there": (0.0, 0.0, 0.0),
        "less than no work, by rounding, and nobody there": (-1e-9, 0.0, 0.0),
        "work and nobody there: longer than any threshold": (1e-6, 0.0, 1e9),
        "much work and nobody there": (1e6, 0.0, 1e9),
        "less than nobody, by rounding": (1.0, -1e-12, 1e9),
    },
)
def test_weeks_of_work(hours, hours_per_week, right):
    assert rules.weeks_of_work(hours, hours_per_week) == right


@truth_table(
    "weeks, right",
    {
        "nothing waits": (0.0, 0),
        "exactly at the lower threshold": (13.0, 0),
        "just above it": (13.26, 10_000),
        "half way": (26.0, 500_000),
        "just below the upper one": (38.74, 990_000),
        "exactly at the upper one": (39.0, 1_000_000),
        "more": (60.0, 1_000_000),
        "nobody there": (1e9, 1_000_000),
    },
)
def test_the_pressure_that_13_to_39_weeks_of_work_ask_for(weeks, right):
    assert treatment.pressure_aimed_at(weeks, 13.0, 39.0) == pytest.approx(right, abs=1)


@every_row(("weeks", "right"), [(25.999, 0), (26.0, 0), (26.001, 1_000_000)])
def test_with_one_threshold_there_is_no_pressure_or_the_highest(weeks, right):
    assert treatment.pressure_aimed_at(weeks, 26.0, 26.0) == right


@truth_table(
    "pressure, aimed_at, right",
    {
        "as it is": (300_000, 300_000, 300_000),
        "higher, in one step": (300_000, 400_000, 400_000),
        "lower, in one step": (300_000, 200_000, 200_000),
        "exactly the most": (300_000, 550_000, 550_000),
        "more than that": (300_000, 550_001, 550_000),
        "exactly the most, down": (300_000, 50_000, 50_000),
        "more than that, down": (300_000, 49_999, 50_000),
        "exactly the least": (300_000, 350_000, 350_000),
        "a trifle": (300_000, 349_999, 300_000),
        "exactly the least, down": (300_000, 250_000, 250_000),
        "a trifle, down": (300_000, 250_001, 300_000),
        "a trifle from none": (40_000, 0, 40_000),
    },
)
def test_the_pressure_changes_by_5_to_25_per_cent_or_not_at_all(pressure, aimed_at, right):
    assert treatment.next_pressure(pressure, aimed_at, 250_000, 50_000) == right


def test_any_change_is_made_where_so_it_is_set():
    assert treatment.next_pressure(0, 1, 1_000_000, 0) == 1
    assert treatment.next_pressure(0, 1_000_000, 1_000_000, 0) == 1_000_000
    assert treatment.next_pressure(500_000, 0, 0, 0) == 500_000, "no change is allowed"


def test_from_none_to_the_highest_pressure_and_back_takes_four_meetings_each():
    pressure, told = 0, []
    for aimed_at in [1_000_000] * 5 + [0] * 5:
        pressure = treatment.next_pressure(pressure, aimed_at, 250_000, 50_000)
        told.append(pressure)
    assert told == [250_000, 500_000, 750_000, 1_000_000, 1_000_000, 750_000, 500_000, 250_000, 0, 0]
