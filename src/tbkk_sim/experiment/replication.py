"""One replication from settings to key figures: the whole chain in one place."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tbkk_sim import engine
from tbkk_sim.domain.facts import EventLog
from tbkk_sim.domain.rulebook import Rulebook, make_rulebook
from tbkk_sim.experiment import path_laws, pressure
from tbkk_sim.experiment.frame import Frame
from tbkk_sim.experiment.grid import Floats
from tbkk_sim.experiment.key_figures.measure import frame_of_run, measure, tidy
from tbkk_sim.experiment.ledger import Ledger, open_ledger
from tbkk_sim.settings import Settings
from tbkk_sim.world.draw import draw_world
from tbkk_sim.world.memory import keep_memory
from tbkk_sim.world.world import World

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Replication:
    """One random future: what was given, and what happened."""

    settings: Settings
    rulebook: Rulebook
    frame: Frame
    world: World
    log: EventLog

    @cached_property
    def ledger(self) -> Ledger:
        """The facts, sorted out; the path laws hold."""
        ledger = open_ledger(self.settings, self.world, self.rulebook, self.log)
        path_laws.check(ledger)
        return ledger

    @cached_property
    def values(self) -> Floats:
        """The values of the rows of the frame."""
        return measure(self.ledger, self.frame)

    @property
    def key_figures(self) -> "pd.DataFrame":
        """Tidy: replication, period, team, priority_class, key_figure, value."""
        return tidy(self.frame, self.world.replication, self.values)


class Plan:
    """Settings made ready, to simulate any number of replications."""

    def __init__(self, settings: Settings) -> None:
        keep_memory()  # before threads begin, so that they share what is kept
        self.settings = settings
        self.rulebook = make_rulebook(settings)
        self.frame = frame_of_run(settings, self.rulebook)

    def simulate(self, replication: int, with_engine: str = "simpy") -> Replication:
        """Draw the world of a replication and let time pass over it."""
        world = draw_world(self.settings, replication)
        if pressure.is_on(self.settings):
            world = pressure.settle(self.settings, self.rulebook, world)
        log = engine.simulate(world, self.rulebook, with_engine)
        return Replication(self.settings, self.rulebook, self.frame, world, log)


def simulate(settings: Settings, replication: int = 0, with_engine: str = "simpy") -> Replication:
    """Simulate one replication: its world, its event log and its key figures."""
    return Plan(settings).simulate(replication, with_engine)
