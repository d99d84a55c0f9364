"""Lighter treatments of the portfolio: their steps, how they end and what they find, whichever is chosen later.

All of it follows from the class that a case is first seen as. Work in hand at the start and new reports on persons
whose case has ended are investigated in full and have none of it.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tbkk_sim.arrays import Bytes, Flags, Floats, Ints, Longs, Shorts
from tbkk_sim.model.seconds import PER_MILLION, seconds_of_hours
from tbkk_sim.model.selection.treatment import LETTER_OR_VISIT, SHORT
from tbkk_sim.sampling.reports.cases import NONE, DrawnCases
from tbkk_sim.sampling.reports.classes import LighterParameters
from tbkk_sim.settings.settings import RETURNS


class TreatedRows(NamedTuple):
    """The cases of one class that may be treated in one lighter way."""

    rows: Longs
    treatment: LighterParameters


@dataclass(frozen=True, slots=True)
class Lighter:
    """One row per case; the columns are those of Reports."""

    treatment_draw: Ints
    short_from: Bytes
    full_from: Bytes
    short_outcome: Bytes
    visit_outcome: Bytes
    treated: list[TreatedRows]
    """Those that are work, by class and way."""


class StepColumns(NamedTuple):
    """Columns of Steps while they are filled in."""

    skill: Bytes
    work_seconds: Longs
    delay_days: Floats
    devices: Shorts


def draw_lighter(cases: DrawnCases) -> Lighter:
    """Draw the number that chooses the treatment of each case, and how each lighter treatment ends."""
    n = len(cases.table)
    lighter = Lighter(
        treatment_draw=np.zeros(n, dtype=np.int32),
        short_from=np.zeros(n, dtype=np.int8),
        full_from=np.zeros(n, dtype=np.int8),
        short_outcome=np.full(n, NONE, dtype=np.int8),
        visit_outcome=np.full(n, NONE, dtype=np.int8),
        treated=[],
    )
    may_be_lighter = _may_be_lighter(cases)
    for number, of_class in cases.work.classes.items():
        if not of_class.may_be_lighter:
            continue
        rows = np.flatnonzero(may_be_lighter & (cases.seen_as == number))
        draw = cases.chance.uniform("treatment", cases.table.key[rows])
        lighter.treatment_draw[rows] = (draw * PER_MILLION).astype(np.int32)
        for treatment in of_class.lighter:
            lighter.treated.append(TreatedRows(rows, treatment))
            ends = lighter.visit_outcome if treatment.way == LETTER_OR_VISIT else lighter.short_outcome
            ends[rows] = cases.ends(rows, treatment.ends)
            lighter.full_from[rows] += len(treatment.efforts)
            if treatment.way == LETTER_OR_VISIT:
                lighter.short_from[rows] = len(treatment.efforts)
    return lighter


def _may_be_lighter(cases: DrawnCases) -> Flags:
    may: Flags = ~cases.table.taken_up & (cases.table.stream != cases.names.streams.index(RETURNS))
    return may


def draw_found_by(cases: DrawnCases, lighter: Lighter, upgraded: Flags) -> Bytes:
    """The lighter treatments that find what a full investigation would discover, as bits.

    By one number per case: a treatment that finds more finds it in the same cases, and more.
    """
    found_by = np.zeros(len(cases.table), dtype=np.int8)
    for rows, treatment in lighter.treated:
        hidden = rows[upgraded[rows]]
        finds = cases.chance.happens("treatment/finds", cases.table.key[hidden], treatment.finds_share)
        found_by[hidden[finds]] |= 1 << treatment.way
    return found_by


def write_lighter_steps(cases: DrawnCases, lighter: Lighter, first_step: Longs, steps: StepColumns) -> None:
    """Write the steps of all lighter treatments: those of a letter or visit first in each case, then of a short one."""
    for rows, treatment in lighter.treated:
        place = first_step[rows]
        if treatment.way == SHORT:
            place = place + lighter.short_from[rows]
        for number, effort in enumerate(treatment.efforts):
            steps.skill[place + number] = effort.skill
            steps.work_seconds[place + number] = seconds_of_hours(cases.hours(rows, effort))
            steps.delay_days[place + number] = cases.delay_days(rows, effort.skill)
            steps.devices[place + number] = cases.devices(rows, effort.skill)
