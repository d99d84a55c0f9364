"""What falls on one moment goes in a set order, the same in both engines: stories reckoned by hand.

All work that ends at a moment has ended before anybody looks again for what that allows, and work that ends at this
very moment is not interrupted.
"""

from typing import Any

import pytest

from tbkk_sim.model.event_records import Event
from tbkk_sim.model.selection.treatment import Treatment
from tests.builders import LAB
from tests.engine.hand_made import (
    A_SECOND,
    ACUTE,
    ALL_WAYS,
    CAPITAL,
    COAST,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    POOL,
    RETURNS,
    SEARCH,
    SERIOUS,
    TRIAGE,
    Member,
    Report,
    ends,
    hand_made,
    moment,
    starts,
    treatments_told,
    what_happens,
)

NEIGHBOURS: dict[str, Any] = {"collaboration.neighbours": {"max_share": 1.0, "lends": "when_idle"}}


# Work that ends now is not interrupted


@pytest.mark.parametrize(
    ("late", "interrupted", "begins"),
    [
        (0.0, [], 2.0),
        (-A_SECOND, [0], moment(2.0 - A_SECOND)),
    ],
    ids=["as the work ends", "a second before"],
)
def test_an_acute_report_that_arrives_as_work_ends_interrupts_nothing(late, interrupted, begins):
    """Of one member: the acute step is begun at that moment, and nothing was put down."""
    reports = [Report(0.0, [(ENRICH, 2 * DAY)], SERIOUS), Report(moment(2.0 + late), [(ENRICH, DAY)], ACUTE)]
    events = what_happens(hand_made(), reports, [Member()])
    assert [f.report for f in events if f.kind == Event.INTERRUPTED] == interrupted
    assert (begins, 1, 0) in starts(events)


def test_who_is_done_at_this_moment_gets_the_acute_step_and_the_colleague_is_left_alone():
    """Member 1 is done as an acute step is ready, whose case member 0, with a lower number, has just worked on.

    Member 0 finishes first, and the acute case goes on at once: nobody is free. Member 1, whose work goes last, would
    be interrupted, but has done it at this very moment; member 2, at work for longer, is not put down instead.
    """
    reports = [
        Report(0.0, [(ENRICH, 2 * DAY), (SEARCH, DAY)], ACUTE),
        Report(0.0, [(DOSSIER, 9 * DAY)], SERIOUS),
        Report(0.5, [(SEARCH, 1.5 * DAY)], SERIOUS),
    ]
    members = [Member(skills=(ENRICH,)), Member(skills=(SEARCH,)), Member(skills=(SEARCH, DOSSIER))]
    events = what_happens(hand_made(), reports, members)
    assert not [f for f in events if f.kind == Event.INTERRUPTED]
    assert starts(events) == [(0.0, 0, 0), (0.0, 1, 2), (0.5, 2, 1), (2.0, 0, 1)]
    assert ends(events)[0][0] == 3.0


def test_what_waits_is_offered_again_when_the_work_that_was_not_interrupted_has_ended():
    """Two acute cases go on as a search ends. Who did it takes the first; the second then interrupts a dossier."""
    reports = [
        *[Report(0.0, [(ENRICH, 2 * DAY), (SEARCH, DAY)], ACUTE)] * 2,
        Report(0.0, [(DOSSIER, 9 * DAY)], SERIOUS),
        Report(0.5, [(SEARCH, 1.5 * DAY)], SERIOUS),
    ]
    members = [*[Member(skills=(ENRICH,))] * 2, Member(skills=(SEARCH,)), Member(skills=(SEARCH, DOSSIER))]
    events = what_happens(hand_made(), reports, members)
    assert [(f.time_days, f.report, f.member) for f in events if f.kind == Event.INTERRUPTED] == [(2.0, 2, 3)]
    assert [start for start in starts(events) if start[0] == 2.0] == [(2.0, 0, 2), (2.0, 1, 3)]


def test_what_is_not_interrupted_at_its_end_has_all_its_hours_done():
    """Both of two are done as two acute reports arrive; each goes on with one, and no work is lost or done twice."""
    reports = [
        *[Report(0.0, [(ENRICH, 2 * DAY)], SERIOUS)] * 2,
        *[Report(2.0, [(ENRICH, DAY)], ACUTE)] * 2,
    ]
    events = what_happens(hand_made(), reports, [Member()] * 2)
    assert not [f for f in events if f.kind == Event.INTERRUPTED]
    assert starts(events)[2:] == [(2.0, 2, 0), (2.0, 3, 1)]


# Who looks again does so when all work of the moment has ended


ROOM_FOR_TWO = {**NEIGHBOURS, "assignment.in_hand_limit_per_investigator": 2.0}
HELPER = Member(CAPITAL, (ENRICH,))
OF_THE_COAST = [Member(COAST, (SEARCH,)), Member(COAST, (DOSSIER, ENRICH))]


@pytest.mark.parametrize(
    ("dossier_seconds_more", "taker"), [(0, 1), (1, 2)], ids=["done at that moment", "done a second later"]
)
def test_a_team_looks_again_when_all_work_of_the_moment_has_ended(dossier_seconds_more, taker):
    """There is room for two cases in hand at the coast; on day 5 the search is done, and one of them ends.

    The capital, which comes first by number, may then help. But if the coast's other member is done at that moment
    too, they take the step before anybody looks again.
    """
    reports = [
        Report(0.0, [(SEARCH, 5 * DAY)], SERIOUS, unit=COAST),
        Report(0.0, [(DOSSIER, 5 * DAY + dossier_seconds_more / 3600)], SERIOUS, unit=COAST),
        Report(1.0, [(ENRICH, DAY)], LIGHT, unit=COAST),
    ]
    events = what_happens(hand_made(ROOM_FOR_TWO), reports, [*OF_THE_COAST, HELPER])
    assert starts(events)[2:] == [(5.0, 2, taker)]


# Other ties


def test_of_work_that_ends_at_one_moment_that_of_the_lower_member_ends_first():
    reports = [Report(0.0, [(ENRICH, 2 * DAY)]), Report(1.0, [(ENRICH, DAY)])]
    members = [Member(there=((0.5, 60.0),)), Member()]
    events = what_happens(hand_made(), reports, members)
    assert starts(events) == [(0.0, 0, 1), (1.0, 1, 0)]
    assert [(f.time_days, f.member) for f in events if f.kind == Event.FINISHED] == [(2.0, 0), (2.0, 1)]


def test_reports_of_one_second_arrive_by_number():
    """And what is drawn within one second is at one moment."""
    reports = [Report(1.0 + A_SECOND / 3), Report(1.0), Report(1.0 - A_SECOND / 3)]
    events = what_happens(hand_made(), reports, [Member()])
    assert [(f.time_days, f.report) for f in events if f.kind == Event.ARRIVED] == [(1.0, 0), (1.0, 1), (1.0, 2)]
    assert [report for _, report, _ in starts(events)] == [0, 1, 2]


def test_a_specialist_and_who_held_the_step_are_both_free_when_it_is_done():
    """The case goes on first, then its member looks for work, then the specialist."""
    does_not_lend = {"collaboration.pools": {"lab": LAB}, "collaboration.pools_lend": False}
    settings = hand_made({**does_not_lend, "casework.steps.search.together_with": "lab"})
    reports = [
        Report(0.0, [(SEARCH, DAY), (DOSSIER, DAY)], SERIOUS),
        Report(0.5, [(SEARCH, DAY)], SERIOUS),
    ]
    events = what_happens(settings, reports, [Member(), Member(POOL, (SEARCH,))])
    of_moment = [(f.kind, f.report, f.member) for f in events if f.time_days == 1.0]
    assert of_moment == [
        (Event.FINISHED, 0, 0),
        (Event.RELEASED, 0, 1),
        (Event.QUEUED, 0, -1),
        (Event.STARTED, 0, 0),
    ]


# What is taken up, how it is treated, who returns


@pytest.mark.parametrize(("later", "first"), [(0, 1), (-1, 2)], ids=["as a new week begins", "a second before"])
def test_a_week_owes_from_its_first_second_on(later, first):
    """One light case a week is owed before serious ones, and that of the first week was taken up on day 0.

    A member is done as day 7 begins, or a second before that.
    """
    agreement = {"label": "Agreed", "classes": {"light": 1.0}, "per_year": {2021: 52}}
    settings = hand_made(
        {
            "agreements": {"agreed": agreement},
            "assignment": {"order": "agreements", "agreements_priority": 2},
            "demand.unit_share": {"capital": 1.0},
        }
    )
    reports = [Report(0.0, [(ENRICH, 7 * DAY + later / 3600)]), Report(1.0), Report(1.0, case_class=SERIOUS)]
    events = what_happens(settings, reports, [Member()])
    assert [report for _, report, _ in starts(events)] == [0, first, 3 - first]


@pytest.mark.parametrize(
    ("later", "treatment"),
    [(0, Treatment.FULL), (1, Treatment.NOTHING)],
    ids=["as the group meets", "a second later"],
)
def test_what_is_judged_or_arrives_as_the_group_meets_is_treated_by_the_pressure_before(later, treatment):
    steering = {
        "policy": "by_backlog",
        "treatments_when_pressed": {"light": {"nothing": 1.0}},
        "every_weeks": 1,
        "pressed_from_weeks": 0.01,
        "most_pressed_from_weeks": 0.02,
        "most_change": 1.0,
    }
    at_meeting = moment(7.0 + later * A_SECOND)
    reports = [
        *[Report(0.0, [(SEARCH, DAY)], SERIOUS)] * 9,
        Report(6.0, by_hand=True, triage_hours=DAY + later / 3600),
        Report(at_meeting),
    ]
    events = what_happens(hand_made({**ALL_WAYS, "steering": steering}), reports, [Member(skills=(TRIAGE, DOSSIER))])
    assert [treatments_told(events, report) for report in (9, 10)] == [[(at_meeting, treatment)]] * 2


@pytest.mark.parametrize("n_waiting", [1, 2])
def test_of_judges_who_are_done_at_one_moment_the_first_takes_the_last_report_and_the_next_may_help(n_waiting):
    """Helping goes before own work, but not before a report that waits to be judged."""
    helps = {"collaboration.neighbours": {"max_share": 1.0, "lends": "before_own_work"}}
    judged = {"by_hand": True, "triage_hours": DAY, "case_class": SERIOUS, "steps": [(SEARCH, DAY)]}
    reports = [
        *[Report(0.0, **judged)] * 2,
        *[Report(0.5, **judged)] * n_waiting,
        Report(0.5, [(ENRICH, DAY)], SERIOUS, unit=COAST),
    ]
    judges = [Member(CAPITAL, (TRIAGE, ENRICH))] * 2
    events = what_happens(hand_made(helps), reports, [*judges, Member(COAST, (DOSSIER,))])
    assert [start for start in starts(events) if start[0] == 1.0] == [(1.0, 2, 0), (1.0, 3, 1)]


def test_who_is_done_as_somebody_returns_has_taken_other_work_by_then():
    """The person returns at the very end of the case; a report of that moment has arrived before, and been taken."""
    again = Report(float("inf"), case_class=ACUTE, stream=RETURNS)
    first = Report(0.0, returns_as=2, returns_after=[Treatment.FULL], returns_in_days=0.0)
    events = what_happens(hand_made(), [first, Report(1.0), again], [Member()])
    of_moment = [(f.kind, f.report) for f in events if f.time_days == 1.0]
    arrived = [(Event.ARRIVED, 1), (Event.WEIGHED, 1), (Event.QUEUED, 1), (Event.TAKEN_UP, 1), (Event.STARTED, 1)]
    assert of_moment[:7] == [(Event.FINISHED, 0), (Event.ENDED, 0), *arrived]
    assert of_moment[7:] == [
        (Event.ARRIVED, 2),
        (Event.QUEUED, 2),
        (Event.INTERRUPTED, 1),
        (Event.QUEUED, 1),
        (Event.TAKEN_UP, 2),
        (Event.STARTED, 2),
    ]
