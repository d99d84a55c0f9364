"""The state before the clock starts, laid out from a world and the rules."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.engine.compiled.contest import lay_out_contest
from tbkk_sim.engine.compiled.state import records
from tbkk_sim.engine.compiled.state.state import EngineState
from tbkk_sim.model.event_records import COLUMNS, EVENT_DTYPE
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.model.rules import PORTFOLIO, URGENT, is_investigator
from tbkk_sim.model.seconds import NEVER_SECONDS
from tbkk_sim.model.triage import NO_CASE
from tbkk_sim.sampling.world import World

AGENDA_ROWS = 1 << 16
"""Rows of the agenda, at first."""
EVENTS_EACH, MOST_EVENTS = 5, 1 << 24
"""Rows of the log, at first, per report and per step: mostly enough; memory that is not written to costs nothing."""


def make_state(world: World, parameters: Parameters, room: int) -> EngineState:
    """Lay out the state; `room` is the space that one event may take in the agenda and in the log."""
    n_reports = len(world.reports.key)
    return EngineState(
        reports=tuple(getattr(world.reports, name) for name in records.REPORTS),
        steps=tuple(getattr(world.steps, name) for name in records.STEPS),
        case=np.empty(n_reports, dtype=records.CASE),
        open_case=np.full(n_reports, -1, dtype=np.int32),
        last_end=np.full(n_reports, NO_CASE, dtype=np.int8),
        passed_on=np.zeros(n_reports, dtype=np.int32),
        agenda=np.zeros(AGENDA_ROWS + room, dtype=records.ENTRY),
        log=room_for(min(EVENTS_EACH * (n_reports + len(world.steps.skill)), MOST_EVENTS) + 2 * room),
        clock=filled(
            records.CLOCK,
            1,
            next_meeting=1,
            examining=-1,
            closes=NEVER_SECONDS if parameters.working.always_open else -NEVER_SECONDS,
        ),
        working=parameters.working,
        home_from_seconds=parameters.home_from_seconds,
        home_team=parameters.home_team,
        norm_seconds=parameters.norm_seconds,
        **_members(world, parameters),
        **_teams(world, parameters),
        **_rules(parameters),
    )


def room_for(n_events: int) -> tuple[NDArray[Any], ...]:
    """An empty log, by column."""
    return tuple(np.empty(n_events, dtype=EVENT_DTYPE[name]) for name in COLUMNS)


def _members(world: World, parameters: Parameters) -> dict[str, Any]:
    """Members and their shifts."""
    people, shifts = world.people, world.shifts
    numbers = np.arange(len(shifts.member))
    return {
        "member": filled(
            records.MEMBER,
            len(people.team),
            skills=people.skills,
            team=people.team,
            is_investigator=[is_investigator(of, parameters.investigator_skills) for of in people.skills.tolist()],
            since=-1,
            case=-1,
            own_line=-1,
            free_next=-1,
            free_before=-1,
        ),
        **lay_out_contest(len(people.team)),
        "looking": np.zeros(max(len(people.team), 1), dtype=np.int32),
        "in_vain": np.zeros(max(len(people.team), 1), dtype=np.int32),
        "shift": filled(records.SHIFT, len(shifts.member), **_of(shifts, records.SHIFT)),
        "by_begin": np.lexsort((numbers, shifts.begin_seconds)),
        "by_end": np.lexsort((numbers, shifts.end_seconds)),
    }


def _teams(world: World, parameters: Parameters) -> dict[str, Any]:
    """Teams, their queues, and the lendings between them; each with the rows that belong to it."""
    names, lendings = parameters.names, parameters.lendings
    n_teams, n_lendings = len(names.teams), len(lendings.lender)
    queue_numbers, queue_of_team = np.unique(parameters.queue_of_team, return_inverse=True)
    n_queues = len(queue_numbers)
    lending_queue = queue_of_team[lendings.borrower] if n_lendings else np.zeros(0, dtype=np.int64)
    members_of, first_member, end_member = _by_owner(world.people.team, n_teams)
    end_team = np.bincount(queue_of_team).cumsum()
    lendings_to, first_lending_to, end_lending_to = _by_owner(lending_queue, n_queues)
    first_lending = np.searchsorted(lendings.lender, np.arange(n_teams + 1))
    campaigns = parameters.campaigns
    first_campaign = np.searchsorted(campaigns.team, np.arange(n_teams + 1))
    return {
        "team": filled(
            records.TEAM,
            n_teams,
            queue=queue_of_team,
            first_member=first_member,
            end_member=end_member,
            first_lending=first_lending[:-1],
            end_lending=first_lending[1:],
            first_free=-1,
            last_free=-1,
            first_held=-1,
            last_held=-1,
            reserve=parameters.reserve,
            campaign=first_campaign[:-1],
            end_campaign=first_campaign[1:],
            helps_if_busier=np.bincount(lendings.lender, lendings.only_if_busier, n_teams) > 0,
        ),
        "members_of": members_of,
        "queue": filled(
            records.QUEUE,
            n_queues,
            first_team=np.append(0, end_team[:-1]),
            end_team=end_team,
            first_lending=first_lending_to,
            end_lending=end_lending_to,
            has_thresholds=np.bincount(lending_queue, (lendings.above > 0) | lendings.only_if_busier, n_queues) > 0,
        ),
        "teams_of": parameters.asked,
        "lending": filled(records.LENDING, n_lendings, queue=lending_queue, **_of(lendings, records.LENDING)),
        "lendings_to": lendings_to,
        "line": np.full((n_queues, len(names.skills), PORTFOLIO + len(names.classes)), -1, dtype=np.int32),
        "is_tried": np.zeros((n_queues, len(names.skills), URGENT + 1), dtype=np.bool_),
        **{
            name: np.zeros((n_queues, len(names.skills)), dtype=np.int32)
            for name in ("waiting_for", "portfolio_waiting")
        },
        **{name: np.zeros((n_queues, len(names.classes)), dtype=np.int64) for name in ("taken_up_this_year", "finish")},
        "campaign": filled(records.CAMPAIGN, len(campaigns.team), **_of(campaigns, records.CAMPAIGN)),
        "owed": parameters.agreements.owed[:, queue_numbers],
    }


def _rules(parameters: Parameters) -> dict[str, Any]:
    """Columns of the parameters: classes, skills, steering and the whole."""
    names, classes, steering = parameters.names, parameters.classes, parameters.steering
    turn, simple = parameters.examination.turn, parameters.agreements.simple
    of_classes = _of(classes, records.CLASS)
    return {
        "case_class": filled(records.CLASS, len(names.classes), **of_classes, turn=turn, simple=simple),
        "bench": filled(records.BENCH, 1 + turn.max(), first=-1, last=-1),
        "portfolio": np.flatnonzero(~classes.severe),
        "mean_hours": classes.mean_hours,
        "share_upto": classes.share_upto,
        "not_taken_up": np.zeros(len(names.classes), dtype=np.int64),
        "skill": filled(records.SKILL, len(names.skills), **_of(parameters, records.SKILL)),
        "members_needed": parameters.members_needed,
        "year_starts_seconds": parameters.agreements.year_starts_seconds,
        "parameters": filled(
            records.PARAMETERS,
            1,
            **_of(steering, records.PARAMETERS),
            **_of(parameters.examination, records.PARAMETERS),
            **_of(parameters, records.PARAMETERS, but="steering"),
            agreements_urgency=parameters.agreements.urgency,
            campaigns_urgency=parameters.campaigns.urgency,
            n_units=len(names.units),
            own_work_class=names.own_work_class,
            in_pairs_somewhere=parameters.in_pairs.any(),
            steering=steering.active,
        ),
    }


def filled(dtype: np.dtype[np.void], n: int, **columns: object) -> NDArray[np.void]:
    """An array of records with these columns filled and the others zero."""
    table = np.zeros(n, dtype=dtype)
    for name, values in columns.items():
        table[name] = values
    return table


def _of(table: object, dtype: np.dtype[np.void], but: str = "") -> dict[str, Any]:
    """The columns of a table that a record has too."""
    return {name: getattr(table, name) for name in dtype.names or () if name != but and hasattr(table, name)}


def _by_owner(owner: NDArray[Any], n_owners: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Rows in order of their owner, and where the rows of each owner begin and end."""
    rows = np.argsort(owner, kind="stable").astype(np.int32)
    first = np.searchsorted(owner[rows], np.arange(n_owners + 1))
    return rows, first[:-1], first[1:]
