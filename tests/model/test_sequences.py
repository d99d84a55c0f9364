"""What follows on what: the next step, the line it stands in, which classes are protected, what a meeting decides."""

import numpy as np
import pytest

from tbkk_sim.model.rules import (
    AT_ANY_HOUR,
    DECLINE,
    GOING_ON,
    NEEDS_ROOM,
    NOT_TAKEN_UP,
    OPENS_CASE,
    PARK,
    PARK_AND_DECLINE,
    TAKE_UP,
    URGENT,
    URGENT_AT_ANY_HOUR,
)
from tbkk_sim.model.sequences import (
    NO_STEP,
    decide_on_class,
    hours_waiting,
    is_seen_as_class,
    line_of_step,
    next_step,
    protect_classes,
    work_of_step,
)
from tests.model.truth import truth_table

WORK = [9, 9, 5, 0, 7, 9]
"""Of a case in rows 2, 3 and 4, between those of others."""
UPGRADED_WORK = [9, 9, 0, 6, 0, 9]


@truth_table(
    "position, upgraded, right",
    {
        "before the first step: the first": (-1, False, 0),
        "after the first: not the second, which has no work": (0, False, 2),
        "after the second: the third": (1, False, 2),
        "after the last: none, whatever another case has": (2, False, NO_STEP),
        "upgraded, before the first: not the first": (-1, True, 1),
        "upgraded, after the first: the second": (0, True, 1),
        "upgraded, after the second: none": (1, True, NO_STEP),
    },
)
def test_the_next_step_is_the_first_with_work(position, upgraded, right):
    for as_array in (list, np.array):
        assert next_step(position, 3, 2, upgraded, as_array(WORK), as_array(UPGRADED_WORK)) == right


@truth_table(
    "work, right",
    {
        "none at all": ([0, 0, 0], NO_STEP),
        "a second": ([0, 0, 1], 2),
        "the first of two": ([0, 1, 1], 1),
    },
)
def test_a_second_is_work_and_nothing_is_not(work, right):
    assert next_step(-1, 3, 0, False, work, [0, 0, 0]) == right


def test_a_case_without_steps_has_no_next_one():
    assert next_step(-1, 0, 0, False, [], []) == NO_STEP


@pytest.mark.parametrize(("upgraded", "right"), [(False, 5), (True, 0)])
def test_work_is_that_of_what_the_case_is_now(upgraded, right):
    work = work_of_step(2, upgraded, np.array(WORK), np.array(UPGRADED_WORK))
    assert work == right
    assert type(work) is int


@truth_table(
    "position, flagged, right",
    {
        "in triage: nobody knows": (-1, False, False),
        "in triage, flagged": (-1, True, True),
        "at the first step": (0, False, True),
        "at the first step, flagged": (0, True, True),
    },
)
def test_a_report_is_seen_as_of_its_class_when_somebody_knows(position, flagged, right):
    assert is_seen_as_class(position, flagged) is right


@truth_table(
    "step, right",
    {
        "in triage, of a class that preempts round the clock": ((-1, False, True, True, False, False, False), GOING_ON),
        "the same, flagged": ((-1, True, True, True, False, False, False), URGENT_AT_ANY_HOUR),
        "in triage, flagged, office hours": ((-1, True, True, False, False, False, False), URGENT),
        "in triage, flagged, but of an ordinary class": ((-1, True, False, False, False, True, True), GOING_ON),
        "a case that preempts, not flagged": ((0, False, True, True, False, False, False), URGENT_AT_ANY_HOUR),
        "a case at any hour that does not preempt": ((0, False, False, True, False, True, True), AT_ANY_HOUR),
        "the first step of a case": ((0, False, False, False, False, False, False), NOT_TAKEN_UP),
        "the first step of one that may be parked": ((0, False, False, False, False, True, False), NEEDS_ROOM),
        "a later step": ((1, False, False, False, True, True, False), GOING_ON),
        "a later step that opens a case": ((1, False, False, False, True, True, True), OPENS_CASE),
    },
)
def test_the_line_of_a_step(step, right):
    assert line_of_step(*step) == right


# The steering group: classes 1 to 3, class 0 is what is closed, class 4 own work

LIGHT_ONLY, SERIOUS_AND_LIGHT = [False, False, False, True, False], [False, False, True, True, False]


@truth_table(
    "targets, per_year, taken_up, part, right",
    {
        "no targets": ([], [], [0, 0, 0, 0, 0], 0.5, []),
        "four of five by now": ([LIGHT_ONLY], [10.0], [0, 9, 9, 4, 9], 0.5, [3]),
        "five of five: on schedule": ([LIGHT_ONLY], [10.0], [0, 0, 0, 5, 0], 0.5, []),
        "two classes count together: three and two": ([SERIOUS_AND_LIGHT], [10.0], [0, 0, 3, 2, 0], 0.5, []),
        "two classes are protected together: three and one": (
            [SERIOUS_AND_LIGHT],
            [10.0],
            [0, 0, 3, 1, 0],
            0.5,
            [2, 3],
        ),
        "one of two targets is behind": ([LIGHT_ONLY, SERIOUS_AND_LIGHT], [10.0, 40.0], [0, 0, 0, 5, 0], 0.5, [2, 3]),
        "the other of the two is": ([LIGHT_ONLY, SERIOUS_AND_LIGHT], [20.0, 10.0], [0, 0, 0, 5, 0], 0.5, [3]),
        "nothing is due on New Year": ([LIGHT_ONLY], [10.0], [0, 0, 0, 0, 0], 0.0, []),
    },
)
def test_classes_whose_target_is_behind_schedule_are_protected(targets, per_year, taken_up, part, right):
    is_protected = [True, False, True, False, True]  # as the meeting before left it
    rows = np.array(targets, dtype=np.bool_).reshape(len(targets), 5)
    protect_classes(rows, per_year, taken_up, part, is_protected)
    assert [n for n, protected in enumerate(is_protected) if protected] == right


NOT_TAKEN_UP_CASES, MEAN_HOURS, URGENCY = [100, 1, 2, 4, 100], [100.0, 10.0, 20.0, 30.0, 100.0], [99, 1, 3, 5, 4]


@truth_table(
    "least_urgency, right",
    {
        "nothing is as urgent as 0": (0, 0.0),
        "only the most urgent": (1, 10.0),
        "up to 2, which no class has": (2, 10.0),
        "up to the second, it included": (3, 50.0),
        "own work and closed reports do not count": (4, 50.0),
        "all": (5, 170.0),
        "all, and beyond": (99, 170.0),
    },
)
def test_hours_that_wait_up_to_an_urgency(least_urgency, right):
    assert hours_waiting(NOT_TAKEN_UP_CASES, MEAN_HOURS, URGENCY, least_urgency, 4) == right


@truth_table(
    "case_class, park_above, decline_above, right",
    {
        "50 hours before the lightest are 5 weeks: exactly met": (3, 5.0, 17.0, TAKE_UP),
        "and more": (3, 4.99, 17.0, PARK),
        "170 hours with its own are 17 weeks: exactly met": (3, 99.0, 17.0, TAKE_UP),
        "and more than that": (3, 99.0, 16.99, DECLINE),
        "both": (3, 4.99, 16.99, PARK_AND_DECLINE),
        "10 hours before the second are 1 week": (2, 1.0, 5.0, TAKE_UP),
        "more than 1": (2, 0.99, 5.0, PARK),
        "nothing goes before the first": (1, 0.0, 1.0, TAKE_UP),
        "its own week": (1, 0.0, 0.99, DECLINE),
    },
)
def test_what_waits_before_a_class_and_with_it_decides(case_class, park_above, decline_above, right):
    may, none = [True] * 5, [False] * 5
    asked = (case_class, 4, NOT_TAKEN_UP_CASES, MEAN_HOURS, URGENCY)
    assert decide_on_class(*asked, may, none, 10.0, park_above, decline_above) == right
    assert decide_on_class(*asked, none, none, 10.0, park_above, decline_above) == TAKE_UP
    assert decide_on_class(*asked, may, may, 10.0, park_above, decline_above) == TAKE_UP


def test_a_class_that_is_as_urgent_waits_with_it_not_before_it():
    as_urgent = [99, 3, 3, 5, 4]
    asked = (1, 4, NOT_TAKEN_UP_CASES, MEAN_HOURS, as_urgent, [True] * 5, [False] * 5, 10.0)
    assert decide_on_class(*asked, 0.0, 5.0) == TAKE_UP
    assert decide_on_class(*asked, 0.0, 4.99) == DECLINE
