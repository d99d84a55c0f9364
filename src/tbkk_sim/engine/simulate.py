"""From a world and the rules to the facts, by one of two engines that mean the same."""

from importlib.util import find_spec

from tbkk_sim.domain.facts import EventLog
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.world.world import World

SIMPY, COMPILED = "simpy", "compiled"
ENGINES = (SIMPY, COMPILED) if find_spec("numba") else (SIMPY,)
"""Engines that can run here."""


def simulate(world: World, book: Rulebook, engine: str = SIMPY) -> EventLog:
    """Let time pass over a world until the horizon, and return what happened.

    Raises:
        ValueError: not an engine.
        ImportError: the compiled engine without numba.
    """
    if engine == SIMPY:
        from tbkk_sim.engine.simpy_engine import run_simpy

        return run_simpy(world, book)
    if engine == COMPILED:
        from tbkk_sim.engine.compiled.loop import run_compiled

        return run_compiled(world, book)
    raise ValueError(f"engine: '{engine}' is not an engine; allowed: {SIMPY}, {COMPILED}")
