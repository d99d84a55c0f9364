"""The clock: SimPy's environment, with an order for what happens at the same moment that we choose ourselves."""

import math
from collections.abc import Callable, Iterable
from enum import IntEnum
from heapq import heappop, heappush
from itertools import chain
from typing import Any

import simpy
from simpy.core import EmptySchedule


class Happening(IntEnum):
    """Kinds of happenings, in the order in which they take place at equal times."""

    WORK_FINISHED = 0
    STINT_ENDS = 1
    STINT_BEGINS = 2
    REPORT_ARRIVES = 3
    STEP_READY = 4
    MISJUDGED_FOUND = 5
    EXPIRY = 6
    MEETING = 7
    OFFICE_OPENS = 8


Entry = tuple[float, int, int, Any, Callable[[Any], None]]
"""Moment, kind and number (of a report, member or stint) of a happening; then what it happens to, and what to call."""
NEVER: Entry = (math.inf, 0, 0, None, print)


class Clock(simpy.Environment):
    """A SimPy environment in which equal times are ordered by (kind, number), never by accident of creation.

    Beside SimPy's events it takes plain calls, which cost a third, and a timetable, which costs less still. Two
    entries with the same time, kind and number are the same call.
    """

    now = 0.0
    """The moment, in days; an attribute, since it is read more often than anything else."""

    def __init__(self) -> None:
        super().__init__()
        self.follow([])

    def follow(self, timetable: Iterable[Entry]) -> None:
        """Let happen what is known beforehand, in order."""
        self._timetable = chain(timetable, (NEVER,))
        self._coming = next(self._timetable)

    def at(self, at_days: float, kind: int, number: int, act: Callable[[Any], None], what: Any) -> None:
        """Call `act(what)` at this moment."""
        heappush(self._queue, (at_days, kind, number, what, act))  # type: ignore[misc]

    def moment(self, at_days: float, kind: int, number: int) -> simpy.Event:
        """An event at this moment, for a process to yield."""
        event = simpy.Event(self)
        event._ok = True  # what Event.succeed() sets; it would also schedule the event now
        event._value = None
        self.at(at_days, kind, number, take_place, event)
        return event

    def schedule(self, event: simpy.Event, priority: int = 1, delay: float = 0.0) -> None:
        """Put an event of SimPy's own on the agenda."""
        self.at(self.now + delay, priority, next(self._eid), take_place, event)

    def step(self) -> None:
        """Let what comes first happen."""
        agenda, coming = self._queue, self._coming
        if agenda and agenda[0] < coming:
            self.now, _, _, what, act = heappop(agenda)  # type: ignore[misc]
        elif coming is NEVER:
            raise EmptySchedule
        else:
            self.now, _, _, what, act = coming
            self._coming = next(self._timetable)
        act(what)


def take_place(event: simpy.Event) -> None:
    """Tell all who wait for an event of SimPy's."""
    callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]
    for callback in callbacks:
        callback(event)
