"""The cases among the reports, and the numbers from which their work is drawn."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from tbkk_sim.arrays import Bytes, Floats, Longs
from tbkk_sim.model.names import Names
from tbkk_sim.sampling.chance import Chance
from tbkk_sim.sampling.reports.arrivals import Arrivals
from tbkk_sim.sampling.reports.classes import CaseworkParameters, StepEffort
from tbkk_sim.settings.numbers import DAYS_PER_YEAR

NONE = -1
"""No class, no step, no end."""


@dataclass(frozen=True, slots=True)
class DrawnCases:
    """Cases, one row each, of which anything is drawn by its key."""

    work: CaseworkParameters
    chance: Chance
    table: Arrivals
    seen_as: Bytes
    """The class that each is first seen as, after triage and assessment."""
    rows: list[Longs]
    """Rows of each true class."""
    complexity: Floats
    """Per case, the factor on its hours, by its moment of arrival."""

    @classmethod
    def from_arrivals(cls, work: CaseworkParameters, chance: Chance, table: Arrivals, seen_as: Bytes) -> Self:
        """Cases of this table, each with a class."""
        rows = table.by_class(len(work.names.classes))
        return cls(work, chance, table, seen_as, rows, _complexity(work, table))

    @property
    def names(self) -> Names:
        """Numbers of classes, skills and teams."""
        return self.work.names

    def hours(self, rows: Longs, effort: StepEffort) -> Floats:
        """Hours of one kind of step of these cases.

        The same numbers per case serve its class, the class that it is upgraded to and each lighter treatment.
        """
        if effort.needed_share == 1:
            return self._hours_if_needed(rows, effort)
        hours = np.zeros(len(rows))
        decision = f"needed/{self.names.skills[effort.skill]}"
        needs = np.flatnonzero(self.chance.happens(decision, self.table.key[rows], effort.needed_share))
        hours[needs] = self._hours_if_needed(rows[needs], effort)
        return hours

    def _hours_if_needed(self, rows: Longs, effort: StepEffort) -> Floats:
        decision = f"hours/{self.names.skills[effort.skill]}"
        amount = self.chance.correlated_amounts(
            effort.spread, decision, self.table.key[rows], "hours", self.work.hours_correlation
        )
        return effort.mean_hours * self.complexity[rows] * (amount / effort.needed_share)

    def delay_days(self, rows: Longs, skill: int) -> Floats | float:
        """Outside delay before a step of these cases, of whichever treatment."""
        delay = self.work.delays.get(skill)
        if delay is None:
            return 0.0
        decision = f"delay/{self.names.skills[skill]}"
        return delay.mean_days * self.chance.amounts(delay.spread, decision, self.table.key[rows])

    def devices(self, rows: Longs, skill: int) -> Longs | int:
        """Devices of these cases that are examined before a step, of whichever treatment."""
        examined = self.work.examination
        if examined is None or examined.skill != skill:
            return 0
        return self.chance.geometric("chain/examination/devices", self.table.key[rows], examined.devices_mean)

    def ends(self, rows: Longs, shares: Floats) -> Bytes:
        """Ends of these cases, by shares; whatever the shares are, by the same number per case."""
        return self.choose(shares, "outcome", rows)

    def choose(self, shares: Floats, decision: str, rows: Longs) -> Bytes:
        """A position for each of these cases, by shares; one for all if it is certain, without a draw."""
        possible = np.flatnonzero(shares).astype(np.int8)
        if len(possible) == 1:
            return possible
        upto = np.cumsum(shares)
        uniform = self.chance.uniform(decision, self.table.key[rows])
        return np.searchsorted(upto / upto[-1], uniform, side="right").astype(np.int8)


def _complexity(work: CaseworkParameters, table: Arrivals) -> Floats:
    complexity = np.full(len(table), work.complexity)
    if work.complexity_growth_per_year != 0:
        complexity *= (1 + work.complexity_growth_per_year) ** (table.arrived_days / DAYS_PER_YEAR)
    return complexity
