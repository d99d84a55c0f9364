"""Stays: people who work in a unit for a time without a post, with absences as the holders of posts have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tbkk_sim.model.names import names_of, skill_bits
from tbkk_sim.sampling.streams import stream
from tbkk_sim.sampling.workforce.absence import draw_spells, draws_per_person
from tbkk_sim.sampling.workforce.mentors import NO_MENTORING
from tbkk_sim.sampling.workforce.people import CameBy, Cause
from tbkk_sim.sampling.workforce.shifts import Tenures, cut_shifts
from tbkk_sim.sampling.world import NEVER, Away, People, Shifts
from tbkk_sim.settings import Settings
from tbkk_sim.settings.capacity.capacity import Stay


@dataclass(frozen=True, slots=True)
class Stayer:
    """Somebody who stays in a unit without a post."""

    label: str
    """Names the stream of their absences."""
    unit: int
    role: int
    begin_days: float
    end_days: float
    fte: float
    """Share of a full member's work."""
    came_by: CameBy
    lender: int = -1
    """Pool from which they are; -1: none."""


def stayers(
    settings: Settings, label: str, stay: Stay, fte: float, came_by: CameBy, pool: str | None = None
) -> list[Stayer]:
    """The people of one entry of the settings; none if they come after the run."""
    begin, end = days_of_stay(settings, stay)
    if begin >= settings.run.horizon_days:
        return []
    staffing = settings.staffing
    unit, role = list(staffing.units).index(stay.unit), list(staffing.roles).index(stay.role)
    lender = -1 if pool is None else names_of(settings).team(pool)
    return [Stayer(f"capacity/{label}/{n}", unit, role, begin, end, fte, came_by, lender) for n in range(stay.people)]


def days_of_stay(settings: Settings, stay: Stay) -> tuple[float, float]:
    """First day, and the day after the last one, of a stay; NEVER: it does not end."""
    start = settings.run.start
    return float((stay.date - start).days), NEVER if stay.end is None else float((stay.end - start).days)


def draw_stays(
    settings: Settings, replication: int, people: Sequence[Stayer], first_member: int
) -> tuple[People, Shifts]:
    """Draw the absences of these people, and cut their shifts; nobody mentors them, and they mentor nobody."""
    staffing, horizon, names = settings.staffing, settings.run.horizon_days, names_of(settings)
    n, size = len(people), draws_per_person(staffing.absence, horizon)
    draws = [stream(settings.seed, replication, of.label).random(size) for of in people]
    begin, end, fte = (
        np.array([getattr(of, column) for of in people], dtype=float) for column in ("begin_days", "end_days", "fte")
    )
    tenures = Tenures(
        joined_days=begin,
        begin_days=begin,
        left_days=end,
        fte=fte,
        part_time_days=np.full(n, NEVER),
        ramp_factor=np.zeros(n),
        ramp_from_days=begin,
    )
    drawn = np.array(draws, dtype=float).reshape(n, size)
    spells = draw_spells(staffing.absence, horizon, begin, end, np.ones(n, dtype=np.bool_), drawn)
    shifts = cut_shifts(staffing, tenures, spells, NO_MENTORING)
    role = np.array([of.role for of in people], dtype=np.int8)
    skills = np.array([skill_bits(names, of.skills) for of in staffing.roles.values()], dtype=np.int64)
    table = People(
        team=np.array([of.unit for of in people], dtype=np.int16),
        role=role,
        post=np.full(n, -1, dtype=np.int32),
        skills=skills[role],
        born_days=np.full(n, np.nan),
        joined_days=begin,
        left_days=end,
        left_cause=np.where(end < horizon, Cause.TERM_OVER, -1).astype(np.int8),
        fte=fte,
        came_by=np.array([of.came_by for of in people], dtype=np.int8),
        lender=np.array([of.lender for of in people], dtype=np.int16),
    )
    away = Away((spells.person + first_member).astype(np.int32), spells.begin_days, spells.end_days, spells.cause)
    service = replace(shifts.service, member=shifts.service.member + np.int32(first_member))
    return table, replace(shifts, member=shifts.member + np.int32(first_member), service=service, away=away)
