"""Work at another pace than the clock: the stated rounding, and that no second of work is lost or done twice."""

import math
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tbkk_sim.model import rules
from tbkk_sim.model.seconds import MOST_WORK_SECONDS, PER_MILLION
from tests.model.truth import truth_table
from tests.rows import every_row

PACES = st.integers(1, 3 * PER_MILLION)
WORK = st.integers(0, 10**8)
exactly = settings(derandomize=True, max_examples=80)


@truth_table(
    "rate_per_million, efficiency_per_million, right",
    {
        "a full member at home": (1_000_000, 1_000_000, 1_000_000),
        "a full member at half the efficiency": (1_000_000, 500_000, 500_000),
        "two fifths": (800_000, 500_000, 400_000),
        "a part of a millionth is dropped": (333_333, 700_000, 233_333),
        "just a millionth": (1_000, 1_000, 1),
        "less than a millionth: still one": (1, 1, 1),
        "sooner than the clock": (1_500_000, 1_200_000, 1_800_000),
    },
)
def test_pace_is_rate_times_efficiency_rounded_down(rate_per_million, efficiency_per_million, right):
    assert rules.pace(rate_per_million, efficiency_per_million) == right


@truth_table(
    "working_seconds, pace, right",
    {
        "no time": (0, 700_000, 0),
        "an hour at the pace of the clock": (3_600, 1_000_000, 3_600),
        "an hour at half of it": (3_600, 500_000, 1_800),
        "a second at half of it: not done yet": (1, 500_000, 0),
        "two seconds at half of it": (2, 500_000, 1),
        "three seconds at a third, but for a millionth": (3, 333_333, 0),
        "four seconds at a third": (4, 333_333, 1),
        "one second at twice the pace": (1, 2_000_000, 2),
        "a million seconds at the slowest pace": (1_000_000, 1, 1),
        "and one less": (999_999, 1, 0),
    },
)
def test_work_done_is_whole_seconds(working_seconds, pace, right):
    assert rules.work_done(working_seconds, pace) == right


@truth_table(
    "work_seconds, pace, right",
    {
        "no work": (0, 700_000, 0),
        "an hour at the pace of the clock": (3_600, 1_000_000, 3_600),
        "an hour at half of it": (3_600, 500_000, 7_200),
        "a second at a third, but for a millionth": (1, 333_333, 4),
        "a second at seven tenths": (1, 700_000, 2),
        "seven seconds at seven tenths: exactly met": (7, 700_000, 10),
        "a second at twice the pace: a whole one": (1, 2_000_000, 1),
        "three seconds at twice the pace": (3, 2_000_000, 2),
        "a second at the slowest pace": (1, 1, 1_000_000),
    },
)
def test_working_time_is_rounded_up(work_seconds, pace, right):
    assert rules.working_time_for(work_seconds, pace) == right


@exactly
@given(work=WORK, pace=PACES)
def test_the_working_time_is_the_least_in_which_the_work_is_done(work, pace):
    needed = rules.working_time_for(work, pace)
    assert rules.work_done(needed, pace) >= work
    assert needed == 0 or rules.work_done(needed - 1, pace) < work


@exactly
@given(work=WORK, pace=PACES)
def test_both_are_what_fractions_say(work, pace):
    assert rules.working_time_for(work, pace) == math.ceil(Fraction(work * PER_MILLION, pace))
    assert rules.work_done(work, pace) == math.floor(Fraction(work * pace, PER_MILLION))


@exactly
@given(work=WORK, pieces=st.lists(st.tuples(st.integers(0, 10**6), PACES), max_size=8), last=PACES)
def test_work_that_is_interrupted_and_resumed_adds_up_exactly(work, pieces, last):
    """At whatever pace, however often: what is done and what is left are what was asked, and it takes no less."""
    left, done = work, 0
    for worked, pace in pieces:
        piece = min(rules.work_done(worked, pace), left)
        left, done = left - piece, done + piece
        assert left == 0 or worked < rules.working_time_for(left + piece, pace)
    assert done + left == work
    assert rules.work_done(rules.working_time_for(left, last), last) >= left


@every_row("pace", [1, 333_333, PER_MILLION])
def test_the_most_work_there_is_stays_within_64_bits(pace):
    assert MOST_WORK_SECONDS * PER_MILLION < 1 << 63
    assert rules.working_time_for(MOST_WORK_SECONDS, pace) < 1 << 63
    assert rules.working_time_for(MOST_WORK_SECONDS, pace) * pace >= MOST_WORK_SECONDS * PER_MILLION
