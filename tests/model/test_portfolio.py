"""What is taken up of the portfolio: what is due by the end of a week, what goes first, and whose turn it is."""

from itertools import pairwise

import pytest

from tbkk_sim.model import rules
from tbkk_sim.model.rules import AGREEMENTS, BY_SEVERITY, DEADLINE, FIRST_COME, SHARES
from tbkk_sim.model.seconds import MOST_WORK_SECONDS, NEVER_SECONDS, SECONDS_PER_DAY
from tbkk_sim.model.selection import portfolio
from tbkk_sim.model.selection.campaigns import PLACE_OF_NEW_IN_CAMPAIGN, place_in_campaign
from tbkk_sim.model.selection.portfolio import LONGEST_TURN
from tests.model.truth import truth_table
from tests.rows import every_row

ORDINARY = (BY_SEVERITY, FIRST_COME, DEADLINE)
A_YEAR = 366 * SECONDS_PER_DAY


def days(*of: float) -> tuple[int, ...]:
    return tuple(int(day * SECONDS_PER_DAY) for day in of)


@truth_table(
    "owed, now_begins_ends, right",
    {
        "a case a day: seven in the first week": (365, days(0, 0, 365), 7),
        "still seven in its last second": (365, (days(7)[0] - 1, *days(0, 365)), 7),
        "fourteen from the second week on": (365, days(7, 0, 365), 14),
        "the last day of the year is a week of its own": (365, days(364, 0, 365), 365),
        "the day before it belongs to week 52": (365, days(363, 0, 365), 364),
        "52 a year: 0.997 in the first week are one": (52, days(0, 0, 365), 1),
        "53 a year: 1.02 are two": (53, days(0, 0, 365), 2),
        "one a year is due at once": (1, days(0, 0, 365), 1),
        "15 a year: the last is due 24 days before the end of the year": (15, days(341, 0, 365), 15),
        "but not in the week before": (15, days(335, 0, 365), 14),
        "none owed": (0, days(200, 0, 365), 0),
        "a later year counts from New Year": (365, days(365, 365, 730), 7),
        "its weeks too": (365, days(372, 365, 730), 14),
        "a leap year: all at its end": (366, days(365, 0, 366), 366),
        "the run begins within the year: its first week": (365, days(0, -100, 265), 7),
        "only the part within the run is owed": (365, days(264, -100, 265), 265),
        "half a year of a hundred": (100, days(182, -183, 183), 50),
    },
)
def test_what_is_due_by_the_end_of_this_week(owed, now_begins_ends, right):
    assert portfolio.due_by_now(owed, *now_begins_ends) == right


@every_row("owed", [1, 3, 99, 1000])
def test_what_is_due_never_falls_within_a_year_and_is_all_of_it_at_the_end(owed):
    due = [portfolio.due_by_now(owed, *days(day, 0, 365)) for day in range(365)]
    assert due == sorted(due)
    assert due[-1] == owed
    assert max(b - a for a, b in pairwise(due)) <= owed / 52 + 1  # no burst


@truth_table(
    "taken_up, right",
    {"six of seven": (6, True), "seven of seven": (7, False), "eight of seven": (8, False), "none": (0, True)},
)
def test_a_unit_owes_until_it_has_taken_up_what_is_due(taken_up, right):
    assert portfolio.is_owed(taken_up, 365, *days(3, 0, 365)) is right


@truth_table(
    "class_urgency, agreements_urgency, owed, right",
    {
        "owed, and less urgent by class": (6, 5, True, 5),
        "owed, and more urgent by class: no less for it": (4, 5, True, 4),
        "owed, as urgent": (5, 5, True, 5),
        "not owed": (6, 5, False, 6),
        "not owed, and more urgent": (4, 5, False, 4),
    },
)
def test_what_is_owed_is_as_urgent_as_the_agreements(class_urgency, agreements_urgency, owed, right):
    assert portfolio.urgency_in_portfolio(class_urgency, agreements_urgency, owed) == right


@every_row("order", [AGREEMENTS, SHARES])
def test_of_a_class_the_freshest_is_taken_up_first(order):
    places = [portfolio.place_in_portfolio(order, 77, fresh, 500, False) for fresh in (9, 8, 0, -5)]
    assert places == sorted(set(places))


@every_row("order", [AGREEMENTS, SHARES])
def test_by_score_the_highest_is_taken_up_first_and_of_equal_ones_the_freshest(order):
    """However fresh: at the end of the longest run, or from long before it."""
    scores_and_fresh = [(999, -40 * A_YEAR), (500, 40 * A_YEAR), (500, 9), (500, 8), (499, 40 * A_YEAR), (0, 0)]
    places = [portfolio.place_in_portfolio(order, 77, fresh, score, True) for score, fresh in scores_and_fresh]
    assert places == sorted(set(places))


def test_freshest_first_the_score_does_not_count():
    places = {portfolio.place_in_portfolio(AGREEMENTS, 77, 9, score, False) for score in (0, 500, 999)}
    assert len(places) == 1


@every_row("order", ORDINARY)
def test_in_the_other_orders_a_new_case_has_the_place_of_any(order):
    assert [portfolio.place_in_portfolio(order, 77, 9, 500, by_score) for by_score in (False, True)] == [77, 77]
    assert [portfolio.place_of_line(order, 77, 5, owed, True) for owed in (False, True)] == [77, 77]


@every_row("arrived", [-40 * A_YEAR, 0, 40 * A_YEAR])
@every_row("arrived_of_new", [-40 * A_YEAR, 0, 40 * A_YEAR])
@every_row(("score", "by_score"), [(0, False), (0, True), (999, True)])
def test_of_equal_urgency_work_in_hand_then_what_is_owed_then_the_rest(arrived, arrived_of_new, score, by_score):
    """Whatever the scores."""
    in_hand = rules.place_in_line(AGREEMENTS, arrived, arrived, NEVER_SECONDS)
    new = portfolio.place_in_portfolio(AGREEMENTS, 0, arrived_of_new, score, by_score)
    other = portfolio.place_in_portfolio(AGREEMENTS, 0, -arrived_of_new, 999 - score, by_score)
    owed = portfolio.place_of_line(AGREEMENTS, new, 0, True, False)
    rest = portfolio.place_of_line(AGREEMENTS, other, 0, False, True)
    assert in_hand < owed < rest < 1 << 63
    assert in_hand < portfolio.place_of_line(SHARES, new, 0, False, False)


@every_row("arrived", [-40 * A_YEAR, 0, 40 * A_YEAR])
@every_row("arrived_of_new", [-40 * A_YEAR, 0, 40 * A_YEAR])
@every_row(("score", "by_score"), [(0, False), (0, True), (999, True)])
def test_owed_simple_interventions_go_before_all_of_the_same_urgency_but_campaigns(
    arrived, arrived_of_new, score, by_score
):
    """Those in hand first."""
    other_in_hand = rules.place_in_line(AGREEMENTS, -arrived, -arrived, NEVER_SECONDS)
    in_hand = portfolio.place_in_hand(rules.place_in_line(AGREEMENTS, arrived, arrived, NEVER_SECONDS), True, True)
    new = portfolio.place_in_portfolio(AGREEMENTS, 0, arrived_of_new, score, by_score)
    owed = portfolio.place_of_line(AGREEMENTS, new, 0, True, True)
    assert PLACE_OF_NEW_IN_CAMPAIGN < in_hand < owed < other_in_hand


@truth_table(
    "owed, simple, right",
    {
        "owed and simple": (True, True, True),
        "an investigation that is owed": (True, False, False),
        "simple, and nothing of it is owed": (False, True, False),
        "neither": (False, False, False),
    },
)
def test_what_is_taken_up_however_much_is_in_hand(owed, simple, right):
    assert portfolio.needs_no_room(owed, simple) is right
    assert (portfolio.place_in_hand(77, owed, simple) != 77) is right


def test_of_what_is_owed_and_of_the_rest_the_freshest_goes_first():
    for owed, simple in ((False, False), (False, True), (True, False), (True, True)):
        places = [portfolio.place_of_line(AGREEMENTS, -arrived, 0, owed, simple) for arrived in (9, 8, 0, -5)]
        assert places == sorted(set(places))


def test_by_parts_of_the_hours_the_turn_of_the_class_counts_and_not_the_case():
    cases = ((9, 1), (0, 2), (-9, 2), (5, 3))
    places = [portfolio.place_of_line(SHARES, place, turn, False, False) for place, turn in cases]
    assert places == sorted(places)
    assert places[1] == places[2]


# Parts of the hours


@truth_table(
    "served, finish, right",
    {
        "it waited while others were served": (50, 80, 80),
        "it gets no credit for having had no work": (80, 50, 80),
        "as far as the others": (50, 50, 50),
    },
)
def test_the_turn_of_a_class(served, finish, right):
    assert portfolio.turn_of_class(served, finish) == right


@truth_table(
    "turn, work_seconds, part_per_million, right",
    {
        "all of the hours: as long as the work": (100, 36, 1_000_000, 136),
        "half of them: twice as long": (100, 36, 500_000, 172),
        "a third, rounded down": (0, 1, 333_333, 3),
        "no work: at once": (100, 0, 500_000, 100),
        "no part: nearly for ever": (7, 3_600, 0, 7 + 3_600_000_000),
        "the longest": (7, MOST_WORK_SECONDS, 1, 7 + LONGEST_TURN),
        "no longer than that": (7, 10 * MOST_WORK_SECONDS, 0, 7 + LONGEST_TURN),
        "and no less": (7, 2_000, 1, 7 + 2_000_000_000),
    },
)
def test_the_turn_at_which_a_case_ends(turn, work_seconds, part_per_million, right):
    assert portfolio.finish_of_class(turn, work_seconds, part_per_million) == right


def test_turns_stay_whole_numbers_of_64_bits_over_a_million_cases():
    assert portfolio.place_of_line(SHARES, 0, 1_000_000 * LONGEST_TURN, False, False) < 1 << 63


def test_classes_that_always_wait_get_their_parts_of_the_hours():
    """Parts of 60, 30 and 10 %, cases of 40, 10 and 3 hours: the hours are shared so, whatever a case takes."""
    parts, work = (600_000, 300_000, 100_000), (40 * 3600, 10 * 3600, 3 * 3600)
    served, finish, hours = 0, [0, 0, 0], [0, 0, 0]
    for _ in range(20_000):
        turn, first = min((portfolio.turn_of_class(served, end), n) for n, end in enumerate(finish))
        served = turn
        finish[first] = portfolio.finish_of_class(turn, work[first], parts[first])
        hours[first] += work[first]
    shares = [of / sum(hours) for of in hours]
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.001)


def test_a_class_that_had_no_work_takes_no_revenge():
    """Two classes with half of the hours each; the second comes when the first has had a hundred cases."""
    served, finish = 0, [0, 0]
    for _ in range(100):
        served = portfolio.turn_of_class(served, finish[0])
        finish[0] = portfolio.finish_of_class(served, 3_600, 500_000)
    taken = []
    for _ in range(10):
        served, first = min((portfolio.turn_of_class(served, end), n) for n, end in enumerate(finish))
        finish[first] = portfolio.finish_of_class(served, 3_600, 500_000)
        taken.append(first)
    assert taken == [1, 0] * 5


@truth_table(
    "on_campaign, present, share, right",
    {
        "the first of one, whatever the share": (0, 1, 0.01, True),
        "a third of three is one": (1, 3, 1 / 3, False),
        "a little more than a third is two": (1, 3, 0.34, True),
        "half of four is two": (2, 4, 0.5, False),
        "half of five is three": (2, 5, 0.5, True),
        "and no more": (3, 5, 0.5, False),
        "all": (4, 5, 1.0, True),
        "nobody is there": (0, 0, 1.0, False),
        "a share that is not exact is not rounded up once more": (3, 10, 0.1 + 0.2, False),
    },
)
def test_how_many_members_work_on_cases_of_campaigns(on_campaign, present, share, right):
    assert rules.may_spare(on_campaign, present, share) == right


def test_what_was_begun_in_a_campaign_goes_before_what_is_new_in_it_and_that_before_all_else():
    """Whenever they arrived: long before the run, or at its end."""
    longest = 100 * 365 * 86_400
    begun = [place_in_campaign(arrived) for arrived in (-longest, 0, longest)]
    assert begun == sorted(begun)
    assert begun[-1] < PLACE_OF_NEW_IN_CAMPAIGN < -longest
    assert begun[0] > -(1 << 63)
