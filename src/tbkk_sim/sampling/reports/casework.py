"""What each case takes and how it ends: steps, hours, outside delays, discoveries, expiry."""

from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.arrays import Bytes, Floats, Ints, Longs
from tbkk_sim.model.event_records import End
from tbkk_sim.model.names import Names
from tbkk_sim.model.seconds import NEVER_SECONDS, seconds_of_days, seconds_of_hours
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.arrivals import Arrivals
from tbkk_sim.sampling.world import NEVER, Steps
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import OUTCOMES, CaseClass, Effort
from tbkk_sim.settings.schema import Spread
from tbkk_sim.settings.settings import OWN_WORK

Column = TypeVar("Column", Bytes, Longs)
NONE = -1
"""No class, no step."""


@dataclass(frozen=True, slots=True)
class DrawnCasework:
    """One row a report; the columns are those of Reports."""

    expires_seconds: Longs
    upgrade_class: Bytes
    upgrade_after: Bytes
    outcome: Bytes
    first_step: Ints
    n_steps: Bytes


@dataclass(frozen=True, slots=True)
class DrawnCases:
    """The cases among the reports, and what their work is drawn from."""

    settings: Settings
    names: Names
    chance: Chance
    table: Arrivals
    rows: dict[str, Longs]
    """Rows of each class, by its name."""
    complexity: Floats
    """Per case, the factor on its hours, by its moment of arrival."""


@dataclass(frozen=True, slots=True)
class HoursBySkill:
    """The work of the cases, arrays [skill, case]."""

    exists: NDArray[np.bool_]
    work_seconds: Longs


class Upgrades(NamedTuple):
    """What work on the cases discovers; one row a case."""

    to_class: Bytes
    """The class that is discovered; -1: none."""
    after: Longs
    """The step (as skill) at whose end it is; -1: none."""

    def rows(self) -> Longs:
        """The cases in which something is discovered."""
        return np.flatnonzero(self.to_class != NONE)


def draw_casework(settings: Settings, names: Names, arrivals: Arrivals, chance: Chance) -> tuple[DrawnCasework, Steps]:
    """Draw the work of all cases.

    A case has the steps for which its class has hours. If work on it discovers something worse, it also has the
    steps that only the new class has and that come after the discovery: with 0 hours, unless it is upgraded.
    Likewise steps that only the old class has get 0 hours then. A step whose hours in force are 0 takes no
    time: it is passed over, its delay too.
    """
    of_case = np.flatnonzero(arrivals.true_class > 0)
    only_cases = len(of_case) == len(arrivals)
    table = arrivals if only_cases else arrivals.take(of_case)
    cases = DrawnCases(
        settings=settings,
        names=names,
        chance=chance,
        table=table,
        rows=dict(zip(names.classes, table.by_class(len(names.classes)), strict=True)),
        complexity=_complexity(settings, table),
    )
    grid = _work(cases)
    upgrades = _upgrades(cases, grid)
    _add_steps_of_upgrades(cases, grid, upgrades)
    _take_off_what_is_done(cases, grid, upgrades)
    n_steps = grid.exists.view(np.int8).sum(axis=0, dtype=np.int8)

    def of_all(values: Column, elsewhere: int) -> Column:
        """The values of the cases, among those of the other reports."""
        if only_cases:
            return values
        column = np.full(len(arrivals), elsewhere, dtype=values.dtype)
        column[of_case] = values
        return column

    n_of_all = of_all(n_steps, 0)
    columns = DrawnCasework(
        expires_seconds=of_all(seconds_of_days(_expiry(cases)), NEVER_SECONDS),
        upgrade_class=of_all(upgrades.to_class, NONE),
        upgrade_after=of_all(_position(grid, upgrades), NONE),
        outcome=of_all(_outcomes(cases, upgrades), End.CLOSED_IN_TRIAGE),
        first_step=np.cumsum(n_of_all, dtype=np.int32) - n_of_all,
        n_steps=n_of_all,
    )
    return columns, _steps(cases, grid, upgrades, np.cumsum(n_steps, dtype=np.int64) - n_steps)


def _complexity(settings: Settings, table: Arrivals) -> Floats:
    lever = settings.casework.complexity
    complexity = np.full(len(table), lever.level)
    if lever.growth_per_year != 0:
        complexity *= (1 + lever.growth_per_year) ** (table.arrived_days / 365.25)
    return complexity


def _upgrades(cases: DrawnCases, grid: HoursBySkill) -> Upgrades:
    """What work on each case discovers, and after which of its steps.

    That is the set step, or the last one before it with hours in this case, or else the first one after it with hours.
    """
    n = len(cases.table)
    found = Upgrades(np.full(n, NONE, dtype=np.int8), np.full(n, NONE, dtype=np.int64))
    for name, case_class in cases.settings.casework.classes.items():
        upgrade = case_class.upgrade
        if upgrade is None:
            continue
        rows = cases.rows[name]
        rows = rows[cases.chance.happens("upgrade", cases.table.key[rows], upgrade.probability)]
        to = np.array([cases.names.case_class(c) for c in upgrade.to], dtype=np.int8)
        found.to_class[rows] = to[_choose(list(upgrade.to.values()), cases, "upgrade/class", rows)]
        has_work, upto = grid.work_seconds[:, rows] > 0, cases.names.skill(upgrade.after)
        last_done = upto - np.argmax(has_work[upto::-1], axis=0)
        found.after[rows] = np.where(has_work[: upto + 1].any(axis=0), last_done, np.argmax(has_work, axis=0))
    return found


def _choose(shares: list[float], cases: DrawnCases, decision: str, rows: Longs) -> Bytes:
    """A position for each of these cases, by shares; one for all if it is certain, without a draw."""
    possible = np.flatnonzero(shares).astype(np.int8)
    if len(possible) == 1:
        return possible
    upto = np.cumsum(shares)
    uniform = cases.chance.uniform(decision, cases.table.key[rows])
    return np.searchsorted(upto / upto[-1], uniform, side="right").astype(np.int8)


def _work(cases: DrawnCases) -> HoursBySkill:
    """The steps of each case, and their hours while it is what it is."""
    settings, names = cases.settings, cases.names
    shape = (len(names.skills), len(cases.table))
    grid = HoursBySkill(np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.int64))
    for name, case_class in settings.casework.classes.items():
        for step, mean, spread, needed in _efforts(case_class):
            rows, skill = cases.rows[name], names.skill(step)
            grid.exists[skill][rows] = True
            grid.work_seconds[skill][rows] = seconds_of_hours(_hours(cases, rows, step, mean, spread, needed))
    for name, pool in settings.collaboration.pools.items():
        rows = cases.rows[OWN_WORK]
        rows = rows[cases.table.unit[rows] == names.team(name)]
        amount = cases.chance.amounts(pool.own_work.spread, "hours/own_work", cases.table.key[rows])
        grid.exists[names.own_work_skill][rows] = True
        grid.work_seconds[names.own_work_skill][rows] = seconds_of_hours(pool.own_work.mean_hours * amount)
    return grid


def _add_steps_of_upgrades(cases: DrawnCases, grid: HoursBySkill, upgrades: Upgrades) -> None:
    """Add the steps that only the class that is discovered has, without hours for the case as it is."""
    settings, names = cases.settings, cases.names
    rows = upgrades.rows()
    for to in np.unique(upgrades.to_class[rows]):
        for step, *_ in _efforts(settings.casework.classes[names.classes[to]]):
            later = upgrades.after[rows] < names.skill(step)
            grid.exists[names.skill(step)][rows[(upgrades.to_class[rows] == to) & later]] = True


def _hours(cases: DrawnCases, rows: Longs, step: str, mean: float, spread: Spread, needed: float) -> Floats:
    """Hours of one kind of step; the same numbers per case serve its class and the class it is upgraded to."""
    if needed < 1:
        hours = np.zeros(len(rows))
        needs = np.flatnonzero(cases.chance.happens(f"needed/{step}", cases.table.key[rows], needed))
        hours[needs] = _hours_if_needed(cases, rows[needs], step, mean, spread, needed)
        return hours
    return _hours_if_needed(cases, rows, step, mean, spread, needed)


def _hours_if_needed(cases: DrawnCases, rows: Longs, step: str, mean: float, spread: Spread, needed: float) -> Floats:
    amount = cases.chance.amounts(spread, f"hours/{step}", cases.table.key[rows]) / needed
    hours: Floats = mean * cases.settings.casework.tools.get(step, 1.0) * cases.complexity[rows] * amount
    return hours


def _efforts(case_class: CaseClass) -> list[tuple[str, float, Spread, float]]:
    """The steps of a class that have hours: name, mean hours, spread, share of cases that need it."""
    efforts = []
    for step, hours in case_class.hours.items():
        effort = hours if isinstance(hours, Effort) else Effort(mean_hours=hours)
        if effort.mean_hours > 0:
            efforts.append((step, effort.mean_hours, effort.spread or case_class.spread, effort.needed_share))
    return efforts


def _take_off_what_is_done(cases: DrawnCases, grid: HoursBySkill, upgrades: Upgrades) -> None:
    """Take an even share of its hours off each case that is in hand at the start, from its first step on.

    A case that is past its discovery discovers nothing any more.
    """
    rows = np.flatnonzero(cases.table.taken_up)
    if not len(rows):
        return
    work = grid.work_seconds[:, rows]
    upto = np.cumsum(work, axis=0)
    done = np.rint(upto[-1] * cases.chance.uniform("part_done", cases.table.key[rows])).astype(np.int64)
    done = np.minimum(done, upto[-1] - 1)  # of a case in hand something is left
    left = np.clip(upto - done, 0, work)
    current = np.argmax(left > 0, axis=0)
    past = (upgrades.to_class[rows] != NONE) & (current > upgrades.after[rows])
    upgrades.to_class[rows[past]] = NONE
    skill = np.arange(len(work))[:, None]
    grid.exists[:, rows] &= (skill >= current) & ((work > 0) | ~past)
    grid.work_seconds[:, rows] = left


def _position(grid: HoursBySkill, upgrades: Upgrades) -> Bytes:
    """Position in the case of the step at whose end the upgrade is discovered; -1: no upgrade."""
    position = np.full(len(upgrades.to_class), NONE, dtype=np.int8)
    rows = upgrades.rows()
    upto = np.cumsum(grid.exists[:, rows], axis=0)
    position[rows] = upto[upgrades.after[rows], np.arange(len(rows))] - 1
    return position


def _expiry(cases: DrawnCases) -> Floats:
    """When each case expires if nobody takes it up.

    An exponential time has no memory, so for work that is still there at the start it begins then.
    """
    expires_days = np.full(len(cases.table), NEVER)
    for name, case_class in cases.settings.casework.classes.items():
        expires = case_class.expires
        if expires is None:
            continue
        rows = cases.rows[name]
        rows = rows[~cases.table.taken_up[rows]]
        arrived = cases.table.arrived_days[rows]
        if expires.family == "fixed":
            expires_days[rows] = arrived + expires.mean_days
        else:
            waits = cases.chance.exponential("expires", cases.table.key[rows])
            expires_days[rows] = np.maximum(arrived, 0.0) + expires.mean_days * waits
    return expires_days


def _outcomes(cases: DrawnCases, upgrades: Upgrades) -> Bytes:
    """How each case ends, by the class that it has at the end."""
    outcome = np.full(len(cases.table), End.OWN_WORK_DONE, dtype=np.int8)
    last_class = np.where(upgrades.to_class != NONE, upgrades.to_class, cases.table.true_class)
    for name, case_class in cases.settings.casework.classes.items():
        rows = np.flatnonzero(last_class == cases.names.case_class(name))
        of_class = {str(end): share for end, share in case_class.outcomes.items()}
        outcome[rows] = _choose([of_class.get(end, 0.0) for end in OUTCOMES], cases, "outcome", rows)
    return outcome


def _steps(cases: DrawnCases, grid: HoursBySkill, upgrades: Upgrades, first_step: Longs) -> Steps:
    """The steps that exist, those of one case in a row and in their order, from row `first_step` on."""
    n_steps = np.count_nonzero(grid.exists)
    skill, work, delay_days = np.empty(n_steps, dtype=np.int8), np.empty(n_steps, dtype=np.int64), np.zeros(n_steps)
    upgraded, changes = upgrades.rows(), []
    next_step = first_step.copy()
    for number, (step, exists) in enumerate(zip(cases.names.skills, grid.exists, strict=True)):
        rows = np.flatnonzero(exists)
        place = next_step[rows]
        skill[place] = number
        work[place] = grid.work_seconds[number].take(rows)
        kind = cases.settings.casework.steps.get(step)
        if kind is not None and kind.delay.mean_days > 0:
            amount = cases.chance.amounts(Spread(family=kind.delay.family), f"delay/{step}", cases.table.key[rows])
            delay_days[place] = kind.delay.mean_days * amount
        changed = upgraded[exists[upgraded] & (upgrades.after[upgraded] < number)]
        changes.append((next_step[changed], _upgraded_hours(cases, changed, upgrades.to_class[changed], step)))
        next_step += exists
    upgraded_work = work.copy()
    for place, other_hours in changes:
        upgraded_work[place] = seconds_of_hours(other_hours)
    # The step that a case is at has had its delay.
    delay_days[first_step[cases.table.taken_up & (next_step > first_step)]] = 0.0
    return Steps(skill, work, upgraded_work, seconds_of_days(delay_days))


def _upgraded_hours(cases: DrawnCases, rows: Longs, to_class: Bytes, step: str) -> Floats:
    """Hours of a step of cases that are upgraded before it: those of the new class, 0 if that does not have it."""
    hours = np.zeros(len(rows))
    for to in np.unique(to_class):
        for other, mean, spread, needed in _efforts(cases.settings.casework.classes[cases.names.classes[to]]):
            if other == step:
                of_class = np.flatnonzero(to_class == to)
                hours[of_class] = _hours(cases, rows[of_class], step, mean, spread, needed)
    return hours
