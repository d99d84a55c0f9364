"""The steering group, its thresholds and targets, met exactly in small worlds.

It meets every week, and all hours of all days, 168 a week, are hours of work. Told by the engine that is quick to
start; that the other tells the same is tested elsewhere.
"""

from functools import partial
from typing import Any

import pytest

from tbkk_sim.model.event_records import Decision, End, Event
from tbkk_sim.settings import Settings
from tests.builders import LAB
from tests.engine.hand_made import (
    A_SECOND,
    ACUTE,
    CHOSEN,
    COAST,
    DAY,
    ENRICH,
    LIGHT,
    POOL,
    SEARCH,
    SERIOUS,
    TRIAGE,
    Happened,
    Member,
    Report,
    ends,
    first_starts,
    hand_made,
    moment,
    what_happens,
)
from tests.model.truth import truth_table

told = partial(what_happens, engines=("simpy",))
TAKE_UP, PARK, DECLINE, BOTH = Decision
NOT_ABLE = (TRIAGE,)


def steered(park_above: float = 99.0, decline_above: float = 99.0, **changes: Any) -> Settings:
    group = {
        "policy": "capacity",
        "every_weeks": 1,
        "park_above_weeks": park_above,
        "decline_above_weeks": decline_above,
    }
    run = {"start": "2021-01-01", "end": "2021-02-25", "replications": 1}
    return hand_made({"steering": {**group, **changes.pop("steering", {})}, "run": run, **changes})


def decided(events: list[Happened], day: float = 7.0) -> list[int]:
    """What is decided that day: on acute, serious and light work."""
    return [event.step for event in events if event.kind == Event.STEERED and event.time_days == day]


def waiting(case_class: int, n: int, **values: Any) -> list[Report]:
    """A serious case counts for 27 hours, a light one for 6, an acute one for 34."""
    return [Report(values.pop("arrived_days", 0.0), [(SEARCH, DAY)], case_class, **values)] * n


@truth_table(
    "serious, light, right",
    {
        "28 serious cases are 4.5 weeks: exactly met": (28, 0, TAKE_UP),
        "29 are more": (29, 0, PARK),
        "27 are less": (27, 0, TAKE_UP),
        "28 and 14 light ones are 5 weeks: exactly met": (28, 14, TAKE_UP),
        "28 and 15 light ones are more": (28, 15, DECLINE),
        "29 and 15 are more than either": (29, 15, BOTH),
    },
)
def test_light_work_is_parked_above_4_and_a_half_weeks_and_declined_above_5(serious, light, right):
    reports = [*waiting(SERIOUS, serious), *waiting(LIGHT, light)]
    events = told(steered(4.5, 5.0), reports, [Member(skills=NOT_ABLE)])
    assert decided(events) == [TAKE_UP, TAKE_UP, right]


@truth_table(
    "members, right",
    {
        "two at full rate: half the weeks": ([Member(skills=NOT_ABLE)] * 2, TAKE_UP),
        "one of two units": ([Member(COAST, NOT_ABLE), Member(skills=NOT_ABLE)], TAKE_UP),
        "one at half rate: twice the weeks": ([Member(skills=NOT_ABLE, rates=(0.5,))], PARK),
        "who is away does not count": ([Member(skills=NOT_ABLE), Member(there=((9.0, 10.0),))], PARK),
        "who was there before does not count": (
            [Member(skills=NOT_ABLE), Member(skills=NOT_ABLE, there=((0.0, 3.0), (9.0, 10.0)))],
            PARK,
        ),
        "a pool does not count": ([Member(skills=NOT_ABLE), Member(POOL, (SEARCH,), there=((0.0, 9.0),))], PARK),
        "nobody there": ([Member(there=((9.0, 10.0),))], BOTH),
    },
)
def test_weeks_are_of_the_hours_of_who_is_present_in_the_units(members, right):
    lab = {**LAB, "max_share": 0.0}
    settings = steered(4.5, **{"collaboration.pools": {"lab": lab}})
    assert decided(told(settings, waiting(SERIOUS, 40), members))[-1] == right


@truth_table(
    "reports, right",
    {
        "cases that wait": (waiting(SERIOUS, 29), PARK),
        "one of them is taken up": (
            [*waiting(SERIOUS, 28), Report(0.0, [(ENRICH, 90 * DAY)], SERIOUS)],
            TAKE_UP,
        ),
        "one of them was taken up before": ([*waiting(SERIOUS, 1, taken_up=True), *waiting(SERIOUS, 28)], TAKE_UP),
        "one of them has expired": (
            [*waiting(SERIOUS, 28), Report(0.0, [(SEARCH, DAY)], SERIOUS, expires_days=6.0)],
            TAKE_UP,
        ),
        "one of them expires at the moment of the meeting, just before it": (
            [*waiting(SERIOUS, 28), Report(0.0, [(SEARCH, DAY)], SERIOUS, expires_days=7.0)],
            TAKE_UP,
        ),
        "one of them arrives at the moment of the meeting, just before it": (
            [*waiting(SERIOUS, 28), Report(7.0, [(SEARCH, DAY)], SERIOUS)],
            PARK,
        ),
        "one of them arrives later": (
            [*waiting(SERIOUS, 28), Report(7.0 + A_SECOND, [(SEARCH, DAY)], SERIOUS)],
            TAKE_UP,
        ),
        "one of them is not judged yet": (
            [*waiting(SERIOUS, 28), Report(0.0, [(SEARCH, DAY)], SERIOUS, by_hand=True, triage_hours=90 * DAY)],
            TAKE_UP,
        ),
        "what is judged light counts as light": (
            [*waiting(SERIOUS, 28), *waiting(SERIOUS, 9, triaged_class=LIGHT)],
            TAKE_UP,
        ),
        "what is judged serious counts as serious": (
            [*waiting(SERIOUS, 28), *waiting(LIGHT, 1, triaged_class=SERIOUS)],
            PARK,
        ),
        "what is found to be serious counts as serious": (
            [*waiting(SERIOUS, 28), *waiting(SERIOUS, 1, triaged_class=LIGHT, found_days=3.0)],
            PARK,
        ),
        "what is found to be light counts as serious no more": (
            [*waiting(SERIOUS, 28), *waiting(LIGHT, 1, triaged_class=SERIOUS, found_days=3.0)],
            TAKE_UP,
        ),
        "23 acute cases are more too": (waiting(ACUTE, 23), PARK),
        "light cases do not count against themselves": (waiting(LIGHT, 900), TAKE_UP),
    },
)
def test_what_waits_is_what_nobody_has_taken_up(reports, right):
    members = [Member(skills=(ENRICH,)), Member(skills=NOT_ABLE, there=((20.0, 21.0),))]
    reports = sorted(reports, key=lambda report: report.arrived_days)
    assert decided(told(steered(4.5), reports, members))[-1] == right


@truth_table(
    "priority_of_serious, right",
    {"more urgent: it goes before": (4, BOTH), "as urgent: it adds up": (5, DECLINE), "less urgent": (6, TAKE_UP)},
)
def test_more_urgent_work_parks_and_as_urgent_work_declines(priority_of_serious, right):
    settings = steered(4.5, 4.5, **{"casework.classes.serious.priority": priority_of_serious})
    assert decided(told(settings, waiting(SERIOUS, 29), [Member(skills=NOT_ABLE)]))[-1] == right


def test_parked_work_that_was_first_in_line_is_taken_up_when_its_class_is_no_longer_parked():
    """Who could do it comes on day 8; on day 14 serious work is no longer parked, and on day 21 light work neither."""
    may = {"casework.classes.serious.may_be_parked": True}
    light = [Report(0.0, [(ENRICH, DAY)], LIGHT), Report(1.0, [(ENRICH, DAY)], LIGHT)]
    there = [Member(skills=NOT_ABLE), Member(skills=(ENRICH,), there=((8.0, 99.0),))]
    members = [*there, Member(skills=NOT_ABLE, there=((15.0, 99.0),))]
    events = told(steered(4.5, **may), [*waiting(ACUTE, 24), *waiting(SERIOUS, 40), *light], members)
    of_day = [decided(events, day)[1:] for day in (7.0, 14.0, 21.0)]
    assert of_day == [[PARK, PARK], [TAKE_UP, PARK], [TAKE_UP, TAKE_UP]]
    assert first_starts(events) == {64: 21.0, 65: 22.0}


def test_only_classes_that_may_be_parked_are():
    may = {"casework.classes.serious.may_be_parked": True}
    events = told(steered(0.01, 0.01, **may), waiting(ACUTE, 1), [Member(skills=NOT_ABLE)])
    assert decided(events) == [TAKE_UP, BOTH, BOTH]


@pytest.mark.parametrize(
    ("arrived_days", "is_declined"), [(moment(7.0 - A_SECOND), False), (7.0, False), (moment(7.0 + A_SECOND), True)]
)
def test_a_report_is_turned_away_from_the_meeting_on(arrived_days, is_declined):
    events = told(steered(99.0, 0.01), [*waiting(LIGHT, 1), Report(arrived_days)], [Member(skills=NOT_ABLE)])
    assert (ends(events).get(1) == (arrived_days, End.DECLINED)) is is_declined


def test_there_is_no_meeting_on_the_first_day_nor_at_the_horizon():
    """Eight weeks: seven meetings, each on three classes."""
    events = told(steered(), waiting(LIGHT, 1), [Member(skills=NOT_ABLE)])
    assert [f.time_days for f in events if f.kind == Event.STEERED] == [
        7.0 * week for week in range(1, 8) for _ in range(3)
    ]
    assert [f.report for f in events if f.kind == Event.STEERED][::3] == list(range(1, 8))


# Targets; the one meeting that counts is on day 73, when a fifth of the year has passed


def protected(taken_up: list[Report], per_year: float = 10.0, **target: Any) -> bool:
    """Whether light work is taken up on day 73 though 30 serious cases wait."""
    of_light = {"label": "Light", "classes": ["light"], "per_year": per_year, "protects": True, **target}
    steering = {"every_weeks": 73 / 7, "targets": {"of_light": of_light}}
    run = {"start": "2021-01-01", "end": "2021-12-31", "replications": 1}
    settings = steered(0.1, steering=steering)
    settings = Settings.model_validate(settings.model_dump() | {"run": run})
    reports = sorted([*taken_up, *waiting(SERIOUS, 30)], key=lambda report: report.arrived_days)
    return decided(told(settings, reports, [Member(skills=(ENRICH,))]), 73.0)[-1] == TAKE_UP


@truth_table(
    "reports, right",
    {
        "one of two by now": ([Report(1.0)], True),
        "two of two: exactly on schedule": ([Report(1.0)] * 2, False),
        "three of two": ([Report(1.0)] * 3, False),
        "none": ([], True),
        "two, of which one was chosen": ([Report(1.0), Report(1.0, stream=CHOSEN)], False),
        "two, of which one is of another class": ([Report(1.0), Report(1.0, case_class=SERIOUS)], True),
        "two, of which one was taken up before the start": ([Report(-1.0, taken_up=True), Report(1.0)], True),
        "two, of which one is taken up after the meeting": ([Report(1.0), Report(74.0)], True),
        "two, of which one is stock": ([Report(-1.0), Report(1.0)], False),
        "two that were light when they were taken up": (
            [Report(1.0, case_class=SERIOUS, triaged_class=LIGHT)] * 2,
            False,
        ),
    },
)
def test_a_target_of_ten_a_year_protects_until_it_is_on_schedule(reports, right):
    assert protected(reports) is right


def test_a_target_protects_only_if_it_should_and_only_its_own_classes():
    assert protected([])
    assert not protected([], protects=False)
    assert not protected([], classes=["serious"])
    assert not protected([], per_year=0.0)


def test_a_target_of_several_classes_counts_them_all():
    two = {"classes": ["serious", "light"]}
    assert protected([Report(1.0)], **two)
    assert not protected([Report(1.0), Report(1.0, case_class=SERIOUS)], **two)


@truth_table(
    "taken_up_days, right",
    {
        "two in the new year, as is asked by then": ((32.0, 40.0), False),
        "one in the new year": ((32.0,), True),
        "two, of which one in the last hours of the old year": ((30.9, 40.0), True),
        "two, of which one at the turn of the year": ((31.0, 40.0), False),
        "two in the old year": ((1.0, 2.0), True),
    },
)
def test_what_is_taken_up_counts_for_the_year_in_which_it_is(taken_up_days, right):
    """From the first of December; on the twelfth of February 42 days of the year ask for 1.15 of ten cases."""
    of_light = {"label": "Light", "classes": ["light"], "per_year": 10.0, "protects": True}
    run = {"start": "2020-12-01", "end": "2021-02-28", "replications": 1}
    steering = {"every_weeks": 73 / 7, "targets": {"of_light": of_light}}
    settings = Settings.model_validate(steered(0.1, steering=steering).model_dump() | {"run": run})
    reports = [*waiting(SERIOUS, 30), *map(Report, taken_up_days)]
    events = told(settings, reports, [Member(skills=(ENRICH,))])
    assert first_starts(events) == {30 + n: moment for n, moment in enumerate(taken_up_days)}
    assert (decided(events, 73.0)[-1] == TAKE_UP) is right
