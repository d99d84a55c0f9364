"""The cases among the reports, and the numbers from which their work is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np

from tbkk_sim.arrays import Bytes, Floats, Longs
from tbkk_sim.model.names import Names
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.arrivals import Arrivals
from tbkk_sim.settings import Settings
from tbkk_sim.settings.casework import OUTCOMES, Effort
from tbkk_sim.settings.schema import Spread

NONE = -1
"""No class, no step, no end."""


class StepEffort(NamedTuple):
    """Hours of one kind of step."""

    step: str
    mean_hours: float
    spread: Spread
    needed_share: float
    """Share of the cases that need it."""


def efforts(hours: Mapping[str, float | Effort], spread: Spread) -> list[StepEffort]:
    """The steps that have hours; those without a spread of their own have the given one."""
    found = []
    for step, of_step in hours.items():
        effort = of_step if isinstance(of_step, Effort) else Effort(mean_hours=of_step)
        if effort.mean_hours > 0:
            found.append(StepEffort(step, effort.mean_hours, effort.spread or spread, effort.needed_share))
    return found


@dataclass(frozen=True, slots=True)
class DrawnCases:
    """Cases, one row each, of which anything is drawn by its key."""

    settings: Settings
    names: Names
    chance: Chance
    table: Arrivals
    triaged_class: Bytes
    """The class that each is first seen as."""
    rows: dict[str, Longs]
    """Rows of each true class, by its name."""
    complexity: Floats
    """Per case, the factor on its hours, by its moment of arrival."""

    @classmethod
    def of(cls, settings: Settings, names: Names, chance: Chance, table: Arrivals, triaged_class: Bytes) -> Self:
        """Cases of this table, each with a class."""
        rows = dict(zip(names.classes, table.by_class(len(names.classes)), strict=True))
        return cls(settings, names, chance, table, triaged_class, rows, _complexity(settings, table))

    def hours(self, rows: Longs, effort: StepEffort) -> Floats:
        """Hours of one kind of step of these cases.

        The same numbers per case serve its class, the class that it is upgraded to and each lighter treatment.
        """
        if effort.needed_share == 1:
            return self._hours_if_needed(rows, effort)
        hours = np.zeros(len(rows))
        needs = np.flatnonzero(self.chance.happens(f"needed/{effort.step}", self.table.key[rows], effort.needed_share))
        hours[needs] = self._hours_if_needed(rows[needs], effort)
        return hours

    def _hours_if_needed(self, rows: Longs, effort: StepEffort) -> Floats:
        amount = self.chance.amounts(effort.spread, f"hours/{effort.step}", self.table.key[rows]) / effort.needed_share
        tool = self.settings.casework.tools.get(effort.step, 1.0)
        hours: Floats = effort.mean_hours * tool * self.complexity[rows] * amount
        return hours

    def delay_days(self, rows: Longs, step: str) -> Floats | float:
        """Outside delay before a step of these cases, of whichever treatment."""
        kind = self.settings.casework.steps.get(step)
        if kind is not None and kind.delay.mean_days > 0:
            amount = self.chance.amounts(Spread(family=kind.delay.family), f"delay/{step}", self.table.key[rows])
            delay: Floats = kind.delay.mean_days * amount
            return delay
        return 0.0

    def ends(self, rows: Longs, outcomes: Mapping[str, float]) -> Bytes:
        """Ends of these cases, by shares; whatever the shares are, by the same number per case."""
        return self.choose([outcomes.get(end, 0.0) for end in OUTCOMES], "outcome", rows)

    def choose(self, shares: list[float], decision: str, rows: Longs) -> Bytes:
        """A position for each of these cases, by shares; one for all if it is certain, without a draw."""
        possible = np.flatnonzero(shares).astype(np.int8)
        if len(possible) == 1:
            return possible
        upto = np.cumsum(shares)
        uniform = self.chance.uniform(decision, self.table.key[rows])
        return np.searchsorted(upto / upto[-1], uniform, side="right").astype(np.int8)


def _complexity(settings: Settings, table: Arrivals) -> Floats:
    lever = settings.casework.complexity
    complexity = np.full(len(table), lever.level)
    if lever.growth_per_year != 0:
        complexity *= (1 + lever.growth_per_year) ** (table.arrived_days / 365.25)
    return complexity
