"""From a world and the rules to the facts, by one of two engines that mean the same."""

from collections.abc import Callable
from importlib.util import find_spec

from tbkk_sim.domain.facts import EventLog
from tbkk_sim.domain.rulebook import Rulebook
from tbkk_sim.world.world import World

SIMPY, COMPILED = "simpy", "compiled"
ENGINES = (SIMPY, COMPILED) if find_spec("numba") else (SIMPY,)
"""Engines that can run here."""


AUTO = "auto"
SMALL_JOB_DAYS = 3_650
"""Simulated days in all up to which `auto` takes SimPy: seconds of work, so that compiling would not pay."""


def engine_for(asked: str, simulated_days: float, notify: Callable[[str], None]) -> str:
    """Choose the engine for a job and make it ready: the one asked for, or SimPy for a small job and the twin for more.

    Args:
        asked: The setting `engine`.
        simulated_days: Horizon times replications.
        notify: Told in plain words that something is compiled, or that another engine serves.
    """
    if asked == AUTO:
        asked = SIMPY if simulated_days <= SMALL_JOB_DAYS else COMPILED
    return make_ready(asked, notify)


def make_ready(engine: str, notify: Callable[[str], None]) -> str:
    """Make an engine ready before work starts, and return the one that serves.

    The compiled engine is compiled here, once for each version of the model; where that cannot be, SimPy serves,
    with the same results. `notify` is told in plain words.
    """
    if engine != COMPILED:
        return engine
    if COMPILED not in ENGINES:
        notify("The compiled engine needs numba, which is not installed: SimPy runs instead, more slowly.")
        return SIMPY
    try:
        from tbkk_sim.engine.compiled.loop import ensure_compiled

        ensure_compiled(notify)
    except Exception as error:  # numba, llvmlite and the machine's linker each have their own errors
        notify(f"The engine cannot be compiled here ({type(error).__name__}): SimPy runs instead, more slowly.")
        return SIMPY
    return COMPILED


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
