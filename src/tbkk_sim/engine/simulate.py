"""From a world and the rules to the facts, by one of two engines that mean the same."""

from tbkk_sim.domain.facts import EventLog
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.engine.simpy_engine import run_simpy
from tbkk_sim.world.world import World

ENGINES = ("simpy",)
"""Engines that can run here."""


def simulate(world: World, book: Rulebook, engine: str = "simpy") -> EventLog:
    """Let time pass over a world until the horizon, and return what happened."""
    if engine == "simpy":
        return run_simpy(world, book)
    raise ValueError(f"engine: '{engine}' is not an engine; allowed: simpy, compiled")
