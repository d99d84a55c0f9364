"""Overtime: more hours from those who are there, then time off for it, and people whom it drives away."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from tbkk_sim.arrays import Flags, Floats, Longs
from tbkk_sim.model.calendar import WorkingTime, working_time
from tbkk_sim.model.establishment import hazard_per_year
from tbkk_sim.model.event_records import Event
from tbkk_sim.model.seconds import SECONDS_PER_DAY, seconds_of_days
from tbkk_sim.sampling.world import People, Shifts
from tbkk_sim.settings import Settings
from tbkk_sim.settings.numbers import DAYS_PER_YEAR


@dataclass(frozen=True, slots=True)
class OvertimeSpan:
    """Overtime of some units, in days of the run."""

    units: Longs
    begin_days: int
    end_days: int
    """The day after the last one with overtime; as long after it time off is taken."""
    extra_share: float
    back_share: float

    @property
    def time_off_until_days(self) -> int:
        """The day after the last one on which time off is taken."""
        return 2 * self.end_days - self.begin_days


def spans(settings: Settings) -> Iterator[OvertimeSpan]:
    """The overtime of a run, in the order of the settings."""
    units, start = list(settings.staffing.units), settings.run.start
    for of in settings.capacity.overtime.values():
        numbers = np.array([units.index(unit) for unit in of.units or units], dtype=np.int64)
        begin, end = (of.date - start).days, (of.end - start).days
        yield OvertimeSpan(numbers, begin, end, of.extra_share, of.back_share)


def with_overtime(settings: Settings, people: People, shifts: Shifts) -> Shifts:
    """Raise the rates of the shifts in a time of overtime, and lower them where time off is taken for it.

    Each person takes back a part of what they worked, evenly over their shifts in the time after it, and at most at
    the rate of the overtime: who is mostly away then, or leaves, takes back less.
    """
    if not settings.capacity.overtime:
        return shifts
    working = working_time(settings.calendar, settings.run.start, settings.run.horizon_days)
    for span in spans(settings):
        if span.extra_share > 0:
            shifts = _with(shifts, people, span, working)
    return shifts


def leaving(settings: Settings) -> list[tuple[Floats, Floats]] | None:
    """Edges in days of the run, and the rate of leaving for overtime added up until each, by unit; None: there is none.

    The rate holds from the first day of overtime until as long after it as it lasted.
    """
    chances = [of.extra_resignation_per_year for of in settings.capacity.overtime.values()]
    if not any(chances):
        return None
    by_unit = []
    for unit in range(len(settings.staffing.units)):
        rates = [
            (float(span.begin_days), float(span.time_off_until_days), hazard_per_year(chance) / DAYS_PER_YEAR)
            for span, chance in zip(spans(settings), chances, strict=True)
            if unit in span.units
        ]
        edges = np.array(sorted({0.0, *(day for begin, end, _ in rates for day in (begin, end))}))
        added = sum((rate * np.clip(edges - begin, 0.0, end - begin) for begin, end, rate in rates), 0.0 * edges)
        by_unit.append((edges, added))
    return by_unit


def _with(shifts: Shifts, people: People, span: OvertimeSpan, working: WorkingTime) -> Shifts:
    """Change the rates of shifts by one time of overtime, where that begins or ends cut in two."""
    n, last = len(people.team), len(working.open_before) - 1
    here = np.isin(people.team, span.units)

    def within(of: Shifts, begin_days: int, end_days: int) -> tuple[Flags, Longs]:
        begin, end = of.begin_seconds // SECONDS_PER_DAY, of.end_seconds // SECONDS_PER_DAY
        open_days = working.open_before[np.minimum(end, last)] - working.open_before[np.minimum(begin, last)]
        return here[of.member] & (begin >= begin_days) & (begin < end_days), open_days

    def changed(of: Shifts, by: Longs) -> Shifts:
        overtime = of.overtime_per_million + by
        return replace(of, rate_per_million=of.rate_per_million + by, overtime_per_million=overtime)

    for day in (span.begin_days, span.end_days):
        shifts = _cut(shifts, here[shifts.member], day)
    rows, open_days = within(shifts, span.begin_days, span.end_days)
    extra = np.where(rows, np.rint(shifts.rate_per_million * span.extra_share).astype(np.int64), 0)
    worked = np.bincount(shifts.member, extra * open_days, minlength=n)
    shifts = changed(shifts, extra)
    if span.back_share == 0:
        return shifts
    shifts = _cut(shifts, worked[shifts.member] > 0, span.time_off_until_days)
    rows, open_days = within(shifts, span.end_days, span.time_off_until_days)
    could_work = np.bincount(shifts.member, np.where(rows, shifts.rate_per_million * open_days, 0), minlength=n)
    part = np.minimum(span.back_share * worked / np.maximum(could_work, 1.0), span.extra_share)
    return changed(shifts, -np.where(rows, np.floor(shifts.rate_per_million * part[shifts.member]), 0).astype(np.int64))


def _cut(shifts: Shifts, of_members: Flags, day: int) -> Shifts:
    """Cut the shifts of these members that hold this midnight in two."""
    second = int(seconds_of_days(day))
    rows = np.flatnonzero(of_members & (shifts.begin_seconds < second) & (second < shifts.end_seconds))
    columns: dict[str, Any] = {
        of.name: np.concatenate((getattr(shifts, of.name), getattr(shifts, of.name)[rows]))
        for of in fields(shifts)
        if isinstance(getattr(shifts, of.name), np.ndarray)
    }
    new = np.arange(len(shifts.member), len(shifts.member) + len(rows))
    columns["end_seconds"][rows], columns["begin_seconds"][new] = second, second
    columns["ends"][rows], columns["begins"][new] = Event.PACED, Event.PACED
    order = np.lexsort((columns["begin_seconds"], columns["member"]))
    return replace(shifts, **{name: column[order] for name, column in columns.items()})
