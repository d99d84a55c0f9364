"""What follows on what: the next step and the line that it stands in; the work of a treatment, the work that waits."""

import numpy as np

from tbkk_sim.model.rules import (
    AT_ANY_HOUR,
    GOING_ON,
    NO_LIMIT,
    NOT_TAKEN_UP,
    OPENS_CASE,
    PORTFOLIO,
    URGENT,
    URGENT_AT_ANY_HOUR,
)
from tbkk_sim.model.sequences import (
    NO_STEP,
    hours_waiting,
    is_seen_as_class,
    line_of_step,
    next_step,
    outside_delay,
    work_of_step,
    work_of_treatment,
)
from tests.model.truth import truth_table
from tests.rows import every_row

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


@every_row(("upgraded", "right"), [(False, 5), (True, 0)])
def test_work_is_that_of_what_the_case_is_now(upgraded, right):
    work = work_of_step(2, upgraded, np.array(WORK), np.array(UPGRADED_WORK))
    assert work == right
    assert type(work) is int


@truth_table(
    "position, flagged, right",
    {
        "in triage: nobody knows": (-1, False, False),
        "in triage, flagged": (-1, True, True),
        "in assessment: as triage saw it": (-2, False, True),
        "at the first step": (0, False, True),
        "at the first step, flagged": (0, True, True),
    },
)
def test_a_report_is_seen_as_of_its_class_when_somebody_knows(position, flagged, right):
    assert is_seen_as_class(position, flagged) is right


@truth_table(
    "step, right",
    {
        "in triage, of a class that preempts round the clock": (
            (-1, False, True, True, False, True, False, 2),
            GOING_ON,
        ),
        "the same, flagged": ((-1, True, True, True, False, True, False, 2), URGENT_AT_ANY_HOUR),
        "in triage, flagged, office hours": ((-1, True, True, False, False, True, False, 2), URGENT),
        "in assessment, of a class that preempts round the clock": (
            (-2, False, True, True, False, True, False, 2),
            URGENT_AT_ANY_HOUR,
        ),
        "in assessment, of an ordinary class": ((-2, False, False, False, False, True, False, 2), GOING_ON),
        "in assessment, of the portfolio": ((-2, False, False, False, False, False, False, 2), GOING_ON),
        "in triage, flagged, but of an ordinary class": ((-1, True, False, False, False, False, True, 2), GOING_ON),
        "a case that preempts, not flagged": ((0, False, True, True, False, True, False, 2), URGENT_AT_ANY_HOUR),
        "a case at any hour that does not preempt": ((0, False, False, True, False, False, True, 2), AT_ANY_HOUR),
        "the first step of a severe case": ((0, False, False, False, False, True, False, 2), NOT_TAKEN_UP),
        "the first step of one of the portfolio": ((0, False, False, False, False, False, False, 2), PORTFOLIO + 2),
        "of another class of it": ((0, False, False, False, False, False, False, 5), PORTFOLIO + 5),
        "a later step": ((1, False, False, False, True, False, False, 2), GOING_ON),
        "a later step that opens a case": ((1, False, False, False, True, False, True, 2), OPENS_CASE),
    },
)
def test_the_line_of_a_step(step, right):
    assert line_of_step(*step[:4], 3, 3, *step[4:]) == right


@truth_table(
    "skill, urgent_upto, right",
    {
        "a step before the search": (2, 3, URGENT_AT_ANY_HOUR),
        "the search itself": (3, 3, URGENT_AT_ANY_HOUR),
        "the step after it": (4, 3, GOING_ON),
        "no such milestone": (4, NO_LIMIT, URGENT_AT_ANY_HOUR),
    },
)
def test_a_case_is_urgent_up_to_the_step_with_its_milestone(skill, urgent_upto, right):
    position, flagged, preempts, round_the_clock = 1, False, True, True
    step = line_of_step(position, flagged, preempts, round_the_clock, skill, urgent_upto, True, True, False, 2)
    assert step == right


@truth_table(
    "delay_seconds, share_per_million, right",
    {
        "all of it": (700, 1_000_000, 700),
        "a tenth": (700, 100_000, 70),
        "whole seconds, a part of one is dropped": (999, 1_500, 1),
        "nothing": (700, 0, 0),
        "of nothing": (0, 100_000, 0),
    },
)
def test_a_class_waits_its_part_of_the_outside_delay(delay_seconds, share_per_million, right):
    assert outside_delay(delay_seconds, share_per_million) == right


@truth_table(
    "first, end, upgraded, right",
    {
        "all steps": (0, 3, False, 12),
        "of a treatment that has the first only": (0, 1, False, 5),
        "of one that has the last two": (1, 3, False, 7),
        "of one that has a step without work": (1, 2, False, 0),
        "of one without steps": (3, 3, False, 0),
        "upgraded": (0, 3, True, 6),
    },
)
def test_the_work_of_a_treatment_is_that_of_its_steps(first, end, upgraded, right):
    of_steps = np.array(WORK), np.array(UPGRADED_WORK), np.zeros(len(WORK), dtype=np.int8)
    assert work_of_treatment(first, end, 2, upgraded, *of_steps, np.array([1])) == right
    assert work_of_treatment(first, end, 2, upgraded, *of_steps, np.array([2])) == 2 * right  # all done in pairs


@every_row(("end", "right"), [(3, 2), (2, NO_STEP), (1, NO_STEP)])
def test_a_treatment_has_no_steps_beyond_its_end(end, right):
    assert next_step(0, end, 2, False, WORK, UPGRADED_WORK) == right


@truth_table(
    "not_taken_up, n_classes, right",
    {
        "of classes 1 to 3; not what is closed, not own work": ([100, 1, 2, 4, 100], 4, 170.0),
        "of one class less": ([100, 1, 2, 4, 100], 3, 50.0),
        "nothing waits": ([9, 0, 0, 0, 9], 4, 0.0),
    },
)
def test_hours_that_wait(not_taken_up, n_classes, right):
    assert hours_waiting(not_taken_up, [100.0, 10.0, 20.0, 30.0, 100.0], n_classes) == right
