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
from tbkk_sim.world.draw import draw_reports, draw_world
from tbkk_sim.world.drawable import check_can_be_simulated
from tbkk_sim.world.memory import keep_memory
from tbkk_sim.world.world import Reports, Steps, World

if TYPE_CHECKING:
    import pandas as pd

Drawn = tuple[Reports, Steps]
"""What one future brings in."""


@dataclass(frozen=True)
class Replication:
    """One random future: what was given, and what happened."""

    plan: "Plan"
    world: World
    log: EventLog

    @property
    def settings(self) -> Settings:
        """What was given."""
        return self.plan.settings

    @property
    def rulebook(self) -> Rulebook:
        """The rules that follow from it."""
        return self.plan.rulebook

    @property
    def frame(self) -> Frame:
        """The rows of key figures."""
        return self.plan.frame

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
    """Settings made ready, to simulate any number of replications: the one road from settings to events."""

    def __init__(self, settings: Settings) -> None:
        """Check that the settings can be simulated, and make their rules.

        Raises:
            SettingsError: they cannot.
        """
        check_can_be_simulated(settings)
        keep_memory()  # before threads begin, so that they share what is kept
        self.settings = settings
        self.rulebook = make_rulebook(settings)

    @cached_property
    def frame(self) -> Frame:
        """The rows of key figures."""
        return frame_of_run(self.settings, self.rulebook)

    def draw_reports(self, replication: int) -> Drawn:
        """Draw the reports of a replication and their steps; plans that differ only in people share them."""
        return draw_reports(self.settings, replication)

    def draw(self, replication: int, reports: Drawn | None = None) -> World:
        """Draw the world of a replication, people driven away by workload and all.

        Args:
            replication: Number of the future.
            reports: Its reports and steps, if they have been drawn already.
        """
        world = draw_world(self.settings, replication, drawn=reports)
        return pressure.settle(self.settings, self.rulebook, world) if pressure.is_on(self.settings) else world

    def let_pass(self, world: World, with_engine: str = "simpy") -> Replication:
        """Let time pass over a world that was drawn."""
        return Replication(self, world, engine.simulate(world, self.rulebook, with_engine))

    def simulate(self, replication: int, with_engine: str = "simpy", reports: Drawn | None = None) -> Replication:
        """Draw the world of a replication and let time pass over it."""
        return self.let_pass(self.draw(replication, reports), with_engine)


def simulate(settings: Settings, replication: int = 0, with_engine: str = "simpy") -> Replication:
    """Simulate one replication: its world, its event log and its key figures."""
    return Plan(settings).simulate(replication, with_engine)
