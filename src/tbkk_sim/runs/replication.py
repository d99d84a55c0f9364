"""One replication, from settings to key figures."""

import logging
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tbkk_sim.arrays import Floats
from tbkk_sim.engine import engine_for
from tbkk_sim.engine import simulate as run_engine
from tbkk_sim.metrics.events.arrivals import arrivals_of
from tbkk_sim.metrics.events.ledger import Ledger
from tbkk_sim.metrics.frame import Frame
from tbkk_sim.metrics.invariants import check
from tbkk_sim.metrics.key_figures.measure import frame_of_run, measure, tidy
from tbkk_sim.model.event_records import Event, EventLog
from tbkk_sim.model.parameters import Parameters, compile_parameters
from tbkk_sim.problem import Phrase
from tbkk_sim.runs import workload_leaving
from tbkk_sim.sampling.draw import draw_reports, draw_world
from tbkk_sim.sampling.drawable import check_can_be_simulated
from tbkk_sim.sampling.memory import keep_memory
from tbkk_sim.sampling.parameters import compile_reports
from tbkk_sim.sampling.world import Reports, Steps, World
from tbkk_sim.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)
Drawn = tuple[Reports, Steps]
"""The reports of one replication and their steps."""


@dataclass(frozen=True)
class Replication:
    """One replication: its inputs and its events."""

    plan: "Simulation"
    world: World
    log: EventLog

    def __repr__(self) -> str:
        return f"Replication({self.settings.name!r}, replication {self.world.replication}: {len(self.log):,} events)"

    @property
    def settings(self) -> Settings:
        """The settings of the run."""
        return self.plan.settings

    @property
    def parameters(self) -> Parameters:
        """The parameters compiled from the settings."""
        return self.plan.parameters

    @property
    def frame(self) -> Frame:
        """The rows of key figures."""
        return self.plan.frame

    @cached_property
    def ledger(self) -> Ledger:
        """The events, sorted out; the invariants hold."""
        ledger = Ledger(self.world, self.parameters, self.log)
        check.check(ledger)
        return ledger

    @cached_property
    def values(self) -> Floats:
        """The values of the rows of the frame."""
        return measure(self.ledger, self.frame)

    @property
    def key_figures(self) -> "pd.DataFrame":
        """Tidy: replication, period, team, priority_class, key_figure, value."""
        return tidy(self.frame, self.world.replication, self.values)


class OtherWorldError(ValueError):
    """An event log and a world that do not belong together."""


class Simulation:
    """Settings compiled once, to simulate any number of replications: the one way from settings to events."""

    def __init__(self, settings: Settings) -> None:
        """Check that the settings can be simulated, and compile their parameters.

        Raises:
            SettingsError: they cannot.
        """
        check_can_be_simulated(settings)
        keep_memory()  # before threads begin, so that they share what is kept
        self.settings = settings
        self.parameters = compile_parameters(settings)
        self.report_parameters = compile_reports(settings)

    def __repr__(self) -> str:
        run = self.settings.run
        return f"Simulation({self.settings.name!r}, {run.start} to {run.end})"

    @cached_property
    def frame(self) -> Frame:
        """The rows of key figures."""
        return frame_of_run(self.parameters)

    def draw_reports(self, replication: int) -> Drawn:
        """Draw the reports of a replication and their steps; plans that differ only in people share them."""
        return draw_reports(self.report_parameters, replication)

    def draw(self, replication: int, reports: Drawn | None = None) -> World:
        """Draw the world of a replication, people driven away by workload and all.

        Args:
            replication: Number of the replication.
            reports: Its reports and steps, if they have been drawn already.
        """
        world = draw_world(self.settings, replication, drawn=reports or self.draw_reports(replication))
        if not workload_leaving.is_on(self.settings):
            return world
        return workload_leaving.settle(self.settings, self.parameters, world)

    def draw_for(self, log: EventLog, replication: int) -> World:
        """Draw the world of a replication again, for a stored event log of it.

        Raises:
            OtherWorldError: what is drawn now is not the world of the log.
        """
        world = self.draw(replication)
        rows = log.rows_of(Event.ARRIVED)
        report, n = log.report[rows], len(world.reports.key)
        if report.max(initial=-1) >= n or not np.array_equal(
            np.maximum(arrivals_of(world, log), 0)[report], log.time_seconds[rows]
        ):
            says = "these events are of a world that this version of the program does not draw any more"
            raise OtherWorldError(Phrase(says))
        return world

    @cached_property
    def engine(self) -> str:
        """The engine that `engine` in the settings asks for, made ready for one replication."""
        return engine_for(self.settings.engine, log.warning, self.parameters.horizon_days)

    def run(self, world: World, engine: str | None = None) -> Replication:
        """Run a world that was drawn to the horizon.

        Args:
            world: The world.
            engine: `simpy` or `compiled`, which has been made ready; None: as the settings say.
        """
        return Replication(self, world, run_engine(world, self.parameters, engine or self.engine))

    def simulate(self, replication: int, engine: str | None = None, reports: Drawn | None = None) -> Replication:
        """Draw the world of a replication and run it.

        Args:
            replication: Number of the replication.
            engine: `simpy` or `compiled`, which has been made ready; None: as the settings say.
            reports: Its reports and steps, if they have been drawn already.
        """
        return self.run(self.draw(replication, reports), engine)


def simulate(settings: Settings, replication: int = 0, engine: str | None = None) -> Replication:
    """Simulate one replication.

    Args:
        settings: All inputs.
        replication: Its number, from 0.
        engine: `simpy` or `compiled`; None: as `settings.engine` says.

    Returns:
        Its world, event log and key figures.

    Raises:
        SettingsError: the settings cannot be simulated.
    """
    return Simulation(settings).simulate(replication, engine)
