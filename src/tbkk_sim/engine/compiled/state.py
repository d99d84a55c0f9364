"""The state of the compiled engine: one array of records per noun, gathered in one tuple."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain.calendar import WorkingTime
from tbkk_sim.domain.facts import COLUMNS, FACT_DTYPE
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.compiled.block import Block, array_of, columns, tuple_of
from tbkk_sim.engine.team import N_LINES
from tbkk_sim.world.world import World

AGENDA_ROWS = 1 << 16
"""Rows of the agenda, at first."""
FACTS_PER_REPORT, MOST_FACTS = 8, 1 << 24
"""Rows of the log, at first: mostly enough, and memory that is not written to costs nothing."""
NOWHERE, IN_LINE, IN_OWN_LINE, PARKED = range(4)
"""Where a case waits."""

REPORTS = {
    "arrived_days": "f8",
    "triage_hours": "f8",
    "found_days": "f8",
    "expires_days": "f8",
    "first_step": "i4",
    "unit": "i2",
    "n_steps": "i1",
    "true_class": "i1",
    "judged_class": "i1",
    "judged_by": "i1",
    "upgrade_class": "i1",
    "upgrade_after": "i1",
    "outcome": "i1",
    "flagged": "?",
    "taken_up": "?",
}
STEPS = {"skill": "i1", "hours": "f8", "upgraded_hours": "f8", "delay_days": "f8"}
"""Columns of the world that are read as they stand."""
CASE = np.dtype(
    [
        ("hours_left", "f8"),
        ("arrived_days", "f8"),
        ("place", "f8"),
        ("urgency", "i4"),
        ("child", "i4"),
        ("sibling", "i4"),
        ("before", "i4"),
        ("member", "i4"),
        ("helper", "i4"),
        ("investigator", "i4"),
        ("unit", "i2"),
        ("queue", "i2"),
        ("last_team", "i2"),
        ("case_class", "i1"),
        ("position", "i1"),
        ("skill", "i1"),
        ("line", "i1"),
        ("where", "i1"),
        ("flagged", "?"),
        ("begun", "?"),
        ("upgraded", "?"),
        ("taken_up", "?"),
        ("is_open", "?"),
        ("is_held", "?"),
    ],
    align=True,
)
MEMBER = np.dtype(
    [
        ("rate", "f8"),
        ("pace", "f8"),
        ("since_days", "f8"),
        ("skills", "i8"),
        ("team", "i4"),
        ("case", "i4"),
        ("stint_of_work", "i4"),
        ("open_cases", "i4"),
        ("put_down", "i4"),
        ("own_line", "i4"),
        ("free_next", "i4"),
        ("free_before", "i4"),
        ("is_free", "?"),
        ("present", "?"),
        ("has_left", "?"),
        ("is_lent", "?"),
        ("round_the_clock", "?"),
    ],
    align=True,
)
TEAM = np.dtype(
    [
        ("queue", "i4"),
        ("first_member", "i4"),
        ("end_member", "i4"),
        ("first_lane", "i4"),
        ("end_lane", "i4"),
        ("first_free", "i4"),
        ("last_free", "i4"),
        ("n_free", "i4"),
        ("present", "i4"),
        ("lent", "i4"),
        ("reserve", "i4"),
        ("first_held", "i4"),
        ("last_held", "i4"),
    ],
    align=True,
)
QUEUE = np.dtype(
    [
        ("waiting", "i4"),
        ("in_hand", "i4"),
        ("present", "i4"),
        ("first_team", "i4"),
        ("end_team", "i4"),
        ("first_lane", "i4"),
        ("end_lane", "i4"),
        ("first_parked", "i4"),
    ],
    align=True,
)
LANE = np.dtype(
    [
        ("max_share", "f8"),
        ("efficiency", "f8"),
        ("above", "f8"),
        ("skills", "i8"),
        ("lender", "i4"),
        ("borrower", "i4"),
        ("queue", "i4"),
        ("mode", "i4"),
        ("least_urgency", "i4"),
        ("only_if_busier", "?"),
    ],
    align=True,
)
STINT = np.dtype(
    [("begin_days", "f8"), ("end_days", "f8"), ("rate", "f8"), ("member", "i4"), ("begins", "i1"), ("ends", "i1")],
    align=True,
)
CLASS = np.dtype(
    [
        ("mean_hours", "f8"),
        ("place_days", "f8"),
        ("urgency", "i4"),
        ("not_taken_up", "i4"),
        ("taken_up_this_year", "i4"),
        ("decision", "i4"),
        ("preempts", "?"),
        ("round_the_clock", "?"),
        ("may_be_parked", "?"),
        ("is_parked", "?"),
    ],
    align=True,
)
SKILL = np.dtype([("together_with", "i4"), ("owns_case", "?")], align=True)
ENTRY = np.dtype([("time_days", "f8"), ("key", "i8"), ("mark", "i8")], align=True)
BOOK = np.dtype(
    [
        ("horizon_days", "f8"),
        ("every_days", "f8"),
        ("park_above_weeks", "f8"),
        ("decline_above_weeks", "f8"),
        ("office_hours_per_week", "f8"),
        ("in_hand_limit_per_member", "f8"),
        ("order", "i4"),
        ("triage_urgency", "i4"),
        ("caseload_limit", "i4"),
        ("n_units", "i4"),
        ("own_work_class", "i4"),
        ("stays_with_investigator", "?"),
        ("steering", "?"),
    ],
    align=True,
)
CLOCK = np.dtype(
    [
        ("now", "f8"),
        ("known_days", "f8"),
        ("known_kind", "i8"),
        ("n_agenda", "i8"),
        ("n_log", "i8"),
        ("next_report", "i8"),
        ("next_begin", "i8"),
        ("next_end", "i8"),
        ("next_open_day", "i8"),
        ("next_meeting", "i8"),
        ("year", "i8"),
    ],
    align=True,
)


class State(Block):
    """All that the compiled engine reads and writes; arrays of records, so that `s.case[c].hours_left` reads well."""

    reports = columns(REPORTS)
    steps = columns(STEPS)
    case = array_of(CASE)
    """Row c is report c on its way."""
    member = array_of(MEMBER)
    team = array_of(TEAM)
    members_of = array_of(np.int32)
    """Members by team, in order (TEAM.first_member ...)."""
    queue = array_of(QUEUE)
    teams_of = array_of(np.int32)
    """Teams by queue (QUEUE.first_team ...)."""
    lane = array_of(LANE)
    lanes_to = array_of(np.int32)
    """Lanes by queue (QUEUE.first_lane ...)."""
    line = array_of(np.int32, 3)
    """[queue, skill, line]: first case in line; -1: none."""
    waiting_for = array_of(np.int32, 2)
    """[queue, skill]: steps that wait."""
    stint = array_of(STINT)
    by_begin = array_of(np.int64)
    by_end = array_of(np.int64)
    klass = array_of(CLASS)
    skill = array_of(SKILL)
    home_team = array_of(np.int32, 2)
    target_classes = array_of(np.bool_, 2)
    target_per_year = array_of(np.float64)
    year_starts_days = array_of(np.float64)
    working = tuple_of(
        WorkingTime,
        hours_per_day=float,
        opens=float,
        closes=float,
        open_before=array_of(np.int64),
        open_days=array_of(np.int64),
        round_the_clock_hours_per_day=float,
        always_open=bool,
    )
    looking = array_of(np.int32)
    """Scratch: the free members of a team while they look."""
    passed_on = array_of(np.int32)
    """Scratch, per case: the next of those passed on when their investigator goes; -1: the last."""
    agenda = array_of(ENTRY)
    """What will happen, as a binary heap."""
    log = columns({name: FACT_DTYPE[name] for name in COLUMNS})
    """Facts not yet fetched."""
    book = array_of(BOOK)
    """One row."""
    clock = array_of(CLOCK)
    """One row."""


def records(dtype: np.dtype[np.void], n: int, **columns: object) -> NDArray[np.void]:
    """An array of records with these columns filled and the others zero."""
    table = np.zeros(n, dtype=dtype)
    for name, values in columns.items():
        table[name] = values
    return table


def columns_of(table: object, dtype: np.dtype[np.void], n: int) -> NDArray[np.void]:
    """The columns of a table of the world that a record has too."""
    assert dtype.names is not None
    return records(dtype, n, **{name: getattr(table, name) for name in dtype.names})


def room_for(n_facts: int) -> tuple[NDArray[Any], ...]:
    """An empty log, by column."""
    return tuple(np.empty(n_facts, dtype=FACT_DTYPE[name]) for name in COLUMNS)


def make_state(world: World, book: Rulebook, room: int) -> State:
    """Lay out the state before the clock starts."""
    reports, people, stints, lanes, steering = world.reports, world.people, world.stints, book.lanes, book.steering
    names, classes = book.names, book.classes
    n_reports, n_members, n_teams, n_lanes = len(reports.key), len(people.team), len(names.teams), len(lanes.lender)
    queue_numbers, queue_of_team = np.unique(book.queue_of_team, return_inverse=True)
    n_queues = len(queue_numbers)
    members_of = np.argsort(people.team, kind="stable").astype(np.int32)
    first_member = np.searchsorted(people.team[members_of], np.arange(n_teams + 1))
    teams_of = np.argsort(queue_of_team, kind="stable").astype(np.int32)
    first_team = np.searchsorted(queue_of_team[teams_of], np.arange(n_queues + 1))
    first_lane = np.searchsorted(lanes.lender, np.arange(n_teams + 1))
    lane_queue = queue_of_team[lanes.borrower] if n_lanes else np.zeros(0, dtype=np.int64)
    lanes_to = np.argsort(lane_queue, kind="stable").astype(np.int32)
    first_lane_to = np.searchsorted(lane_queue[lanes_to], np.arange(n_queues + 1))
    member_numbers = np.arange(len(stints.member))
    return State(
        reports=tuple(getattr(reports, name) for name in REPORTS),
        steps=tuple(getattr(world.steps, name) for name in STEPS),
        case=np.empty(n_reports, dtype=CASE),
        member=records(
            MEMBER,
            n_members,
            skills=people.skills,
            team=people.team,
            since_days=-1.0,
            case=-1,
            put_down=-1,
            own_line=-1,
            free_next=-1,
            free_before=-1,
        ),
        team=records(
            TEAM,
            n_teams,
            queue=queue_of_team,
            first_member=first_member[:-1],
            end_member=first_member[1:],
            first_lane=first_lane[:-1],
            end_lane=first_lane[1:],
            first_free=-1,
            last_free=-1,
            first_held=-1,
            last_held=-1,
            reserve=book.reserve,
        ),
        members_of=members_of,
        queue=records(
            QUEUE,
            n_queues,
            first_team=first_team[:-1],
            end_team=first_team[1:],
            first_lane=first_lane_to[:-1],
            end_lane=first_lane_to[1:],
            first_parked=-1,
        ),
        teams_of=teams_of,
        lane=records(
            LANE,
            n_lanes,
            queue=lane_queue,
            **{name: getattr(lanes, name) for name in (LANE.names or ()) if name != "queue"},
        ),
        lanes_to=lanes_to,
        line=np.full((n_queues, len(names.skills), N_LINES), -1, dtype=np.int32),
        waiting_for=np.zeros((n_queues, len(names.skills)), dtype=np.int32),
        stint=columns_of(stints, STINT, len(stints.member)),
        by_begin=np.lexsort((member_numbers, stints.begin_days)),
        by_end=np.lexsort((member_numbers, stints.end_days)),
        klass=records(
            CLASS,
            len(names.classes),
            mean_hours=classes.mean_hours,
            place_days=classes.place_days,
            urgency=classes.urgency,
            preempts=classes.preempts,
            round_the_clock=classes.round_the_clock,
            may_be_parked=classes.may_be_parked,
        ),
        skill=records(SKILL, len(names.skills), together_with=book.together_with, owns_case=book.owns_case),
        home_team=book.home_team,
        target_classes=steering.target_classes,
        target_per_year=steering.target_per_year,
        year_starts_days=steering.year_starts_days,
        working=book.working,
        looking=np.zeros(max(n_members, 1), dtype=np.int32),
        passed_on=np.zeros(n_reports, dtype=np.int32),
        agenda=np.zeros(AGENDA_ROWS + room, dtype=ENTRY),
        log=room_for(min(FACTS_PER_REPORT * n_reports, MOST_FACTS) + 2 * room),
        book=records(
            BOOK,
            1,
            horizon_days=book.horizon_days,
            every_days=steering.every_days,
            park_above_weeks=steering.park_above_weeks,
            decline_above_weeks=steering.decline_above_weeks,
            office_hours_per_week=steering.office_hours_per_week,
            order=book.order,
            triage_urgency=book.triage_urgency,
            caseload_limit=book.caseload_limit,
            in_hand_limit_per_member=book.in_hand_limit_per_member,
            n_units=len(names.units),
            own_work_class=names.own_work_class,
            stays_with_investigator=book.stays_with_investigator,
            steering=steering.active,
        ),
        clock=records(CLOCK, 1, next_meeting=1),
    )
