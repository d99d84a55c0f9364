"""Mentors: who of the unit guides a newcomer during the ramp."""

from dataclasses import dataclass, field

import numpy as np

from tbkk_sim.world.world import Bytes, Floats, Longs, Shorts


@dataclass(frozen=True, slots=True)
class Mentoring:
    """One row a time in which a person guides one newcomer."""

    mentor: Longs
    """Row of People."""
    newcomer: Longs
    """Row of People."""
    begin_days: Floats
    end_days: Floats


@dataclass(slots=True)
class Staff:
    """What the choice of a mentor goes by; one row a person."""

    unit: Shorts
    role: Bytes
    joined_days: Floats
    left_days: Floats
    fte: Floats
    full_days: Floats
    """From when the person is a full member."""
    ill: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    """Long illnesses, in order, of those who have any."""


def assign_mentors(staff: Staff, share: float, horizon_days: float) -> Mentoring:
    """Give each newcomer, while there and in the ramp, a full member of the unit who is not ill for long.

    One of the same role if there is any; of those, who guides the fewest; then who has served longest. When the
    mentor leaves or falls ill for long, the next one takes over. Nobody guides more newcomers, at `share` of an
    fte each, than their contract holds.
    """
    rows: list[tuple[int, int, float, float]] = []
    guiding: dict[int, list[tuple[float, float]]] = {}
    in_unit = {unit: np.flatnonzero(staff.unit == unit) for unit in np.unique(staff.unit)}
    newcomers = np.flatnonzero((staff.full_days > 0) & (staff.joined_days < staff.full_days))
    for newcomer in newcomers[np.argsort(staff.joined_days[newcomers], kind="stable")].tolist():
        until = min(staff.full_days[newcomer], staff.left_days[newcomer], horizon_days)
        colleagues = in_unit[staff.unit[newcomer]]
        for begin, end in _without(max(staff.joined_days[newcomer], 0.0), until, staff.ill.get(newcomer, [])):
            now = begin
            while now < end:
                mentor = _choose(staff, guiding, colleagues, newcomer, share, now)
                if mentor is None:
                    break
                next_illness = [ill for ill, _ in staff.ill.get(mentor, []) if ill > now]
                stop = min(end, staff.left_days[mentor], *next_illness)
                rows.append((mentor, newcomer, now, stop))
                guiding.setdefault(mentor, []).append((now, stop))
                now = stop
    table = np.array(rows, dtype=float).reshape(len(rows), 4)
    return Mentoring(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3])


def _choose(
    staff: Staff,
    guiding: dict[int, list[tuple[float, float]]],
    colleagues: Longs,
    newcomer: int,
    share: float,
    now: float,
) -> int | None:
    full = colleagues[(staff.full_days[colleagues] <= now) & (now < staff.left_days[colleagues])]
    guided = {p: sum(_covers([span], now) for span in guiding.get(p, [])) for p in full.tolist()}
    able = [
        p
        for p, others in guided.items()
        if (others + 1) * share <= staff.fte[p] and not _covers(staff.ill.get(p, []), now)
    ]
    same = [p for p in able if staff.role[p] == staff.role[newcomer]]
    return min(same or able, key=lambda p: (guided[p], staff.joined_days[p], p), default=None)


def _covers(spans: list[tuple[float, float]], now: float) -> bool:
    return any(begin <= now < end for begin, end in spans)


def _without(begin: float, end: float, holes: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The parts of a span outside the holes, which are in order."""
    parts = []
    for hole_begin, hole_end in holes:
        if begin < min(hole_begin, end):
            parts.append((begin, min(hole_begin, end)))
        begin = max(begin, hole_end)
    if begin < end:
        parts.append((begin, end))
    return parts
