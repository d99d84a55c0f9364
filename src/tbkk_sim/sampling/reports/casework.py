"""Casework: the steps, hours, outside delays, discoveries and expiry of each case, and how it ends."""

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Bytes, Floats, Ints, Longs
from tbkk_sim.model.event_records import End
from tbkk_sim.model.seconds import NEVER_SECONDS, seconds_of_days, seconds_of_hours
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.arrivals import Arrivals
from tbkk_sim.sampling.reports.cases import NONE, DrawnCases
from tbkk_sim.sampling.reports.classes import CaseworkParameters
from tbkk_sim.sampling.reports.treatments import (
    Lighter,
    StepColumns,
    draw_found_by,
    draw_lighter,
    write_lighter_steps,
)
from tbkk_sim.sampling.world import NEVER, Steps

Column = TypeVar("Column", Bytes, Ints, Longs)


@dataclass(frozen=True, slots=True)
class DrawnCasework:
    """One row per report; the columns are those of Reports."""

    expires_seconds: Longs
    upgrade_class: Bytes
    upgrade_after: Bytes
    found_by: Bytes
    outcome: Bytes
    short_outcome: Bytes
    visit_outcome: Bytes
    treatment_draw: Ints
    first_step: Ints
    n_steps: Bytes
    short_from: Bytes
    full_from: Bytes


@dataclass(frozen=True, slots=True)
class HoursBySkill:
    """The work of the cases, arrays [skill, case]."""

    exists: NDArray[np.bool_]
    work_seconds: Longs


class Upgrades(NamedTuple):
    """Upgrades that work on the cases discovers; one row per case."""

    to_class: Bytes
    """The class that is discovered; -1: none."""
    after: Longs
    """The step (as skill) at whose end it is; -1: none."""

    def rows(self) -> Longs:
        """The cases in which something is discovered."""
        return np.flatnonzero(self.to_class != NONE)


def draw_casework(
    work: CaseworkParameters, arrivals: Arrivals, seen_as: Bytes, chance: Chance
) -> tuple[DrawnCasework, Steps]:
    """Draw the work of all cases, under every treatment that their class may get.

    A case that is investigated in full has the steps for which its class has hours. If work on it discovers something
    worse, it also has the steps that only the new class has and that come after the discovery: with 0 hours, unless it
    is upgraded. Likewise steps that only the old class has get 0 hours then. A step whose hours in force are 0 takes no
    time: it is passed over, its delay too.
    """
    of_case = np.flatnonzero(arrivals.true_class > 0)
    only_cases = len(of_case) == len(arrivals)
    table = arrivals if only_cases else arrivals.take(of_case)
    cases = DrawnCases.from_arrivals(work, chance, table, seen_as if only_cases else seen_as[of_case])
    grid = _work(cases)
    upgrades = _upgrades(cases, grid)
    _add_steps_of_upgrades(cases, grid, upgrades)
    _subtract_work_done(cases, grid, upgrades)
    lighter = draw_lighter(cases)
    n_steps = lighter.full_from + grid.exists.view(np.int8).sum(axis=0, dtype=np.int8)

    def of_all(values: Column, elsewhere: int) -> Column:
        """Pick the values of the cases from those of all reports."""
        if only_cases:
            return values
        column = np.full(len(arrivals), elsewhere, dtype=values.dtype)
        column[of_case] = values
        return column

    n_of_all = of_all(n_steps, 0)
    columns = DrawnCasework(
        expires_seconds=of_all(seconds_of_days(_expiry(cases)), NEVER_SECONDS),
        upgrade_class=of_all(upgrades.to_class, NONE),
        upgrade_after=of_all(_position(grid, upgrades, lighter.full_from), NONE),
        found_by=of_all(draw_found_by(cases, lighter, upgrades.to_class != NONE), 0),
        outcome=of_all(_outcomes(cases, upgrades.to_class), End.CLOSED_IN_TRIAGE),
        short_outcome=of_all(lighter.short_outcome, NONE),
        visit_outcome=of_all(lighter.visit_outcome, NONE),
        treatment_draw=of_all(lighter.treatment_draw, 0),
        first_step=np.cumsum(n_of_all, dtype=np.int32) - n_of_all,
        n_steps=n_of_all,
        short_from=of_all(lighter.short_from, 0),
        full_from=of_all(lighter.full_from, 0),
    )
    return columns, _steps(cases, grid, upgrades, lighter, np.cumsum(n_steps, dtype=np.int64) - n_steps)


def outcomes_in_full(work: CaseworkParameters, arrivals: Arrivals, chance: Chance) -> Bytes:
    """Ends of these cases when they are investigated in full; none of them is in hand at the start."""
    cases = DrawnCases.from_arrivals(work, chance, arrivals, arrivals.true_class)
    return _outcomes(cases, _discovered(cases))


def _discovered(cases: DrawnCases) -> Bytes:
    """The class that work on each case discovers; -1: none."""
    to_class = np.full(len(cases.table), NONE, dtype=np.int8)
    for number, of_class in cases.work.classes.items():
        upgrade = of_class.upgrade
        if upgrade is None:
            continue
        rows = cases.rows[number]
        rows = rows[cases.chance.happens("upgrade", cases.table.key[rows], upgrade.probability)]
        to_class[rows] = upgrade.to_class[cases.choose(upgrade.shares, "upgrade/class", rows)]
    return to_class


def _upgrades(cases: DrawnCases, grid: HoursBySkill) -> Upgrades:
    """The class that work on each case discovers, and the step after which it does.

    That is the set step, or the last one before it with hours in this case, or else the first one after it with hours.
    """
    found = Upgrades(_discovered(cases), np.full(len(cases.table), NONE, dtype=np.int64))
    for number, of_class in cases.work.classes.items():
        if of_class.upgrade is None:
            continue
        rows = cases.rows[number]
        rows = rows[found.to_class[rows] != NONE]
        has_work, upto = grid.work_seconds[:, rows] > 0, of_class.upgrade.after
        last_done = upto - np.argmax(has_work[upto::-1], axis=0)
        found.after[rows] = np.where(has_work[: upto + 1].any(axis=0), last_done, np.argmax(has_work, axis=0))
    return found


def _work(cases: DrawnCases) -> HoursBySkill:
    """The steps of each case, and their hours before any upgrade."""
    names = cases.names
    shape = (len(names.skills), len(cases.table))
    grid = HoursBySkill(np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.int64))
    for number, of_class in cases.work.classes.items():
        rows = cases.rows[number]
        for effort in of_class.efforts:
            grid.exists[effort.skill][rows] = True
            grid.work_seconds[effort.skill][rows] = seconds_of_hours(cases.hours(rows, effort))
    for pool in cases.work.own_work:
        rows = cases.rows[names.own_work_class]
        rows = rows[cases.table.unit[rows] == pool.team]
        amount = cases.chance.amounts(pool.spread, "hours/own_work", cases.table.key[rows])
        grid.exists[names.own_work_skill][rows] = True
        grid.work_seconds[names.own_work_skill][rows] = seconds_of_hours(pool.mean_hours * amount)
    return grid


def _add_steps_of_upgrades(cases: DrawnCases, grid: HoursBySkill, upgrades: Upgrades) -> None:
    """Add the steps that only the discovered class has, without hours before the upgrade."""
    rows = upgrades.rows()
    for to in np.unique(upgrades.to_class[rows]).tolist():
        for effort in cases.work.classes[to].efforts:
            later = upgrades.after[rows] < effort.skill
            grid.exists[effort.skill][rows[(upgrades.to_class[rows] == to) & later]] = True


def _subtract_work_done(cases: DrawnCases, grid: HoursBySkill, upgrades: Upgrades) -> None:
    """Take off the hours that have been worked on each case in hand at the start, from its first step on.

    A case that is past its discovery discovers nothing any more.
    """
    rows = np.flatnonzero(cases.table.taken_up)
    if not len(rows):
        return
    work = grid.work_seconds[:, rows]
    upto = np.cumsum(work, axis=0)
    part = cases.chance.uniform("part_done", cases.table.key[rows])
    done = np.rint(upto[-1] * part).astype(np.int64)
    if cases.work.in_hand_at is not None:
        upto_share = np.cumsum(cases.work.in_hand_at[:, None] * (work > 0), axis=0)
        at = np.argmax(upto_share > upto_share[-1] * part, axis=0)
        before = np.take_along_axis(upto - work, at[None], axis=0)[0]
        done = np.where(upto_share[-1] > 0, before, done)
    done = np.minimum(done, upto[-1] - 1)  # of a case in hand something is left
    left = np.clip(upto - done, 0, work)
    current = np.argmax(left > 0, axis=0)
    past = (upgrades.to_class[rows] != NONE) & (current > upgrades.after[rows])
    upgrades.to_class[rows[past]] = NONE
    skill = np.arange(len(work))[:, None]
    grid.exists[:, rows] &= (skill >= current) & ((work > 0) | ~past)
    grid.work_seconds[:, rows] = left


def _position(grid: HoursBySkill, upgrades: Upgrades, full_from: Bytes) -> Bytes:
    """Position in the case of the step at whose end the upgrade is discovered; -1: no upgrade."""
    position = np.full(len(upgrades.to_class), NONE, dtype=np.int8)
    rows = upgrades.rows()
    upto = np.cumsum(grid.exists[:, rows], axis=0)
    position[rows] = full_from[rows] + upto[upgrades.after[rows], np.arange(len(rows))] - 1
    return position


def _expiry(cases: DrawnCases) -> Floats:
    """Moment at which each case expires if nobody takes it up, by the class that it is seen as.

    An exponential time has no memory, so for work that is still there at the start it begins then.
    """
    expires_days = np.full(len(cases.table), NEVER)
    for number, of_class in cases.work.classes.items():
        expires = of_class.expires
        if expires is None:
            continue
        rows = np.flatnonzero((cases.seen_as == number) & ~cases.table.taken_up)
        arrived = cases.table.arrived_days[rows]
        if expires.family == "fixed":
            expires_days[rows] = arrived + expires.mean_days
        else:
            waits = cases.chance.exponential("expires", cases.table.key[rows])
            expires_days[rows] = np.maximum(arrived, 0.0) + expires.mean_days * waits
    return expires_days


def _outcomes(cases: DrawnCases, discovered: Bytes) -> Bytes:
    """End of each case that is investigated in full, by the class that it has at the end."""
    outcome = np.full(len(cases.table), End.OWN_WORK_DONE, dtype=np.int8)
    last_class = np.where(discovered != NONE, discovered, cases.table.true_class)
    for number, of_class in cases.work.classes.items():
        rows = np.flatnonzero(last_class == number)
        outcome[rows] = cases.ends(rows, of_class.ends)
    return outcome


def _steps(cases: DrawnCases, grid: HoursBySkill, upgrades: Upgrades, lighter: Lighter, first_step: Longs) -> Steps:
    """The steps that exist, those of one case in a row from row `first_step` on.

    First those of its lighter treatments, then those of a full investigation, in their order.
    """
    n_steps = np.count_nonzero(grid.exists) + int(lighter.full_from.sum(dtype=np.int64))
    columns = StepColumns(
        skill=np.empty(n_steps, dtype=np.int8),
        work_seconds=np.empty(n_steps, dtype=np.int64),
        delay_days=np.zeros(n_steps),
        devices=np.zeros(n_steps, dtype=np.int16),
    )
    write_lighter_steps(cases, lighter, first_step, columns)
    upgraded, changes = upgrades.rows(), []
    next_step = first_step + lighter.full_from
    for skill, exists in enumerate(grid.exists):
        rows = np.flatnonzero(exists)
        place = next_step[rows]
        columns.skill[place] = skill
        columns.work_seconds[place] = grid.work_seconds[skill].take(rows)
        columns.delay_days[place] = cases.delay_days(rows, skill)
        columns.devices[place] = cases.devices(rows, skill)
        changed = upgraded[exists[upgraded] & (upgrades.after[upgraded] < skill)]
        changes.append((next_step[changed], _upgraded_hours(cases, changed, upgrades.to_class[changed], skill)))
        next_step += exists
    upgraded_work = columns.work_seconds.copy()
    for place, other_hours in changes:
        upgraded_work[place] = seconds_of_hours(other_hours)
    # The step that a case in hand is at has had its delay, or its devices are examined.
    at_hand = first_step[cases.table.taken_up & (next_step > first_step)]
    columns.delay_days[at_hand], columns.devices[at_hand] = 0.0, 0
    delay_seconds = seconds_of_days(columns.delay_days)
    return Steps(columns.skill, columns.work_seconds, upgraded_work, delay_seconds, columns.devices)


def _upgraded_hours(cases: DrawnCases, rows: Longs, to_class: Bytes, skill: int) -> Floats:
    """Hours of a step of cases that are upgraded before it: those of the new class, 0 if that does not have it."""
    hours = np.zeros(len(rows))
    for to in np.unique(to_class).tolist():
        for effort in cases.work.classes[to].efforts:
            if effort.skill == skill:
                of_class = np.flatnonzero(to_class == to)
                hours[of_class] = cases.hours(rows[of_class], effort)
    return hours
