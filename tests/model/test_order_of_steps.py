"""What goes first, and in which line a step stands."""

from itertools import product

from tbkk_sim.model import rules
from tbkk_sim.model.rules import (
    AGREEMENTS,
    AT_ANY_HOUR,
    BY_SEVERITY,
    DEADLINE,
    FIRST_COME,
    GOING_ON,
    NOT_TAKEN_UP,
    OPENS_CASE,
    PORTFOLIO,
    SHARES,
    URGENT,
    URGENT_AT_ANY_HOUR,
)
from tbkk_sim.model.seconds import NEVER_SECONDS
from tests.model.truth import truth_table
from tests.rows import every_row

A_YEAR = 366 * 86_400


@truth_table(
    "order, priority, right",
    {
        "by severity the most urgent class is 1": (BY_SEVERITY, 1, 1),
        "by severity the least urgent class is 99": (BY_SEVERITY, 99, 99),
        "agreements: by priority": (AGREEMENTS, 5, 5),
        "shares: by priority": (SHARES, 5, 5),
        "first come: all classes are alike": (FIRST_COME, 1, 0),
        "first come: the least urgent too": (FIRST_COME, 99, 0),
        "deadline: all classes are alike": (DEADLINE, 1, 0),
        "deadline: the least urgent too": (DEADLINE, 99, 0),
    },
)
def test_urgency_is_the_priority_where_severity_counts(order, priority, right):
    assert rules.urgency(order, priority) == right


@truth_table(
    "order, counts_from, norm_seconds, right",
    {
        "by severity the norm does not count": (BY_SEVERITY, 10, 14, 10),
        "first come: the norm does not count": (FIRST_COME, 10, 14, 10),
        "agreements: the norm does not count": (AGREEMENTS, 10, 14, 10),
        "shares: the norm does not count": (SHARES, 10, 14, 10),
        "deadline: the norm after arrival": (DEADLINE, 10, 14, 24),
        "deadline of stock is counted from before the start": (DEADLINE, -20, 14, -6),
        "deadline on arrival": (DEADLINE, 10, 0, 10),
        "no norm: never": (DEADLINE, 10, NEVER_SECONDS, NEVER_SECONDS),
        "no norm, in stock: never, and not before others without one": (DEADLINE, -20, NEVER_SECONDS, NEVER_SECONDS),
        "no norm, by severity: by arrival": (BY_SEVERITY, 10, NEVER_SECONDS, 10),
        "no norm, first come: by arrival": (FIRST_COME, 10, NEVER_SECONDS, 10),
        "the longest norm is a deadline": (DEADLINE, 10, NEVER_SECONDS - 1, NEVER_SECONDS + 9),
    },
)
def test_place_in_line_is_arrival_or_deadline(order, counts_from, norm_seconds, right):
    assert rules.place_in_line(order, counts_from, counts_from, norm_seconds) == right


@truth_table(
    "order, right",
    {
        "by severity: from the report that raised it": (BY_SEVERITY, 50),
        "agreements: likewise": (AGREEMENTS, 50),
        "shares: likewise": (SHARES, 50),
        "deadline: the norm after that report": (DEADLINE, 64),
        "first come knows no classes: from its first report": (FIRST_COME, 10),
    },
)
def test_a_case_that_a_report_of_second_50_raised_counts_from_there(order, right):
    """Its first report came on second 10; its norm is 14 seconds."""
    assert rules.place_in_line(order, 10, 50, 14) == right


@every_row("arrived", [-40 * A_YEAR, 0, 40 * A_YEAR])
def test_what_has_a_deadline_goes_before_what_has_none(arrived):
    due = rules.place_in_line(DEADLINE, arrived, arrived, 100 * A_YEAR)
    assert rules.goes_before(0, due, 9, 0, rules.place_in_line(DEADLINE, -arrived, -arrived, NEVER_SECONDS), 0)


def test_without_a_deadline_the_lower_report_goes_first_whenever_it_arrived():
    first, second = (rules.place_in_line(DEADLINE, arrived, arrived, NEVER_SECONDS) for arrived in (5, 4))
    assert rules.goes_before(0, first, 7, 0, second, 8)
    assert not rules.goes_before(0, second, 8, 0, first, 7)


@every_row("order", [BY_SEVERITY, FIRST_COME, DEADLINE, AGREEMENTS, SHARES])
@every_row("arrived", [-20, 0, 1, 1234])
def test_the_norm_of_a_class_is_added_to_the_arrival(order, arrived):
    assert rules.place_in_line(order, arrived, arrived, 42) == arrived + rules.place_in_line(order, 0, 0, 42)


@truth_table(
    "a, b, right",
    {
        "the more urgent goes first though it came later": ((1, 9, 9), (2, 0, 0), True),
        "the less urgent waits though it came earlier": ((2, 0, 0), (1, 9, 9), False),
        "as urgent: the earlier in line": ((1, 0, 9), (1, 1, 0), True),
        "as urgent: the later in line waits": ((1, 1, 0), (1, 0, 9), False),
        "alike: the lower report": ((1, 0, 7), (1, 0, 8), True),
        "alike: the higher report waits": ((1, 0, 8), (1, 0, 7), False),
        "nothing goes before itself": ((1, 0, 7), (1, 0, 7), False),
        "both without a deadline: the lower report": ((0, NEVER_SECONDS, 7), (0, NEVER_SECONDS, 8), True),
        "a deadline goes before none": ((0, NEVER_SECONDS - 1, 8), (0, NEVER_SECONDS, 7), True),
    },
)
def test_who_goes_before_whom(a, b, right):
    assert rules.goes_before(*a, *b) is right


def test_places_compare_as_tuples_do():
    """The readable engine leaves the order to tuples, the compiled one asks the rule."""
    places = list(product((1, 2), (-3, 0, 1, NEVER_SECONDS), (7, 8)))
    for a, b in product(places, places):
        assert rules.goes_before(*a, *b) == (a < b)


LINES = {
    # in triage, preempts, at any hour, taken up, severe, opens a case; ? is either
    "?11???": URGENT_AT_ANY_HOUR,
    "?10???": URGENT,
    "?01???": AT_ANY_HOUR,
    "100???": GOING_ON,
    "0001?0": GOING_ON,
    "0001?1": OPENS_CASE,
    "00001?": NOT_TAKEN_UP,
    "00000?": PORTFOLIO,
}


@every_row("step", list(product((False, True), repeat=6)), ids=lambda step: "".join("01"[b] for b in step))
def test_the_line_that_a_step_stands_in(step):
    fitting = [
        line
        for pattern, line in LINES.items()
        if all(want in ("?", "01"[has]) for want, has in zip(pattern, step, strict=True))
    ]
    assert len(fitting) == 1, "the table says it once"
    for case_class in (1, 3):
        own_line = case_class if fitting[0] == PORTFOLIO else 0
        assert rules.line_of(*step, case_class) == fitting[0] + own_line


@truth_table(
    "line, is_urgent, keeps_office_hours, opens_if_owner, opens_if_not, is_of_portfolio",
    {
        "urgent at any hour": (URGENT_AT_ANY_HOUR, True, False, False, False, False),
        "urgent in office hours": (URGENT, True, True, False, False, False),
        "at any hour, not urgent": (AT_ANY_HOUR, False, False, False, False, False),
        "going on": (GOING_ON, False, True, False, False, False),
        "going on without an investigator": (OPENS_CASE, False, True, True, True, False),
        "not taken up, severe": (NOT_TAKEN_UP, False, True, True, False, False),
        "not taken up, the first class of the portfolio": (PORTFOLIO, False, True, True, False, True),
        "not taken up, another one": (PORTFOLIO + 3, False, True, True, False, True),
    },
)
def test_what_holds_for_all_steps_of_a_line(
    line, is_urgent, keeps_office_hours, opens_if_owner, opens_if_not, is_of_portfolio
):
    assert rules.is_urgent(line) is is_urgent
    assert rules.keeps_office_hours(line) is keeps_office_hours
    assert rules.opens_case(line, True) is opens_if_owner
    assert rules.opens_case(line, False) is opens_if_not
    assert rules.is_of_portfolio(line) is is_of_portfolio


def test_lines_are_numbered_from_the_most_urgent_without_a_gap():
    lines = [URGENT_AT_ANY_HOUR, URGENT, AT_ANY_HOUR, GOING_ON, OPENS_CASE, NOT_TAKEN_UP, PORTFOLIO]
    assert lines == list(range(7))


def test_nobody_is_no_number_of_anybody():
    assert rules.NOBODY < 0
