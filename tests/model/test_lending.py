"""How many a team lends, to whom, and what a member who could be lent takes first."""

from fractions import Fraction
from itertools import count
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from tbkk_sim.model import rules
from tbkk_sim.model.rules import BEFORE_OWN_WORK, BY_URGENCY, WHEN_IDLE
from tests.model.truth import truth_table


def most_lent(present: int, max_share: float) -> int:
    """How many are lent when one after another is lent that may be."""
    return next(lent for lent in count() if not rules.may_spare(lent, present, max_share))


@truth_table(
    "present, max_share, right",
    {
        "a quarter of 5 is 2, rounded up": (5, 0.25, 2),
        "a quarter of 4 is 1": (4, 0.25, 1),
        "a quarter of 8 is 2": (8, 0.25, 2),
        "a quarter of 1 is 1, rounded up": (1, 0.25, 1),
        "half of 5 is 3, rounded up": (5, 0.5, 3),
        "all of 5": (5, 1.0, 5),
        "all of 1": (1, 1.0, 1),
        "none of 5": (5, 0.0, 0),
        "a quarter of nobody": (0, 0.25, 0),
        "all of nobody": (0, 1.0, 0),
        "a tenth of 30 is 3, though the product is a little more": (30, 0.1, 3),
        "seven hundredths of 100 are 7, though the product is a little more": (100, 0.07, 7),
        "a hundredth of 100 is 1": (100, 0.01, 1),
        "a hundredth of 101 is 2, rounded up": (101, 0.01, 2),
        "nearly all of 100 is 100, rounded up": (100, 0.991, 100),
        "a millionth of 100 is 1, rounded up": (100, 1e-6, 1),
    },
)
def test_so_many_may_be_lent_and_no_more_and_no_less(present, max_share, right):
    assert most_lent(present, max_share) == right


@settings(derandomize=True, max_examples=100)
@given(present=st.integers(0, 200), thousandths=st.integers(0, 1000))
def test_the_share_that_may_be_lent_is_rounded_up(present, thousandths):
    assert most_lent(present, thousandths / 1000) == ceil(Fraction(thousandths, 1000) * present)


@truth_table(
    "waiting, present, own_waiting, own_present, above, only_if_busier, right",
    {
        "above the threshold": (3, 1, 0, 1, 2.0, False, True),
        "the threshold exactly met": (2, 1, 0, 1, 2.0, False, False),
        "below the threshold": (1, 1, 0, 1, 2.0, False, False),
        "per member: 6 for 2, above 2.5": (6, 2, 0, 1, 2.5, False, True),
        "per member: 5 for 2, exactly 2.5": (5, 2, 0, 1, 2.5, False, False),
        "per member: 250 for 100, exactly 2.5": (250, 100, 0, 1, 2.5, False, False),
        "per member: 251 for 100": (251, 100, 0, 1, 2.5, False, True),
        "nobody there counts as one: 4, above 3": (4, 0, 0, 1, 3.0, False, True),
        "nobody there counts as one: 3, exactly 3": (3, 0, 0, 1, 3.0, False, False),
        "no threshold: one waits": (1, 100, 0, 1, 0.0, False, True),
        "no threshold: nothing waits": (0, 1, 0, 1, 0.0, False, False),
        "more waits at home, which does not count": (1, 1, 9, 1, 0.0, False, True),
        "only if busier: as busy": (3, 1, 3, 1, 0.0, True, False),
        "only if busier: busier": (4, 1, 3, 1, 0.0, True, True),
        "only if busier: less busy": (3, 1, 4, 1, 0.0, True, False),
        "only if busier: as busy per member": (4, 2, 2, 1, 0.0, True, False),
        "only if busier: busier per member": (3, 1, 4, 2, 0.0, True, True),
        "only if busier: less busy per member": (3, 2, 2, 1, 0.0, True, False),
        "only if busier: nobody at home counts as one, as busy": (3, 1, 3, 0, 0.0, True, False),
        "only if busier: nobody at home counts as one, busier": (4, 1, 3, 0, 0.0, True, True),
        "only if busier: nothing waits at home": (1, 9, 0, 1, 0.0, True, True),
        "only if busier: busier, but the threshold exactly met": (2, 1, 0, 1, 2.0, True, False),
        "only if busier: busier and above the threshold": (3, 1, 0, 1, 2.0, True, True),
    },
)
def test_who_needs_help(waiting, present, own_waiting, own_present, above, only_if_busier, right):
    assert rules.needs_help(waiting, present, own_waiting, own_present, above, only_if_busier) is right


@truth_table(
    "waiting, present, own_waiting, own_present, lent, max_share, above, only_if_busier, right",
    {
        "one waits, one of 5 is lent, 2 may be": (1, 1, 0, 5, 1, 0.25, 0.0, False, True),
        "one waits, 2 of 5 are lent, 2 may be": (1, 1, 0, 5, 2, 0.25, 0.0, False, False),
        "the share is of those at home, not of those who are helped": (1, 100, 0, 1, 1, 0.5, 0.0, False, False),
        "nobody at home": (1, 1, 0, 0, 0, 1.0, 0.0, False, False),
        "nothing waits": (0, 1, 0, 5, 0, 1.0, 0.0, False, False),
        "nothing waits, whatever the threshold": (0, 1, 0, 5, 0, 1.0, -1.0, False, False),
        "above the threshold": (3, 1, 0, 5, 0, 1.0, 2.0, False, True),
        "the threshold exactly met": (2, 1, 0, 5, 0, 1.0, 2.0, False, False),
        "only if busier: 3 for 2 there, 5 for 5 at home": (3, 2, 5, 5, 0, 1.0, 0.0, True, True),
        "only if busier: as busy": (2, 2, 5, 5, 0, 1.0, 0.0, True, False),
        "busier is not asked: less busy": (1, 2, 5, 5, 0, 1.0, 0.0, False, True),
    },
)
def test_whether_a_team_may_now_help(
    waiting, present, own_waiting, own_present, lent, max_share, above, only_if_busier, right
):
    values = waiting, present, own_waiting, own_present, lent, max_share, above, only_if_busier
    assert rules.lending_is_open(*values) is right


@truth_table(
    "mode, lent_goes_first, own_would_interrupt, right",
    {
        "before own work, which goes later": (BEFORE_OWN_WORK, True, False, True),
        "before own work, which goes first": (BEFORE_OWN_WORK, False, False, True),
        "before own work, but not if that would interrupt": (BEFORE_OWN_WORK, False, True, False),
        "before own work that would interrupt, whatever goes first": (BEFORE_OWN_WORK, True, True, False),
        "by urgency: what is lent goes first": (BY_URGENCY, True, False, True),
        "by urgency: own work goes first": (BY_URGENCY, False, False, False),
        "by urgency: own work goes first and would interrupt": (BY_URGENCY, False, True, False),
        "when idle: own work first, though the other goes first": (WHEN_IDLE, True, False, False),
        "when idle: own work first": (WHEN_IDLE, False, False, False),
        "when idle: own work first, and it would interrupt": (WHEN_IDLE, False, True, False),
    },
)
def test_what_a_member_with_work_at_home_takes(mode, lent_goes_first, own_would_interrupt, right):
    assert rules.takes_lent(mode, lent_goes_first, own_would_interrupt) is right


@truth_table(
    "now, more_before, right",
    {
        "one more waits, and that is above the threshold": ((3, 1, 0, 1, 0), (-1, 0, 0, 0, 0), True),
        "it was above the threshold already": ((4, 1, 0, 1, 0), (-1, 0, 0, 0, 0), False),
        "one more waits, and that is not above it": ((2, 1, 0, 1, 0), (-1, 0, 0, 0, 0), False),
        "one of two who were there has gone": ((3, 1, 0, 1, 0), (0, 1, 0, 0, 0), True),
        "less waits at home": ((3, 1, 2, 1, 0), (0, 0, 1, 0, 0), True),
        "as much waits at home": ((3, 1, 3, 1, 0), (0, 0, 1, 0, 0), False),
        "somebody came at home, and more may be lent": ((3, 1, 0, 3, 1), (0, 0, 0, -1, 0), True),
        "who was lent has come back": ((3, 1, 0, 2, 0), (0, 0, 0, 0, 1), True),
        "nothing has changed": ((3, 1, 0, 1, 0), (0, 0, 0, 0, 0), False),
    },
)
def test_a_lending_opens_when_it_is_open_and_was_not(now, more_before, right):
    before = tuple(n + more for n, more in zip(now, more_before, strict=True))
    assert rules.lending_opens(*now, *before, 0.5, 2.0, True) == right


@truth_table(
    "judges, reports_waiting, lends_judges, right",
    {
        "who judges, and a report waits": (True, 1, False, False),
        "who judges, and none waits": (True, 0, False, True),
        "who does not judge, whatever waits": (False, 9, False, True),
        "who judges, where judges are lent": (True, 9, True, True),
    },
)
def test_who_judges_is_not_lent_while_reports_wait(judges, reports_waiting, lends_judges, right):
    assert rules.may_lend_member(judges, reports_waiting, lends_judges) is right
