"""What each case takes and how it ends: steps, hours, outside delays, discoveries, expiry."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tbkk_sim.domain.facts import End
from tbkk_sim.domain.names import Names
from tbkk_sim.domain.rulebook import mean_hours
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import OUTCOMES, CaseClass, Effort
from tbkk_sim.settings.schema import Spread
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
class Grid:
    """Cases by kinds of step: one row a case, one column a skill."""

    exists: NDArray[np.bool_]
    hours: Floats
    upgraded_hours: Floats
    delay_days: Floats


def draw_casework(settings: Settings, names: Names, arrivals: Arrivals, chance: Chance) -> tuple[Casework, Steps]:
    """Draw the work of all cases.

    A case has the steps for which its class has hours. If work on it discovers something worse, it also has the
    steps that only the new class has and that come after the discovery: with 0 hours, unless it is upgraded.
    Likewise steps that only the old class has keep 0 hours after it. A step whose hours in force are 0 takes no
    time: it is passed over, its delay too.
    """
    rows = np.flatnonzero(arrivals.true_class > 0)
    cases = arrivals.take(rows)
    after = _last_step_before_discovery(settings, names)
    upgrade_class = _upgrades(settings, names, cases, after, chance)
    grid = _work(settings, names, cases, upgrade_class, after, chance)
    _part_done(grid, cases, upgrade_class, after, chance)

    n_steps = np.zeros(len(arrivals), dtype=np.int64)
    n_steps[rows] = np.count_nonzero(grid.exists, axis=1)
    columns = Casework(
        expires_days=np.full(len(arrivals), NEVER),
        upgrade_class=np.full(len(arrivals), NONE, dtype=np.int8),
        upgrade_after=np.full(len(arrivals), NONE, dtype=np.int8),
        outcome=np.full(len(arrivals), End.CLOSED_IN_TRIAGE, dtype=np.int8),
        first_step=(np.cumsum(n_steps) - n_steps).astype(np.int32),
        n_steps=n_steps.astype(np.int8),
    )
    columns.expires_days[rows] = _expiry(settings, names, cases, chance)
    columns.upgrade_class[rows] = upgrade_class
    columns.upgrade_after[rows] = _position(grid.exists, upgrade_class, after[cases.true_class])
    columns.outcome[rows] = _outcomes(settings, names, cases, upgrade_class, chance)
    steps = Steps(
        skill=np.nonzero(grid.exists)[1].astype(np.int8),
        hours=grid.hours[grid.exists],
        upgraded_hours=grid.upgraded_hours[grid.exists],
        delay_days=grid.delay_days[grid.exists],
    )
    return columns, steps


def _last_step_before_discovery(settings: Settings, names: Names) -> Longs:
    """Per class, the step at whose end an upgrade is discovered, or the last one before it that has hours; else -1."""
    after = np.full(len(names.classes), NONE, dtype=np.int64)
    for name, case_class in settings.casework.classes.items():
        if case_class.upgrade is not None:
            upto = names.skill(case_class.upgrade.after)
            done = [names.skill(s) for s, hours in mean_hours(case_class).items() if hours > 0]
            after[names.case_class(name)] = max((k for k in done if k <= upto), default=NONE)
    return after


def _upgrades(settings: Settings, names: Names, cases: Arrivals, after: Longs, chance: Chance) -> Bytes:
    """The class that work on each case discovers; -1: none."""
    found = np.full(len(cases), NONE, dtype=np.int8)
    for name, case_class in settings.casework.classes.items():
        number, upgrade = names.case_class(name), case_class.upgrade
        if upgrade is None or after[number] == NONE:
            continue
        rows = np.flatnonzero(cases.true_class == number)
        rows = rows[chance.uniform("upgrade", cases.key[rows]) < upgrade.probability]
        classes = np.array([names.case_class(to) for to in upgrade.to], dtype=np.int8)
        found[rows] = classes[_choose(list(upgrade.to.values()), chance.uniform("upgrade/class", cases.key[rows]))]
    return found


def _choose(shares: list[float], uniform: Floats) -> Longs:
    """A position for each number in (0, 1), by shares."""
    upto = np.cumsum(shares)
    chosen: Longs = np.searchsorted(upto / upto[-1], uniform, side="right")
    return chosen


def _work(
    settings: Settings, names: Names, cases: Arrivals, upgrade_class: Bytes, after: Longs, chance: Chance
) -> Grid:
    """Steps, hours and delays; one number per case and kind of step serves the class and the upgraded class."""
    shape = (len(cases), len(names.skills))
    grid = Grid(np.zeros(shape, dtype=np.bool_), np.zeros(shape), np.zeros(shape), np.zeros(shape))
    complexity = _complexity(settings, cases.arrived_days)
    tools = settings.casework.tools

    def fill(rows: Longs, step: str, mean: float, spread: Spread, into: tuple[Floats, ...]) -> None:
        column = names.skill(step)
        grid.exists[rows, column] = True
        amount = quantiles(spread, chance.uniform(f"hours/{step}", cases.key[rows]))
        hours = mean * tools.get(step, 1.0) * complexity[rows] * amount
        for table in into:
            table[rows, column] = hours

    for name, case_class in settings.casework.classes.items():
        rows = np.flatnonzero(cases.true_class == names.case_class(name))
        for step, mean, spread in _efforts(case_class):
            fill(rows, step, mean, spread, (grid.hours, grid.upgraded_hours))
    for name in settings.casework.classes:
        discovery = after[names.case_class(name)]
        of_class = cases.true_class == names.case_class(name)
        for to in np.unique(upgrade_class[of_class & (upgrade_class != NONE)]):
            rows = np.flatnonzero(of_class & (upgrade_class == to))
            grid.upgraded_hours[rows, discovery + 1 :] = 0.0
            for step, mean, spread in _efforts(settings.casework.classes[names.classes[to]]):
                if names.skill(step) > discovery:
                    fill(rows, step, mean, spread, (grid.upgraded_hours,))
    for step, kind in settings.casework.steps.items():
        if kind.delay.mean_days > 0:
            column = names.skill(step)
            rows = np.flatnonzero(grid.exists[:, column])
            spread = Spread(family=kind.delay.family)
            amount = quantiles(spread, chance.uniform(f"delay/{step}", cases.key[rows]))
            grid.delay_days[rows, column] = kind.delay.mean_days * amount
    for name, pool in settings.collaboration.pools.items():
        rows = np.flatnonzero((cases.true_class == names.own_work_class) & (cases.unit == names.team(name)))
        amount = quantiles(pool.own_work.spread, chance.uniform("hours/own_work", cases.key[rows]))
        grid.exists[rows, names.own_work_skill] = True
        grid.hours[rows, names.own_work_skill] = pool.own_work.mean_hours * amount
        grid.upgraded_hours[rows, names.own_work_skill] = pool.own_work.mean_hours * amount
    return grid


def _efforts(case_class: CaseClass) -> list[tuple[str, float, Spread]]:
    """The steps of a class that have hours: name, mean hours, spread."""
    spread_of = {s: effort.spread for s, effort in case_class.hours.items() if isinstance(effort, Effort)}
    means = mean_hours(case_class)
    return [(step, mean, spread_of.get(step, case_class.spread)) for step, mean in means.items() if mean > 0]


def _complexity(settings: Settings, arrived_days: Floats) -> Floats:
    """The factor on hours at the moment of arrival."""
    lever = settings.casework.complexity
    factor: Floats = lever.level * (1 + lever.growth_per_year) ** (arrived_days / 365.25)
    return factor


def _part_done(grid: Grid, cases: Arrivals, upgrade_class: Bytes, after: Longs, chance: Chance) -> None:
    """Take away what is already done of the cases in hand: an even share of their hours, from the first step on.

    A case that is past its discovery discovers nothing any more. The step that it is at has had its delay.
    """
    rows = np.flatnonzero(cases.taken_up)
    if not len(rows):
        return
    hours, exists = grid.hours[rows], grid.exists[rows]
    upto = np.cumsum(hours, axis=1)
    done = (upto[:, -1] * chance.uniform("part_done", cases.key[rows]))[:, None]
    left = np.clip(upto - done, 0.0, hours)
    skill = np.arange(hours.shape[1])
    current = np.argmax(left > 0, axis=1)
    past = (upgrade_class[rows] != NONE) & (current > after[cases.true_class[rows]])
    upgrade_class[rows[past]] = NONE
    exists &= skill >= current[:, None]
    exists &= ~past[:, None] | (hours > 0)
    at_it = skill == current[:, None]
    grid.exists[rows] = exists
    grid.hours[rows] = left
    grid.upgraded_hours[rows] = np.where(at_it, left, grid.upgraded_hours[rows])
    grid.delay_days[rows] = np.where(at_it, 0.0, grid.delay_days[rows])


def _position(exists: NDArray[np.bool_], upgrade_class: Bytes, after: Longs) -> Bytes:
    """Position in the case of the step at whose end the upgrade is discovered; -1: no upgrade."""
    position = np.full(len(upgrade_class), NONE, dtype=np.int8)
    rows = np.flatnonzero(upgrade_class != NONE)
    upto = np.cumsum(exists[rows], axis=1)
    position[rows] = upto[np.arange(len(rows)), after[rows]] - 1
    return position


def _expiry(settings: Settings, names: Names, cases: Arrivals, chance: Chance) -> Floats:
    """When each case expires if nobody takes it up.

    An exponential time has no memory, so for work that is still there at the start it begins then.
    """
    expires_days = np.full(len(cases), NEVER)
    for name, case_class in settings.casework.classes.items():
        expires = case_class.expires
        if expires is None:
            continue
        rows = np.flatnonzero((cases.true_class == names.case_class(name)) & ~cases.taken_up)
        arrived = cases.arrived_days[rows]
        if expires.family == "fixed":
            expires_days[rows] = arrived + expires.mean_days
        else:
            waits = chance.exponential("expires", cases.key[rows])
            expires_days[rows] = np.maximum(arrived, 0.0) + expires.mean_days * waits
    return expires_days


def _outcomes(settings: Settings, names: Names, cases: Arrivals, upgrade_class: Bytes, chance: Chance) -> Bytes:
    """How each case ends, by the class that it has at the end."""
    outcome = np.full(len(cases), End.OWN_WORK_DONE, dtype=np.int8)
    last_class = np.where(upgrade_class == NONE, cases.true_class, upgrade_class)
    for name, case_class in settings.casework.classes.items():
        rows = np.flatnonzero(last_class == names.case_class(name))
        shares = [case_class.outcomes.get(o, 0.0) for o in OUTCOMES]  # type: ignore[call-overload]
        outcome[rows] = _choose(shares, chance.uniform("outcome", cases.key[rows]))
    return outcome
