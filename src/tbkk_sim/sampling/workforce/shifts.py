"""Shifts: the times in which a person works at one rate, cut out of the events of a career."""

from dataclasses import dataclass

import numpy as np

from tbkk_sim.arrays import Flags, Floats, Longs
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import per_million, seconds_of_days
from tbkk_sim.sampling.workforce.absence import Absences
from tbkk_sim.sampling.workforce.mentors import Mentoring
from tbkk_sim.sampling.workforce.people import Holder
from tbkk_sim.sampling.world import Service, Shifts
from tbkk_sim.settings.numbers import DAYS_PER_MONTH
from tbkk_sim.settings.staffing import Staffing

LATE_DAYS = 2.0**20
"""Beyond any day of a run."""


@dataclass(frozen=True, slots=True)
class Tenures:
    """The holders of posts as columns; one row per person."""

    joined_days: Floats
    begin_days: Floats
    """First day in the run."""
    left_days: Floats
    fte: Floats
    part_time_days: Floats
    ramp_factor: Floats
    ramp_from_days: Floats
    """Day on which the ramp begins: of joining, or after the course."""

    @classmethod
    def from_holders(cls, holders: list[Holder]) -> "Tenures":
        """Columns of these people."""
        joined = np.array([h.joined_days for h in holders], dtype=float)
        course = np.array([h.course_days for h in holders], dtype=float)
        return cls(
            joined_days=joined,
            begin_days=np.maximum(joined, 0.0),
            left_days=np.array([h.left_days for h in holders], dtype=float),
            fte=np.array([h.fte for h in holders], dtype=float),
            part_time_days=np.array([h.part_time_days for h in holders], dtype=float),
            ramp_factor=np.array([h.ramp_factor for h in holders], dtype=float),
            ramp_from_days=joined + course,
        )


def ramp_ends_days(staffing: Staffing, ramp_factor: Floats) -> Floats:
    """Days after its first one at which each step of the ramp ends, [person, step]."""
    months = np.array([step.until_months for step in staffing.training.ramp], dtype=float)
    return np.ceil(months[None, :] * DAYS_PER_MONTH * ramp_factor[:, None])


def cut_shifts(staffing: Staffing, people: Tenures, spells: Absences, mentoring: Mentoring) -> Shifts:
    """Cut each person's time at every change, and keep the pieces in which they work.

    Changes are sorted per person; running sums over them tell, for the piece after each, how many spells away
    cover it, how many newcomers the person guides, and whether the person is guided. At the end of a person
    all sums are back at zero.
    """
    everyone = np.arange(len(people.joined_days))
    ramp_days = people.ramp_from_days[:, None] + ramp_ends_days(staffing, people.ramp_factor)
    inside = (ramp_days > people.begin_days[:, None]) & (ramp_days < people.left_days[:, None])
    shortened = (people.part_time_days > people.begin_days) & (people.part_time_days < people.left_days)
    away, ill, guides, is_guided = np.eye(4, dtype=np.int64)
    nothing = np.zeros(4, dtype=np.int64)
    changes = [
        (everyone, people.begin_days, nothing),
        (everyone, people.left_days, nothing),
        (np.nonzero(inside)[0], ramp_days[inside], nothing),
        (everyone[shortened], people.part_time_days[shortened], nothing),
    ]
    long = spells.long
    for who, begin, end, what in (
        (spells.person, spells.begin_days, spells.end_days, away),
        (spells.person[long], spells.begin_days[long], spells.end_days[long], ill),
        (mentoring.mentor, mentoring.begin_days, mentoring.end_days, guides),
        (mentoring.newcomer, mentoring.begin_days, mentoring.end_days, is_guided),
    ):
        changes += [(who, begin, what), (who, end, -what)]
    person = np.concatenate([who for who, _, _ in changes])
    day = np.concatenate([when for _, when, _ in changes])
    delta = np.concatenate([np.broadcast_to(what, (len(who), 4)) for who, _, what in changes])

    order = np.argsort(person * LATE_DAYS + np.minimum(day, LATE_DAYS - 1.0), kind="stable")
    person, day = person[order], day[order]
    last = np.flatnonzero(np.append((np.diff(person) != 0) | (day[1:] != day[:-1]), True)[: len(day)])
    person, day, counts = person[last], day[last], np.cumsum(delta[order], axis=0)[last]
    piece = np.flatnonzero(person[1:] == person[:-1])
    return _pieces_to_shifts(staffing, people, person[piece], day[piece], day[piece + 1], counts[piece])


def _pieces_to_shifts(
    staffing: Staffing, people: Tenures, person: Longs, begin: Floats, end: Floats, counts: Longs
) -> Shifts:
    training = staffing.training
    ends = ramp_ends_days(staffing, people.ramp_factor)[person]
    steps_done = (begin[:, None] - people.ramp_from_days[person, None] >= ends).sum(axis=1)
    ramp = np.array([*(step.share for step in training.ramp), 1.0])[steps_done]
    contract = people.fte[person]
    is_short = begin >= people.part_time_days[person]
    contract = np.where(is_short, np.minimum(contract, staffing.turnover.rpu_part_time_fte), contract)
    fte = contract * ramp
    for_cases = fte - counts[:, 2] * training.mentor_share
    costs = counts[:, 3].astype(np.float64) * training.mentor_share

    works = (counts[:, 0] == 0) & (for_cases > 0)
    goes_on = np.append(False, (person[1:] == person[:-1]) & works[1:] & works[:-1])
    alike = (fte[1:] == fte[:-1]) & (for_cases[1:] == for_cases[:-1]) & (costs[1:] == costs[:-1])
    joins = np.append(False, goes_on[1:] & alike)
    opens = np.flatnonzero(works & ~joins)
    closes = np.flatnonzero(works & ~np.append(joins[1:], False))

    member, begins, until = person[opens], begin[opens], end[closes]
    is_first = np.append(True, member[1:] != member[:-1])[: len(member)]
    joined = is_first & ((people.joined_days[member] > 0) | (begins == people.begin_days[member]))
    left = until == people.left_days[member]
    paced = np.append(goes_on, False)[closes + 1]
    return Shifts(
        member=member.astype(np.int32),
        begin_seconds=seconds_of_days(begins),
        end_seconds=seconds_of_days(until),
        rate_per_million=per_million(for_cases[opens] * staffing.case_hours_share),
        fte=fte[opens],
        mentoring_fte=costs[opens],
        overtime_per_million=np.zeros(len(opens), dtype=np.int64),
        begins=np.select([joined, goes_on[opens]], [Event.JOINED, Event.PACED], Event.BACK).astype(np.int8),
        ends=np.select([left, paced], [Event.LEFT, Event.PACED], Event.ABSENT).astype(np.int8),
        service=_service(person, begin, end, fte, costs, (counts[:, 1] == 0) & (fte > 0)),
    )


def _service(person: Longs, begin: Floats, end: Floats, fte: Floats, costs: Floats, counts: Flags) -> Service:
    """The pieces that count as deployable, each as long as nothing changes; leave and short illness are in them."""
    alike = (person[1:] == person[:-1]) & (fte[1:] == fte[:-1]) & (costs[1:] == costs[:-1])
    joins = np.append(False, alike & counts[1:] & counts[:-1])
    opens, closes = np.flatnonzero(counts & ~joins), np.flatnonzero(counts & ~np.append(joins[1:], False))
    return Service(person[opens].astype(np.int32), begin[opens], end[closes], fte[opens], costs[opens])
