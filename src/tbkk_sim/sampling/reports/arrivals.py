"""Arrivals of reports: the table of all that comes in, before anything else about it is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from tbkk_sim.arrays import Bytes, Flags, Floats, Longs, Shorts
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import days_of, seconds_of_days
from tbkk_sim.problem import wrong
from tbkk_sim.sampling.chance import NUMBER_BITS, Chance
from tbkk_sim.sampling.reports.demand import Flow, Pace
from tbkk_sim.sampling.world import append_rows

TICKS = 2.0**32
"""Gaps are counted in whole ticks, so that their sums are exact, whatever else is summed along."""


@dataclass(frozen=True, slots=True)
class Arrivals:
    """One row per report; the columns are those of Reports."""

    key: Longs
    arrived_seconds: Longs
    stream: Bytes
    unit: Shorts
    true_class: Bytes
    to_triage: Flags
    """Goes through triage."""
    taken_up: Flags
    person_key: Longs
    """Key of the first report on the same person; its own if it is the first."""

    def __len__(self) -> int:
        """Number of reports."""
        return len(self.key)

    @property
    def arrived_days(self) -> Floats:
        """Moment of arrival, in days from the start."""
        return days_of(self.arrived_seconds)

    def by_class(self, n_classes: int) -> list[Longs]:
        """Rows of each class, in order."""
        return [np.flatnonzero(self.true_class == number) for number in range(n_classes)]

    def take(self, rows: Longs) -> Self:
        """These rows, in this order."""
        return type(self)(*(getattr(self, column.name).take(rows) for column in fields(self)))


def alike(
    key: Longs,
    arrived_days: Floats,
    *,
    stream: int,
    unit: Longs | int,
    true_class: int,
    to_triage: bool = False,
    taken_up: bool = False,
) -> Arrivals:
    """Arrivals that differ in nothing but key, moment and unit."""
    n = len(key)
    return Arrivals(
        key=key,
        arrived_seconds=seconds_of_days(arrived_days),
        stream=np.full(n, stream, dtype=np.int8),
        unit=np.full(n, unit, dtype=np.int16),
        true_class=np.full(n, true_class, dtype=np.int8),
        to_triage=np.full(n, to_triage),
        taken_up=np.full(n, taken_up),
        person_key=key,
    )


def numbered(first_key: int, count: int) -> Longs:
    """Keys of the first reports of a stratum."""
    return first_key + np.arange(count, dtype=np.int64)


def unit_of_each(names: Names, weights: Floats, chance: Chance, keys: Longs) -> Longs:
    """The unit of each of these cases, by the weights of the units.

    By a race (rendezvous hashing with weights, Thaler and Ravishankar 1998; Schindelhauer and Schomaker 2005): every
    unit has an exponential time to get the case, by a number of its own, and the first one gets it. So a unit that
    gets more weight takes evenly from all others, and none of these gets work from another of them.
    """
    first: Floats = np.full(len(keys), np.inf)
    units: Longs = np.zeros(len(keys), dtype=np.int64)
    for unit in np.flatnonzero(weights):
        after = chance.exponential(f"unit/{names.units[unit]}", keys) / weights[unit]
        sooner = after < first
        units[sooner], first[sooner] = unit, after[sooner]
    return units


def reported(flow: Flow, pace: Pace, chance: Chance, *, triage: bool) -> Arrivals:
    """The reports of one flow in all units.

    By time-change (Çinlar 1975): with gaps of mean 1, report i of a unit comes when as many are expected
    as its first i gaps add up to. So with more volume the same report comes earlier, and is still the same.
    Within a day the rate is even, or that of the hours of the flow.
    """
    units = np.flatnonzero(pace.of_unit)
    key, which, passed = poisson(chance, flow.first_key[units], pace.of_unit[units] * flow.expected[-1])
    if pace.kept < 1:
        kept = np.flatnonzero(chance.happens("demand/kept", key, pace.kept))
        key, which, passed = key.take(kept), which.take(kept), passed.take(kept)
    midnights = np.arange(len(flow.expected), dtype=np.float64)
    moments = np.interp(passed / pace.of_unit[units].take(which), flow.expected, midnights)
    if len(flow.hours):
        day = np.floor(moments)
        moments = day + np.interp(moments - day, flow.hours, np.arange(25) / 24)
    return alike(
        key,
        moments,
        stream=flow.stream,
        unit=units.take(which),
        true_class=flow.case_class,
        to_triage=triage and flow.triaged,
    )


def poisson(chance: Chance, strata: Longs, expected: Floats) -> tuple[Longs, Longs, Floats]:
    """Poisson arrivals of several strata, in a time in which each expects one per unit of time.

    Returns keys, position of the stratum, and moment (below `expected` of the stratum); sorted by stratum, moment.
    """
    room = np.minimum(np.ceil(expected + 5 * np.sqrt(expected) + 10), 1 << NUMBER_BITS).astype(np.int64)
    while True:
        if room.max() >= 1 << NUMBER_BITS:
            says = "gives {number:,} reports of one class in one unit; allowed are at most {most:,}"
            raise wrong("demand", says, number=int(room.max()), most=1 << NUMBER_BITS)
        which = np.repeat(np.arange(len(strata)), room)
        end = np.cumsum(room)
        key = np.arange(end[-1]) + np.repeat(strata - (end - room), room)
        total = np.cumsum(np.rint(chance.exponential("gap", key) * TICKS).astype(np.int64))
        before = np.concatenate(([0], total[end[:-1] - 1]))
        short = (total[end - 1] - before) / TICKS <= expected
        if not short.any():
            break
        room[short] *= 2
    passed = (total - np.repeat(before, room)) / TICKS
    seen = np.flatnonzero(passed < np.repeat(expected, room))
    return key.take(seen), which.take(seen), passed.take(seen)


def in_order(parts: Iterable[Arrivals]) -> Arrivals:
    """Join arrivals and sort them by moment, ties by key.

    Raises:
        SettingsError: two strata have the same key.
    """
    parts = [part for part in parts if len(part)]
    if not parts:
        return alike(np.zeros(0, dtype=np.int64), np.zeros(0), stream=0, unit=0, true_class=0)
    joined = append_rows(*parts)
    first_of_stratum = joined.key[joined.key & (1 << NUMBER_BITS) - 1 == 0]
    if len(np.unique(first_of_stratum)) < len(first_of_stratum):
        says = "two names of units, classes or streams give the same random numbers; rename one of those added last"
        raise wrong("demand", says)
    return joined.take(_by_moment_and_key(joined.arrived_seconds, joined.key))


def _by_moment_and_key(arrived_seconds: Longs, key: Longs) -> Longs:
    """Rows by moment, ties by key.

    Moment and row in one whole number are sorted in half the time that sorting rows by moment takes.
    """
    row_bits = len(key).bit_length()
    packed = (arrived_seconds - arrived_seconds.min()) << row_bits
    packed |= np.arange(len(key))
    packed.sort(kind="stable")  # merges the runs that are in order already
    rows: Longs = packed & (1 << row_bits) - 1
    same = np.flatnonzero(np.diff(packed >> row_bits) == 0)
    tied = np.union1d(same, same + 1)
    rows[tied] = rows[tied][np.lexsort((key[rows[tied]], arrived_seconds[rows[tied]]))]
    return rows
