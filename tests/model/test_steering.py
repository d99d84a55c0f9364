"""What the steering group reckons with, and what it decides."""

import math
from itertools import product

import pytest

from tbkk_sim.model import rules
from tbkk_sim.model.rules import DECLINE, PARK, PARK_AND_DECLINE, TAKE_UP
from tests.model.truth import truth_table


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
    "now, year_begins, year_ends, right",
    {
        "the first day of a year that the run starts with": (0, 0, 730, 0.0),
        "halfway through it": (365, 0, 730, 0.5),
        "its end": (730, 0, 730, 1.0),
        "the first day of a later year": (730, 730, 1460, 0.0),
        "halfway through a later year": (1095, 730, 1460, 0.5),
        "a day of a leap year": (732, 730, 1462, 1 / 366),
        "the run starts within the year: its first day": (0, -530, 200, 0.0),
        "the run starts within the year: counted from its start": (100, -530, 200, 50 / 365),
        "the run starts within the year: the end": (200, -530, 200, 100 / 365),
        "the run starts a day after New Year": (2, -2, 728, 1 / 365),
    },
)
def test_the_part_of_a_year_that_has_passed_within_the_run(now, year_begins, year_ends, right):
    """In half days, which stand for seconds: a quotient of whole numbers."""
    assert rules.part_of_year(now, year_begins, year_ends) == right


@truth_table(
    "taken_up, per_year, part_of_year, right",
    {
        "four of five by now": (4, 10.0, 0.5, True),
        "five of five: exactly on schedule": (5, 10.0, 0.5, False),
        "six of five": (6, 10.0, 0.5, False),
        "five of five and a bit": (5, 10.0, math.nextafter(0.5, 1), True),
        "nothing is asked yet": (0, 10.0, 0.0, False),
        "a first one is due from the first moment on": (0, 10.0, 1e-9, True),
        "no target": (0, 0.0, 1.0, False),
        "399 of 400 at the end of the year": (399, 400.0, 1.0, True),
        "400 of 400 at the end of the year": (400, 400.0, 1.0, False),
    },
)
def test_behind_schedule_is_below_what_is_asked_by_now(taken_up, per_year, part_of_year, right):
    assert rules.behind_schedule(taken_up, per_year, part_of_year) is right


@truth_table(
    "weeks_more_urgent, weeks_as_urgent, right",
    {
        "neither": (0.0, 0.0, TAKE_UP),
        "both just below": (25.999, 51.999, TAKE_UP),
        "both exactly met": (26.0, 52.0, TAKE_UP),
        "park just above, decline exactly met": (26.001, 52.0, PARK),
        "park exactly met, decline just above": (26.0, 52.001, DECLINE),
        "both just above": (26.001, 52.001, PARK_AND_DECLINE),
        "nobody there": (1e9, 1e9, PARK_AND_DECLINE),
        "all of it its own work": (0.0, 1e9, DECLINE),
    },
)
def test_what_is_decided_at_26_weeks_to_park_and_52_to_decline(weeks_more_urgent, weeks_as_urgent, right):
    assert rules.decide(True, False, weeks_more_urgent, weeks_as_urgent, 26.0, 52.0) == right


@pytest.mark.parametrize(("may_be_parked", "protected"), [(False, False), (False, True), (True, True)])
def test_what_may_not_be_parked_or_is_protected_is_taken_up_whatever_waits(may_be_parked, protected):
    for more, as_urgent in product((0.0, 26.0, 1e9), (0.0, 52.0, 1e9)):
        assert rules.decide(may_be_parked, protected, more, as_urgent, 26.0, 52.0) == TAKE_UP


def test_thresholds_of_nothing_let_through_only_what_nothing_goes_before():
    assert rules.decide(True, False, 0.0, 0.0, 0.0, 0.0) == TAKE_UP
    assert rules.decide(True, False, 1e-9, 1e-9, 0.0, 0.0) == PARK_AND_DECLINE
