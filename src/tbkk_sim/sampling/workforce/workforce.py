"""The workforce of one replication: holders of posts and their shifts, decided before the clock starts."""

from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.names import names_of, skill_bits
from tbkk_sim.model.seconds import NEVER_SECONDS, per_million
from tbkk_sim.sampling.workforce.absence import Absences, draw_spells, draws_per_person
from tbkk_sim.sampling.workforce.mentors import Staff, assign_mentors
from tbkk_sim.sampling.workforce.people import LIFE_DRAWS, Holder, Lives
from tbkk_sim.sampling.workforce.posts import Post, lay_out_posts
from tbkk_sim.sampling.workforce.shifts import Tenures, cut_shifts, ramp_ends_days
from tbkk_sim.sampling.workforce.vacancies import Recruitment
from tbkk_sim.sampling.world import NEVER, ArrayTable, Away, People, Posts, Service, Shifts
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import OWN_WORK

TableT = TypeVar("TableT", People, Shifts, Service, Away)


def draw_workforce(
    settings: Settings, replication: int, pressure: Floats | None = None
) -> tuple[People, Shifts, Posts]:
    """Play the life of all posts, and add the members of the pools.

    Args:
        settings: All inputs of the run.
        replication: Number of the replication.
        pressure: Load above 1 of [unit, month of the run]: makes people leave, as `turnover.workload_leaving` says.
            Nothing else depends on it, so that the same people meet every pressure with the same thresholds.
    """
    posts = lay_out_posts(settings)
    holders = Recruitment(settings, posts, Lives(settings, replication, pressure)).run()
    holders.sort(key=lambda holder: (holder.post, holder.number))
    people, shifts = _in_units(settings, posts, holders)
    pool_people, pool_shifts = _in_pools(settings, first_member=len(holders))
    return _joined(people, pool_people), _joined(shifts, pool_shifts), _table(posts)


def _in_units(settings: Settings, posts: list[Post], holders: list[Holder]) -> tuple[People, Shifts]:
    staffing, horizon = settings.staffing, settings.run.horizon_days
    names = names_of(settings)
    skills = [skill_bits(names, role.skills) for role in staffing.roles.values()]
    unit = np.array([posts[h.post].unit for h in holders], dtype=np.int16)
    role = np.array([posts[h.post].role for h in holders], dtype=np.int8)
    tenures = Tenures.of(holders)
    size = draws_per_person(staffing.absence, horizon)
    draws = np.array([h.draws[LIFE_DRAWS:] for h in holders], dtype=float).reshape(len(holders), size)
    spells = draw_spells(
        staffing.absence, horizon, tenures.begin_days, tenures.left_days, tenures.joined_days > 0, draws
    )
    ramp_ends = ramp_ends_days(staffing, tenures.ramp_factor)
    staff = Staff(
        unit=unit,
        role=role,
        joined_days=tenures.joined_days,
        left_days=tenures.left_days,
        fte=tenures.fte,
        full_days=tenures.joined_days + (ramp_ends[:, -1] if ramp_ends.shape[1] else 0.0),
        ill=_long_illness(spells),
    )
    mentoring = assign_mentors(staff, staffing.training.mentor_share, horizon)
    away = Away(spells.person.astype(np.int32), spells.begin_days, spells.end_days, spells.cause)
    shifts = replace(cut_shifts(staffing, tenures, spells, mentoring), away=away)
    people = People(
        team=unit,
        role=role,
        post=np.array([h.post for h in holders], dtype=np.int32),
        skills=np.array(skills, dtype=np.int64)[role],
        born_days=np.array([h.born_days for h in holders], dtype=float),
        joined_days=tenures.joined_days,
        left_days=tenures.left_days,
        left_cause=np.array([h.cause if h.left_days < horizon else -1 for h in holders], dtype=np.int8),
        fte=tenures.fte,
    )
    return people, shifts


def _long_illness(spells: Absences) -> dict[int, list[tuple[float, float]]]:
    ill: dict[int, list[tuple[float, float]]] = {}
    for row in np.flatnonzero(spells.long).tolist():
        span = (float(spells.begin_days[row]), float(spells.end_days[row]))
        ill.setdefault(int(spells.person[row]), []).append(span)
    return ill


def _in_pools(settings: Settings, first_member: int) -> tuple[People, Shifts]:
    """Members of pools: always there, at the rate of the pool."""
    names = names_of(settings)
    pools = settings.collaboration.pools
    size = [pool.members for pool in pools.values()]
    n = sum(size)
    skills = [skill_bits(names, [OWN_WORK, *pool.skills]) for pool in pools.values()]
    always, ones = np.full(n, NEVER), np.ones(n)
    people = People(
        team=np.repeat([names.team(pool) for pool in pools], size).astype(np.int16),
        role=np.full(n, -1, dtype=np.int8),
        post=np.full(n, -1, dtype=np.int32),
        skills=np.repeat(skills, size).astype(np.int64),
        born_days=np.full(n, np.nan),
        joined_days=np.zeros(n),
        left_days=always,
        left_cause=np.full(n, -1, dtype=np.int8),
        fte=ones,
    )
    member = np.arange(first_member, first_member + n, dtype=np.int32)
    shifts = Shifts(
        member=member,
        begin_seconds=np.zeros(n, dtype=np.int64),
        end_seconds=np.full(n, NEVER_SECONDS),
        rate_per_million=per_million(np.repeat([pool.rate for pool in pools.values()], size)),
        fte=ones,
        mentoring_fte=np.zeros(n),
        begins=np.full(n, Event.JOINED, dtype=np.int8),
        ends=np.full(n, Event.LEFT, dtype=np.int8),
        service=Service(member, np.zeros(n), always, ones, np.zeros(n)),
    )
    return people, shifts


def _joined(one: TableT, other: TableT) -> TableT:
    """Two tables as one, row after row."""
    columns: dict[str, Any] = {}
    for name in type(one).__dataclass_fields__:
        of = getattr(one, name), getattr(other, name)
        columns[name] = _joined(*of) if isinstance(of[0], ArrayTable) else np.concatenate(of)
    return type(one)(**columns)


def _table(posts: list[Post]) -> Posts:
    return Posts(
        unit=np.array([post.unit for post in posts], dtype=np.int16),
        role=np.array([post.role for post in posts], dtype=np.int8),
        begin_days=np.array([post.begin_days for post in posts], dtype=float),
        end_days=np.array([post.end_days for post in posts], dtype=float),
        ahead=np.array([post.ahead for post in posts], dtype=np.bool_),
    )
