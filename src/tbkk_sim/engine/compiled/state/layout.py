"""The state before the clock starts, laid out from a world and the rules."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.engine.compiled.contest import nobody_works
from tbkk_sim.engine.compiled.state.records import (
    BOOK,
    CASE,
    CLASS,
    CLOCK,
    ENTRY,
    LANE,
    MEMBER,
    QUEUE,
    REPORTS,
    SKILL,
    STEPS,
    STINT,
    TEAM,
)
from tbkk_sim.engine.compiled.state.state import State
from tbkk_sim.model.event_records import COLUMNS, FACT_DTYPE
from tbkk_sim.model.parameters import Rulebook
from tbkk_sim.model.rules import N_LINES, URGENT
from tbkk_sim.model.seconds import NEVER_SECONDS
from tbkk_sim.sampling.world import World

AGENDA_ROWS = 1 << 16
"""Rows of the agenda, at first."""
FACTS_EACH, MOST_FACTS = 5, 1 << 24
"""Rows of the log, at first, per report and per step: mostly enough; memory that is not written to costs nothing."""


def make_state(world: World, book: Rulebook, room: int) -> State:
    """Lay out the state; `room` is what one happening may add to the agenda and to the log."""
    n_reports = len(world.reports.key)
    return State(
        reports=tuple(getattr(world.reports, name) for name in REPORTS),
        steps=tuple(getattr(world.steps, name) for name in STEPS),
        case=np.empty(n_reports, dtype=CASE),
        passed_on=np.zeros(n_reports, dtype=np.int32),
        agenda=np.zeros(AGENDA_ROWS + room, dtype=ENTRY),
        log=room_for(min(FACTS_EACH * (n_reports + len(world.steps.skill)), MOST_FACTS) + 2 * room),
        clock=records(CLOCK, 1, next_meeting=1, closes=NEVER_SECONDS if book.working.always_open else -NEVER_SECONDS),
        working=book.working,
        home_from_seconds=book.home_from_seconds,
        home_team=book.home_team,
        asked=book.asked,
        norm_seconds=book.norm_seconds,
        **_members(world),
        **_teams(world, book),
        **_rules(book),
    )


def room_for(n_facts: int) -> tuple[NDArray[Any], ...]:
    """An empty log, by column."""
    return tuple(np.empty(n_facts, dtype=FACT_DTYPE[name]) for name in COLUMNS)


def _members(world: World) -> dict[str, Any]:
    """Members and their stints."""
    people, stints = world.people, world.stints
    numbers = np.arange(len(stints.member))
    return {
        "member": records(
            MEMBER,
            len(people.team),
            skills=people.skills,
            team=people.team,
            since=-1,
            case=-1,
            own_line=-1,
            free_next=-1,
            free_before=-1,
        ),
        **nobody_works(len(people.team)),
        "looking": np.zeros(max(len(people.team), 1), dtype=np.int32),
        "in_vain": np.zeros(max(len(people.team), 1), dtype=np.int32),
        "stint": records(STINT, len(stints.member), **_of(stints, STINT)),
        "by_begin": np.lexsort((numbers, stints.begin_seconds)),
        "by_end": np.lexsort((numbers, stints.end_seconds)),
    }


def _teams(world: World, book: Rulebook) -> dict[str, Any]:
    """Teams, their queues, and the lanes between them; each with the rows of what belongs to it."""
    names, lanes = book.names, book.lanes
    n_teams, n_lanes = len(names.teams), len(lanes.lender)
    queue_numbers, queue_of_team = np.unique(book.queue_of_team, return_inverse=True)
    n_queues = len(queue_numbers)
    lane_queue = queue_of_team[lanes.borrower] if n_lanes else np.zeros(0, dtype=np.int64)
    members_of, first_member, end_member = _by_owner(world.people.team, n_teams)
    teams_of, first_team, end_team = _by_owner(queue_of_team, n_queues)
    lanes_to, first_lane_to, end_lane_to = _by_owner(lane_queue, n_queues)
    first_lane = np.searchsorted(lanes.lender, np.arange(n_teams + 1))
    return {
        "team": records(
            TEAM,
            n_teams,
            queue=queue_of_team,
            first_member=first_member,
            end_member=end_member,
            first_lane=first_lane[:-1],
            end_lane=first_lane[1:],
            first_free=-1,
            last_free=-1,
            first_held=-1,
            last_held=-1,
            reserve=book.reserve,
            helps_if_busier=np.bincount(lanes.lender, lanes.only_if_busier, n_teams) > 0,
        ),
        "members_of": members_of,
        "queue": records(
            QUEUE,
            n_queues,
            first_team=first_team,
            end_team=end_team,
            first_lane=first_lane_to,
            end_lane=end_lane_to,
            first_parked=-1,
            has_thresholds=np.bincount(lane_queue, (lanes.above > 0) | lanes.only_if_busier, n_queues) > 0,
        ),
        "teams_of": teams_of,
        "lane": records(LANE, n_lanes, queue=lane_queue, **_of(lanes, LANE, but="queue")),
        "lanes_to": lanes_to,
        "line": np.full((n_queues, len(names.skills), N_LINES), -1, dtype=np.int32),
        "is_tried": np.zeros((n_queues, len(names.skills), URGENT + 1), dtype=np.bool_),
        "waiting_for": np.zeros((n_queues, len(names.skills)), dtype=np.int32),
    }


def _rules(book: Rulebook) -> dict[str, Any]:
    """What the rulebook says of classes, skills, steering and the whole."""
    names, classes, steering = book.names, book.classes, book.steering
    return {
        "klass": records(
            CLASS,
            len(names.classes),
            preempts=classes.preempts,
            round_the_clock=classes.round_the_clock,
        ),
        "mean_hours": classes.mean_hours,
        "urgency": classes.urgency,
        "may_be_parked": classes.may_be_parked,
        **{name: np.zeros(len(names.classes), dtype=np.int64) for name in ("not_taken_up", "taken_up_this_year")},
        "is_protected": np.zeros(len(names.classes), dtype=np.bool_),
        "skill": records(SKILL, len(names.skills), together_with=book.together_with, owns_case=book.owns_case),
        "target_classes": steering.target_classes,
        "target_per_year": steering.target_per_year,
        "year_starts_seconds": steering.year_starts_seconds,
        "book": records(
            BOOK,
            1,
            horizon=book.horizon_seconds,
            every_seconds=steering.every_seconds,
            park_above_weeks=steering.park_above_weeks,
            decline_above_weeks=steering.decline_above_weeks,
            office_hours_per_week=steering.office_hours_per_week,
            order=book.order,
            triage_urgency=book.triage_urgency,
            caseload_limit=book.caseload_limit,
            in_hand_limit_per_member=book.in_hand_limit_per_member,
            triage_norm_seconds=book.triage_norm_seconds,
            n_units=len(names.units),
            own_work_class=names.own_work_class,
            chosen_stream=book.chosen_stream,
            stays_with_investigator=book.stays_with_investigator,
            steering=steering.active,
        ),
    }


def records(dtype: np.dtype[np.void], n: int, **columns: object) -> NDArray[np.void]:
    """An array of records with these columns filled and the others zero."""
    table = np.zeros(n, dtype=dtype)
    for name, values in columns.items():
        table[name] = values
    return table


def _of(table: object, dtype: np.dtype[np.void], but: str = "") -> dict[str, Any]:
    """The columns of a table that a record has too."""
    return {name: getattr(table, name) for name in dtype.names or () if name != but}


def _by_owner(owner: NDArray[Any], n_owners: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Rows in order of their owner, and where the rows of each owner begin and end."""
    rows = np.argsort(owner, kind="stable").astype(np.int32)
    first = np.searchsorted(owner[rows], np.arange(n_owners + 1))
    return rows, first[:-1], first[1:]
