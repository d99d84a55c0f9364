"""The workforce of one replication: holders of posts and their shifts, decided before the clock starts."""

from dataclasses import replace

import numpy as np

from tbkk_sim.arrays import Floats, Ints
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.names import names_of, skill_bits
from tbkk_sim.model.seconds import per_million, seconds_of_days
from tbkk_sim.sampling.capacity.overtime import with_overtime
from tbkk_sim.sampling.capacity.reallocation import members_away, reallocated
from tbkk_sim.sampling.capacity.stays import draw_stays
from tbkk_sim.sampling.capacity.temporary import temporary
from tbkk_sim.sampling.workforce.absence import AbsenceCause, Absences, draw_spells, draws_per_person
from tbkk_sim.sampling.workforce.exposure import draw_exposure
from tbkk_sim.sampling.workforce.mentors import Staff, assign_mentors
from tbkk_sim.sampling.workforce.people import LIFE_DRAWS, CameBy, Holder, Lives
from tbkk_sim.sampling.workforce.posts import Post, lay_out_posts
from tbkk_sim.sampling.workforce.shifts import Tenures, cut_shifts, ramp_ends_days
from tbkk_sim.sampling.workforce.vacancies import Recruitment
from tbkk_sim.sampling.world import (
    NEVER,
    Away,
    People,
    Posts,
    Service,
    Shifts,
    append_rows,
    nobody_away,
)
from tbkk_sim.settings import Settings
from tbkk_sim.settings.settings import OWN_WORK


def draw_workforce(
    settings: Settings, replication: int, pressure: Floats | None = None
) -> tuple[People, Shifts, Posts]:
    """Play the life of all posts, and add who is there without one, overtime, and the members of the pools.

    Args:
        settings: All inputs of the run.
        replication: Number of the replication.
        pressure: Load above 1 of [unit, month of the run]: makes people leave, as `turnover.workload_leaving` says.
            Nothing else depends on it, so that the same people meet every pressure with the same thresholds.
    """
    posts = lay_out_posts(settings)
    holders = Recruitment(settings, posts, Lives(settings, replication, pressure)).run()
    holders.sort(key=lambda holder: (holder.post, holder.number, holder.joined_days))
    people, shifts = _in_units(settings, replication, posts, holders)
    if without_post := [*reallocated(settings), *temporary(settings)]:
        stay_people, stay_shifts = draw_stays(settings, replication, without_post, first_member=len(holders))
        people, shifts = append_rows(people, stay_people), append_rows(shifts, stay_shifts)
    shifts = with_overtime(settings, people, shifts)
    pool_people, pool_shifts = _in_pools(settings, first_member=len(people.team))
    return append_rows(people, pool_people), append_rows(shifts, pool_shifts), _table(posts)


def _in_units(settings: Settings, replication: int, posts: list[Post], holders: list[Holder]) -> tuple[People, Shifts]:
    staffing, horizon = settings.staffing, settings.run.horizon_days
    names = names_of(settings)
    skills = [skill_bits(names, role.skills) for role in staffing.roles.values()]
    unit = np.array([posts[h.post].unit for h in holders], dtype=np.int16)
    role = np.array([h.role for h in holders], dtype=np.int8)
    tenures = Tenures.from_holders(holders)
    exposed = draw_exposure(settings, replication, posts, holders, tenures)
    spells = append_rows(_spells(settings, holders, tenures), exposed)
    ramp_ends = ramp_ends_days(staffing, tenures.ramp_factor)
    staff = Staff(
        unit=unit,
        role=role,
        joined_days=tenures.joined_days,
        left_days=tenures.left_days,
        fte=tenures.fte,
        full_days=tenures.ramp_from_days + (ramp_ends[:, -1] if ramp_ends.shape[1] else 0.0),
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
        came_by=np.array([h.came_by for h in holders], dtype=np.int8),
        lender=np.full(len(holders), -1, dtype=np.int16),
    )
    return people, shifts


def _spells(settings: Settings, holders: list[Holder], tenures: Tenures) -> Absences:
    """Spells away of the holders, courses among them; retraining leaves the others of a person as they would be."""
    absence, horizon = settings.staffing.absence, settings.run.horizon_days
    size = draws_per_person(absence, horizon)
    draws = np.array([h.draws[LIFE_DRAWS : LIFE_DRAWS + size] for h in holders], dtype=float)
    since = np.array([h.joined_days if h.since_days is None else h.since_days for h in holders], dtype=float)
    drawn = draws.reshape(len(holders), size)
    spells = draw_spells(absence, horizon, np.maximum(since, 0.0), tenures.left_days, since > 0, drawn)
    courses = np.flatnonzero((tenures.ramp_from_days > tenures.joined_days) & (tenures.begin_days < horizon))
    person = np.append(spells.person, courses)
    begin = np.append(np.maximum(spells.begin_days, tenures.begin_days[spells.person]), tenures.begin_days[courses])
    end = np.append(spells.end_days, np.minimum(tenures.ramp_from_days[courses], tenures.left_days[courses]))
    cause = np.append(spells.cause, np.full(len(courses), AbsenceCause.COURSE, dtype=np.int8))
    there = np.flatnonzero(end > begin)
    return Absences(person[there], begin[there], end[there], cause[there])


def _long_illness(spells: Absences) -> dict[int, list[tuple[float, float]]]:
    ill: dict[int, list[tuple[float, float]]] = {}
    for row in np.flatnonzero(spells.long).tolist():
        span = (float(spells.begin_days[row]), float(spells.end_days[row]))
        ill.setdefault(int(spells.person[row]), []).append(span)
    return {person: sorted(spans) for person, spans in ill.items()}


def _in_pools(settings: Settings, first_member: int) -> tuple[People, Shifts]:
    """Members of pools: there at the rate of the pool, but for the time in which they are reallocated."""
    names = names_of(settings)
    pools = settings.collaboration.pools
    size = [pool.members for pool in pools.values()]
    n = sum(size)
    skills = [skill_bits(names, [OWN_WORK, *pool.skills]) for pool in pools.values()]
    people = People(
        team=np.repeat([names.team(pool) for pool in pools], size).astype(np.int16),
        role=np.full(n, -1, dtype=np.int8),
        post=np.full(n, -1, dtype=np.int32),
        skills=np.repeat(skills, size).astype(np.int64),
        born_days=np.full(n, np.nan),
        joined_days=np.zeros(n),
        left_days=np.full(n, NEVER),
        left_cause=np.full(n, -1, dtype=np.int8),
        fte=np.ones(n),
        came_by=np.full(n, CameBy.RECRUITED, dtype=np.int8),
        lender=np.full(n, -1, dtype=np.int16),
    )
    first_of_pool = dict(zip(pools, first_member + np.cumsum([0, *size]), strict=False))
    away = append_rows(nobody_away(), *(members_away(settings, pool, int(first_of_pool[pool])) for pool in pools))
    member, begin, end = _at_home(np.arange(first_member, first_member + n, dtype=np.int32), away)
    rates = per_million(np.repeat([pool.rate for pool in pools.values()], size))
    is_first = np.append(True, member[1:] != member[:-1])[: len(member)]
    ones, nothing = np.ones(len(member)), np.zeros(len(member))
    shifts = Shifts(
        member=member,
        begin_seconds=seconds_of_days(begin),
        end_seconds=seconds_of_days(end),
        rate_per_million=rates[member - first_member],
        fte=ones,
        mentoring_fte=nothing,
        overtime_per_million=nothing.astype(np.int64),
        begins=np.where(is_first, Event.JOINED, Event.BACK).astype(np.int8),
        ends=np.where(end == NEVER, Event.LEFT, Event.ABSENT).astype(np.int8),
        service=Service(member, begin, end, ones, nothing),
        away=away,
    )
    return people, shifts


def _at_home(members: Ints, away: Away) -> tuple[Ints, Floats, Floats]:
    """The times in which members are not away, by member and time: member, begin and end."""
    member = np.append(members, away.member)
    begin = np.append(np.zeros(len(members)), away.end_days)
    order = np.lexsort((begin, member))
    end = np.append(away.begin_days, np.full(len(members), NEVER))
    end = end[np.lexsort((end, np.append(away.member, members)))]
    there = np.flatnonzero(end > begin[order])
    return member[order][there], begin[order][there], end[there]


def _table(posts: list[Post]) -> Posts:
    return Posts(
        unit=np.array([post.unit for post in posts], dtype=np.int16),
        role=np.array([post.role for post in posts], dtype=np.int8),
        begin_days=np.array([post.begin_days for post in posts], dtype=float),
        end_days=np.array([post.end_days for post in posts], dtype=float),
        ahead=np.array([post.ahead for post in posts], dtype=np.bool_),
    )
