"""SimPy's environment, `env` elsewhere: it counts whole seconds, and events at one moment have a defined order."""

from typing import Any

import simpy
from simpy.events import NORMAL, ProcessGenerator

from tbkk_sim.engine.vocabulary import AgendaKind

FIRST_RANK = NORMAL + 1
"""SimPy's own events have lower ranks: immediate consequences of an event come before the next one."""
KIND_BITS = 40
"""Numbers within a kind are smaller than 2 to this power."""


class Clock(simpy.Environment):
    """SimPy's environment; at one moment events `At` go by their kind and number, never by accident of creation."""

    def schedule(self, event: simpy.Event, priority: Any = NORMAL, delay: float = 0) -> None:
        """Schedule an event by its rank, if it has one."""
        super().schedule(event, getattr(event, "rank", priority), delay)

    def process(self, generator: ProcessGenerator) -> simpy.Process:
        """Start a process. An error in it ends the run as it is; SimPy raises a copy, which fails for some errors."""
        process = super().process(generator)
        process.callbacks.append(raise_error)
        return process


def raise_error(process: simpy.Event) -> None:
    """Raise the error by which a process has failed, if it has."""
    error: Any = None if process.ok else process.value
    if error is not None:
        raise error


class At(simpy.Timeout):
    """A moment for a process to wait for."""

    def __init__(self, env: Clock, moment: int, kind: AgendaKind, number: int) -> None:
        """Wait until a moment.

        Args:
            env: The environment of the process.
            moment: In seconds from the start; now or later.
            kind: Kind of the entry.
            number: Its report, member, shift, day or meeting.
        """
        # Before SimPy's own, which schedules the event at once.
        self.rank = FIRST_RANK + (kind << KIND_BITS) + number
        super().__init__(env, moment - env.now)
