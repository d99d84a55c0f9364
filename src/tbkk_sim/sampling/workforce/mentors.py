"""Mentors: the colleagues in the unit who guide newcomers during the ramp."""

import heapq
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from tbkk_sim.arrays import Bytes, Flags, Floats, Longs, Shorts
from tbkk_sim.sampling.world import NEVER

ROUNDING_FTE = 1e-9
"""Most that rounding adds to the shares of several newcomers: three at 0.2 fit a contract of 0.6."""


@dataclass(frozen=True, slots=True)
class Mentoring:
    """One row per time in which a person guides one newcomer."""

    mentor: Longs
    """Row of People."""
    newcomer: Longs
    """Row of People."""
    begin_days: Floats
    end_days: Floats


NO_MENTORING = Mentoring(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros(0))
"""Nobody guides anybody."""


@dataclass(slots=True)
class Staff:
    """Columns by which a mentor is chosen; one row per person."""

    unit: Shorts
    role: Bytes
    joined_days: Floats
    left_days: Floats
    fte: Floats
    full_days: Floats
    """Day from which the person is a full member."""
    ill: dict[int, list[tuple[float, float]]] = field(default_factory=dict)
    """Long illnesses and courses, in order, of those who have any."""


class _MentorEvent(IntEnum):
    """Changes in who may guide whom; at one moment in this order, and then newcomers are given to mentors."""

    RELEASED = 0
    RECOVERED = 1
    FULL = 2
    ILL = 3
    NEEDED = 4


def assign_mentors(staff: Staff, share: float, horizon_days: float) -> Mentoring:
    """Give each newcomer, while there and in the ramp, a full member of the unit who is not ill for long.

    One of the same role if there is any; of those, who guides the fewest; then who has served longest. When the
    mentor leaves or falls ill for long, the next one takes over. Nobody guides more newcomers, at `share` of an
    fte each, than their contract holds; a newcomer for whom nobody has room waits for one.
    """
    agenda = _agenda(staff, horizon_days)
    colleagues = {unit: np.flatnonzero(staff.unit == unit) for unit in np.unique(staff.unit).tolist()}
    waiting: dict[int, list[tuple[int, float]]] = {unit: [] for unit in colleagues}
    guided = np.zeros(len(staff.unit), dtype=np.int64)
    ill = np.zeros(len(staff.unit), dtype=bool)
    rows: list[tuple[int, int, float, float]] = []
    while agenda:
        now = agenda[0][0]
        units = set()
        while agenda and agenda[0][0] == now:  # all of a moment: who falls ill now gets nobody more
            _, what, person, end = heapq.heappop(agenda)
            unit = int(staff.unit[person])
            units.add(unit)
            if what == _MentorEvent.NEEDED:
                waiting[unit].append((person, end))
            elif what == _MentorEvent.RELEASED:
                guided[person] -= 1
            elif what != _MentorEvent.FULL:
                ill[person] = what == _MentorEvent.ILL
        for unit in sorted(units):
            while waiting[unit]:
                newcomer, until = waiting[unit][0]
                if until > now:
                    mentor = _choose(staff, colleagues[unit], guided, ill, int(staff.role[newcomer]), share, now)
                    if mentor is None:
                        break
                    stop = min(until, float(staff.left_days[mentor]), _next_illness(staff, mentor, now))
                    rows.append((mentor, newcomer, now, stop))
                    guided[mentor] += 1
                    heapq.heappush(agenda, (stop, _MentorEvent.RELEASED, mentor, stop))
                    if stop < until:
                        heapq.heappush(agenda, (stop, _MentorEvent.NEEDED, newcomer, until))
                waiting[unit].pop(0)
    table = np.array(rows, dtype=float).reshape(len(rows), 4)
    return Mentoring(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2], table[:, 3])


def _agenda(staff: Staff, horizon_days: float) -> list[tuple[float, _MentorEvent, int, float]]:
    """Moments at which newcomers need a mentor and no longer do, become full members, and people are ill."""
    agenda = []
    for person, spans in staff.ill.items():
        for begin, end in spans:
            agenda += [(begin, _MentorEvent.ILL, person, end), (end, _MentorEvent.RECOVERED, person, end)]
    for newcomer in np.flatnonzero((staff.full_days > 0) & (staff.joined_days < staff.full_days)).tolist():
        full, left = float(staff.full_days[newcomer]), float(staff.left_days[newcomer])
        agenda.append((full, _MentorEvent.FULL, newcomer, full))
        spans = _without(max(float(staff.joined_days[newcomer]), 0.0), min(full, left, horizon_days),
                         staff.ill.get(newcomer, []))  # fmt: skip
        agenda += [(begin, _MentorEvent.NEEDED, newcomer, end) for begin, end in spans]
    heapq.heapify(agenda)
    return agenda


def _choose(
    staff: Staff, colleagues: Longs, guided: Longs, ill: Flags, role: int, share: float, now: float
) -> int | None:
    full = (staff.full_days[colleagues] <= now) & (now < staff.left_days[colleagues])
    has_room = (guided[colleagues] + 1) * share <= staff.fte[colleagues] + ROUNDING_FTE
    able = colleagues[full & has_room & ~ill[colleagues]]
    if not len(able):
        return None
    same = able[staff.role[able] == role]
    candidates = same if len(same) else able
    return int(candidates[np.lexsort((candidates, staff.joined_days[candidates], guided[candidates]))[0]])


def _next_illness(staff: Staff, person: int, now: float) -> float:
    return min((begin for begin, _ in staff.ill.get(person, []) if begin > now), default=NEVER)


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
