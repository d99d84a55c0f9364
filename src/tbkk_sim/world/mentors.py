"""Mentors: who of the unit guides a newcomer during the ramp."""

from dataclasses import dataclass, field

import numpy as np

from tbkk_sim.world.world import Bytes, Floats, Longs, Shorts


@dataclass(frozen=True, slots=True)
class Mentoring:
    """One row a time in which a person guides one newcomer."""

    mentor: Longs
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
    full_days: Floats
    """From when the person is a full member."""
    ill: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    """Long illnesses, in order, of those who have any."""


def assign_mentors(staff: Staff, horizon_days: float) -> Mentoring:
    """Give each newcomer, while there and in the ramp, a full member of the unit who is not ill for long.

    One of the same role if there is any; of those, who guides the fewest; then who has served longest. When the
    mentor leaves or falls ill for long, the next one takes over.
    """
    rows: list[tuple[int, float, float]] = []
    guiding: dict[int, list[tuple[float, float]]] = {}
    in_unit = {unit: np.flatnonzero(staff.unit == unit) for unit in np.unique(staff.unit)}
    newcomers = np.flatnonzero((staff.full_days > 0) & (staff.joined_days < staff.full_days))
    for newcomer in newcomers[np.argsort(staff.joined_days[newcomers], kind="stable")].tolist():
        until = min(staff.full_days[newcomer], staff.left_days[newcomer], horizon_days)
        colleagues = in_unit[staff.unit[newcomer]]
        for begin, end in _without(max(staff.joined_days[newcomer], 0.0), until, staff.ill.get(newcomer, [])):
            now = begin
            while now < end:
                mentor = _choose(staff, guiding, colleagues, staff.role[newcomer], now)
                if mentor is None:
                    break
                next_illness = [ill for ill, _ in staff.ill.get(mentor, []) if ill > now]
                stop = min(end, staff.left_days[mentor], *next_illness)
                rows.append((mentor, now, stop))
                guiding.setdefault(mentor, []).append((now, stop))
                now = stop
    mentor_of, begins, ends = zip(*rows, strict=True) if rows else ((), (), ())
    return Mentoring(np.array(mentor_of, dtype=np.int64), np.array(begins, dtype=float), np.array(ends, dtype=float))


def _choose(
    staff: Staff, guiding: dict[int, list[tuple[float, float]]], colleagues: Longs, role: int, now: float
) -> int | None:
    full = colleagues[(staff.full_days[colleagues] <= now) & (now < staff.left_days[colleagues])]
    able = [p for p in full.tolist() if not _covers(staff.ill.get(p, []), now)]
    same = [p for p in able if staff.role[p] == role]
    return min(
        same or able,
        key=lambda p: (sum(b <= now < e for b, e in guiding.get(p, [])), staff.joined_days[p], p),
        default=None,
    )


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
