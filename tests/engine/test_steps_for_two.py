"""Steps that two members of a team do together: who joins whom, who holds one, and when it is put down.

Told by both engines. All hours are hours of work, a step takes a day unless it says otherwise, and a search takes two.
"""

from typing import Any

import pytest

from tbkk_sim.model.event_records import Event
from tbkk_sim.settings import Settings
from tests.builders import LAB
from tests.engine.hand_made import (
    A_SECOND,
    ACUTE,
    ALL_WAYS,
    COAST,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    NEVER,
    POOL,
    SEARCH,
    SERIOUS,
    Happened,
    Member,
    Report,
    ends,
    first_starts,
    hand_made,
    neighbours,
    starts,
    what_happens,
)
from tests.model.truth import truth_table

WORK = (Event.STARTED, Event.RESUMED, Event.HELD, Event.ASSISTED, Event.INTERRUPTED, Event.FINISHED, Event.RELEASED)
STARTED, RESUMED, HELD, ASSISTED, INTERRUPTED, FINISHED, RELEASED = WORK
NO_SEARCH = (ENRICH, DOSSIER)
A_DAY = 24 * 3600
LAST_COLLEAGUE: dict[str, dict[str, Any]] = {
    "is absent": {"there": ((0.0, 0.75), (3.0, NEVER))},
    "leaves": {"there": ((0.0, 0.75),), "leaves": True},
    "does no casework": {"there": ((0.0, 0.75), (0.75, 3.0), (3.0, NEVER)), "rates": (1.0, 0.0, 1.0)},
}
"""How the last colleague who could join goes."""


def two(changes: dict[str, Any] | None = None) -> Settings:
    """Settings in which two members do a search."""
    return hand_made({"casework.steps.search.in_pairs": True, **(changes or {})})


def search(day: float, hours: float = DAY, **more: Any) -> Report:
    """A case that is searched, and no more."""
    return Report(day, [(SEARCH, hours)], **{"case_class": SERIOUS, **more})


def work(day: float, hours: float = DAY, **more: Any) -> Report:
    """A case that one member does."""
    return Report(day, [(ENRICH, hours)], **{"case_class": SERIOUS, **more})


def work_on(events: list[Happened], report: int) -> list[tuple[float, Event, int]]:
    """When what happens to the work on a report, and to whom."""
    return [(f.time_days, f.kind, f.member) for f in events if f.kind in WORK and f.report == report]


# Two work on it


def test_two_members_work_on_it_from_the_start_to_the_end():
    events = what_happens(two(), [search(1.0)], [Member(), Member(), Member()])
    assert work_on(events, 0) == [(1.0, STARTED, 0), (1.0, ASSISTED, 1), (2.0, FINISHED, 0), (2.0, RELEASED, 1)]
    assert [f.work_seconds for f in events if f.kind in (FINISHED, RELEASED)] == [A_DAY, A_DAY]


def test_it_goes_at_the_pace_of_who_took_it():
    events = what_happens(two(), [search(1.0)], [Member(rates=(0.5,)), Member(rates=(0.25,))])
    assert work_on(events, 0)[-2:] == [(3.0, FINISHED, 0), (3.0, RELEASED, 1)]


def test_who_worked_along_takes_other_work_when_it_is_done():
    events = what_happens(two(), [search(0.0), work(0.5), work(0.6)], [Member(), Member()])
    assert first_starts(events) == {0: 0.0, 1: 1.0, 2: 1.0}
    assert [(f.report, f.member) for f in events if f.kind == STARTED] == [(0, 0), (1, 0), (2, 1)]


# One holds it


def test_a_member_holds_it_for_the_next_colleague_who_looks_for_work_before_anything_else():
    """A more urgent case that keeps office hours and does not interrupt waits for longer."""
    reports = [work(0.0), search(0.5, case_class=LIGHT), work(0.6)]
    events = what_happens(two(), reports, [Member(), Member()])
    assert work_on(events, 1) == [
        (0.5, STARTED, 1), (0.5, HELD, 1), (1.0, ASSISTED, 0), (2.0, FINISHED, 1), (2.0, RELEASED, 0)
    ]  # fmt: skip
    assert first_starts(events)[2] == 2.0


def test_only_work_that_would_interrupt_it_goes_before_joining_a_colleague():
    acute = Report(0.6, [(DOSSIER, DAY)], ACUTE)
    reports = [Report(0.0, [(DOSSIER, DAY)], ACUTE), search(0.5), acute]
    events = what_happens(two(), reports, [Member(skills=(SEARCH, DOSSIER)), Member(skills=(SEARCH,))])
    assert starts(events) == [(0.0, 0, 0), (0.5, 1, 1), (1.0, 2, 0)]
    assert work_on(events, 1)[1:3] == [(0.5, HELD, 1), (2.0, ASSISTED, 0)]


@truth_table(
    "other, right",
    {
        "who is able": (Member(), True),
        "who is not able": (Member(skills=NO_SEARCH), False),
        "who comes later": (Member(there=((4.0, NEVER),)), False),
        "who does no casework": (Member(rates=(0.0,)), False),
        "of another unit": (Member(COAST), False),
        "nobody": (None, False),
    },
)
def test_it_is_begun_only_while_an_able_colleague_is_present(other, right):
    """The colleague is busy until day 3; who waits for it has nothing else to do."""
    reports = [work(0.0, 3 * DAY, unit=COAST if other and other.team == COAST else 0), search(1.0)]
    first = what_happens(two(), reports, [*([other] if other else []), Member()])
    assert (first_starts(first).get(1) == 1.0) == right


def test_who_comes_lets_a_colleague_who_is_free_begin():
    """Who comes takes an acute case, so that the other holds the search for them; the office does not open then."""
    acute = Report(0.5, [(DOSSIER, DAY)], ACUTE)
    members = [Member(skills=(SEARCH,)), Member(there=((2.25, NEVER),))]
    events = what_happens(two(), [search(0.1), acute], members)
    assert work_on(events, 1)[0] == (2.25, STARTED, 1)
    assert work_on(events, 0)[:3] == [(2.25, STARTED, 0), (2.25, HELD, 0), (3.25, ASSISTED, 1)]


def test_a_team_holds_one_step_at_a_time_for_a_colleague():
    """Else each of two members would wait for the other; when it is joined, the next may be begun."""
    reports = [work(0.0, DAY / 2), search(0.1), Report(0.2, [(DOSSIER, DAY)], SERIOUS)]
    members = [Member(), Member(skills=(SEARCH,)), Member(skills=(DOSSIER,))]
    events = what_happens(two({"casework.steps.dossier.in_pairs": True}), reports, members)
    assert work_on(events, 1)[:3] == [(0.1, STARTED, 1), (0.1, HELD, 1), (0.5, ASSISTED, 0)]
    assert work_on(events, 2)[:3] == [(0.5, STARTED, 2), (0.5, HELD, 2), (1.5, ASSISTED, 0)]


def test_a_colleague_joins_even_if_that_uses_the_reserve():
    reserve = {"assignment.reserve_members": {"capital": 1}}
    events = what_happens(two(reserve), [search(0.0), work(0.1)], [Member(), Member()])
    assert work_on(events, 0)[:2] == [(0.0, STARTED, 0), (0.0, ASSISTED, 1)]
    assert first_starts(what_happens(two(reserve), [work(0.0), work(0.1)], [Member(), Member()])) == {0: 0.0, 1: 1.0}


# It is put down


@pytest.mark.parametrize("gone", LAST_COLLEAGUE)
def test_it_is_put_down_when_the_last_colleague_goes(gone):
    shifts = LAST_COLLEAGUE[gone]
    reports = [work(0.0), search(0.5), work(0.6, DAY / 2)]
    events = what_happens(two(), reports, [Member(**shifts), Member()])
    assert work_on(events, 1)[:3] == [(0.5, STARTED, 1), (0.5, HELD, 1), (0.75, INTERRUPTED, 1)]
    assert starts(events)[2:4] == [(0.75, 0, 1), (1.0, 2, 1)]
    again = [3.0] if len(shifts["there"]) > 1 else []
    assert [day for day, kind, _ in work_on(events, 1) if kind == RESUMED] == again


def test_it_is_held_on_while_another_colleague_is_present():
    reports = [work(0.0), work(0.0, 2 * DAY), search(0.5)]
    members = [Member(there=((0.0, 0.75),)), Member(), Member()]
    events = what_happens(two(), reports, members)
    assert work_on(events, 2)[:3] == [(0.5, STARTED, 2), (0.5, HELD, 2), (2.0, ASSISTED, 1)]


@truth_table("goes, stays", {"who took it": (0, 1), "who works along": (1, 0)})
def test_when_one_of_the_two_goes_the_work_stops_and_no_hour_is_lost(goes, stays):
    there = {"there": ((0.0, 0.25), (2.0, NEVER))}
    members = [Member(**(there if number == goes else {})) for number in range(2)]
    events = what_happens(two(), [search(0.0), work(0.1)], members)
    assert work_on(events, 0)[2:4] == [(0.25, INTERRUPTED, 0), (0.25, RELEASED, 1)]
    put_in = [f.work_seconds for f in events if f.kind in (INTERRUPTED, RELEASED)]
    assert put_in == [A_DAY // 4, A_DAY // 4, A_DAY * 3 // 4]
    assert starts(events)[1] == (0.25, 1, stays)
    assert ends(events)[0][0] == 2.75


@pytest.mark.parametrize("paced", [0, 1], ids=["who took it", "who works along"])
def test_two_go_on_together_when_one_of_them_goes_on_at_another_rate(paced):
    """Nobody is away in between; who was left alone takes it up again, and the other joins."""
    at_half = {"there": ((0.0, 0.25), (0.25, NEVER)), "rates": (1.0, 0.5)}
    members = [Member(**(at_half if number == paced else {})) for number in range(2)]
    events = what_happens(two(), [search(0.0), work(0.1)], members)
    again = (0.25, RESUMED, 1 - paced), (0.25, HELD, 1 - paced), (0.25, ASSISTED, paced)
    assert work_on(events, 0)[2:7] == [(0.25, INTERRUPTED, 0), (0.25, RELEASED, 1), *again]
    assert ends(events)[0][0] == 1.0


# Other teams


@truth_table(
    "changes, helper",
    {
        "a neighbour": (neighbours(), Member(COAST)),
        "a pool": ({"collaboration.pools": {"lab": {**LAB, "max_share": 1.0}}}, Member(POOL, (SEARCH,))),
    },
)
def test_members_of_another_team_do_not_do_it(changes, helper):
    events = what_happens(two(changes), [search(0.0)], [helper, helper, Member()])
    assert not starts(events)
    alone = hand_made(changes)
    assert starts(what_happens(alone, [search(0.0), search(0.0)], [helper, helper, Member()]))[1][1:] == (1, 0)


def test_in_one_queue_two_members_of_whichever_unit_do_it():
    one_queue = two({"collaboration.one_queue": True})
    events = what_happens(one_queue, [search(1.0)], [Member(), Member(COAST), Member(COAST)])
    assert work_on(events, 0)[:2] == [(1.0, STARTED, 1), (1.0, ASSISTED, 2)]
    busy = [work(0.0, 3 * DAY, unit=COAST), work(0.0, 2 * DAY, unit=COAST), search(1.0)]
    events = what_happens(one_queue, busy, [Member(), Member(COAST), Member(COAST)])
    assert work_on(events, 2)[:3] == [(2.0, STARTED, 2), (2.0, HELD, 2), (3.0, ASSISTED, 1)]


def test_in_one_queue_a_unit_is_asked_again_when_a_colleague_has_come():
    """It was asked in vain for a search that has expired since; the office does not open when the next one comes."""
    reports = [search(1.0, expires_days=1.5), Report(2.0, [(DOSSIER, DAY)], ACUTE), search(2.5)]
    members = [Member(skills=(ENRICH,)), Member(COAST, (SEARCH,)), Member(COAST, there=((2.25, NEVER),))]
    events = what_happens(two({"collaboration.one_queue": True}), reports, members)
    assert work_on(events, 2)[:3] == [(2.5, STARTED, 1), (2.5, HELD, 1), (3.25, ASSISTED, 2)]


# Urgent work


def test_an_urgent_one_interrupts_and_calls_a_colleague_off():
    reports = [work(0.0, 2 * DAY), work(0.0), search(0.5, case_class=ACUTE)]
    events = what_happens(two(), reports, [Member(), Member()])
    assert work_on(events, 2)[:3] == [(0.5, STARTED, 1), (0.5, HELD, 1), (0.5, ASSISTED, 0)]
    assert work_on(events, 0) == [
        (0.0, STARTED, 0), (0.5, INTERRUPTED, 0), (1.5, RESUMED, 1), (3.0, FINISHED, 1)
    ]  # fmt: skip


def test_of_colleagues_the_one_is_called_off_whose_work_goes_last():
    reports = [work(0.0), work(0.0, case_class=LIGHT), work(0.1), search(0.5, case_class=ACUTE)]
    members = [Member(), Member(), Member(), Member(COAST)]
    events = what_happens(two(), reports, members)
    called_off = [(f.report, f.member) for f in events if f.kind == INTERRUPTED]
    assert called_off == [(1, 1), (2, 2)]
    assert work_on(events, 3)[:3] == [(0.5, STARTED, 1), (0.5, HELD, 1), (0.5, ASSISTED, 2)]


@truth_table(
    "changes, other, busy_with, called_off",
    {
        "less urgent work": ({}, Member(), SERIOUS, True),
        "work as urgent": ({}, Member(), ACUTE, False),
        "who is not able": ({}, Member(skills=NO_SEARCH), SERIOUS, False),
        "of another unit": ({}, Member(COAST), SERIOUS, False),
        "of another unit with the same queue": ({"collaboration.one_queue": True}, Member(COAST), SERIOUS, False),
        "a step that is not urgent": ({"casework.classes.acute.preempts": False}, Member(), SERIOUS, False),
    },
)
def test_who_is_called_off_for_an_urgent_one_that_is_held(changes, other, busy_with, called_off):
    """Member 0 holds it; member 2 is busy with what is as urgent, and joins when that ends."""
    reports = [
        Report(0.0, [(ENRICH, 3 * DAY)], busy_with, unit=other.team),
        Report(0.25, [(DOSSIER, DAY)], ACUTE),
        Report(0.5, [(SEARCH, DAY)], ACUTE),
    ]
    members = [Member(skills=(SEARCH,)), other, Member(skills=(SEARCH, DOSSIER))]
    events = what_happens(two(changes), reports, members)
    joined = (0.5, ASSISTED, 1) if called_off else (1.25, ASSISTED, 2)
    assert work_on(events, 2)[:3] == [(0.5, STARTED, 0), (0.5, HELD, 0), joined]
    assert ((0.5, INTERRUPTED, 1) in work_on(events, 0)) == called_off


@truth_table(
    "changes, unit",
    {
        "is lent to another unit": (neighbours(), COAST),
        "holds a step for a specialist": (
            {"collaboration.pools": {"lab": LAB}, "casework.steps.enrich.together_with": "lab"}, 0
        ),
    },
)  # fmt: skip
def test_whoever_is_called_off_comes_from_other_work(changes, unit):
    reports = [work(0.0, 3 * DAY, unit=unit), search(0.5, case_class=ACUTE)]
    events = what_happens(two(changes), reports, [Member(skills=(SEARCH,)), Member()])
    assert work_on(events, 0)[0] == (0.0, STARTED, 1)
    assert (0.5, INTERRUPTED, 1) in work_on(events, 0)
    assert work_on(events, 1)[:3] == [(0.5, STARTED, 0), (0.5, HELD, 0), (0.5, ASSISTED, 1)]


def test_a_colleague_is_called_off_when_what_is_held_turns_out_more_urgent_than_their_work():
    held = Report(0.5, [(SEARCH, DAY)], ACUTE, triaged_class=SERIOUS, by_system=True, found_days=1.0)
    settings = two({"casework.classes.serious.preempts": True})
    events = what_happens(settings, [work(0.0, 3 * DAY), held], [Member(skills=(SEARCH,)), Member()])
    assert work_on(events, 1)[:3] == [(0.5, STARTED, 0), (0.5, HELD, 0), (1.0, ASSISTED, 1)]


@truth_table(
    "busy_with, found_days, joined",
    {
        "less urgent work": (SERIOUS, 1.0, (1.0, ASSISTED, 1)),
        "work as urgent": (ACUTE, 1.0, (3.0, ASSISTED, 1)),
        "it is known at the moment at which it is begun": (SERIOUS, 0.5, (0.5, ASSISTED, 1)),
        "it is not found": (SERIOUS, NEVER, (3.0, ASSISTED, 1)),
    },
)
def test_a_colleague_is_called_off_when_what_is_held_turns_out_to_be_urgent(busy_with, found_days, joined):
    """It was not when it was begun: a class that does not preempt."""
    held = Report(0.5, [(SEARCH, DAY)], ACUTE, triaged_class=SERIOUS, by_system=True, found_days=found_days)
    reports = [work(0.0, 3 * DAY, case_class=busy_with), held]
    events = what_happens(two(), reports, [Member(skills=(SEARCH,)), Member()])
    assert work_on(events, 1)[:3] == [(0.5, STARTED, 0), (0.5, HELD, 0), joined]


def test_what_turns_out_to_be_urgent_while_it_is_held_is_done_at_any_hour():
    """It is held on Friday from 15:00 for want of a colleague, and found at midnight: done in two hours, by twos."""
    office = {"kind": "office", "hours_per_day": 8.0, "opens_at_hour": 9.0, "round_the_clock_hours_per_day": 24.0}
    found = {"triaged_class": SERIOUS, "by_system": True, "found_days": 8.0}
    reports = [work(7.5, 16.0), Report(7.625, [(SEARCH, 2.0)], ACUTE, **found)]
    events = what_happens(two({"calendar": office}), reports, [Member(), Member(skills=(SEARCH,))])
    assert work_on(events, 1)[:4] == [
        (7.625, STARTED, 1), (7.625, HELD, 1), (8.0, ASSISTED, 0), (8 + 2 / 24, FINISHED, 1)
    ]  # fmt: skip


@truth_table(
    "reports, joined",
    {
        "ordinary work that goes before it": ([work(0.0, 3 * DAY), search(0.5, case_class=LIGHT)], (0.5, ASSISTED, 1)),
        "ordinary work that goes after it": ([work(0.0, 3 * DAY, case_class=LIGHT), search(0.5)], (0.5, ASSISTED, 1)),
        "urgent work": (
            [Report(0.0, [(DOSSIER, 3 * DAY)], ACUTE), search(0.5)], (3.0, ASSISTED, 1)
        ),
    },
)  # fmt: skip
def test_for_what_is_planned_a_colleague_is_called_off_ordinary_work(reports, joined):
    members = [Member(skills=(SEARCH,)), Member()]
    planned = two({"casework.steps.search.planned": True})
    assert work_on(what_happens(planned, reports, members), 1)[1:3] == [(0.5, HELD, 0), joined]
    assert work_on(what_happens(two(), reports, members), 1)[1:3] == [(0.5, HELD, 0), (3.0, ASSISTED, 1)]


def test_an_urgent_search_that_is_planned_goes_before_ordinary_work_of_its_class():
    """When the child of the other case is safe, the work on that is ordinary."""
    changes = {"casework.steps.search.planned": True, "casework.classes.acute.urgent_until": "searched"}
    other = Report(0.0, [(SEARCH, DAY / 4), (DOSSIER, 3 * DAY)], ACUTE)
    members = [Member(skills=(SEARCH,)), Member(skills=(SEARCH, DOSSIER))]
    milestone = {"casework.steps.search.milestone": "searched"}
    events = what_happens(two({**changes, **milestone}), [other, search(0.5, case_class=ACUTE)], members)
    assert work_on(events, 1)[1:3] == [(0.5, HELD, 0), (0.5, ASSISTED, 1)]


def test_for_what_is_planned_nobody_leaves_a_specialist_alone():
    changes = {"casework.steps.search.planned": True, "collaboration.pools": {"lab": LAB}}
    with_lab = {"casework.steps.dossier.together_with": "lab"}
    reports = [Report(0.0, [(DOSSIER, 3 * DAY)], SERIOUS), search(0.5)]
    members = [Member(skills=(SEARCH,)), Member(), Member(POOL, (DOSSIER,))]
    for more, joined in (({}, 0.5), (with_lab, 3.0)):
        events = what_happens(two({**changes, **more}), reports, members)
        assert [at for at, kind, _ in work_on(events, 1) if kind == ASSISTED] == [joined]


def test_what_is_planned_breaks_off_no_other_search_that_is_as_urgent():
    """The two who do the first are called off it for a more urgent search, and for no other."""
    members = [Member(skills=(SEARCH,)), Member(skills=(SEARCH,)), Member(skills=(SEARCH,))]
    for second, joined in ((SERIOUS, 1.0), (ACUTE, 0.5)):
        changes = {"casework.steps.search.planned": True, "casework.classes.acute.preempts": False}
        events = what_happens(two(changes), [search(0.0), search(0.5, case_class=second)], members)
        assert [at for at, kind, _ in work_on(events, 1) if kind == ASSISTED] == [joined]


def test_a_colleague_who_does_another_search_is_called_off_and_the_one_left_alone_looks_for_work():
    reports = [search(0.0, 2 * DAY), work(0.25, case_class=LIGHT), search(0.5, case_class=ACUTE), work(0.6)]
    members = [Member(), Member(skills=(SEARCH, ENRICH)), Member(skills=(SEARCH, ENRICH))]
    events = what_happens(two(), reports, members)
    assert work_on(events, 2)[:3] == [(0.5, STARTED, 2), (0.5, HELD, 2), (0.5, ASSISTED, 0)]


def test_a_colleague_is_called_off_at_any_hour():
    """On a Saturday the work on other cases rests, and those who have it in hand can be called all the same."""
    reports = [work(7.5, 16.0), work(7.5, 16.0), search(8.5, 2.0, case_class=ACUTE)]
    office = {"kind": "office", "hours_per_day": 8.0, "opens_at_hour": 9.0, "round_the_clock_hours_per_day": 24.0}
    events = what_happens(two({"calendar": office}), reports, [Member(), Member()])
    assert work_on(events, 2)[:3] == [(8.5, STARTED, 1), (8.5, HELD, 1), (8.5, ASSISTED, 0)]
    assert [at for at, kind, _ in work_on(events, 0) + work_on(events, 1) if kind == RESUMED] == [10.375, 10.375]


def test_an_urgent_one_interrupts_both_who_do_another():
    reports = [search(0.0), search(0.5, case_class=ACUTE)]
    events = what_happens(two(), reports, [Member(), Member()])
    assert work_on(events, 0)[2:4] == [(0.5, INTERRUPTED, 0), (0.5, RELEASED, 1)]
    assert work_on(events, 1)[:3] == [(0.5, STARTED, 0), (0.5, HELD, 0), (0.5, ASSISTED, 1)]
    assert ends(events)[1][0] == 1.5
    assert ends(events)[0][0] == 2.0


def test_an_urgent_one_takes_the_place_of_one_that_is_held_and_of_no_other():
    """The member who holds one is the only one who may begin another."""
    reports = [work(0.0, 4 * DAY, case_class=LIGHT), search(0.5), search(1.0, case_class=ACUTE)]
    events = what_happens(two(), reports, [Member(), Member()])
    assert work_on(events, 1)[1:3] == [(0.5, HELD, 1), (1.0, INTERRUPTED, 1)]
    assert work_on(events, 2)[:3] == [(1.0, STARTED, 1), (1.0, HELD, 1), (1.0, ASSISTED, 0)]


def test_who_works_along_is_interrupted_for_what_only_they_can_do():
    acute = Report(0.5, [(DOSSIER, DAY)], ACUTE)
    members = [Member(skills=(SEARCH, ENRICH)), Member()]
    events = what_happens(two(), [search(0.0), work(0.1), acute], members)
    assert work_on(events, 0)[2:4] == [(0.5, INTERRUPTED, 0), (0.5, RELEASED, 1)]
    assert starts(events)[1:3] == [(0.5, 2, 1), (0.5, 0, 0)]
    assert work_on(events, 0)[4:7] == [(0.5, RESUMED, 0), (0.5, HELD, 0), (1.5, ASSISTED, 1)]


def test_an_urgent_one_may_interrupt_once_a_colleague_has_come():
    """Who comes does other urgent work first, so that a busy member puts theirs down for the search."""
    reports = [work(0.0, 5 * DAY), Report(0.1, [(DOSSIER, DAY)], ACUTE), search(0.5, case_class=ACUTE)]
    members = [Member(skills=(SEARCH, ENRICH)), Member(there=((2.25, NEVER),))]
    events = what_happens(two(), reports, members)
    assert starts(events)[:3] == [(0.0, 0, 0), (2.25, 1, 1), (2.25, 2, 0)]
    assert work_on(events, 2)[1:3] == [(2.25, HELD, 0), (3.25, ASSISTED, 1)]


# Investigators and campaigns


def test_it_does_not_wait_for_the_investigator_of_its_case():
    stays = {"assignment.stays_with_investigator": True, "casework.steps.dossier.in_pairs": True}
    case = Report(0.0, [(SEARCH, DAY), (DOSSIER, DAY)], SERIOUS, delay_days=(0.0, 1.0))
    events = what_happens(hand_made(stays), [case, work(0.1)], [Member(), Member(), Member()])
    assert [(f.time_days, f.member) for f in events if f.kind == STARTED and f.report == 0] == [(0.0, 0), (2.0, 2)]
    without = hand_made({"assignment.stays_with_investigator": True})
    events = what_happens(without, [case, work(0.1)], [Member(), Member(), Member()])
    assert [(f.time_days, f.member) for f in events if f.kind == STARTED and f.report == 0] == [(0.0, 0), (2.0, 0)]


@pytest.mark.parametrize("colleague", [True, False])
def test_a_campaign_takes_up_what_two_do_only_while_there_are_two(colleague):
    week = {"label": "Week", "date": "2021-01-04", "days": 5, "case_class": "light", "members_share": 1.0}
    steering = {
        "treatments": {"light": {"full": 1.0}},
        "campaigns": {"week": {**week, "treatment": "letter_or_visit"}},
    }
    case = Report(2.0, [(ENRICH, DAY)], LIGHT, visit=((SEARCH, DAY),))
    members = [Member(), *([Member(there=((0.0, 3.25), (3.5, NEVER)))] if colleague else [])]
    reports = [work(0.0, 3 * DAY), work(0.0, 4 * DAY) if colleague else work(0.5, DAY)]
    events = what_happens(two({**ALL_WAYS, "steering": steering}), [*reports, case], members)
    first = next(f for f in events if f.kind == STARTED and f.report == 2)
    assert first.step == (0 if colleague else 1)


def test_a_second_before_a_colleague_comes_nothing_is_begun():
    members = [Member(), Member(there=((2.0, NEVER),))]
    events = what_happens(two(), [search(2.0 - A_SECOND)], members)
    assert starts(events) == [(2.0, 0, 1)]
