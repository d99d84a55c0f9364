"""Run one replication, with one of two engines that give the same results; choose the engine and make it ready."""

import math
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib.util import find_spec

from tbkk_sim.model.event_records import EventLog
from tbkk_sim.model.parameters import Parameters
from tbkk_sim.problem import Phrase
from tbkk_sim.sampling.world import World
from tbkk_sim.system.stopping import do_beside

SIMPY, COMPILED = "simpy", "compiled"
ENGINES = (SIMPY, COMPILED) if find_spec("numba") else (SIMPY,)
"""Engines that can run here."""
AUTO = "auto"
FETCHING_PAYS_DAYS, COMPILING_PAYS_DAYS = 365, 3_650
"""Simulated days in all above which `auto` loads the compiled code from disk, and above which it compiles."""


def engine_for(asked: str, notify: Callable[[str], None], simulated_days: float = math.inf) -> str:
    """Choose the engine of a job, make it ready before work starts, and return it.

    `auto` is the compiled engine where that is sooner: for a large job, and for a middling one if compiled before.
    It is compiled once for each version of the model; where that cannot be, SimPy serves, with the same results.

    Args:
        asked: The setting `engine`.
        notify: Called with a plain sentence when something is compiled, or another engine serves.
        simulated_days: Horizon times replications; infinite where plan after plan is tried.
    """
    if asked not in (AUTO, COMPILED):
        return asked
    if asked == AUTO and simulated_days <= FETCHING_PAYS_DAYS:
        return SIMPY
    is_middling = asked == AUTO and simulated_days <= COMPILING_PAYS_DAYS
    if COMPILED not in ENGINES:
        if not is_middling:
            notify(Phrase("The compiled engine needs numba, which is not installed: SimPy runs instead, more slowly."))
        return SIMPY
    try:
        return COMPILED if _make_ready(notify, only_if_kept=is_middling) else SIMPY
    except Exception as error:  # numba, llvmlite and the machine's linker each have their own errors
        says = "The engine cannot be compiled here ({error}): SimPy runs instead, more slowly."
        notify(Phrase(says, error=type(error).__name__))
        return SIMPY


def _make_ready(notify: Callable[[str], None], *, only_if_kept: bool) -> bool:
    """Load the compiled code, or compile it in one process at a time; anew if the code on disk cannot be read."""
    from tbkk_sim.engine.compiled.kernel.kept import compiling_alone, forget, is_kept

    there = is_kept()
    if only_if_kept and not there:
        return False
    from tbkk_sim.engine.compiled.loop import ensure_compiled

    if there:
        with suppress(Exception):
            do_beside(partial(ensure_compiled, notify))
            return True
    with compiling_alone(notify):
        there = is_kept()  # by now another process may have compiled it
        try:
            do_beside(partial(ensure_compiled, notify))
        except Exception:
            if not there:
                raise
            forget()
            do_beside(partial(ensure_compiled, notify))
    return True


def simulate(world: World, parameters: Parameters, engine: str = SIMPY) -> EventLog:
    """Run one replication to the horizon.

    Args:
        world: All that was drawn.
        parameters: The rules and numbers.
        engine: `simpy` or `compiled`; it has been made ready by `engine_for`.

    Returns:
        The event log, which depends on nothing but world and rules.

    Raises:
        ValueError: not an engine.
        ImportError: the compiled engine without numba.
    """
    if engine == SIMPY:
        from tbkk_sim.engine.reference.run import run_simpy

        return run_simpy(world, parameters)
    if engine == COMPILED:
        from tbkk_sim.engine.compiled.loop import run_compiled

        return run_compiled(world, parameters)
    raise ValueError(f"engine: '{engine}' is not an engine; allowed: {SIMPY}, {COMPILED}")
