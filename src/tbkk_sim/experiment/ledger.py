"""The facts of one replication, sorted out once for key figures and path laws."""

from dataclasses import dataclass
from functools import cached_property

from tbkk_sim.domain.facts import EventLog
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.experiment.cases import Cases, read_cases
from tbkk_sim.experiment.facts_by_kind import FactsByKind
from tbkk_sim.experiment.grid import Grid, grid_of
from tbkk_sim.experiment.spells import Parts, Spells, cut_at_months, read_spells
from tbkk_sim.settings import Settings
from tbkk_sim.world.world import World


@dataclass(frozen=True)
class Ledger:
    """One replication: what was given, what happened, and both as cases and spells of work."""

    settings: Settings
    world: World
    rulebook: Rulebook
    log: EventLog
    grid: Grid

    @cached_property
    def facts(self) -> FactsByKind:
        """The facts as columns."""
        return FactsByKind(self.log)

    @cached_property
    def cases(self) -> Cases:
        """What became of each case."""
        return read_cases(self.world, self.facts, self.rulebook.horizon_days)

    @cached_property
    def spells(self) -> Spells:
        """Who worked when on what."""
        return read_spells(self.world, self.rulebook, self.facts)

    @cached_property
    def parts(self) -> Parts:
        """Spells cut at the ends of months."""
        spells = self.spells
        return cut_at_months(
            self.grid, self.rulebook.working, spells.begin_days, spells.end_days, spells.round_the_clock
        )


def open_ledger(settings: Settings, world: World, rulebook: Rulebook, log: EventLog) -> Ledger:
    """Begin to sort out the facts of one replication."""
    return Ledger(settings, world, rulebook, log, grid_of(rulebook, settings))
