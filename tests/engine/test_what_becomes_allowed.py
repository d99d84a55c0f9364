"""Who is free takes up at once what becomes allowed: through a lending, with room, a reserve, a case less.

Whoever judges reports is lent as soon as none waits.
"""

from typing import Any

import pytest

from tbkk_sim.config.compose import load_settings
from tbkk_sim.runs.replication import simulate as simulate_settings
from tests.builders import LAB
from tests.engine.hand_made import (
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
    TRIAGE,
    Member,
    Report,
    first_starts,
    hand_made,
    neighbours,
    starts,
    what_happens,
)
from tests.model.truth import truth_table

LIMIT_IN_HAND: dict[str, Any] = {"assignment.in_hand_limit_per_investigator": 1.0}
ONLY_DOSSIERS = (DOSSIER,)


def lab(**rule: Any) -> dict[str, Any]:
    return {"collaboration.pools": {"lab": {**LAB, "max_share": 1.0, "skills": ["enrich"], **rule}}}


def national(**rule: Any) -> dict[str, Any]:
    """The capital, which judges, helps the coast."""
    return {"collaboration.national_helps": {"max_share": 1.0, "lends": "before_own_work", **rule}}


@pytest.mark.parametrize("order", ["first_come", "by_severity", "deadline", "agreements", "shares"])
def test_a_case_without_room_does_not_stand_in_the_way_of_one_that_needs_none(order):
    """The light case is first in line, or due first; it is of the portfolio, and there is no room for it."""
    in_hand = Report(-1.0, taken_up=True, delay_days=(90.0,))
    norms = {"casework.classes.light.norm_days": 1, "casework.classes.light.priority": 2}
    settings = hand_made(
        {**LIMIT_IN_HAND, **norms, "assignment.order": order, "assignment.parts_of_hours": {"light": 1}}
    )
    at_hand = Report(0.0, [(ENRICH, 5 * DAY)], ACUTE)
    events = what_happens(settings, [in_hand, at_hand, Report(1.0), Report(2.0, case_class=SERIOUS)], [Member()])
    assert first_starts(events) == {1: 0.0, 3: 5.0}


@pytest.mark.slow
def test_oldest_first_takes_up_most_cases_of_producers_in_their_turn():
    """A line of light cases without room once hid them: then 7 % were taken up in the first year.

    Of all that were reported; most others wait for their turn to be assessed.
    """
    figures = simulate_settings(load_settings(["+scenario=first_come", "run.end=2021-12-31"])).key_figures
    of_producers = figures[(figures.priority_class == "producer") & (figures.team == "all") & (figures.period == "all")]
    value = of_producers.set_index("key_figure").value
    assert 0.5 < value["share_begun"] < 0.9
    assert value["assessment_backlog_end"] > value["backlog_end"]


def test_a_lending_opens_when_more_waits_at_the_borrower():
    """Help above two waiting steps a member: with the third the helper takes the first, whatever it asks for."""
    settings = hand_made(neighbours(above_waiting_per_member=2.0))
    at_work = Report(0.0, [(ENRICH, 90 * DAY)], unit=COAST)
    waiting = [Report(1.0, [(ENRICH, DAY)], unit=COAST), Report(2.0, [(DOSSIER, DAY)], unit=COAST)]
    events = what_happens(
        settings, [at_work, *waiting, Report(3.0, [(SEARCH, DAY)], unit=COAST)], [Member(COAST), Member(CAPITAL)]
    )
    assert starts(events)[1:] == [(3.0, 1, 1)]  # then two wait, which is not above two


def test_a_lending_opens_when_a_member_of_the_borrower_goes():
    """Help above three waiting steps a member: four wait, for two members and then for one."""
    settings = hand_made(neighbours(above_waiting_per_member=3.0))
    busy = Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS, unit=COAST)
    waiting = [Report(1.0, unit=COAST), *[Report(2.0, [(DOSSIER, DAY)], unit=COAST)] * 3]
    members = [Member(COAST, (ENRICH,)), Member(COAST, (SEARCH,), there=((0.0, 5.0),)), Member(skills=ONLY_DOSSIERS)]
    events = what_happens(settings, [busy, *waiting], members)
    assert starts(events)[1:] == [(5.0, 2, 2)]


def test_who_only_goes_on_at_another_rate_was_not_away():
    """The lending would open if the coast had a member less for a moment."""
    settings = hand_made(neighbours(above_waiting_per_member=4.0))
    busy = [Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS, unit=COAST)] * 2
    waiting = [Report(1.0, unit=COAST)] * 4
    at_half_rate = Member(COAST, there=((0.0, 5.0), (5.0, 90.0)), rates=(1.0, 0.5))
    events = what_happens(settings, [*busy, *waiting], [Member(COAST), at_half_rate, Member(CAPITAL)])
    assert starts(events) == [(0.0, 0, 0), (0.0, 1, 1), (5.0, 1, 1)]


def test_a_lending_opens_when_less_waits_at_home():
    """Only if busier: one waits for one member here and there. The helper is not able to do what waits at home."""
    settings = hand_made(neighbours(only_if_busier=True))
    reports = [
        Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS, unit=COAST),
        Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS, unit=CAPITAL),
        Report(1.0, expires_days=6.0, unit=CAPITAL),
        Report(1.0, expires_days=7.0, unit=CAPITAL),
        Report(2.0, [(DOSSIER, DAY)], unit=COAST),
    ]
    members = [Member(COAST), Member(CAPITAL), Member(CAPITAL, ONLY_DOSSIERS)]
    events = what_happens(settings, reports, members)
    assert (6.0, 4, 2) in starts(events)


def test_a_lending_opens_when_a_colleague_at_home_comes():
    settings = hand_made(neighbours(only_if_busier=True))
    reports = [
        Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS, unit=COAST),
        Report(1.0, [(SEARCH, DAY)], unit=CAPITAL),
        Report(2.0, [(DOSSIER, DAY)], unit=COAST),
    ]
    members = [Member(COAST), Member(CAPITAL, ONLY_DOSSIERS), Member(CAPITAL, (ENRICH,), there=((5.0, 60.0),))]
    assert (5.0, 2, 1) in starts(what_happens(settings, reports, members))


def test_a_lending_opens_when_somebody_who_was_lent_comes_back():
    """One of two may be lent: when the one who searches is back, the one who makes dossiers may go."""
    settings = hand_made(neighbours(max_share=0.5))
    reports = [
        Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS, unit=COAST),
        Report(1.0, [(SEARCH, 4 * DAY)], unit=COAST),
        Report(2.0, [(DOSSIER, DAY)], unit=COAST),
        Report(3.0, [(SEARCH, 9 * DAY)], SERIOUS, unit=CAPITAL),
    ]
    members = [Member(COAST, (ENRICH,)), Member(CAPITAL, (SEARCH,)), Member(CAPITAL, ONLY_DOSSIERS)]
    events = what_happens(settings, reports, members)
    assert starts(events)[1:] == [(1.0, 1, 1), (5.0, 3, 1), (5.0, 2, 2)]


def test_whoever_gets_an_offer_takes_what_goes_first():
    """The search opens the lending; the enrichment that waits longer goes first for the helper who gets the offer."""
    settings = hand_made(neighbours(above_waiting_per_member=1.0))
    reports = [
        Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS, unit=COAST),
        Report(1.0, unit=COAST),
        Report(2.0, [(SEARCH, DAY)], unit=COAST),
    ]
    events = what_happens(settings, reports, [Member(COAST), Member(CAPITAL)])
    assert starts(events)[1:] == [(2.0, 1, 1)]


ENRICHES = {"a member": Member(CAPITAL, (ENRICH,)), "a helper": Member(POOL, (ENRICH,))}


@pytest.mark.parametrize("who", ENRICHES)
def test_room_that_a_case_in_hand_leaves_is_used_at_once(who):
    """One case in hand for the one who investigates; who is there besides makes no room."""
    others = [Member(skills=(SEARCH,)), Member(COAST, ONLY_DOSSIERS)]
    reports = [Report(0.0, [(SEARCH, 5 * DAY)], SERIOUS), Report(1.0)]
    events = what_happens(hand_made({**LIMIT_IN_HAND, **lab()}), reports, [*others, ENRICHES[who]])
    assert starts(events)[1:] == [(5.0, 1, 2)]


@pytest.mark.parametrize("who", ENRICHES)
def test_room_that_comes_with_a_member_is_used_at_once(who):
    """One case in hand for the one who investigates; another comes, who is not able to do what waits."""
    comes = Member(skills=(SEARCH,), there=((5.0, 60.0),))
    in_hand = Report(-1.0, taken_up=True, delay_days=(90.0,))
    members = [Member(skills=(SEARCH,)), ENRICHES[who], comes]
    events = what_happens(hand_made({**LIMIT_IN_HAND, **lab()}), [in_hand, Report(1.0)], members)
    assert starts(events) == [(5.0, 1, 1)]


@truth_table(
    "skills, right",
    {
        "who investigates too": ((SEARCH,), [(1.0, 1, 0)]),
        "who investigates and does more": ((SEARCH, DOSSIER), [(1.0, 1, 0)]),
        "who does not": (ONLY_DOSSIERS, []),
    },
)
def test_room_goes_by_those_who_investigate(skills, right):
    """One case in hand for each investigator, one of whom has one in hand; the other member is or is not another."""
    in_hand = Report(-1.0, taken_up=True, delay_days=(90.0,))
    settings = hand_made(LIMIT_IN_HAND)
    assert starts(what_happens(settings, [in_hand, Report(1.0)], [Member(), Member(skills=skills)])) == right


@truth_table(
    "there, right",
    {
        "at work": (((0.0, 60.0),), [(3.0, 1, 2)]),
        "on leave": (((0.0, 2.0), (6.0, 60.0)), [(3.0, 1, 2)]),
        "gone for good": (((0.0, 2.0),), []),
        "not there yet": (((6.0, 60.0),), [(6.0, 1, 2)]),
    },
)
def test_an_investigator_makes_room_from_the_first_day_to_the_last_at_work_or_not(there, right):
    """One case in hand for each investigator, one of whom has one; somebody else could begin the case that comes."""
    in_hand = Report(-1.0, taken_up=True, delay_days=(90.0,))
    members = [Member(skills=(SEARCH,)), Member(skills=(SEARCH,), there=there), Member(skills=(ENRICH,))]
    assert starts(what_happens(hand_made(LIMIT_IN_HAND), [in_hand, Report(3.0)], members)) == right


@pytest.mark.parametrize("present", [1, 2])
def test_where_no_step_owns_a_case_room_goes_by_all_members(present):
    """Two cases in hand for each who is there, less one: there is room for one of the two that come."""
    nobody = {"casework.steps.search.owns_case": False, "assignment.in_hand_limit_per_investigator": 2.0}
    in_hand = [Report(-1.0, taken_up=True, delay_days=(90.0,))] * (2 * present - 1)
    come = [Report(1.0, [(ENRICH, 90 * DAY)])] * 2
    events = what_happens(hand_made(nobody), [*in_hand, *come], [Member(skills=(ENRICH,))] * present)
    assert starts(events) == [(1.0, len(in_hand), 0)]


def test_who_comes_free_completes_the_reserve():
    """One of two is kept free. When the searcher is done, one may go: only the other is able to enrich."""
    settings = hand_made({"assignment.reserve_members": {"capital": 1}})
    reports = [Report(0.0, [(SEARCH, 5 * DAY)], ACUTE), Report(1.0)]
    events = what_happens(settings, reports, [Member(skills=(SEARCH,)), Member(skills=(ENRICH,))])
    assert starts(events)[1:] == [(5.0, 1, 1)]


def test_an_investigator_with_a_case_less_opens_the_next_and_keeps_the_place_among_the_free():
    """The case ends by work of somebody else. Who looked and found nothing is still the longest free."""
    settings = hand_made({"assignment.caseload_limit": 1})
    case = Report(0.0, [(SEARCH, DAY), (DOSSIER, 4 * DAY)], SERIOUS)
    members = [
        Member(skills=(SEARCH, ENRICH)),
        Member(skills=ONLY_DOSSIERS),
        Member(skills=(ENRICH,), there=((2.0, 60.0),)),
    ]
    events = what_happens(settings, [case, Report(1.0, [(SEARCH, DAY)])], members)
    assert starts(events)[2:] == [(5.0, 1, 0)]
    events = what_happens(settings, [case, Report(6.0)], members)
    assert starts(events)[2:] == [(6.0, 1, 0)]


@pytest.mark.parametrize("before", [[], [(ENRICH, 0.0)]], ids=["its first step", "its second"])
def test_a_case_whose_investigator_has_left_is_one_more_for_who_goes_on_with_it(before):
    """It waited to be gone on with when the investigator, back from leave and at acute work, left for good."""
    settings = hand_made({"assignment.caseload_limit": 1})
    investigator = Member(skills=(SEARCH, ENRICH), there=((0.0, 2.0), (3.0, 6.0)), leaves=True)
    reports = [
        Report(0.0, [*before, (SEARCH, 9 * DAY)], SERIOUS),
        Report(0.0, [(SEARCH, 8 * DAY), (DOSSIER, DAY)], SERIOUS),
        Report(2.5, [(ENRICH, 9 * DAY)], ACUTE),
    ]
    at_limit = Member(skills=(SEARCH,))
    events = what_happens(settings, reports, [investigator, at_limit])
    assert starts(events) == [(0.0, 0, 0), (0.0, 1, 1), (3.0, 2, 0)]
    makes_dossiers = Member(skills=ONLY_DOSSIERS, there=((20.0, 60.0),))
    events = what_happens(settings, reports, [investigator, at_limit, makes_dossiers])
    assert starts(events)[3:] == [(20.0, 1, 2), (21.0, 0, 1)]


@pytest.mark.parametrize(("own_class", "first"), [(ACUTE, 2), (LIGHT, 1)])
def test_own_work_that_would_interrupt_goes_before_what_is_lent(own_class, first):
    """The national unit helps before its own work, but for work that would interrupt the help at once."""
    settings = hand_made({"collaboration.national_helps": {"max_share": 1.0, "lends": "before_own_work"}})
    reports = [
        Report(0.0, [(ENRICH, 5 * DAY)], ACUTE),
        Report(1.0, [(ENRICH, DAY)], SERIOUS, unit=COAST),
        Report(2.0, [(ENRICH, DAY)], own_class),
    ]
    events = what_happens(settings, reports, [Member(), Member(COAST, ONLY_DOSSIERS)])
    assert starts(events)[1:] == [(5.0, first, 0), (6.0, 3 - first, 0)]


# Who judges reports is not lent while reports wait


TO_JUDGE: dict[str, Any] = {"by_hand": True, "triage_hours": DAY, "triaged_class": LIGHT}
LENDS_JUDGES: dict[str, Any] = {"collaboration.lends_judges": True}
MAKES_DOSSIERS_AT_COAST = Member(COAST, ONLY_DOSSIERS)


@truth_table(
    "lends_judges, skills, right",
    {
        "who judges does so first": (False, (TRIAGE, ENRICH), [(5.0, 1, 0), (6.0, 2, 0)]),
        "who does not judge helps": (False, (ENRICH,), [(5.0, 2, 0)]),
        "who judges helps too, where judges are lent": (True, (TRIAGE, ENRICH), [(5.0, 2, 0), (6.0, 1, 0)]),
    },
)
def test_who_judges_helps_when_no_report_waits(lends_judges, skills, right):
    """The capital helps before its own work. On day 5 a report waits there, and a serious case at the coast."""
    reports = [
        Report(0.0, [(ENRICH, 5 * DAY)], SERIOUS),
        Report(1.0, [(SEARCH, DAY)], **TO_JUDGE),
        Report(2.0, [(ENRICH, DAY)], SERIOUS, unit=COAST),
    ]
    settings = hand_made({**national(), "collaboration.lends_judges": lends_judges})
    events = what_happens(settings, reports, [Member(skills=skills), MAKES_DOSSIERS_AT_COAST])
    assert starts(events)[1:] == right


def test_a_report_that_comes_while_a_judge_is_lent_calls_nobody_back():
    reports = [Report(1.0, [(ENRICH, 3 * DAY)], SERIOUS, unit=COAST), Report(2.0, [(SEARCH, DAY)], **TO_JUDGE)]
    events = what_happens(hand_made(national()), reports, [Member(skills=(TRIAGE, ENRICH)), MAKES_DOSSIERS_AT_COAST])
    assert starts(events) == [(1.0, 0, 0), (4.0, 1, 0)]


KEPT_FREE: dict[str, Any] = {**national(), "assignment.reserve_members": {"capital": 1}}
"""One of the capital is kept free for acute work, at home and elsewhere."""


@truth_table(
    "changes, judged_hours, right",
    {
        "when the last report that waited is taken": ({}, (DAY,), 5.0),
        "not when there is another": ({}, (DAY, DAY), 6.0),
        "at once, where judges are lent": (LENDS_JUDGES, (DAY,), 2.0),
    },
)
def test_a_judge_who_is_free_is_lent_as_soon_as_no_report_waits(changes, judged_hours, right):
    """A report waits from day 1 on, since the free judge is the reserve; an acute case waits at the coast from day 2.

    The other judge is at work until day 5, and then judges.
    """
    reports = [
        Report(0.0, [(ENRICH, 5 * DAY)], SERIOUS),
        *[Report(1.0, [(SEARCH, DAY)], by_hand=True, triage_hours=hours) for hours in judged_hours],
        Report(2.0, [(ENRICH, 9 * DAY)], ACUTE, unit=COAST),
    ]
    judges = [Member(skills=(TRIAGE, ENRICH))] * 2
    events = what_happens(hand_made({**KEPT_FREE, **changes}), reports, [*judges, MAKES_DOSSIERS_AT_COAST])
    assert first_starts(events)[len(reports) - 1] == right


def test_a_judge_is_lent_when_the_last_report_is_judged_elsewhere():
    """The coast judges when idle: it takes the report on day 4, and the capital's free judge helps the coast."""
    reports = [
        Report(0.0, [(SEARCH, 4 * DAY)], SERIOUS, unit=COAST),
        Report(1.0, [(SEARCH, DAY)], **TO_JUDGE),
        Report(2.0, [(ENRICH, 9 * DAY)], ACUTE, unit=COAST),
    ]
    settings = hand_made({**KEPT_FREE, "triage.units_judge": "when_idle"})
    events = what_happens(settings, reports, [Member(skills=(TRIAGE, ENRICH)), Member(COAST, (TRIAGE, SEARCH))])
    assert starts(events) == [(0.0, 0, 1), (4.0, 1, 1), (4.0, 2, 0)]


@truth_table(
    "changes, right",
    {
        "who judges is passed over": ({}, 1),
        "but not where judges are lent": (LENDS_JUDGES, 0),
    },
)
def test_the_longest_free_who_does_not_judge_is_asked_for_help(changes, right):
    """Nobody judges, since both are kept free; an acute case of the coast is theirs to take."""
    settings = hand_made({**national(), "assignment.reserve_members": {"capital": 2}, **changes})
    members = [Member(skills=(TRIAGE, ENRICH)), Member(skills=(ENRICH,), there=((0.5, 90.0),)), MAKES_DOSSIERS_AT_COAST]
    reports = [Report(1.0, [(SEARCH, DAY)], **TO_JUDGE), Report(2.0, [(ENRICH, DAY)], ACUTE, unit=COAST)]
    assert starts(what_happens(settings, reports, members)) == [(2.0, 1, right)]


@truth_table(
    "mode, right",
    {
        "never: the report waits for the capital": ("never", [(2.0, 0, 1), (5.0, 1, 0)]),
        "when idle: after its own work": ("when_idle", [(2.0, 0, 1), (3.0, 1, 1)]),
        "by the priority of judging: before light work": ("by_urgency", [(2.0, 1, 1), (3.0, 0, 1)]),
    },
)
def test_units_judge_if_they_are_to(mode, right):
    """On day 2 a member comes to the coast, where a light case waits; who judges at the capital comes on day 5."""
    reports = [Report(0.5, unit=COAST), Report(1.0, [(SEARCH, DAY)], by_hand=True, triage_hours=DAY)]
    members = [Member(skills=(TRIAGE,), there=((5.0, 90.0),)), Member(COAST, (TRIAGE, ENRICH), there=((2.0, 90.0),))]
    assert starts(what_happens(hand_made({"triage.units_judge": mode}), reports, members)) == right
