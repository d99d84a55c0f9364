"""What is taken up of the portfolio, and when: stories reckoned by hand.

All hours of all days are hours of work, a step takes a day unless it says otherwise, and all reports are of the
capital. Light cases are of the portfolio; in some stories serious ones are too.
"""

from typing import Any

import pytest

from tbkk_sim.model.event_records import Event
from tbkk_sim.settings import Settings
from tests.builders import LAB
from tests.engine.hand_made import (
    ACUTE,
    ALL_WAYS,
    COAST,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    POOL,
    SEARCH,
    SERIOUS,
    Happened,
    Member,
    Report,
    first_starts,
    hand_made,
    starts,
    what_happens,
)
from tests.model.truth import truth_table

COMES = Member(there=((1.0, 90.0),))
"""A member who comes on day 1, when all that is said to wait does."""
BOTH_CHOSEN: dict[str, Any] = {"casework.classes.serious.severe": False}
"""Serious cases are of the portfolio too."""


def agreed(per_year: float, changes: dict[str, Any] | None = None, of: str = "light", **assignment: Any) -> Settings:
    """So many light cases are agreed a year, all of the capital, and reserved before serious ones."""
    agreement = {"label": "Agreed", "classes": {of: 1.0}, "per_year": {2015: per_year}}
    rules = {"order": "agreements", "agreements_priority": 2, **assignment}
    return hand_made(
        {
            "agreements": {"agreed": agreement},
            "assignment": rules,
            "demand.unit_share": {"capital": 1.0},
            **(changes or {}),
        }
    )


def by_parts(serious: float, light: float, changes: dict[str, Any] | None = None) -> Settings:
    rules = {"order": "shares", "parts_of_hours": {"serious": serious, "light": light}}
    return hand_made({**BOTH_CHOSEN, "assignment": rules, **(changes or {})})


def waiting(case_class: int, n: int, hours: float = DAY, **values: Any) -> list[Report]:
    return [Report(0.0, [(ENRICH, hours)], case_class, **values)] * n


def days_of(events: list[Happened], *reports: int) -> list[float]:
    """When these reports are first worked on, of those that are."""
    first = first_starts(events)
    return [first[report] for report in reports if report in first]


def in_turn(events: list[Happened]) -> list[int]:
    """Reports in the order in which they are first worked on."""
    return list(first_starts(events))


# What is owed, week by week


@truth_table(
    "per_year, right",
    {
        "52 a year: one is due in each week": (52, [1, 7, 14, 21, 28, 35, 42, 49, 56]),
        "9 a year: the second is due in the sixth week": (9, [1, 35]),
        "104 a year: two a week": (104, [1, 2, 7, 8, 14, 15, 21, 22, 28, 29, 35, 36, 42, 43, 49, 50, 56, 57]),
        "none": (0, []),
    },
)
def test_what_is_owed_is_taken_up_week_by_week_before_other_work(per_year, right):
    """Serious and light cases always wait; of the latter only what is owed is taken up."""
    events = what_happens(agreed(per_year), [*waiting(SERIOUS, 80), *waiting(LIGHT, 20)], [COMES])
    assert days_of(events, *range(80, 100)) == right


def test_agreements_hold_up_no_severe_work_unless_they_are_to():
    reports = [*waiting(SERIOUS, 80), *waiting(LIGHT, 20)]
    for priority, right in ((2, [1, 7]), (4, [])):
        events = what_happens(agreed(52, agreements_priority=priority), reports, [COMES])
        assert days_of(events, *range(80, 100))[:2] == right


def test_acute_work_goes_before_all_that_is_owed():
    reports = [*waiting(ACUTE, 2), *waiting(LIGHT, 2)]
    events = what_happens(agreed(104, agreements_priority=1), reports, [COMES])
    assert in_turn(events) == [0, 1, 2, 3]


def test_what_is_taken_up_without_being_owed_counts():
    """On the first days there is nothing else to do: three are taken up, and the next is owed in the fourth week."""
    light = [Report(0.0)] * 3 + [Report(2.5)] * 9
    reports = [*light, *[Report(2.9, [(ENRICH, DAY)], SERIOUS)] * 80]
    assert days_of(what_happens(agreed(52), reports, [Member()]), *range(12))[3:] == [21, 28, 35, 42, 49, 56]


def test_what_was_in_hand_at_the_start_does_not_count():
    in_hand = Report(-1.0, taken_up=True, delay_days=(90.0,))
    events = what_happens(agreed(52), [in_hand, *waiting(SERIOUS, 80), *waiting(LIGHT, 20)], [COMES])
    assert days_of(events, *range(81, 101))[:3] == [1, 7, 14]


def test_a_new_year_owes_anew_and_forgets_what_the_old_one_still_owed():
    """From Christmas on: one is due in 2020, which has seven days left, and one in each week from New Year on.

    Who comes on day 14 catches up with what is owed in the new year.
    """
    run = {"start": "2020-12-25", "end": "2021-01-28", "replications": 1}
    reports = [*waiting(SERIOUS, 80), *waiting(LIGHT, 20)]
    for comes, right in ((1.0, [1, 7, 14, 21, 28]), (7.0, [7, 14, 21, 28]), (14.0, [14, 15, 21, 28])):
        member = Member(there=((comes, 60.0),))
        assert days_of(what_happens(agreed(52, {"run": run}), reports, [member]), *range(80, 100)) == right


def test_each_unit_owes_its_own_part():
    """Of 104 cases the coast owes half: one a week, as the capital."""
    halves = {"demand.unit_share": {"capital": 0.5, "coast": 0.5}}
    reports = [
        Report(0.0, [(ENRICH, DAY)], c, unit=unit) for c in (SERIOUS, LIGHT) for unit in (0, COAST) for _ in range(40)
    ]
    events = what_happens(agreed(104, halves), reports, [COMES, Member(COAST, there=((1.0, 90.0),))])
    assert days_of(events, *range(80, 120))[:3] == [1, 7, 14]
    assert days_of(events, *range(120, 160))[:3] == [1, 7, 14]


def test_the_part_that_is_owed_is_that_of_the_queue_in_which_the_case_waits():
    """The capital owes all; the coast takes up its light cases when it has no serious ones."""
    reports = [
        Report(0.0, [(ENRICH, DAY)], LIGHT, unit=COAST),
        *[Report(0.0, [(ENRICH, DAY)], SERIOUS, unit=COAST)] * 2,
    ]
    assert in_turn(what_happens(agreed(52), reports, [Member(COAST, there=((1.0, 90.0),))])) == [1, 2, 0]


def test_of_equal_urgency_what_is_owed_goes_before_the_rest():
    """Serious cases are of the portfolio, as urgent as the agreements, and fresher: one light case goes before them."""
    reports = [*waiting(LIGHT, 2), *[Report(0.5, [(ENRICH, DAY)], SERIOUS)] * 3]
    events = what_happens(agreed(52, BOTH_CHOSEN, agreements_priority=3), reports, [COMES])
    assert in_turn(events) == [0, 2, 3, 4, 1]


@truth_table(
    "per_year, in_hand, right",
    {
        "owed when it was taken up: its dossier goes first": (52, False, [(0, 0), (1, 0), (2, 1), (3, 2)]),
        "not owed: behind what is more urgent": (0, False, [(0, 0), (1, 1), (2, 2), (3, 0)]),
        "in hand at the start, of a class of which some are owed": (52, True, [(0, 0), (1, 0), (2, 1), (3, 2)]),
        "in hand at the start, of a class of which none is": (0, True, [(0, 0), (1, 1), (2, 2), (3, 0)]),
    },
)
def test_a_case_that_was_owed_is_finished_before_others_of_the_portfolio_are_begun(per_year, in_hand, right):
    """The more urgent serious cases are of the portfolio too, and come while the light one is enriched."""
    light = Report(-1.0 if in_hand else 0.0, [(ENRICH, DAY), (DOSSIER, DAY)], taken_up=in_hand)
    reports = [light, *[Report(0.5, [(ENRICH, DAY)], SERIOUS)] * 2]
    events = what_happens(agreed(per_year, BOTH_CHOSEN, agreements_priority=3), reports, [Member()])
    assert [(day, report) for day, report, _ in starts(events)] == right


@truth_table(
    "priority, right",
    {"before serious work: that is put down": (2, 1), "after it: the light case is put down": (4, 0)},
)
def test_what_was_owed_is_put_down_for_urgent_work_by_the_priority_of_the_agreements(priority, right):
    """A light and a serious case are in hand when an acute one comes."""
    reports = [
        Report(0.0, [(ENRICH, 9 * DAY)], LIGHT),
        Report(0.5, [(ENRICH, 9 * DAY)], SERIOUS),
        Report(1.0, case_class=ACUTE),
    ]
    events = what_happens(agreed(52, agreements_priority=priority), reports, [Member()] * 2)
    assert [f.report for f in events if f.kind == Event.INTERRUPTED] == [right]


def test_what_was_owed_is_as_urgent_as_the_agreements_whatever_it_is_found_to_be():
    """A light case that is found to be serious goes on before a serious one that came earlier."""
    light = Report(0.0, [(ENRICH, DAY), (DOSSIER, DAY)], LIGHT, upgrade_class=SERIOUS, upgrade_after=0)
    reports = [Report(-1.0, [(DOSSIER, DAY)], SERIOUS, delay_days=(0.5,)), light]
    for per_year, right in ((52, [1, 1, 0]), (0, [1, 0, 1])):
        events = what_happens(agreed(per_year, agreements_priority=2), reports, [Member()])
        assert [report for _, report, _ in starts(events)] == right


def test_what_is_left_goes_by_priority():
    reports = [*waiting(LIGHT, 3), *waiting(SERIOUS, 3)]
    assert in_turn(what_happens(agreed(0, BOTH_CHOSEN), reports, [COMES])) == [3, 4, 5, 0, 1, 2]


def test_a_case_that_was_found_to_be_worse_counts_for_what_it_was_taken_up_as():
    """Light cases turn out to be serious; the agreement on light ones is kept by taking them up."""
    light = Report(0.0, [(ENRICH, DAY)], LIGHT, upgrade_class=SERIOUS, upgrade_after=0)
    events = what_happens(agreed(52), [*waiting(SERIOUS, 80), *[light] * 20], [COMES])
    assert days_of(events, *range(80, 100))[:3] == [1, 7, 14]


def test_what_a_helper_takes_up_counts_for_the_unit_that_owes_it():
    """Nobody is at the capital; who helps from the coast takes up its light case of the week, and then serious ones."""
    helps = {"collaboration.neighbours": {"max_share": 1.0, "lends": "when_idle"}}
    helper = Member(COAST, there=((1.0, 90.0),))
    events = what_happens(agreed(52, helps), [*waiting(SERIOUS, 80), *waiting(LIGHT, 20)], [helper])
    assert days_of(events, *range(80, 100))[:3] == [1, 7, 14]


@pytest.mark.parametrize(("mode", "first"), [("by_urgency", [1, 0]), ("when_idle", [0, 1])])
def test_a_helper_takes_what_is_owed_elsewhere_by_its_urgency_of_now(mode, first):
    """The coast has a serious case; the capital owes a light one, which goes first for who helps by urgency."""
    helps = {"collaboration.neighbours": {"max_share": 1.0, "lends": mode}}
    reports = [Report(0.0, [(ENRICH, DAY)], SERIOUS, unit=COAST), Report(0.0)]
    assert in_turn(what_happens(agreed(52, helps), reports, [Member(COAST, there=((1.0, 90.0),))])) == first


@truth_table(
    "up_to_priority, right",
    {
        "up to serious work: the owed light case stays with its unit": (3, [1]),
        "up to light work": (5, [0, 1]),
    },
)
def test_what_is_owed_is_lent_by_the_priority_of_its_class(up_to_priority, right):
    """A pool that helps up to a priority passes over the first case, and takes the next that it may take."""
    lab = {**LAB, "max_share": 1.0, "up_to_priority": up_to_priority, "skills": ["enrich"]}
    settings = agreed(52, {"collaboration.pools": {"lab": lab}})
    events = what_happens(
        settings, [*waiting(LIGHT, 1), *waiting(SERIOUS, 1)], [Member(POOL, (ENRICH,), there=((1.0, 90.0),))]
    )
    assert in_turn(events) == right


@truth_table(
    "limit, right",
    {"with room it goes first": (2.0, [1, 4, 2, 3]), "without it waits, and severe work does not": (1.0, [4])},
)
def test_what_is_owed_waits_for_room_as_the_rest_does(limit, right):
    """One investigator, who has one case in hand; of three light cases one is owed in the first week."""
    in_hand = Report(-1.0, taken_up=True, delay_days=(90.0,))
    settings = agreed(52, in_hand_limit_per_investigator=limit)
    reports = [in_hand, *waiting(LIGHT, 3), *waiting(SERIOUS, 1)]
    assert in_turn(what_happens(settings, reports, [Member(there=((1.0, 4.0),))])) == right


def test_what_was_owed_in_weeks_without_room_is_made_up_when_there_is_room():
    """The case in hand ends on day 21: of what was owed since, one goes before the severe case, which came later."""
    settings = agreed(52, in_hand_limit_per_investigator=1.0)
    at_work = Report(0.0, [(ENRICH, 21 * DAY)], SERIOUS)
    reports = [at_work, *waiting(LIGHT, 3), Report(2.0, case_class=SERIOUS)]
    assert in_turn(what_happens(settings, reports, [Member()]))[:3] == [0, 1, 2]


# The freshest first


@truth_table(
    "order, right",
    {
        "by the agreements": ("agreements", [3, 2, 1, 0]),
        "by parts of the hours": ("shares", [3, 2, 1, 0]),
        "by severity: the oldest": ("by_severity", [0, 1, 2, 3]),
        "first come: the oldest": ("first_come", [0, 1, 2, 3]),
        "by deadline: what is due first": ("deadline", [0, 1, 2, 3]),
    },
)
def test_of_a_class_the_freshest_case_is_taken_up_first_where_the_order_says_so(order, right):
    """Two cases in stock and two new ones; the member comes on day 3."""
    reports = [Report(day, [(ENRICH, DAY)]) for day in (-2.0, -1.0, 1.0, 2.0)]
    settings = hand_made({"assignment": {"order": order, "parts_of_hours": {"light": 1.0}}})
    assert in_turn(what_happens(settings, reports, [Member(there=((3.0, 90.0),))])) == right


@pytest.mark.parametrize("order", ["agreements", "shares"])
def test_what_is_begun_is_gone_on_with_before_a_fresh_case_is_taken_up(order):
    """The first case has a dossier to be made on day 2; fresh cases come every day, and wait for that."""
    begun = Report(0.0, [(ENRICH, DAY), (DOSSIER, DAY)], LIGHT, delay_days=(0.0, 0.5))
    fresh = [Report(0.5 + day, [(ENRICH, DAY)], LIGHT) for day in range(4)]
    settings = hand_made({"assignment": {"order": order, "parts_of_hours": {"light": 1.0}}})
    events = what_happens(settings, [begun, *fresh], [Member()])
    assert [(day, report) for day, report, _ in starts(events)] == [(0, 0), (1, 1), (2, 0), (3, 3), (4, 4), (5, 2)]


@pytest.mark.parametrize("order", ["agreements", "shares"])
def test_severe_cases_go_oldest_first_all_the_same(order):
    serious = [Report(day, [(ENRICH, DAY)], SERIOUS) for day in (-1.0, 0.0, 0.5)]
    settings = hand_made({"assignment": {"order": order, "parts_of_hours": {"light": 1.0}}})
    assert in_turn(what_happens(settings, serious, [COMES])) == [0, 1, 2]


# Parts of the hours


@truth_table(
    "serious, light, days, right",
    {
        "three quarters in cases of three days, a quarter in cases of one": (0.75, 0.25, (3, 1), "slslslsl"),
        "half each: three of one day for one of three": (0.5, 0.5, (3, 1), "slllslll"),
        "the same in cases of equal length: two to one": (2.0, 1.0, (1, 1), "slsslssl"),
        "no part: only when nothing else waits": (1.0, 0.0, (1, 1), "ssssssss"),
        "all of it to the less urgent class": (0.0, 1.0, (1, 1), "llllllll"),
    },
)
def test_classes_take_turns_by_their_parts_of_the_hours(serious, light, days, right):
    """Both classes always wait; where both have their turn the lower report, a serious one, goes first."""
    reports = [*waiting(SERIOUS, 50, days[0] * DAY), *waiting(LIGHT, 50, days[1] * DAY)]
    events = what_happens(by_parts(serious, light), reports, [COMES])
    assert "".join("s" if report < 50 else "l" for report in in_turn(events))[:8] == right


def test_a_class_without_a_part_is_taken_up_when_nothing_else_waits():
    reports = [*waiting(SERIOUS, 2), *waiting(LIGHT, 2)]
    assert in_turn(what_happens(by_parts(0.0, 1.0), reports, [COMES])) == [2, 3, 0, 1]


def test_the_hours_are_those_of_the_treatment():
    """A light case would take four days in full, but is treated in one: two of them for a serious one of two days."""
    short = {**ALL_WAYS, "steering.treatments": {"light": {"short": 1.0}}}
    light = Report(0.0, [(ENRICH, 4 * DAY)], LIGHT, short=[(ENRICH, DAY)])
    events = what_happens(by_parts(0.5, 0.5, short), [*waiting(SERIOUS, 50, 2 * DAY), *[light] * 50], [Member()])
    assert "".join("s" if report < 50 else "l" for report in in_turn(events))[:9] == "sllsllsll"


def test_a_class_that_did_not_wait_gets_no_credit_for_it():
    """Light cases come on day 5 only: then both take turns, and light ones do not catch up."""
    reports = [*waiting(SERIOUS, 50), *[Report(4.5, [(ENRICH, DAY)], LIGHT)] * 50]
    events = what_happens(by_parts(0.5, 0.5), reports, [Member()])
    assert "".join("s" if report < 50 else "l" for report in in_turn(events))[:11] == "sssss" + "lslsls"


def test_severe_work_goes_before_all_parts():
    reports = [*waiting(SERIOUS, 3), *waiting(LIGHT, 3), *[Report(0.5, [(ENRICH, 9.0)], ACUTE)] * 2]
    events = what_happens(by_parts(0.5, 0.5), reports, [Member()])
    assert in_turn(events)[:3] == [0, 6, 7]


def test_severe_work_takes_no_turn():
    """Acute cases come between, and the classes of the portfolio go on where they were."""
    acute = [Report(day, case_class=ACUTE) for day in (1.5, 2.5, 5.5, 6.5)]
    reports = sorted(
        [*waiting(SERIOUS, 20, 3 * DAY), *waiting(LIGHT, 20), *acute], key=lambda report: report.arrived_days
    )
    events = what_happens(by_parts(0.5, 0.5), reports, [COMES])
    kinds = ["s" if report < 20 else "l" for report in in_turn(events) if report < 40]
    assert "".join(kinds)[:8] == "slllslll"


def test_each_queue_has_turns_of_its_own():
    """The coast serves light cases only until day 3, and then both; at the capital both take turns all the time."""
    reports = [
        *waiting(SERIOUS, 9),
        *waiting(LIGHT, 9),
        *[Report(0.0, [(ENRICH, DAY)], LIGHT, unit=COAST)] * 9,
        *[Report(2.5, [(ENRICH, DAY)], SERIOUS, unit=COAST)] * 9,
    ]
    events = what_happens(by_parts(0.5, 0.5), reports, [Member(), Member(COAST)])
    of_capital = [report for report in in_turn(events) if report < 18]
    of_coast = [report for report in in_turn(events) if report >= 18]
    assert of_capital[:6] == [0, 9, 1, 10, 2, 11]
    assert of_coast[:7] == [18, 19, 20, 27, 21, 28, 22]


@pytest.mark.parametrize("order", ["agreements", "shares", "by_severity"])
def test_cases_of_all_classes_are_taken_by_whoever_is_able(order):
    """The enricher may take only the light case, the searcher only the serious one."""
    settings = hand_made({**BOTH_CHOSEN, "assignment": {"order": order, "parts_of_hours": {"light": 1.0}}})
    reports = [Report(0.0, [(SEARCH, DAY)], SERIOUS), Report(0.0, [(ENRICH, DAY)], LIGHT)]
    events = what_happens(settings, reports, [Member(skills=(ENRICH,)), Member(skills=(SEARCH,))])
    assert starts(events) == [(0.0, 0, 1), (0.0, 1, 0)]
