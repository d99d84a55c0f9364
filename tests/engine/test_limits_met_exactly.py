"""Each limit is met exactly in a small world, so that a rule called with wrong numbers is noticed.

Told by the engine that is quick to start; that the other tells the same is tested elsewhere. All hours are hours of
work, a step takes a day unless it says otherwise, and the capital judges.
"""

from functools import partial
from typing import Any

import pytest

from tbkk_sim.model.event_records import End, Event
from tests.builders import LAB
from tests.engine.hand_made import (
    A_SECOND,
    ACUTE,
    CAPITAL,
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
    classes_told,
    ends,
    first_starts,
    hand_made,
    moment,
    neighbours,
    starts,
    what_happens,
)
from tests.model.truth import truth_table

told = partial(what_happens, engines=("simpy",))
SOON_PUT_AWAY = [(ENRICH, 1.0), (DOSSIER, DAY)]
"""An hour's work; then the case stays in hand, waiting for what comes from outside."""
FOR_LONG = (0.0, 99.0)


def begun(events: list[Happened]) -> list[int]:
    """Reports on which work began, in the order in which it did."""
    return list(first_starts(events))


# Room, caseload, reserve


@truth_table(
    "limit_per_member, members, in_hand, right",
    {
        "one for one member: none in hand": (1.0, 1, 0, 1),
        "one for one member: exactly one in hand": (1.0, 1, 1, 0),
        "three for two members: none in hand": (1.5, 2, 0, 3),
        "three for two members: two in hand": (1.5, 2, 2, 1),
        "three for two members: exactly three in hand": (1.5, 2, 3, 0),
        "three and a half for two members: three in hand": (1.75, 2, 3, 1),
        "below one for one member: none in hand": (0.5, 1, 0, 1),
        "below one for one member: one in hand": (0.5, 1, 1, 0),
    },
)
def test_cases_of_the_portfolio_are_taken_up_until_the_limit_in_hand_is_met(limit_per_member, members, in_hand, right):
    settings = hand_made({"assignment.in_hand_limit_per_investigator": limit_per_member})
    there = [Report(-1.0, taken_up=True, delay_days=(99.0,))] * in_hand
    events = told(settings, [*there, *[Report(1.0, SOON_PUT_AWAY, delay_days=FOR_LONG)] * 5], [Member()] * members)
    assert len(begun(events)) == right


def test_the_limit_in_hand_is_of_those_present_and_of_the_unit():
    """Two at the capital, of whom one is away, and one at the coast: one case in hand at each."""
    settings = hand_made({"assignment.in_hand_limit_per_investigator": 1.0})
    cases = [Report(1.0, SOON_PUT_AWAY, delay_days=FOR_LONG, unit=unit) for unit in (CAPITAL, COAST)] * 3
    events = told(settings, cases, [Member(), Member(there=((20.0, 30.0),)), Member(COAST)])
    assert begun(events) == [0, 1, 2]
    assert first_starts(events)[2] == 20.0


@pytest.mark.parametrize(("limit", "right"), [(1, 1), (2, 2), (3, 3), (None, 5)])
def test_an_investigator_opens_exactly_as_many_cases_as_the_limit(limit, right):
    settings = hand_made({"assignment.caseload_limit": limit} if limit else {})
    cases = [Report(0.0, [(SEARCH, 1.0), (DOSSIER, DAY)], SERIOUS, delay_days=FOR_LONG)] * 5
    assert len(begun(told(settings, cases, [Member()]))) == right


def test_urgent_cases_count_but_are_not_counted_out():
    """Two acute ones on top of a limit of one; the serious one then waits."""
    settings = hand_made({"assignment.caseload_limit": 1})
    acute = [Report(0.0, [(SEARCH, 1.0), (DOSSIER, DAY)], ACUTE, delay_days=FOR_LONG)] * 2
    assert begun(told(settings, [*acute, Report(1.0, [(SEARCH, 1.0)], SERIOUS)], [Member()])) == [0, 1]
    assert begun(told(settings, [*acute, Report(1.0, [(ENRICH, 1.0)], SERIOUS)], [Member()])) == [0, 1, 2]


@pytest.mark.parametrize(("reserve", "right"), [(0, 3), (1, 2), (2, 1), (3, 0)])
def test_ordinary_work_leaves_exactly_the_reserve_and_urgent_work_uses_it(reserve, right):
    settings = hand_made({"assignment.reserve_members": {"capital": reserve}})
    cases = [Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS)] * 5
    at_work = len(begun(told(settings, cases, [Member()] * 3)))
    assert at_work == right, f"reserve {reserve} of 3 members: {at_work} at ordinary work, expected {right}"
    acute = [Report(1.0, [(ENRICH, 90 * DAY)], ACUTE)] * reserve
    events = told(settings, [*cases, *acute], [Member()] * 3)
    urgent = len(begun(events)) - right
    assert urgent == reserve, f"reserve {reserve} of 3 members: {urgent} at acute work, expected {reserve}"
    assert Event.INTERRUPTED not in {event.kind for event in events}, "acute work interrupts though the reserve is free"


# Lending


@truth_table(
    "max_share, members, right",
    {
        "a quarter of 5 is 2, rounded up": (0.25, 5, 2),
        "a quarter of 4 is 1": (0.25, 4, 1),
        "a quarter of 1 is 1, rounded up": (0.25, 1, 1),
        "half of 5 is 3, rounded up": (0.5, 5, 3),
        "all of 5": (1.0, 5, 5),
        "none": (0.0, 5, 0),
    },
)
def test_a_unit_lends_exactly_its_share_of_those_present_rounded_up(max_share, members, right):
    away = Member(there=((40.0, 50.0),))
    cases = [Report(1.0, [(ENRICH, 90 * DAY)], SERIOUS, unit=COAST)] * 9
    events = told(hand_made(neighbours(max_share=max_share)), cases, [Member()] * members + [away] * 4)
    assert len([start for start in starts(events) if start[0] < 40.0]) == right


@pytest.mark.parametrize(("max_share", "right"), [(0.25, 2), (0.4, 2), (0.41, 3), (1.0, 5)])
def test_a_pool_lends_exactly_its_share_rounded_up(max_share, right):
    lab = {**LAB, "members": 5, "max_share": max_share, "skills": ["search"]}
    cases = [Report(1.0, [(SEARCH, 90 * DAY)], SERIOUS)] * 9
    pool = [Member(POOL, (SEARCH,))] * 5
    events = told(hand_made({"collaboration.pools": {"lab": lab}}), cases, pool)
    assert len([start for start in starts(events) if start[0] < 30.0]) == right


@truth_table(
    "members, waiting, right",
    {
        "two wait for one member: exactly met": (1, 2, 0),
        "three wait for one member: one is taken": (1, 3, 1),
        "five wait for one member: three are taken": (1, 5, 3),
        "four wait for two members: exactly met": (2, 4, 0),
        "five wait for two members: one is taken": (2, 5, 1),
        "two wait and nobody is there: exactly met": (0, 2, 0),
        "three wait and nobody is there: one is taken": (0, 3, 1),
    },
)
def test_help_is_given_exactly_above_two_waiting_steps_a_member(members, waiting, right):
    busy = [Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS, unit=COAST)] * members
    cases = [Report(1.0, [(SEARCH, 90 * DAY)], SERIOUS, unit=COAST)] * waiting
    settings = hand_made(neighbours(above_waiting_per_member=2.0))
    events = told(settings, [*busy, *cases], [Member(COAST, (ENRICH,))] * members + [Member(CAPITAL, (SEARCH,))] * 9)
    assert len(begun(events)) == members + right


@pytest.mark.parametrize(("waiting_at_home", "right"), [(1, 1), (2, 0), (3, 0)])
def test_help_is_given_only_where_more_waits_than_at_home(waiting_at_home, right):
    """Two wait for one member at the coast; at home so many, for one who is able to do nothing of it."""
    away = [Report(1.0, [(SEARCH, 90 * DAY)], SERIOUS, unit=COAST)] * 2
    at_home = [Report(0.0, [(DOSSIER, DAY)], SERIOUS)] * waiting_at_home
    events = told(
        hand_made(neighbours(only_if_busier=True)), [*at_home, *away], [Member(COAST, ()), Member(skills=(SEARCH,))]
    )
    assert len(begun(events)) == right


@pytest.mark.parametrize(("least", "right"), [(2, []), (3, [0]), (5, [0, 1])])
def test_a_pool_helps_up_to_its_least_urgent_priority_and_with_that_one_too(least, right):
    lab = {**LAB, "max_share": 1.0, "up_to_priority": least}
    cases = [Report(0.0, [(SEARCH, DAY)], SERIOUS), Report(0.0, [(SEARCH, DAY)], LIGHT)]
    settings = hand_made({"collaboration.pools": {"lab": lab}})
    assert begun(told(settings, cases, [Member(POOL, (SEARCH,))])) == right


# Who is offered a step, and who looks again


HILLS = 2
THREE: dict[str, Any] = {
    "staffing.units": {name: {"label": name, "posts": 3} for name in ("capital", "coast", "hills")},
    "demand.unit_share": {"capital": 1.0},
}
HELPED_BY_ALL = {**THREE, "collaboration.pools": {"lab": {**LAB, "max_share": 1.0}}, **neighbours()}
LAB_OF_THREE = 3


@truth_table(
    "free, right",
    {
        "of the own team first, though a helper is free longer": (((CAPITAL, 0.0), (COAST, 1.0)), 1),
        "the longest free first": (((COAST, 2.0), (COAST, 1.0)), 1),
        "as long: the lower number": (((COAST, 1.0), (COAST, 1.0)), 0),
        "of helpers, the unit that comes first": (((HILLS, 0.0), (CAPITAL, 1.0)), 1),
        "of helpers, a unit before a pool": (((LAB_OF_THREE, 0.0), (HILLS, 1.0)), 1),
        "a pool if nobody else": (((LAB_OF_THREE, 0.0),), 0),
    },
)
def test_who_is_offered_a_search_of_the_coast(free, right):
    members = [Member(team, (SEARCH,), there=((since, 90.0),)) for team, since in free]
    events = told(hand_made(HELPED_BY_ALL), [Report(5.0, [(SEARCH, DAY)], SERIOUS, unit=COAST)], members)
    assert starts(events) == [(5.0, 0, right)]


@truth_table(
    "free, right",
    {
        "of the own unit first, though another is free longer": (((CAPITAL, 0.0), (COAST, 1.0)), 1),
        "then of the unit that comes first, though another is free longer": (((HILLS, 0.0), (CAPITAL, 1.0)), 1),
    },
)
def test_who_is_offered_a_search_of_the_coast_in_one_queue(free, right):
    members = [Member(team, (SEARCH,), there=((since, 90.0),)) for team, since in free]
    settings = hand_made({**THREE, "collaboration.one_queue": True})
    events = told(settings, [Report(5.0, [(SEARCH, DAY)], SERIOUS, unit=COAST)], members)
    assert starts(events) == [(5.0, 0, right)]


def test_teams_look_again_in_the_order_of_their_numbers():
    """Room comes at the coast on day 5: its own member may take the case, but the capital's looks before."""
    settings = hand_made({"assignment.in_hand_limit_per_investigator": 2.0, **neighbours()})
    reports = [Report(0.0, [(SEARCH, 5 * DAY)], SERIOUS, unit=COAST), *[Report(1.0, unit=COAST)] * 2]
    members = [Member(COAST, (SEARCH,)), Member(COAST, (ENRICH,)), Member(CAPITAL, (ENRICH,))]
    in_hand = Report(-1.0, taken_up=True, delay_days=(99.0,), unit=COAST)
    events = told(settings, [in_hand, *reports], members)
    assert starts(events)[:2] == [(0.0, 1, 0), (5.0, 2, 2)]


def test_of_a_team_the_longest_free_looks_first():
    """The reserve of one is complete when the searcher is done on day 5; of the two others the second came first."""
    settings = hand_made({"assignment.reserve_members": {"capital": 2}})
    reports = [Report(0.5, [(SEARCH, 5 * DAY)], ACUTE), Report(2.0)]
    enriches = partial(Member, skills=(ENRICH,))
    members = [Member(skills=(SEARCH,)), enriches(there=((1.0, 90.0),)), enriches(there=((0.0, 90.0),))]
    assert starts(told(settings, reports, members))[1:] == [(5.5, 1, 2)]


# The steps of a case


@truth_table(
    "hours, right",
    {
        "all steps": ([DAY, DAY, DAY], [0, 1, 2]),
        "not the first, which has no hours": ([0.0, DAY, DAY], [1, 2]),
        "not the second": ([DAY, 0.0, DAY], [0, 2]),
        "not the last": ([DAY, DAY, 0.0], [0, 1]),
        "the last only": ([0.0, 0.0, DAY], [2]),
        "a step of a second counts": ([DAY, 1 / 3600, DAY], [0, 1, 2]),
        "a step of less than half a second is none": ([DAY, 0.499 / 3600, DAY], [0, 2]),
        "an hour divided by a thousand billion is none": ([DAY, 1e-13, DAY], [0, 2]),
        "none": ([0.0, 0.0, 0.0], []),
    },
)
def test_a_case_goes_to_its_next_step_with_hours(hours, right):
    case = Report(0.0, list(zip((ENRICH, SEARCH, DOSSIER), hours, strict=True)), SERIOUS)
    events = told(hand_made(), [case], [Member()])
    assert [event.step for event in events if event.kind == Event.STARTED] == right
    assert ends(events)[0] == (moment(sum(hours) / DAY), End.NO_OFFENCE)


@truth_table(
    "hours, upgraded_hours, after, told_days, right",
    {
        "at the set step; then by what the case is now": ([DAY, DAY, 0.0], [DAY, DAY, DAY], 1, 2.0, [0, 1, 2]),
        "and no longer by what it was": ([DAY, DAY, DAY], [DAY, DAY, 0.0], 1, 2.0, [0, 1]),
        "at the first step": ([DAY, 0.0, DAY], [DAY, DAY, DAY], 0, 1.0, [0, 1, 2]),
        "the set step has no hours: after the next": ([DAY, 0.0, DAY], [DAY, DAY, DAY], 1, 2.0, [0, 2]),
        "no hours are left after the set step": ([DAY, DAY, 0.0], [DAY, DAY, 0.0], 2, 2.0, [0, 1]),
    },
)
def test_the_steps_of_a_case_that_turns_out_worse(hours, upgraded_hours, after, told_days, right):
    steps = list(zip((ENRICH, SEARCH, DOSSIER), hours, strict=True))
    case = Report(0.0, steps, SERIOUS, upgraded_hours=upgraded_hours, upgrade_class=ACUTE, upgrade_after=after)
    events = told(hand_made(), [case], [Member()])
    assert [event.step for event in events if event.kind == Event.STARTED] == right
    assert classes_told(events, 0) == [(told_days, ACUTE)]


# Expiry at the very moment


@truth_table(
    "expires_days, right",
    {
        "a second before anybody is free": (moment(3.0 - A_SECOND), (moment(3.0 - A_SECOND), End.EXPIRED)),
        "at the very moment at which somebody comes free, who goes first": (3.0, (4.0, End.NO_OFFENCE)),
        "a second after": (3.0 + A_SECOND, (4.0, End.NO_OFFENCE)),
        "while it is worked on": (3.5, (4.0, End.NO_OFFENCE)),
    },
)
def test_a_case_expires_unless_it_is_taken_up_by_then(expires_days, right):
    busy = Report(0.0, [(ENRICH, 3 * DAY)], SERIOUS)
    events = told(hand_made(), [busy, Report(1.0, expires_days=expires_days)], [Member()])
    assert ends(events)[1] == right


SERIOUS_CASES_STAY = {"casework.classes.serious.expires": None}


@truth_table(
    "case, right",
    {
        "seen as what it is, which is never let go": ({"case_class": SERIOUS}, None),
        "taken for light, and let go like that": ({"case_class": SERIOUS, "triaged_class": LIGHT}, 3.0),
        "taken for light, and found in time": (
            {"case_class": SERIOUS, "triaged_class": LIGHT, "found_days": 2.0},
            None,
        ),
        "taken for serious, which is never let go": ({"case_class": LIGHT, "triaged_class": SERIOUS}, None),
    },
)
def test_a_case_is_let_go_by_the_class_that_it_is_seen_as(case, right):
    report = Report(1.0, expires_days=3.0, **case)
    settings = hand_made(SERIOUS_CASES_STAY)
    end = ends(told(settings, [report], [Member(there=((0.0, 0.5),))])).get(0)
    assert end == (None if right is None else (right, End.EXPIRED))


def test_a_case_is_taken_up_by_who_comes_at_the_very_moment_at_which_it_would_expire():
    events = told(hand_made(), [Report(1.0, expires_days=3.0)], [Member(there=((3.0, 90.0),))])
    assert ends(events)[0] == (4.0, End.NO_OFFENCE)


@truth_table(
    "expires_days, right",
    {
        "a second before it is judged": (2.0 - A_SECOND, (2.0, End.EXPIRED)),
        "at the very moment": (2.0, (2.0, End.EXPIRED)),
        "a second after": (2.0 + A_SECOND, (3.0, End.NO_OFFENCE)),
    },
)
def test_a_case_that_has_expired_when_it_is_triaged_is_none(expires_days, right):
    report = Report(0.0, by_hand=True, triage_hours=2 * DAY, expires_days=expires_days)
    assert ends(told(hand_made(), [report], [Member()]))[0] == right
