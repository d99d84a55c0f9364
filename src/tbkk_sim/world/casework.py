"""What each case takes and how it ends: steps, hours, outside delays, discoveries, expiry."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain.facts import End
from tbkk_sim.domain.names import Names
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import OUTCOMES, CaseClass, Effort
from tbkk_sim.settings.schema import Spread
from tbkk_sim.settings.settings import OWN_WORK
from tbkk_sim.world.arrivals import Arrivals
from tbkk_sim.world.chance import Chance, quantiles
from tbkk_sim.world.world import NEVER, Bytes, Floats, Ints, Longs, Steps

NONE = -1
"""No class, no step."""


@dataclass(frozen=True, slots=True)
class Casework:
    """One row a report; the columns are those of Reports."""

    expires_days: Floats
    upgrade_class: Bytes
    upgrade_after: Bytes
    outcome: Bytes
    first_step: Ints
    n_steps: Bytes


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases among the reports, and what their work is drawn from."""

    settings: Settings
    names: Names
    chance: Chance
    table: Arrivals
    rows: dict[str, Longs]
    """Rows of each class, by its name."""
    discovery: Longs
    """Per case, the step (as skill) at whose end its class may discover something worse; -1: none."""
    complexity: Floats
    """Per case, the factor on its hours, by its moment of arrival."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The work of the cases: one row a case, one column a skill."""

    exists: NDArray[np.bool_]
    hours: Floats


def draw_casework(settings: Settings, names: Names, arrivals: Arrivals, chance: Chance) -> tuple[Casework, Steps]:
    """Draw the work of all cases.

    A case has the steps for which its class has hours. If work on it discovers something worse, it also has the
    steps that only the new class has and that come after the discovery: with 0 hours, unless it is upgraded.
    Likewise steps that only the old class has get 0 hours then. A step whose hours in force are 0 takes no
    time: it is passed over, its delay too.
    """
    of_case = np.flatnonzero(arrivals.true_class > 0)
    table = arrivals.take(of_case)
    lever = settings.casework.complexity
    cases = Cases(
        settings=settings,
        names=names,
        chance=chance,
        table=table,
        rows=dict(zip(names.classes, table.by_class(len(names.classes)), strict=True)),
        discovery=_discoveries(settings, names)[table.true_class],
        complexity=lever.level * (1 + lever.growth_per_year) ** (table.arrived_days / 365.25),
    )
    upgrade_class = _upgrades(cases)
    grid = _work(cases, upgrade_class)
    _take_off_what_is_done(cases, grid, upgrade_class)

    n_steps = np.zeros(len(arrivals), dtype=np.int64)
    n_steps[of_case] = np.count_nonzero(grid.exists, axis=1)
    columns = Casework(
        expires_days=np.full(len(arrivals), NEVER),
        upgrade_class=np.full(len(arrivals), NONE, dtype=np.int8),
        upgrade_after=np.full(len(arrivals), NONE, dtype=np.int8),
        outcome=np.full(len(arrivals), End.CLOSED_IN_TRIAGE, dtype=np.int8),
        first_step=(np.cumsum(n_steps) - n_steps).astype(np.int32),
        n_steps=n_steps.astype(np.int8),
    )
    columns.expires_days[of_case] = _expiry(cases)
    columns.upgrade_class[of_case] = upgrade_class
    columns.upgrade_after[of_case] = _position(cases, grid, upgrade_class)
    columns.outcome[of_case] = _outcomes(cases, upgrade_class)
    return columns, _steps(cases, grid, upgrade_class)


def _discoveries(settings: Settings, names: Names) -> Longs:
    """Per class, the step at whose end an upgrade is discovered, or the last one before it that has hours; else -1."""
    discovery = np.full(len(names.classes), NONE, dtype=np.int64)
    for name, case_class in settings.casework.classes.items():
        if case_class.upgrade is not None:
            upto = names.skill(case_class.upgrade.after)
            done = [names.skill(step) for step, _, _, needed in _efforts(case_class) if needed == 1]
            discovery[names.case_class(name)] = max((skill for skill in done if skill <= upto), default=NONE)
    return discovery


def _upgrades(cases: Cases) -> Bytes:
    """The class that work on each case discovers; -1: none."""
    found = np.full(len(cases.table), NONE, dtype=np.int8)
    for name, case_class in cases.settings.casework.classes.items():
        upgrade = case_class.upgrade
        if upgrade is None:
            continue
        rows = cases.rows[name]
        rows = rows[cases.discovery[rows] != NONE]
        rows = rows[cases.chance.uniform("upgrade", cases.table.key[rows]) < upgrade.probability]
        to = np.array([cases.names.case_class(c) for c in upgrade.to], dtype=np.int8)
        which = cases.chance.uniform("upgrade/class", cases.table.key[rows])
        found[rows] = to[_choose(list(upgrade.to.values()), which)]
    return found


def _choose(shares: list[float], uniform: Floats) -> Longs:
    """A position for each number in (0, 1), by shares."""
    upto = np.cumsum(shares)
    chosen: Longs = np.searchsorted(upto / upto[-1], uniform, side="right")
    return chosen


def _work(cases: Cases, upgrade_class: Bytes) -> Grid:
    """The steps of each case, and their hours while it is what it is."""
    settings, names = cases.settings, cases.names
    shape = (len(cases.table), len(names.skills))
    grid = Grid(np.zeros(shape, dtype=np.bool_), np.zeros(shape))
    for name, case_class in settings.casework.classes.items():
        for step, mean, spread, needed in _efforts(case_class):
            rows, skill = cases.rows[name], names.skill(step)
            grid.exists[rows, skill] = True
            grid.hours[rows, skill] = _hours(cases, rows, step, mean, spread, needed)
    for name, pool in settings.collaboration.pools.items():
        rows = cases.rows[OWN_WORK]
        rows = rows[cases.table.unit[rows] == names.team(name)]
        amount = quantiles(pool.own_work.spread, cases.chance.uniform("hours/own_work", cases.table.key[rows]))
        grid.exists[rows, names.own_work_skill] = True
        grid.hours[rows, names.own_work_skill] = pool.own_work.mean_hours * amount
    upgraded = np.flatnonzero(upgrade_class != NONE)
    for to in np.unique(upgrade_class[upgraded]):
        for step, *_ in _efforts(settings.casework.classes[names.classes[to]]):
            later = cases.discovery[upgraded] < names.skill(step)
            grid.exists[upgraded[(upgrade_class[upgraded] == to) & later], names.skill(step)] = True
    return grid


def _hours(cases: Cases, rows: Longs, step: str, mean: float, spread: Spread, needed: float) -> Floats:
    """Hours of one kind of step; the same numbers per case serve its class and the class it is upgraded to."""
    amount = quantiles(spread, cases.chance.uniform(f"hours/{step}", cases.table.key[rows]))
    if needed < 1:
        amount = amount / needed * (cases.chance.uniform(f"needed/{step}", cases.table.key[rows]) < needed)
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


def _take_off_what_is_done(cases: Cases, grid: Grid, upgrade_class: Bytes) -> None:
    """Take an even share of its hours off each case that is in hand at the start, from its first step on.

    A case that is past its discovery discovers nothing any more.
    """
    rows = np.flatnonzero(cases.table.taken_up)
    if not len(rows):
        return
    hours = grid.hours[rows]
    upto = np.cumsum(hours, axis=1)
    done = upto[:, -1] * cases.chance.uniform("part_done", cases.table.key[rows])
    left = np.clip(upto - done[:, None], 0.0, hours)
    current = np.argmax(left > 0, axis=1)
    past = (upgrade_class[rows] != NONE) & (current > cases.discovery[rows])
    upgrade_class[rows[past]] = NONE
    skill = np.arange(hours.shape[1])
    grid.exists[rows] &= (skill >= current[:, None]) & ((hours > 0) | ~past[:, None])
    grid.hours[rows] = left


def _position(cases: Cases, grid: Grid, upgrade_class: Bytes) -> Bytes:
    """Position in the case of the step at whose end the upgrade is discovered; -1: no upgrade."""
    position = np.full(len(upgrade_class), NONE, dtype=np.int8)
    rows = np.flatnonzero(upgrade_class != NONE)
    upto = np.cumsum(grid.exists[rows], axis=1)
    position[rows] = upto[np.arange(len(rows)), cases.discovery[rows]] - 1
    return position


def _expiry(cases: Cases) -> Floats:
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


def _outcomes(cases: Cases, upgrade_class: Bytes) -> Bytes:
    """How each case ends, by the class that it has at the end."""
    outcome = np.full(len(cases.table), End.OWN_WORK_DONE, dtype=np.int8)
    uniform = cases.chance.uniform("outcome", cases.table.key)
    last_class = np.where(upgrade_class == NONE, cases.table.true_class, upgrade_class)
    for name, case_class in cases.settings.casework.classes.items():
        rows = np.flatnonzero(last_class == cases.names.case_class(name))
        of_class = {str(end): share for end, share in case_class.outcomes.items()}
        outcome[rows] = _choose([of_class.get(end, 0.0) for end in OUTCOMES], uniform[rows])
    return outcome


def _steps(cases: Cases, grid: Grid, upgrade_class: Bytes) -> Steps:
    """The steps that exist, those of one case in a row and in their order."""
    settings, names = cases.settings, cases.names
    cells = np.flatnonzero(grid.exists)
    case, skill = np.divmod(cells, grid.exists.shape[1])
    hours = grid.hours.ravel()[cells]

    upgraded_hours = hours.copy()
    changed = np.flatnonzero((upgrade_class[case] != NONE) & (skill > cases.discovery[case]))
    upgraded_hours[changed] = 0.0
    to_class, to_skill = upgrade_class[case[changed]], skill[changed]
    for to in np.unique(to_class):
        for step, mean, spread, needed in _efforts(settings.casework.classes[names.classes[to]]):
            rows = changed[(to_class == to) & (to_skill == names.skill(step))]
            upgraded_hours[rows] = _hours(cases, case[rows], step, mean, spread, needed)

    delay_days = np.zeros(len(cells))
    for step, kind in settings.casework.steps.items():
        if kind.delay.mean_days > 0:
            rows = np.flatnonzero(skill == names.skill(step))
            uniform = cases.chance.uniform(f"delay/{step}", cases.table.key[case[rows]])
            delay_days[rows] = kind.delay.mean_days * quantiles(Spread(family=kind.delay.family), uniform)
    is_first = np.diff(case, prepend=NONE) != 0
    delay_days[is_first & cases.table.taken_up[case]] = 0.0  # the step that a case is at has had its delay
    return Steps(skill.astype(np.int8), hours, upgraded_hours, delay_days)
