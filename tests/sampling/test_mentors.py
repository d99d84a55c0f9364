"""Who guides whom: exactly so many newcomers as the mentors' contracts hold, and in which order.

Everybody full has been there since before the start, longest the first; newcomers are in the ramp for 100 days.
"""

import math
from collections import Counter
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tbkk_sim.sampling.workforce.mentors import Staff, assign_mentors
from tests.model.truth import truth_table
from tests.rows import every_row

NEVER = math.inf
HORIZON = 365.0
RAMP_DAYS = 100.0
Guided = list[tuple[int, int, float, float]]


def person(**values: Any) -> dict[str, Any]:
    return {"unit": 0, "role": 0, "joined": -1000.0, "left": NEVER, "fte": 1.0, "full": -900.0, "ill": [], **values}


def newcomer(joined: float = 0.0, **values: Any) -> dict[str, Any]:
    return person(joined=joined, full=joined + RAMP_DAYS, **values)


def guided(people: list[dict[str, Any]], share: float = 0.2) -> Guided:
    """Mentor, newcomer, begin and end, a row a time."""
    staff = Staff(
        unit=np.array([p["unit"] for p in people], dtype=np.int16),
        role=np.array([p["role"] for p in people], dtype=np.int8),
        joined_days=np.array([p["joined"] for p in people]),
        left_days=np.array([p["left"] for p in people]),
        fte=np.array([p["fte"] for p in people]),
        full_days=np.array([p["full"] for p in people]),
        ill={number: p["ill"] for number, p in enumerate(people) if p["ill"]},
    )
    found = assign_mentors(staff, share, HORIZON)
    columns = (found.mentor, found.newcomer, found.begin_days, found.end_days)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@truth_table(
    "fte, share, right",
    {
        "five at a fifth of a full contract": (1.0, 0.2, 5),
        "two at half a contract": (1.0, 0.5, 2),
        "one that takes all": (1.0, 1.0, 1),
        "three at a third and not four": (1.0, 0.33, 3),
        "one at more than half and not two": (1.0, 0.501, 1),
        "four at a fifth of 0.8, exactly": (0.8, 0.2, 4),
        "three at a fifth of 0.79": (0.79, 0.2, 3),
        "three at a fifth of 0.6, exactly, though the product is a little more": (0.6, 0.2, 3),
        "two at a quarter of half a contract": (0.5, 0.25, 2),
        "none whose share is more than the contract": (0.19, 0.2, 0),
        "one whose share is the contract": (0.2, 0.2, 1),
        "all, if they take no time": (1.0, 0.0, 9),
    },
)
def test_a_mentor_guides_as_many_newcomers_as_the_contract_holds_and_no_more_or_less(fte, share, right):
    rows = guided([person(fte=fte), *[newcomer() for _ in range(9)]], share)
    at_once = [row for row in rows if row[2] == 0.0]
    assert len(at_once) == right
    assert {row[0] for row in rows} <= {0}


def test_who_finds_no_room_waits_for_who_came_before_to_be_released():
    people = [person(), newcomer(0.0, left=50.0), newcomer(30.0), newcomer(40.0)]
    assert guided(people, 0.5) == [(0, 1, 0.0, 50.0), (0, 2, 30.0, 130.0), (0, 3, 50.0, 140.0)]


def test_who_waits_is_not_given_to_a_mentor_who_falls_ill_at_that_moment():
    """Illness releases the newcomer whom the mentor guided; that is no room for the one who waits."""
    people = [person(ill=[(40.0, 60.0)]), newcomer(0.0), newcomer(1.0)]
    assert guided(people, 1.0) == [(0, 1, 0.0, 40.0), (0, 2, 60.0, 101.0)]


def test_who_waits_is_not_given_to_a_mentor_whose_next_illness_follows_at_once():
    assert guided([person(ill=[(-5.0, 40.0), (40.0, 60.0)]), newcomer()]) == [(0, 1, 60.0, 100.0)]


def test_who_finds_no_room_until_the_end_of_the_ramp_has_no_mentor():
    people = [person(), newcomer(0.0), newcomer(0.0)]
    assert guided(people, 1.0) == [(0, 1, 0.0, 100.0)]


@truth_table(
    "people, right",
    {
        "who guides the fewest": (
            [person(), person(), newcomer(), newcomer(1.0), newcomer(2.0), newcomer(3.0)],
            [(0, 2), (1, 3), (0, 4), (1, 5)],
        ),
        "who guides the fewest, though another has served longer": (
            [person(joined=-900.0), person(joined=-800.0), newcomer(), newcomer(1.0)],
            [(0, 2), (1, 3)],
        ),
        "then who has served longest": ([person(joined=-950.0), person(joined=-951.0), newcomer()], [(1, 2)]),
        "of the same role, though others guide fewer": (
            [person(role=1), person(), newcomer(role=1), newcomer(1.0, role=1)],
            [(0, 2), (0, 3)],
        ),
        "of another role, if nobody of the same has room": (
            [person(role=1, fte=0.2), person(), newcomer(role=1), newcomer(1.0, role=1)],
            [(0, 2), (1, 3)],
        ),
        "of the own unit only": ([person(unit=1), newcomer()], []),
        "not who is in the ramp as well": ([newcomer(), newcomer()], []),
        "from the very moment of being full": ([person(full=0.0), newcomer()], [(0, 1)]),
        "not a moment before": ([person(joined=-1.0, full=100.0), newcomer()], []),
        "nobody guides themselves": ([newcomer()], []),
        "not who has just left": ([person(left=0.0), newcomer()], []),
        "who leaves a moment later": ([person(left=0.5), newcomer()], [(0, 1)]),
        "not who is ill for long": ([person(ill=[(-5.0, 200.0)]), person(joined=-1.0, full=0.0), newcomer()], [(1, 2)]),
    },
)
def test_who_is_chosen(people, right):
    assert [row[:2] for row in guided(people)] == right


def test_a_full_member_needs_no_mentor():
    assert guided([person(), person()]) == []


@truth_table(
    "people, right",
    {
        "until the end of the ramp": ([person(), newcomer(10.0)], [(0, 1, 10.0, 110.0)]),
        "from the start, if the ramp began before": ([person(), newcomer(-30.0)], [(0, 1, 0.0, 70.0)]),
        "not if the ramp ended at the start": ([person(), newcomer(-100.0)], []),
        "until the horizon": ([person(), newcomer(300.0)], [(0, 1, 300.0, HORIZON)]),
        "until the newcomer leaves": ([person(), newcomer(10.0, left=20.0)], [(0, 1, 10.0, 20.0)]),
        "until the mentor leaves, then the next": (
            [person(left=40.0), person(joined=-950.0), newcomer()],
            [(0, 2, 0.0, 40.0), (1, 2, 40.0, 100.0)],
        ),
        "until the mentor leaves, and nobody is next": ([person(left=40.0), newcomer()], [(0, 1, 0.0, 40.0)]),
        "until the mentor falls ill, and again after that": (
            [person(ill=[(40.0, 60.0)]), newcomer()],
            [(0, 1, 0.0, 40.0), (0, 1, 60.0, 100.0)],
        ),
        "the next keeps who was taken over from a mentor that is back": (
            [person(ill=[(40.0, 60.0)]), person(joined=-950.0), newcomer()],
            [(0, 2, 0.0, 40.0), (1, 2, 40.0, 100.0)],
        ),
        "not while the newcomer is ill": (
            [person(), newcomer(ill=[(40.0, 60.0)])],
            [(0, 1, 0.0, 40.0), (0, 1, 60.0, 100.0)],
        ),
        "a newcomer who is ill from the first day": ([person(), newcomer(ill=[(0.0, 60.0)])], [(0, 1, 60.0, 100.0)]),
        "a newcomer who is ill twice": (
            [person(), newcomer(ill=[(10.0, 20.0), (30.0, 120.0)])],
            [(0, 1, 0.0, 10.0), (0, 1, 20.0, 30.0)],
        ),
        "who becomes full takes on who waits": (
            [newcomer(-60.0), newcomer(0.0)],
            [(0, 1, 40.0, 100.0)],
        ),
    },
)
def test_from_when_to_when(people, right):
    assert guided(people) == right


TIMES = st.integers(0, 60).map(float)


@settings(derandomize=True, max_examples=100)
@given(
    mentors=st.lists(st.tuples(st.integers(1, 10), TIMES, TIMES), min_size=1, max_size=3),
    joined=st.lists(TIMES, min_size=1, max_size=8),
    tenths=st.integers(1, 10),
)
def test_nobody_waits_while_somebody_has_room_and_nobody_guides_more_than_fits(mentors, joined, tenths):
    """Looked at half a day after all that happens, which is at midnights; contracts and shares in whole tenths."""
    people = [person(fte=fte / 10, ill=[(ill, ill + days)] if days else []) for fte, ill, days in mentors]
    people += [newcomer(day) for day in joined]
    rows = guided(people, tenths / 10)
    happens = [*joined, *(ill + days for _, ill, days in mentors), *(ill for _, ill, _ in mentors)]
    for day in {midnight + 0.5 + ramp for midnight in happens for ramp in (0.0, RAMP_DAYS)}:
        now = [(mentor, other) for mentor, other, begin, end in rows if begin <= day < end]
        number = Counter(mentor for mentor, _ in now)
        there = [m for m, (_, ill, days) in enumerate(mentors) if not ill <= day < ill + days]
        there += [n for n, p in enumerate(people) if n >= len(mentors) and p["full"] <= day]
        assert set(number) <= set(there)
        room = {m: round(people[m]["fte"] * 10) // tenths - number[m] for m in there}
        assert min(room.values(), default=0) >= 0
        waiting = {n for n, p in enumerate(people) if n >= len(mentors) and p["joined"] <= day < p["full"]} - {
            other for _, other in now
        }
        assert not waiting or max(room.values(), default=0) == 0


@every_row("share", [0.2, 1.0])
def test_without_people_nobody_guides_anybody(share: float):
    assert guided([], share) == []
