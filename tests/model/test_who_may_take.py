"""Who may take a step: reserve, caseload, room, investigator, skill, and what may be interrupted."""

import math
from itertools import product

from tbkk_sim.model import rules
from tests.model.truth import truth_table
from tests.rows import every_row


@truth_table(
    "others_free, reserve, preempts, right",
    {
        "no reserve: the last one free may take ordinary work": (0, 0, False, True),
        "a reserve of 1 that stays free": (1, 1, False, True),
        "a reserve of 1 that would not": (0, 1, False, False),
        "one more than the reserve stays free": (2, 1, False, True),
        "one less than a reserve of 6": (5, 6, False, False),
        "exactly a reserve of 6": (6, 6, False, True),
        "urgent work uses the reserve": (0, 1, True, True),
        "urgent work without a reserve": (0, 0, True, True),
        "exactly 100 of 100": (100, 100, False, True),
        "99 of 100": (99, 100, False, False),
    },
)
def test_ordinary_work_leaves_the_reserve(others_free, reserve, preempts, right):
    assert rules.leaves_reserve(others_free, reserve, preempts) is right


@truth_table(
    "has_colleague, another_is_held, right",
    {
        "a colleague is present": (True, False, True),
        "nobody else is": (False, False, False),
        "a colleague is, but the team holds one already": (True, True, False),
        "nobody else is, and the team holds one": (False, True, False),
    },
)
def test_a_step_for_two_is_begun_with_a_colleague_and_one_at_a_time(has_colleague, another_is_held, right):
    assert rules.may_begin_in_pairs(has_colleague, another_is_held) is right


@truth_table(
    "is_able, own_would_interrupt, right",
    {
        "who is able joins": (True, False, True),
        "who is not does not": (False, False, False),
        "own work would interrupt the step": (True, True, False),
        "it would, of who is not able": (False, True, False),
    },
)
def test_a_colleague_joins_before_anything_else_that_does_not_interrupt(is_able, own_would_interrupt, right):
    assert rules.joins_held_step(is_able, own_would_interrupt) is right


@truth_table(
    "opens_case, open_cases, limit, right",
    {
        "one below the limit": (True, 4, 5, True),
        "the limit is met": (True, 5, 5, False),
        "above the limit, by urgent cases": (True, 6, 5, False),
        "the first of one": (True, 0, 1, True),
        "the second of one": (True, 1, 1, False),
        "going on at the limit": (False, 5, 5, True),
        "going on above the limit": (False, 6, 5, True),
        "no limit": (True, 1_000_000, rules.NO_LIMIT, True),
        "one below 100": (True, 99, 100, True),
        "100 of 100": (True, 100, 100, False),
    },
)
def test_a_new_case_is_taken_on_only_below_the_limit(opens_case, open_cases, limit, right):
    assert rules.within_caseload(opens_case, open_cases, limit) is right


@truth_table(
    "in_hand, investigators, limit_per_investigator, right",
    {
        "two in hand, three fit two members": (2, 2, 1.5, True),
        "three in hand, three fit: exactly met": (3, 2, 1.5, False),
        "four in hand, three fit": (4, 2, 1.5, False),
        "the first of one": (0, 1, 1.0, True),
        "the second of one": (1, 1, 1.0, False),
        "nobody there counts as one: the first": (0, 0, 1.0, True),
        "nobody there counts as one: the second": (1, 0, 1.0, False),
        "nobody there, one and a half fit": (1, 0, 1.5, True),
        "nobody there, one and a half fit, two in hand": (2, 0, 1.5, False),
        "two there count as two": (1, 2, 1.0, True),
        "one below 200 of 100 investigators": (199, 100, 2.0, True),
        "200 of 100 investigators": (200, 100, 2.0, False),
        "a limit below one: the first": (0, 1, 0.01, True),
        "a limit below one: the second": (1, 1, 0.01, False),
        "no limit": (1_000_000, 0, math.inf, True),
    },
)
def test_a_unit_has_room_only_below_its_limit(in_hand, investigators, limit_per_investigator, right):
    assert rules.has_room(in_hand, investigators, limit_per_investigator) is right


@truth_table(
    "skills, investigator_skills, right",
    {
        "the skill": (0b100, 0b100, True),
        "one of several": (0b110, 0b101, True),
        "others": (0b011, 0b100, False),
        "no skill at all": (0, 0b100, False),
        "no step owns a case: everybody": (0b001, 0, True),
        "no step owns a case, no skill": (0, 0, True),
    },
)
def test_who_can_do_a_step_that_owns_a_case_counts_as_an_investigator(skills, investigator_skills, right):
    assert rules.is_investigator(skills, investigator_skills) is right


@every_row(("stays", "preempts", "present", "has_skill"), list(product((False, True), repeat=4)))
def test_a_case_waits_for_an_investigator_who_is_there_and_able(stays, preempts, present, has_skill):
    right = (stays, preempts, present, has_skill) == (True, False, True, True)
    assert rules.waits_for_investigator(stays, preempts, present, has_skill) is right


@truth_table(
    "urgency_new, urgency_running, right",
    {
        "more urgent": (1, 2, True),
        "much more urgent": (1, 99, True),
        "as urgent": (2, 2, False),
        "less urgent": (3, 2, False),
        "all alike: first come": (0, 0, False),
    },
)
def test_what_may_interrupt_what(urgency_new, urgency_running, right):
    assert rules.may_interrupt(urgency_new, urgency_running) is right


@truth_table(
    "in_pairs, planned, urgent, right",
    {
        "an urgent one": (True, False, True, True),
        "one that is planned": (True, True, False, True),
        "neither": (True, False, False, False),
        "one for a specialist, urgent": (False, False, True, False),
    },
)
def test_for_which_held_step_a_colleague_is_called_off(in_pairs, planned, urgent, right):
    assert rules.calls_off(in_pairs, planned, urgent) is right


@truth_table(
    "urgent, planned, urgency_held, runs_urgently, runs_alone, urgency_running, right",
    {
        "urgent, and work is less urgent": (True, False, 1, False, True, 2, True),
        "urgent, and work is as urgent": (True, False, 1, False, True, 1, False),
        "urgent, and less urgent work is of two": (True, False, 1, False, False, 2, True),
        "urgent and planned, and ordinary work is of its class": (True, True, 1, False, True, 1, True),
        "urgent and planned, and urgent work is of its class": (True, True, 1, True, True, 1, False),
        "urgent, and urgent work is less urgent": (True, False, 1, True, True, 2, True),
        "planned, and ordinary work is more urgent": (False, True, 3, False, True, 2, True),
        "planned, and work of two is as urgent": (False, True, 3, False, False, 3, False),
        "planned, and work of two is less urgent": (False, True, 3, False, False, 4, True),
        "planned, and work is urgent, of a class behind it": (False, True, 3, True, True, 4, False),
        "not planned, and ordinary work is more urgent": (True, False, 3, False, True, 2, False),
    },
)
def test_off_which_work_a_colleague_is_called(
    urgent, planned, urgency_held, runs_urgently, runs_alone, urgency_running, right
):
    of_running = runs_urgently, runs_alone, urgency_running
    assert rules.may_be_called_off(urgent, planned, urgency_held, *of_running) is right


@truth_table(
    "skills, skill, right",
    {
        "the first of none": (0, 0, False),
        "the first": (0b0101, 0, True),
        "the second is not in": (0b0101, 1, False),
        "the third": (0b0101, 2, True),
        "beyond the last": (0b0101, 3, False),
        "the last of all skills": (1 << 62, 62, True),
        "the one before the last": (1 << 62, 61, False),
    },
)
def test_a_skill_is_in_a_set(skills, skill, right):
    assert rules.is_listed(skills, skill) is right
