"""Invariants hold on honest paths, and each fault that is planted is caught."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import reduce

import numpy as np
import pytest

from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.events.moves import states_of
from tbkk_sim.metrics.invariants import check
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.seconds import SECONDS_PER_DAY, SECONDS_PER_HOUR
from tbkk_sim.runs.replication import simulate
from tbkk_sim.sampling.world import World
from tests.builders import LAB, small_settings
from tests.metrics.edge_worlds import SELECTION
from tests.metrics.story import DAYS, SERIOUS, story
from tests.rows import every_row

Rows = np.ndarray
HOUR, DAY = SECONDS_PER_HOUR, SECONDS_PER_DAY
NO_CASE_LOST = "no case is lost: a step that is ready waits or is worked on"
WORK_FROM_TIME = "work follows from working time and pace"


def broken(rows: Rows | None = None, change_world: Callable[[World], World] = lambda world: world) -> list[str]:
    _settings, world, parameters, log = story()
    ledger = Ledger(change_world(world), parameters, log if rows is None else EventLog.from_rows(rows))
    return [violation.invariant for violation in check.find_violations(ledger)]


def at(rows: Rows, kind: Event, report: int, nth: int = 0) -> int:
    return int(np.flatnonzero((rows["kind"] == kind) & (rows["report"] == report))[nth])


def without(kind: Event, report: int, nth: int = 0) -> Callable[[Rows], Rows]:
    return lambda rows: np.delete(rows, at(rows, kind, report, nth))


def twice(kind: Event, report: int) -> Callable[[Rows], Rows]:
    return lambda rows: np.insert(rows, at(rows, kind, report), rows[at(rows, kind, report)])


def changed(kind: Event, report: int, **fields: int) -> Callable[[Rows], Rows]:
    def change(rows: Rows) -> Rows:
        for name, value in fields.items():
            rows[name][at(rows, kind, report)] = value
        return rows

    return change


def in_turn(*faults: Callable[[Rows], Rows]) -> Callable[[Rows], Rows]:
    return lambda rows: reduce(lambda before, fault: fault(before), faults, rows)


def test_the_story_keeps_all_laws():
    assert broken() == []


@every_row(
    ("fault", "law"),
    [
        (without(Event.ARRIVED, 7), "each report arrives exactly once"),
        (twice(Event.ARRIVED, 7), "each report arrives exactly once"),
        (twice(Event.ENDED, 2), "a report ends at most once"),
        (twice(Event.TAKEN_UP, 1), "a case is taken up at most once"),
        (twice(Event.TRIAGED, 5), "a report is triaged at most once"),
        (changed(Event.ARRIVED, 7, time_seconds=60 * DAY), "events are in order of time"),
        (changed(Event.ARRIVED, 7, time_seconds=60 * DAY), "events fall within the run"),
        (without(Event.QUEUED, 5, 1), "a step that is interrupted waits again"),
        (without(Event.QUEUED, 7), NO_CASE_LOST),
        (without(Event.ENDED, 1), "a case ends when its last step is done"),
        (changed(Event.BACK, 2, time_seconds=DAYS * DAY), "events fall within the run"),
        (changed(Event.FINISHED, 1, work_seconds=DAY - 1), "work done is work drawn"),
        (changed(Event.FINISHED, 5, work_seconds=18 * HOUR + 1), "work done is work drawn"),
        (without(Event.FINISHED, 5), "a step is finished when its work is done"),
        (changed(Event.INTERRUPTED, 5, work_seconds=6 * HOUR + 1), WORK_FROM_TIME),
        (changed(Event.INTERRUPTED, 5, work_seconds=6 * HOUR - 1), WORK_FROM_TIME),
        (
            in_turn(
                changed(Event.INTERRUPTED, 5, work_seconds=24 * HOUR),
                without(Event.RESUMED, 5),
                without(Event.FINISHED, 5),
            ),
            "a step that is interrupted has work left",
        ),
        (changed(Event.STARTED, 1, time_seconds=5 * DAY + 1), WORK_FROM_TIME),
        (changed(Event.FINISHED, 4, time_seconds=8 * DAY - 1), WORK_FROM_TIME),
        (changed(Event.FINISHED, 5, time_seconds=31 * DAY + DAY // 2 + 1), WORK_FROM_TIME),
        (changed(Event.STARTED, 2, member=1), "every end of work has a beginning"),
        (without(Event.FINISHED, 4), "a finished case has finished all its steps"),
        (changed(Event.TAKEN_UP, 5, time_seconds=9 * DAY), "a case is not ended or taken up before it is one"),
        (changed(Event.TAKEN_UP, 5, detail=SERIOUS), "a case is taken up in the class that it has"),
        (without(Event.TRIAGED, 5), "only a case has steps"),
        (without(Event.TRIAGED, 3), "a report is closed when it has been triaged"),
        (without(Event.TAKEN_UP, 5), "a case is taken up when work on it begins"),
        (without(Event.RECLASSIFIED, 5), "a case is worked on in the class that it then has"),
    ],
)
def test_faults_in_the_log_are_caught(fault, law):
    rows = story()[3].rows
    assert law in broken(fault(rows))


def test_work_while_absent_is_caught():
    def leaves_early(world: World) -> World:
        end = world.shifts.end_seconds.copy()
        end[0] = 31 * DAY + DAY // 2 - 1  # member 0 works until 31.5 days
        return replace(world, shifts=replace(world.shifts, end_seconds=end))

    assert "nobody works while absent: busy time is available time" in broken(change_world=leaves_early)


@every_row(("seconds_left", "is_broken"), [(18 * HOUR, False), (18 * HOUR + 1, True)])
def test_work_in_hand_that_was_done_before_the_horizon_is_caught(seconds_left, is_broken):
    """Of the 24 hours of step 5 there are 18 left when it is gone on with."""
    gone_on_with = changed(Event.RESUMED, 5, time_seconds=DAYS * DAY - seconds_left)
    laws = broken(in_turn(gone_on_with, without(Event.FINISHED, 5))(story()[3].rows))
    assert ("a step is finished when its work is done" in laws) == is_broken


@every_row(("seconds_before", "expected"), [(0, []), (1, [NO_CASE_LOST])])
def test_a_step_that_is_ready_before_the_horizon_waits(seconds_before, expected):
    def ready(world: World) -> World:
        delay = world.steps.delay_seconds.copy()
        delay[5] = DAYS * DAY - (31 * DAY + DAY // 2) - seconds_before  # the step before is done at 31.5 days
        return replace(world, steps=replace(world.steps, delay_seconds=delay))

    assert broken(change_world=ready) == expected


@every_row("in_hand", [False, True])
def test_a_case_second_too_many_breaks_littles_law(in_hand):
    ledger = Ledger(*story()[1:])
    one_second = np.arange(len(ledger.cases.report)) == 1  # waits from the start until day 5, and is done on day 6
    column = "ended_seconds" if in_hand else "entered_seconds"
    other = replace(ledger.cases, **{column: getattr(ledger.cases, column) + one_second})
    ledger.__dict__["states"] = states_of(ledger.grid, other)
    found = [violation.invariant for violation in check.find_violations(ledger)]
    assert found == [f"Little's law of the {'work in hand' if in_hand else 'backlog'}"]


def test_a_wrong_rate_is_caught():
    def slower(world: World) -> World:
        rate = world.shifts.rate_per_million
        return replace(world, shifts=replace(world.shifts, rate_per_million=rate - 20))  # of 12 hours not one second

    assert broken(change_world=slower) == [WORK_FROM_TIME]


def test_work_beyond_ones_skills_is_caught():
    def unskilled(world: World) -> World:
        return replace(world, people=replace(world.people, skills=np.array([0b00001, 0b01111, 0b10100])))

    assert "members do what they are able to" in broken(change_world=unskilled)


def test_a_broken_law_stops_the_run_and_says_which():
    _settings, world, parameters, log = story()
    rows = np.delete(log.rows, at(log.rows, Event.ENDED, 1))
    with pytest.raises(check.InvariantError, match=r"a case ends when its last step is done.*report 1") as caught:
        check.check(Ledger(world, parameters, EventLog.from_rows(rows)))
    from_a_worker = pickle.loads(pickle.dumps(caught.value))
    assert str(from_a_worker) == str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"assignment.stays_with_investigator": True, "assignment.caseload_limit": 4},
        pytest.param({"collaboration.one_queue": True}, marks=pytest.mark.slow),
        {"collaboration.pools": {"lab": LAB}, "casework.steps.search.together_with": "lab"},
        pytest.param({"collaboration.neighbours": {"max_share": 0.5, "efficiency": 0.8}}, marks=pytest.mark.slow),
        {
            "staffing.absence": {
                "leave_days_per_year": 40,
                "short_illness_spells_per_year": 6,
                "long_illness_per_year": 0.2,
            },
            "staffing.training": {"ramp": [{"until_months": 6, "share": 0.5}], "mentor_share": 0.2},
            "staffing.vacancy_share_at_start": 0.3,
        },
        pytest.param({"triage.by_hand.sensitivity": 0.7, "triage.flagged_share": 0.5}, marks=pytest.mark.slow),
        {"triage.enabled": False, "calendar.kind": "plain"},
        {
            "demand.stock": {"serious": {"waiting": 20, "in_hand": 10}},
            **SELECTION,
            "demand.streams.image.volume_factor": 3.0,
        },
    ],
    ids=lambda changes: next(iter(changes), "as it is"),
)
def test_simulated_paths_keep_all_laws(changes):
    settings = small_settings({"staffing.turnover": {"resignation_per_year": {"0": 0.2}}, **changes})
    assert check.find_violations(simulate(settings).ledger) == []
