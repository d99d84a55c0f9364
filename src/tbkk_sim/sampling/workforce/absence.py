"""Absence: spells of leave and illness, as alternating times of presence and absence per person and kind."""

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from tbkk_sim.arrays import Bytes, Flags, Floats, Longs
from tbkk_sim.settings.numbers import DAYS_PER_YEAR
from tbkk_sim.settings.staffing import Absence


class AbsenceCause(IntEnum):
    """Causes for which somebody is away."""

    LONG_ILLNESS = 0
    SHORT_ILLNESS = 1
    LEAVE = 2
    """Leave, courses and compulsory training."""
    COURSE = 3
    """The course of a cohort, or of somebody who is retrained."""
    REALLOCATED = 4
    """Work in a unit for a time, of a member of a pool."""
    EXPOSURE = 5
    """Leave after exposure to images."""


NOT_DEPLOYABLE = (AbsenceCause.LONG_ILLNESS, AbsenceCause.COURSE, AbsenceCause.EXPOSURE)
"""Causes for which somebody who holds a post is not deployable."""
DRAWN = (AbsenceCause.LONG_ILLNESS, AbsenceCause.SHORT_ILLNESS, AbsenceCause.LEAVE)
"""Causes of spells that are drawn, in the order of their kinds."""


@dataclass(frozen=True, slots=True)
class Absences:
    """One row per spell away; spells of one person may overlap."""

    person: Longs
    begin_days: Floats
    """A midnight."""
    end_days: Floats
    """A midnight."""
    cause: Bytes
    """Cause (AbsenceCause)."""

    @property
    def long(self) -> Flags:
        """True for long illness, courses and leave after exposure, which take deployable fte away."""
        return np.isin(self.cause, NOT_DEPLOYABLE)


@dataclass(frozen=True, slots=True)
class _Kind:
    per_year: float
    mean_days: float
    regular: bool
    """Leave: all spells alike, evenly spread; illness: exponential."""

    @property
    def gap_days(self) -> float:
        """Mean time between two spells."""
        return DAYS_PER_YEAR / self.per_year - self.mean_days

    @property
    def draws_per_year(self) -> int:
        """Draws that a year takes at most, of gaps and as many of lengths."""
        return math.ceil(2 * self.per_year) + 2


def _kinds(absence: Absence) -> tuple[_Kind, _Kind, _Kind]:
    spells = absence.leave_spells_per_year if absence.leave_days_per_year else 0.0
    leave_days = absence.leave_days_per_year / spells if spells else 0.0
    return (
        _Kind(absence.long_illness_per_year, absence.long_illness_mean_days, regular=False),
        _Kind(absence.short_illness_spells_per_year, absence.short_illness_mean_days, regular=False),
        _Kind(spells, leave_days, regular=True),
    )


def draws_per_person(absence: Absence, horizon_days: int) -> int:
    """Uniform draws that `draw_spells` takes per person; a longer horizon only adds to them."""
    return _years(horizon_days) * sum(2 * kind.draws_per_year for kind in _kinds(absence))


def draw_spells(
    absence: Absence, horizon_days: int, begin_days: Floats, end_days: Floats, newcomer: Flags, draws: Floats
) -> Absences:
    """Turn uniform draws [person, draws_per_person] into spells within each person's time from begin to end."""
    years = _years(horizon_days)
    by_year = draws.reshape(len(begin_days), years, draws_per_person(absence, horizon_days) // years)
    parts, column = [], 0
    for kind, cause in zip(_kinds(absence), DRAWN, strict=True):
        width = kind.draws_per_year
        gaps, lengths = (
            by_year[:, :, column + at : column + at + width].reshape(len(begin_days), years * width)
            for at in (0, width)
        )
        column += 2 * width
        if kind.per_year > 0:
            may_begin_away = ~newcomer & (cause == AbsenceCause.LONG_ILLNESS)
            starts, ends = _alternate(kind, begin_days, gaps, lengths, may_begin_away=may_begin_away)
            parts.append((starts, ends, np.full(starts.shape, cause, dtype=np.int8)))
    if not parts:
        none = np.zeros(0)
        return Absences(none.astype(np.int64), none, none, none.astype(np.int8))
    starts, ends, causes = (np.concatenate(columns, axis=1) for columns in zip(*parts, strict=True))
    ill_at_once = (causes == AbsenceCause.LONG_ILLNESS) & ~newcomer[:, None]  # the others are there on their first day
    first = begin_days[:, None] + ~ill_at_once
    starts = np.maximum(starts, first)
    ends = np.minimum(ends, end_days[:, None])
    person, nth = np.nonzero((ends > starts) & (starts < horizon_days))
    return Absences(person, starts[person, nth], ends[person, nth], causes[person, nth])


def _alternate(
    kind: _Kind, begin_days: Floats, gaps: Floats, lengths: Floats, may_begin_away: Flags
) -> tuple[Floats, Floats]:
    """Begins and ends of spells [person, spell], at whole days; rounding both down keeps the mean length."""
    if kind.regular:
        gap_days = kind.gap_days * (0.5 + gaps)
        gap_days[:, 0] = kind.gap_days * gaps[:, 0]
        length_days = np.full(lengths.shape, kind.mean_days)
    else:
        ill_now = kind.mean_days * kind.per_year / DAYS_PER_YEAR
        away = may_begin_away & (gaps[:, 0] < ill_now)
        first = np.where(may_begin_away, (gaps[:, 0] - ill_now) / (1 - ill_now), gaps[:, 0])
        gap_days = -kind.gap_days * np.log1p(-np.column_stack((np.maximum(first, 0.0), gaps[:, 1:])))
        gap_days[away, 0] = 0.0
        length_days = -kind.mean_days * np.log1p(-lengths)
    ends = begin_days[:, None] + np.cumsum(gap_days + length_days, axis=1)
    return np.floor(ends - length_days), np.floor(ends)


def _years(horizon_days: int) -> int:
    return math.ceil(horizon_days / DAYS_PER_YEAR) + 1
