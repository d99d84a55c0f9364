"""How cases of the portfolio are treated, what that finds, and who returns: stories reckoned by hand.

All hours of all days are hours of work, a step takes a day unless it says otherwise, and light cases are of the
portfolio.
"""

from typing import Any

import pytest

from tbkk_sim.model.event_records import End, Event
from tbkk_sim.model.selection.treatment import Treatment
from tbkk_sim.settings import Settings
from tests.engine.hand_made import (
    ACUTE,
    ALL_WAYS,
    CHOSEN,
    COAST,
    DAY,
    DOSSIER,
    ENRICH,
    LIGHT,
    RETURNS,
    SEARCH,
    SERIOUS,
    TRIAGE,
    Happened,
    Member,
    Report,
    classes_told,
    ends,
    first_starts,
    hand_made,
    starts,
    treatments_told,
    what_happens,
)
from tests.model.truth import truth_table

FULL, SHORT, VISIT, NOTHING = Treatment
NOT_ABLE = Member(skills=(TRIAGE,))
LIGHTER: dict[str, Any] = {
    "short": [(ENRICH, DAY / 2), (DOSSIER, DAY)],
    "visit": [(ENRICH, DAY / 4)],
}
"""Of a case that takes a day in full: a short investigation of a day and a half, a visit of six hours."""


def treated(changes: dict[str, Any] | None = None, **shares: float) -> Settings:
    """Light cases are treated by these shares."""
    return hand_made({**ALL_WAYS, "steering.treatments": {"light": shares}, **(changes or {})})


def steps_begun(events: list[Happened], report: int) -> list[tuple[float, int]]:
    """When which step of a case is begun."""
    return [(f.time_days, f.step) for f in events if f.kind == Event.STARTED and f.report == report]


# The treatment


@truth_table(
    "draw, right",
    {
        "a low number: in full, by the steps after those of the others": (0, (FULL, [(0.0, 3)], 1.0, End.NO_OFFENCE)),
        "the last one in full": (399_999, (FULL, [(0.0, 3)], 1.0, End.NO_OFFENCE)),
        "the first short one": (400_000, (SHORT, [(0.0, 1), (0.5, 2)], 1.5, End.ALTERNATIVE)),
        "the last short one": (699_999, (SHORT, [(0.0, 1), (0.5, 2)], 1.5, End.ALTERNATIVE)),
        "the first visit": (700_000, (VISIT, [(0.0, 0)], 0.25, End.LETTER_OR_VISIT)),
        "the last visit": (899_999, (VISIT, [(0.0, 0)], 0.25, End.LETTER_OR_VISIT)),
        "the first that is closed, at once": (900_000, (NOTHING, [], 0.0, End.CLOSED_BY_CHOICE)),
        "the last": (999_999, (NOTHING, [], 0.0, End.CLOSED_BY_CHOICE)),
    },
)
def test_a_case_has_the_steps_of_its_treatment_and_ends_as_that_does(draw, right):
    way, steps, ended_days, how = right
    settings = treated(full=0.4, short=0.3, letter_or_visit=0.2, nothing=0.1)
    events = what_happens(settings, [Report(0.0, draw=draw, **LIGHTER)], [Member()])
    assert treatments_told(events, 0) == [(0.0, way)]
    assert steps_begun(events, 0) == steps
    assert ends(events) == {0: (ended_days, how)}


@truth_table(
    "report, right",
    {
        "a severe case": (Report(0.0, case_class=SERIOUS, draw=999_999), []),
        "a case that was in hand at the start": (Report(-1.0, draw=999_999, taken_up=True), []),
        "a light one": (Report(0.0, draw=999_999, **LIGHTER), [(0.0, NOTHING)]),
        "a chosen one": (Report(0.0, draw=999_999, stream=CHOSEN, **LIGHTER), [(0.0, NOTHING)]),
        "stock that waits is not closed, but visited": (Report(-1.0, draw=999_999, **LIGHTER), [(0.0, VISIT)]),
        "one that arrives at the very start may be": (Report(0.0, draw=999_999, **LIGHTER), [(0.0, NOTHING)]),
        "one that is judged light": (
            Report(0.0, case_class=SERIOUS, triaged_class=LIGHT, draw=999_999, **LIGHTER),
            [(0.0, NOTHING)],
        ),
        "one that is judged serious": (Report(0.0, case_class=LIGHT, triaged_class=SERIOUS, draw=999_999), []),
        "one that has expired when it is judged": (
            Report(0.0, by_hand=True, triage_hours=2 * DAY, expires_days=2.0, draw=999_999, **LIGHTER),
            [],
        ),
        "when it is judged, and not before": (
            Report(0.0, by_hand=True, triage_hours=2 * DAY, expires_days=3.0, draw=999_999, **LIGHTER),
            [(2.0, NOTHING)],
        ),
    },
)
def test_whose_treatment_is_chosen_and_when(report, right):
    settings = treated(full=0.4, short=0.3, letter_or_visit=0.2, nothing=0.1)
    assert treatments_told(what_happens(settings, [report], [Member()]), 0) == right


def test_a_case_in_which_nothing_is_done_does_not_expire_any_more_and_is_not_found():
    report = Report(0.0, case_class=SERIOUS, triaged_class=LIGHT, found_days=2.0, expires_days=3.0, **LIGHTER)
    events = what_happens(treated(nothing=1.0), [report], [NOT_ABLE])
    assert [event.kind for event in events if event.report == 0 and event.time_days > 0] == []
    assert ends(events) == {0: (0.0, End.CLOSED_BY_CHOICE)}


def test_the_hours_of_other_treatments_are_nobodys_work():
    """Three visits of six hours are done on the first day, whatever the cases would take in full."""
    reports = [Report(0.0, [(ENRICH, 90 * DAY)], **LIGHTER)] * 3
    events = what_happens(treated(letter_or_visit=1.0), reports, [Member()])
    assert ends(events) == {n: (0.25 * (n + 1), End.LETTER_OR_VISIT) for n in range(3)}


# What a lighter treatment finds


ABUSE: dict[str, Any] = {"upgrade_class": ACUTE, "upgrade_after": 0, "upgraded_hours": [2 * DAY, DAY], **LIGHTER}
SEARCHED = [(ENRICH, DAY), (SEARCH, DAY)]
"""A full investigation, at whose first step abuse is discovered; then the first step takes two days."""


def test_a_visit_that_finds_abuse_becomes_a_full_investigation():
    """Six hours of visit; then all steps of a full one, with the hours of the new class, and its outcome."""
    report = Report(0.0, SEARCHED, found_by=[VISIT], outcome=End.FILE_TO_OM, **ABUSE)
    events = what_happens(treated(letter_or_visit=1.0), [report], [Member()])
    assert classes_told(events, 0) == [(0.25, ACUTE)]
    assert treatments_told(events, 0) == [(0.0, VISIT), (0.25, FULL)]
    assert steps_begun(events, 0) == [(0.0, 0), (0.25, 3), (2.25, 4)]
    assert ends(events) == {0: (3.25, End.FILE_TO_OM)}


@truth_table(
    "shares, found_by, told_days",
    {
        "a visit that does not find it": ({"letter_or_visit": 1.0}, [SHORT], []),
        "a short one that does not": ({"short": 1.0}, [VISIT], []),
        "a short one that does, at its end": ({"short": 1.0}, [SHORT], [1.5]),
        "a full one, after its first step, whatever the others find": ({"full": 1.0}, [], [1.0]),
        "nothing is done": ({"nothing": 1.0}, [SHORT, VISIT], []),
    },
)
def test_what_is_found_depends_on_the_treatment(shares, found_by, told_days):
    events = what_happens(treated(**shares), [Report(0.0, SEARCHED, found_by=found_by, **ABUSE)], [Member()])
    assert classes_told(events, 0) == [(day, ACUTE) for day in told_days]


def test_the_full_investigation_goes_on_as_urgent_as_what_was_found():
    """A serious case waits; the visit finds abuse, so that the acute case goes first."""
    reports = [Report(0.0, SEARCHED, found_by=[VISIT], **ABUSE), Report(0.1, case_class=SERIOUS)]
    events = what_happens(treated(letter_or_visit=1.0), reports, [Member()])
    assert [(day, report) for day, report, _ in starts(events)] == [(0.0, 0), (0.25, 0), (2.25, 0), (3.25, 1)]


def test_a_case_that_was_judged_too_light_is_investigated_in_full_when_that_shows():
    """At the end of the first step of a short investigation; its second step is left. Later abuse is found too."""
    report = Report(
        0.0, SEARCHED, SERIOUS, LIGHT, upgrade_class=ACUTE, upgrade_after=1, outcome=End.FILE_TO_OM, **LIGHTER
    )
    events = what_happens(treated(short=1.0), [report], [Member()])
    assert classes_told(events, 0) == [(0.5, SERIOUS), (2.5, ACUTE)]
    assert treatments_told(events, 0) == [(0.0, SHORT), (0.5, FULL)]
    assert steps_begun(events, 0) == [(0.0, 1), (0.5, 3), (1.5, 4)]
    assert ends(events) == {0: (2.5, End.FILE_TO_OM)}


def test_a_case_that_was_judged_too_light_within_the_portfolio_is_treated_as_it_was_begun():
    both = {"casework.classes.serious.severe": False}
    report = Report(0.0, SEARCHED, SERIOUS, LIGHT, **LIGHTER)
    events = what_happens(treated(both, short=1.0), [report], [Member()])
    assert classes_told(events, 0) == [(0.5, SERIOUS)]
    assert treatments_told(events, 0) == [(0.0, SHORT)]
    assert ends(events) == {0: (1.5, End.ALTERNATIVE)}


def test_a_case_that_is_found_to_be_severe_while_it_waits_begins_with_the_step_at_hand():
    """It is found on day 1, and gone to first on day 2; the visit is made, and then it is investigated in full."""
    reports = [
        Report(0.0, [(ENRICH, 2 * DAY)], ACUTE),
        Report(0.5, SEARCHED, SERIOUS, LIGHT, found_days=1.0, **LIGHTER),
        Report(0.2, case_class=LIGHT, **LIGHTER),
    ]
    reports.sort(key=lambda report: report.arrived_days)
    events = what_happens(treated(letter_or_visit=1.0), reports, [Member()])
    assert classes_told(events, 2) == [(1.0, SERIOUS)]
    assert steps_begun(events, 2) == [(2.0, 0), (2.25, 3), (3.25, 4)]
    assert treatments_told(events, 2) == [(0.5, VISIT), (2.25, FULL)]
    assert first_starts(events)[1] == 4.25


def test_the_member_who_visits_keeps_the_case_if_the_visit_is_a_step_of_the_investigator():
    """Search owns a case: who searched in the short investigation is its investigator in the full one."""
    settings = treated({"assignment.stays_with_investigator": True}, short=1.0)
    report = Report(
        0.0, [(SEARCH, DAY)], short=[(SEARCH, DAY / 2)], found_by=[SHORT], upgrade_class=SERIOUS, upgrade_after=0
    )
    events = what_happens(settings, [report], [Member(skills=(SEARCH,)), Member(skills=(SEARCH,))])
    assert starts(events) == [(0.0, 0, 0), (0.5, 0, 0)]


def test_a_treatment_without_any_hours_ends_at_once_and_finds_what_it_finds():
    """Nothing is worked on before the full investigation."""
    no_hours = {**ABUSE, "visit": [(ENRICH, 0.0)]}
    report = Report(0.0, SEARCHED, found_by=[VISIT], outcome=End.FILE_TO_OM, **no_hours)
    events = what_happens(treated(letter_or_visit=1.0), [report], [Member()])
    assert treatments_told(events, 0) == [(0.0, VISIT), (0.0, FULL)]
    assert steps_begun(events, 0) == [(0.0, 3), (2.0, 4)]
    never_found = Report(0.0, SEARCHED, **no_hours)
    assert ends(what_happens(treated(letter_or_visit=1.0), [never_found], [Member()])) == {
        0: (0.0, End.LETTER_OR_VISIT)
    }


# Closed by choice, and turned away


@truth_table(
    "draw, arrived_days, right",
    {
        "closed by choice, before the first meeting": (900_000, 6.0, End.CLOSED_BY_CHOICE),
        "closed by choice, under pressure as without": (900_000, 8.0, End.CLOSED_BY_CHOICE),
        "just below: not treated under pressure only": (899_999, 8.0, End.DECLINED),
        "without pressure it would be": (899_999, 6.0, None),
        "at the very moment of the meeting, just before it": (899_999, 7.0, None),
        "the first that is turned away": (500_000, 8.0, End.DECLINED),
        "the last that is not": (499_999, 8.0, None),
    },
)
def test_what_is_closed_by_choice_and_what_is_turned_away(draw, arrived_days, right):
    """A tenth is closed by choice, and half of all at the highest pressure, which the meeting of day 7 finds."""
    steering = {
        "policy": "by_backlog",
        "treatments": {"light": {"full": 0.9, "nothing": 0.1}},
        "treatments_when_pressed": {"light": {"full": 0.5, "nothing": 0.5}},
        "every_weeks": 1,
        "pressed_from_weeks": 0.01,
        "most_pressed_from_weeks": 0.01,
        "most_change": 1.0,
    }
    reports = [Report(0.0, [(SEARCH, DAY)], SERIOUS), Report(arrived_days, draw=draw, **LIGHTER)]
    events = what_happens(hand_made({**ALL_WAYS, "steering": steering}), reports, [NOT_ABLE])
    assert ends(events).get(1) == (None if right is None else (arrived_days, right))


# Who returns


def returns(days: float, *after: Treatment) -> dict[str, Any]:
    return {"returns_as": 1, "returns_after": after, "returns_in_days": days}


AGAIN = Report(float("inf"), stream=RETURNS)


@truth_table(
    "shares, after, right",
    {
        "after a full investigation of a day": ({"full": 1.0}, FULL, 11.0),
        "after a short one of a day and a half": ({"short": 1.0}, SHORT, 11.5),
        "after a visit of six hours": ({"letter_or_visit": 1.0}, VISIT, 10.25),
        "after nothing": ({"nothing": 1.0}, NOTHING, 10.0),
        "not after this one": ({"letter_or_visit": 1.0}, SHORT, None),
        "nor after that": ({"full": 1.0}, NOTHING, None),
    },
)
def test_a_person_is_reported_again_after_some_treatments(shares, after, right):
    """Ten days after the end of the case; the new one is investigated in full, at once."""
    reports = [Report(0.0, **LIGHTER, **returns(10.0, after)), AGAIN]
    events = what_happens(treated(**shares), reports, [Member()])
    arrived = [f.time_days for f in events if f.kind == Event.ARRIVED and f.report == 1]
    assert arrived == ([] if right is None else [right])
    if right is not None:
        assert treatments_told(events, 1) == []
        assert starts(events)[-1] == (right, 1, 0)
        assert ends(events)[1] == (right + 1.0, End.NO_OFFENCE)


def test_a_person_who_returns_is_one_more_who_waits_from_then_on():
    """By the agreements the freshest goes first; the one who returns on day 6 is fresher than a report of day 5."""
    first = Report(0.0, **LIGHTER, returns_as=3, returns_after=[VISIT], returns_in_days=5.75)
    busy = Report(1.0, [(ENRICH, 9 * DAY)], SERIOUS)
    settings = treated({"assignment.order": "agreements"}, letter_or_visit=1.0)
    events = what_happens(settings, [first, busy, Report(5.0, **LIGHTER), AGAIN], [Member()])
    assert first_starts(events) == {0: 0.0, 1: 1.0, 3: 10.0, 2: 11.0}


@truth_table(
    "expires_days, right",
    {
        "five days after the person returned": (5.0, (16.0, End.EXPIRED)),
        "never": (float("inf"), None),
        "after the end of the run": (50.0, None),
    },
)
def test_a_case_of_a_person_who_returns_expires_counted_from_then(expires_days, right):
    once = Member(there=((0.0, 2.0),))
    reports = [Report(0.0, **returns(10.0, FULL)), Report(float("inf"), stream=RETURNS, expires_days=expires_days)]
    assert ends(what_happens(treated(full=1.0), reports, [once])).get(1) == right


@truth_table(
    "report, right",
    {
        "expired: nothing was done": (Report(0.0, expires_days=3.0, **LIGHTER, **returns(4.0, NOTHING)), 7.0),
        "expired, and returns after a visit only": (
            Report(0.0, expires_days=3.0, **LIGHTER, **returns(4.0, VISIT)),
            None,
        ),
        "still waits": (Report(0.0, **LIGHTER, **returns(4.0, *Treatment)), None),
    },
)
def test_who_returns_though_nobody_worked_on_the_case(report, right):
    events = what_happens(treated(letter_or_visit=1.0), [report, AGAIN], [NOT_ABLE])
    arrived = [f.time_days for f in events if f.kind == Event.ARRIVED and f.report == 1]
    assert arrived == ([] if right is None else [right])


def test_whoever_turned_out_to_be_worse_does_not_return_as_light():
    reports = [Report(0.0, SEARCHED, found_by=[VISIT], **ABUSE, **returns(4.0, *Treatment)), AGAIN]
    events = what_happens(treated(letter_or_visit=1.0), reports, [Member()])
    assert [f.report for f in events if f.kind == Event.ARRIVED] == [0]


@pytest.mark.parametrize(("days", "comes"), [(57.0, True), (58.0, False), (59.0, False)])
def test_nobody_returns_at_the_end_of_the_run_or_later(days, comes):
    """The case ends on day 1 of 59."""
    events = what_happens(treated(full=1.0), [Report(0.0, **returns(days, FULL)), AGAIN], [Member()])
    assert (1 in {f.report for f in events if f.kind == Event.ARRIVED}) is comes


def test_a_person_may_return_more_than_once():
    reports = [
        Report(0.0, **returns(10.0, FULL)),
        Report(float("inf"), stream=RETURNS, returns_as=2, returns_after=[FULL], returns_in_days=20.0),
        Report(float("inf"), stream=RETURNS),
    ]
    events = what_happens(treated(full=1.0), reports, [Member()])
    assert [(f.time_days, f.report) for f in events if f.kind == Event.ARRIVED] == [(0.0, 0), (11.0, 1), (32.0, 2)]


def test_what_returns_at_a_moment_comes_after_all_else_of_it():
    """The first person returns as another case arrives, and as the second is done, who returns at once."""
    reports = [
        Report(0.0, [(ENRICH, DAY)], returns_as=3, returns_after=[FULL], returns_in_days=2.0),
        Report(0.0, [(ENRICH, 2 * DAY)], returns_as=4, returns_after=[FULL], returns_in_days=0.0),
        Report(3.0),
        AGAIN,
        AGAIN,
    ]
    events = what_happens(treated(full=1.0), reports, [Member()])
    assert [(f.time_days, f.report) for f in events if f.kind == Event.ARRIVED][2:] == [(3.0, 2), (3.0, 3), (3.0, 4)]


def test_a_report_that_returns_belongs_to_its_unit():
    reports = [Report(0.0, unit=COAST, **returns(1.0, FULL)), Report(float("inf"), stream=RETURNS, unit=COAST)]
    events = what_happens(treated(full=1.0), reports, [Member(), Member(COAST)])
    assert starts(events) == [(0.0, 0, 1), (2.0, 1, 1)]
